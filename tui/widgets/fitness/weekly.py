"""Load by sport, week by week."""

from datetime import date, timedelta

from reports.weeks import LoadWeek
from tui.palette import SPORT_LETTERS, SPORT_NAMES, SPORTS, mix
from tui.units import hours
from tui.widgets.chart import days as chart
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.days import DayAxis, Plot
from tui.widgets.chart.scale import Scale
from tui.widgets.days import DaysPane

#: Fewer weeks are drawn with room to grow.
LEAST_WEEKS = 8


class WeeklyPane(DaysPane):
    """Columns of weeks under the form's days; `start` is the form's first day."""

    title = "Load by week"

    def __init__(self) -> None:
        super().__init__(id="weekly")
        self.weeks: list[LoadWeek] = []
        self.sports: list[str] = []

    def show(self, weeks: list[LoadWeek], start: date, days: int, cursor: int) -> None:
        self.weeks = weeks
        self.sports = [s for s in SPORTS if any(week.by_sport.get(s) for week in weeks)]
        self.show_range(start, days, cursor)

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        ends = (week.load + week.expected_load for week in self.weeks)
        most = max([*ends, *(week.planned_load for week in self.weeks)], default=0.0)
        if most <= 0:
            self.nothing(canvas, "No load in these weeks.")
            return
        first = date.fromisoformat(self.weeks[0].start)
        count = max(len(self.weeks), LEAST_WEEKS)
        axis = DayAxis(first, count, chart.GUTTER, canvas.width - chart.GUTTER)
        plot = Plot(axis, 2, Scale(0, most * 1.05, canvas.height - 3))
        hollow = mix(colours.background, colours.accent, 0.25)
        stacks = [
            [(week.by_sport.get(sport, 0.0), colours.sport(sport)) for sport in self.sports]
            + [(week.expected_load, hollow)]
            for week in self.weeks
        ]
        chart.bars(canvas, plot, stacks)
        entries = [(SPORT_NAMES[sport], colours.sport(sport)) for sport in self.sports]
        if any(week.expected_load for week in self.weeks):
            entries.append(("to come", hollow))
        self.legend(canvas, entries)
        self._plans(canvas, plot)
        chart.ticks(canvas, plot, colours, lambda value: f"{value:.0f}")
        whole = DayAxis(first, count * 7, axis.x, axis.width)
        whole.draw(canvas, canvas.height - 1, colours.muted)
        self._readout(canvas, whole)

    def _plans(self, canvas: Canvas, plot: Plot) -> None:
        """The plan as a dash above or within each column, where columns stand apart."""
        if plot.axis.width < chart.APART * plot.axis.days:
            return
        for index, week in enumerate(self.weeks):
            if week.planned_load <= 0:
                continue
            row = plot.top + plot.scale.row(week.planned_load)
            start, end = plot.axis.column(index), plot.axis.column(index + 1)
            for x in range(start, end - 1):
                if canvas.empty(x, row):
                    canvas.put(x, row, "╌", self.colours.muted)

    def _readout(self, canvas: Canvas, whole: DayAxis) -> None:
        colours = self.colours
        index = max(0, min(len(self.weeks) - 1, (self.day - whole.start).days // 7))
        week = self.weeks[index]
        if self.has_focus:
            x, y = whole.centre(index * 7 + 3), canvas.height - 2
            canvas.column_rule(x, 2, y - 1, colours.strong, "│")
        start = whole.start + timedelta(weeks=index)
        pieces = [(f"Week of {start.day} {start:%b} ", colours.strong, True)]
        for sport in self.sports:
            if week.by_sport.get(sport):
                pieces.append((SPORT_LETTERS[sport], colours.sport(sport), True))
                pieces.append((f"{week.by_sport[sport]:.0f} ", colours.text, False))
        pieces.append((f"= {week.load:.0f}", colours.strong, True))
        if week.planned_load:
            pieces.append((f"of {week.planned_load:.0f} planned", colours.muted, False))
        if week.expected_load:
            pieces.append((f"{week.expected_load:.0f} to come", colours.muted, False))
        if week.done_s:
            pieces.append((f" {hours(week.done_s)} h", colours.muted, False))
        self.pieces(canvas, pieces)
