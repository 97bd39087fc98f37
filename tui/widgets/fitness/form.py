"""Fitness, fatigue and form: CTL as an area, ATL as a line, TSB as bars, the forecast apart."""

from datetime import date

from reports.fitness import Fitness
from reports.verdicts import form_word
from tui.palette import Palette, mix
from tui.text import right
from tui.units import signed
from tui.widgets.chart import days as chart
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.days import GUTTER, Plot
from tui.widgets.chart.scale import Scale, step_of
from tui.widgets.days import DaysPane


def form_ink(tsb: float, colours: Palette) -> str:
    """Fresh, loaded, overloaded: as the word beside it."""
    return colours.form[{"loaded": 1, "overloaded": 2}.get(form_word(tsb), 0)]


class FormPane(DaysPane):
    title = "Fitness and form"
    least_days = 28

    def __init__(self) -> None:
        super().__init__(id="form")
        self.fitness: Fitness | None = None

    def show(self, fitness: Fitness) -> None:
        """The range with its forecast; the cursor on the last real day."""
        self.fitness = fitness
        real = sum(1 for day in fitness.days if not day.forecast)
        start = date.fromisoformat(fitness.days[0].date if fitness.days else fitness.start)
        self.show_range(start, len(fitness.days), max(0, real - 1))

    def content(self, canvas: Canvas) -> None:
        fitness, colours = self.fitness, self.colours
        if fitness is None or not fitness.days:
            self.nothing(canvas, "No training stored yet: fitness grows from its load.")
            canvas.text(GUTTER, 3, "Press 5 for the sources of your data.", colours.muted)
            return
        rows = canvas.height - 3
        lower = max(3, rows // 3)
        upper = rows - lower
        axis = self.axis(canvas)
        ctl = [day.ctl for day in fitness.days]
        atl = [day.atl for day in fitness.days]
        tsb = [day.tsb for day in fitness.days]
        room = [None] * (axis.days - len(atl))
        first = next((n for n, day in enumerate(fitness.days) if day.forecast), len(ctl))
        if first < len(ctl):
            x = axis.column(first)
            paper = mix(colours.background, colours.accent, 0.07)
            canvas.fill(x, 2, canvas.width - x, rows, paper)
        top = Plot(axis, 2, Scale(0, max(*ctl, *atl, 10.0) * 1.06, upper))
        solid = mix(colours.background, colours.fitness, 0.62)
        ahead = mix(colours.background, colours.fitness, 0.3)
        chart.columns(canvas, top, ctl, lambda _, day: ahead if day >= first else solid)
        chart.ticks(canvas, top, colours, lambda value: f"{value:.0f}")
        chart.curve(canvas, top, [*atl, *room], colours.fatigue)
        self._form(canvas, axis, tsb, (2 + upper, lower, first))
        if first < len(ctl):
            x = axis.column(first)
            canvas.column_rule(x, 2, rows, colours.muted)
            if canvas.width - x > 10:
                canvas.text(x + 1, 2, "forecast"[: canvas.width - x - 1], colours.muted)
        self.mark(canvas, top)
        axis.draw(canvas, canvas.height - 1, colours.muted)
        self._readout(canvas)

    def _form(
        self, canvas: Canvas, axis: chart.DayAxis, tsb: list[float], place: tuple[int, int, int]
    ) -> None:
        top, rows, first = place
        colours = self.colours
        reach = max(30.0, *(abs(value) for value in tsb)) * 1.05
        low = min(-reach / 3, *tsb) * 1.05
        high = max(reach / 4, *tsb) * 1.05
        above = max(1, min(rows - 1, round(high / (high - low) * rows)))
        unit = max(high / above, -low / (rows - above))
        plot = Plot(axis, top, Scale(-unit * (rows - above), unit * above, rows))
        canvas.text(0, top + above - 1, "TSB", colours.text)

        def ink(value: float, day: int) -> str:
            full = form_ink(value, colours)
            return mix(colours.background, full, 0.5) if day >= first else full

        chart.two_sided(canvas, plot, tsb, ink)
        for value in (step_of(plot.scale.high - plot.scale.low, 3) * n for n in (-3, -2, -1, 1)):
            row = plot.scale.row(value)
            if plot.scale.low <= value <= plot.scale.high and row not in (above - 1, above):
                canvas.text(0, top + row, right(signed(value), GUTTER - 1), colours.muted)
                canvas.grid_row(GUTTER, top + row, axis.width, colours.rule)

    def _readout(self, canvas: Canvas) -> None:
        fitness, colours = self.fitness, self.colours
        if fitness is None:
            return
        day = fitness.days[min(self.cursor, len(fitness.days) - 1)]
        ramp = "–" if day.ramp is None else f"{day.ramp:+.1f}".replace("-", "−")
        warming = fitness.warm_up_until is not None and day.date < fitness.warm_up_until
        self.pieces(
            canvas,
            [
                self.day_piece(colours),
                ("■ CTL", colours.fitness, False),
                (f"{day.ctl:.0f} ", colours.strong, True),
                ("⠒ ATL", colours.fatigue, False),
                (f"{day.atl:.0f} ", colours.strong, True),
                ("▂ TSB", form_ink(day.tsb, colours), False),
                (signed(day.tsb), colours.strong, True),
                (f"{day.form} ", colours.muted, False),
                ("Load", colours.muted, False),
                (f"{day.load:.0f} ", colours.strong, True),
                ("Ramp", colours.muted, False),
                (ramp, colours.strong, True),
                (" forecast" if day.forecast else "", colours.muted, False),
                (" warming up: 42 days are needed" if warming else "", colours.warn, False),
            ],
        )
