"""The nights: HRV in its band, resting heart rate, sleep by stages, readiness and battery."""

from collections.abc import Sequence

from mirror.rows import Wellness
from reports.recovery import HrvDay
from tui.palette import mix
from tui.units import hours
from tui.widgets.chart import days as chart
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.days import Plot
from tui.widgets.chart.scale import Scale
from tui.widgets.days import DaysPane, Piece

_STAGES = ("deep", "light", "REM", "awake")

type Nights = Sequence[Wellness | None]


class NightsPane(DaysPane):
    """`nights`: one a day of the range, None where nothing was recorded."""

    nights: Nights = ()

    def night(self) -> Wellness | None:
        """The one under the cursor."""
        return self.nights[self.cursor] if 0 <= self.cursor < len(self.nights) else None

    def plot(self, canvas: Canvas, ruler: Scale) -> Plot:
        plot = Plot(self.axis(canvas), 2, ruler)
        plot.axis.draw(canvas, canvas.height - 1, self.colours.muted)
        return plot


class HrvPane(NightsPane):
    title = "Heart rate variability"

    def __init__(self) -> None:
        super().__init__(id="hrv")
        self.hrv: Sequence[HrvDay] = ()

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        nightly = [day.hrv for day in self.hrv]
        means = [day.mean_7d for day in self.hrv]
        lows, highs = [day.low for day in self.hrv], [day.high for day in self.hrv]
        ruler = chart.ranged([nightly, means, lows, highs], canvas.height - 3, 20)
        if ruler is None:
            self.nothing(canvas, "No night with HRV in this range.")
            return
        plot = self.plot(canvas, ruler)
        chart.band(canvas, plot, lows, highs, colours.band)
        chart.ticks(canvas, plot, colours, lambda value: f"{value:.0f}")
        inks = [colours.text if self._normal(day) else colours.outside for day in self.hrv]
        if plot.axis.width < 1.5 * plot.axis.days:  # too many nights: those outside, as points
            few = [None if self._normal(day) else day.hrv for day in self.hrv]
            chart.dots(canvas, plot, few, inks, glyph="·")
        chart.curve(canvas, plot, means, colours.sport("swim"))
        if plot.axis.width >= 1.5 * plot.axis.days:
            chart.dots(canvas, plot, nightly, inks)
        self.mark(canvas, plot)
        self._readout(canvas)

    @staticmethod
    def _normal(day: HrvDay) -> bool:
        if day.hrv is None or day.low is None or day.high is None:
            return True
        return day.low <= day.hrv <= day.high

    def _readout(self, canvas: Canvas) -> None:
        colours = self.colours
        day = self.hrv[min(self.cursor, len(self.hrv) - 1)]
        ink = colours.text if self._normal(day) else colours.outside
        value = "–" if day.hrv is None else f"{day.hrv:.0f} ms"
        place = (
            "" if self._normal(day) else "below " if (day.hrv or 0) < (day.low or 0) else "above "
        )
        pieces: list[Piece] = [
            self.day_piece(colours),
            ("● night", ink, False),
            (value, colours.strong, True),
            (place, ink, False),
        ]
        if day.mean_7d is not None:
            pieces += [
                ("⠒ 7 days", colours.sport("swim"), False),
                (f"{day.mean_7d:.0f} ", colours.strong, True),
            ]
        if day.low is not None and day.high is not None:
            tint = mix(colours.band, colours.strong, 0.45)
            pieces += [
                ("▒ normal", tint, False),
                (f"{day.low:.0f}–{day.high:.0f}", colours.strong, True),
            ]
        self.pieces(canvas, pieces)


class PulsePane(NightsPane):
    title = "Resting heart rate"

    def __init__(self) -> None:
        super().__init__(id="pulse")

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        values = [night.rhr_bpm if night else None for night in self.nights]
        ruler = chart.ranged([values], canvas.height - 3, 8)
        if ruler is None:
            self.nothing(canvas, "No resting heart rate in this range.")
            return
        plot = self.plot(canvas, ruler)
        chart.ticks(canvas, plot, colours, lambda value: f"{value:.0f}")
        chart.curve(canvas, plot, values, colours.heart)
        if plot.axis.width / max(1, plot.axis.days) >= 2:
            chart.dots(canvas, plot, values, [colours.heart] * len(values))
        self.mark(canvas, plot)
        night = self.night()
        value = f"{night.rhr_bpm:.0f} bpm" if night and night.rhr_bpm is not None else "–"
        self.pieces(canvas, [self.day_piece(colours), (value, colours.strong, True)])


class SleepPane(NightsPane):
    title = "Sleep"

    def __init__(self) -> None:
        super().__init__(id="sleep")

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        stacks = [_stages(night, colours.sleep) for night in self.nights]
        most = max((sum(v for v, _ in parts) for parts in stacks), default=0)
        if most <= 0:
            self.nothing(canvas, "No sleep in this range.")
            return
        plot = self.plot(canvas, Scale(0, max(most, 8 * 3600) * 1.03, canvas.height - 3))
        self.legend(canvas, list(zip(_STAGES, colours.sleep, strict=True)))
        chart.bars(canvas, plot, stacks)
        step = 2 if plot.scale.cells >= 8 else 4
        for hour in range(step, 13, step):
            if hour * 3600 < plot.scale.high:
                row = plot.top + plot.scale.row(hour * 3600)
                canvas.text(0, row, f"{hour} h".rjust(chart.GUTTER - 1), colours.muted)
                canvas.grid_row(plot.axis.x, row, plot.axis.width, colours.rule)
        self.mark(canvas, plot)
        self._readout(canvas)

    def _readout(self, canvas: Canvas) -> None:
        colours, night = self.colours, self.night()
        pieces: list[Piece] = [self.day_piece(colours)]
        if night is None or night.sleep_total_s is None:
            self.pieces(canvas, [*pieces, ("–", colours.muted, False)])
            return
        pieces.append((hours(night.sleep_total_s), colours.strong, True))
        if night.sleep_score is not None:
            pieces.append((f"score {night.sleep_score:.0f} ", colours.muted, False))
        parts = (night.sleep_deep_s, night.sleep_light_s, night.sleep_rem_s, night.sleep_awake_s)
        for name, value in zip(_STAGES, parts, strict=True):
            if value is not None:
                pieces += [(name, colours.muted, False), (hours(value), colours.text, False)]
        self.pieces(canvas, pieces)


def _stages(night: Wellness | None, inks: tuple[str, ...]) -> list[tuple[float, str]]:
    """Deep, light, REM, awake from the foot up; the whole as light where there are no stages."""
    if night is None or night.sleep_total_s is None:
        return []
    stages = (night.sleep_deep_s, night.sleep_light_s, night.sleep_rem_s, night.sleep_awake_s)
    if all(stage is None for stage in stages[:3]):
        stages = (None, night.sleep_total_s, None, None)
    return [(stage or 0.0, ink) for stage, ink in zip(stages, inks, strict=True)]


class ReadinessPane(NightsPane):
    title = "Readiness and body battery"

    def __init__(self) -> None:
        super().__init__(id="readiness")

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        ready = [night.training_readiness if night else None for night in self.nights]
        battery = [night.body_battery_high if night else None for night in self.nights]
        if all(v is None for v in [*ready, *battery]):
            self.nothing(canvas, "No readiness and no body battery in this range.")
            return
        plot = self.plot(canvas, Scale(0, 104, canvas.height - 3))
        chart.columns(
            canvas, plot, ready, lambda value, _: mix(colours.background, self._ink(value), 0.6)
        )
        chart.ticks(canvas, plot, colours, lambda value: f"{value:.0f}")
        chart.curve(canvas, plot, battery, colours.strong)
        self.mark(canvas, plot)
        night = self.night()
        shown = [
            night.training_readiness if night else None,
            night.body_battery_high if night else None,
        ]
        texts = ["–" if value is None else f"{value:.0f} " for value in shown]
        self.pieces(
            canvas,
            [
                self.day_piece(colours),
                ("■ readiness", self._ink(shown[0] or 0), False),
                (texts[0], colours.strong, True),
                ("⠒ battery", colours.muted, False),
                (texts[1], colours.strong, True),
            ],
        )

    def _ink(self, value: float) -> str:
        colours = self.colours
        return colours.good if value >= 60 else colours.warn if value >= 40 else colours.bad
