"""The day's side: readiness and body battery, stress, weight and body."""

from typing import TYPE_CHECKING, NamedTuple

from reports.verdicts import stress_word
from tui.palette import mix
from tui.units import NONE, whole
from tui.widgets.chart import days as chart
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.days import Plot, Values
from tui.widgets.chart.scale import Scale
from tui.widgets.recovery.nights import NightsPane, known

if TYPE_CHECKING:
    from tui.widgets.days import Piece


class ReadinessPane(NightsPane):
    title = "Readiness, battery"
    KINDS = ("readiness",)
    ASKED = ("readiness", "body_battery")

    def __init__(self) -> None:
        super().__init__(id="readiness")

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        ready = self.values("training_readiness")
        high, low = self.values("body_battery_high"), self.values("body_battery_low")
        if not known([*ready, *high, *low]):
            self.missing(canvas)
            return
        lacking = self.lacks()
        if lacking and len(self.title) + len(lacking) + 4 <= canvas.width:
            canvas.text(canvas.width - len(lacking) - 1, 0, f" {lacking}", colours.muted)
        plot = self.plot(canvas, Scale(0, 104, self.rows(canvas)))
        chart.band(canvas, plot, low, high, mix(colours.background, colours.accent, 0.12))
        chart.columns(
            canvas, plot, ready, lambda value, _: mix(colours.background, self._ink(value), 0.6)
        )
        chart.ticks(canvas, plot, colours, lambda value: f"{value:.0f}")
        chart.curve(canvas, plot, high, colours.strong)
        chart.curve(canvas, plot, low, colours.muted)
        self.mark(canvas, plot)
        self.flags(canvas, plot)
        self._readout(canvas)

    def _readout(self, canvas: Canvas) -> None:
        colours, night = self.colours, self.night()
        ready = night.training_readiness if night else None
        high = night.body_battery_high if night else None
        low = night.body_battery_low if night else None
        ends = NONE if high is None else f"{high:.0f}" if low is None else f"{low:.0f}–{high:.0f}"
        self.pieces(
            canvas,
            [
                self.day_piece(colours),
                ("■ ready", self._ink(ready or 0), False),
                (f"{whole(ready)} ", colours.strong, True),
                ("⠒ battery", colours.muted, False),
                (ends, colours.strong, True),
            ],
        )

    def _ink(self, value: float) -> str:
        colours = self.colours
        return colours.good if value >= 60 else colours.warn if value >= 40 else colours.bad


class StressPane(NightsPane):
    title = "Stress"
    ASKED = ("stress",)

    def __init__(self) -> None:
        super().__init__(id="stress")

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        mean, most = self.values("stress_avg"), self.values("stress_max")
        if not known([*mean, *most]):
            self.missing(canvas)
            return
        high = max(v for v in [*mean, *most, 50.0] if v is not None)
        plot = self.plot(canvas, Scale(0, high * 1.06, self.rows(canvas)))
        chart.columns(
            canvas, plot, mean, lambda value, _: mix(colours.background, self._ink(value), 0.6)
        )
        chart.ticks(canvas, plot, colours, lambda value: f"{value:.0f}")
        if self.apart(plot):
            chart.dots(canvas, plot, most, [colours.muted] * len(most), glyph="•")
        else:
            chart.curve(canvas, plot, most, colours.muted)
        self.mark(canvas, plot)
        night = self.night()
        value = night.stress_avg if night else None
        peak = night.stress_max if night else None
        pieces: list[Piece] = [
            self.day_piece(colours),
            ("■ mean", self._ink(value or 0), False),
            (whole(value), colours.strong, True),
        ]
        if value is not None:
            pieces.append((f"{stress_word(value)} ", colours.muted, False))
        if known(most):
            pieces += [("• most", colours.muted, False), (whole(peak), colours.strong, True)]
        self.pieces(canvas, pieces)

    def _ink(self, value: float) -> str:
        colours = self.colours
        return (
            colours.accent
            if value <= 25
            else colours.good
            if value <= 50
            else (colours.warn if value <= 75 else colours.bad)
        )


class _Lane(NamedTuple):
    """A measurement with a scale of its own. least: the narrowest range its axis may have."""

    column: str
    name: str
    unit: str
    digits: int
    least: float


_LANES = (
    _Lane("weight_kg", "weight", "kg", 1, 2.0),
    _Lane("vo2_max", "VO2max", "", 0, 4.0),
    _Lane("body_fat_pct", "fat", "%", 1, 2.0),
)
_POUND = 0.45359237


#: Scales are stepped on now and then: points nearer than so many days are joined.
_BRIDGE_DAYS = 31


def bridged(values: Values) -> list[float | None]:
    """With straight lines between points that are not too far apart, for a line to follow."""
    found = list(values)
    before: int | None = None
    for here, value in enumerate(values):
        if value is None:
            continue
        start = None if before is None else values[before]
        if before is not None and start is not None and here - before <= _BRIDGE_DAYS:
            for day in range(before + 1, here):
                found[day] = start + (value - start) * (day - before) / (here - before)
        before = here
    return found


class BodyPane(NightsPane):
    """Weight, VO2max and body fat under each other, as far as there are values and rows."""

    title = "Weight and body"
    ASKED = ("weight", "body_fat", "vo2_max")

    def __init__(self, *, metric: bool) -> None:
        super().__init__(id="body")
        self.metric = metric

    def content(self, canvas: Canvas) -> None:
        lanes = [lane for lane in _LANES if known(self.values(lane.column))]
        if not lanes:
            self.missing(canvas)
            return
        rows = canvas.height - 3
        drawn = lanes[: max(1, rows // 3)]
        axis = self.axis(canvas)
        top = 2
        for index, lane in enumerate(drawn):
            share = (rows - (top - 2)) // (len(drawn) - index)
            self._lane(canvas, lane, top, share)
            top += share
        axis.draw(canvas, canvas.height - 1, self.colours.muted)
        self._readout(canvas, lanes)

    def _lane(self, canvas: Canvas, lane: _Lane, top: int, rows: int) -> None:
        colours = self.colours
        values = [self._shown(lane, value) for value in self.values(lane.column)]
        ruler = chart.ranged([values], rows, lane.least)
        if ruler is None:
            return
        plot = Plot(self.axis(canvas), top, ruler)
        digits = 1 if lane.digits and ruler.high - ruler.low < 4 else 0
        chart.ticks(canvas, plot, colours, lambda value: f"{value:.{digits}f}")
        ink = self._ink(lane)
        chart.curve(canvas, plot, bridged(values), ink)
        if self.apart(plot, 2):
            chart.dots(canvas, plot, values, [ink] * len(values), glyph="•")
        self.mark(canvas, plot)

    def _ink(self, lane: _Lane) -> str:
        colours = self.colours
        inks = {"weight_kg": colours.accent, "vo2_max": colours.good}
        return inks.get(lane.column, colours.warn)

    def _shown(self, lane: _Lane, value: float | None) -> float | None:
        if value is None or self.metric or lane.column != "weight_kg":
            return value
        return value / _POUND

    def _readout(self, canvas: Canvas, lanes: list[_Lane]) -> None:
        colours, night = self.colours, self.night()
        pieces: list[Piece] = [self.day_piece(colours)]
        for lane in lanes:
            value = self._shown(lane, getattr(night, lane.column) if night else None)
            unit = lane.unit if self.metric or lane.unit != "kg" else "lb"
            text = NONE if value is None else f"{value:.{lane.digits}f} {unit}".rstrip()
            pieces += [
                (f"⠒ {lane.name}", self._ink(lane), False),
                (f"{text} ", colours.strong, True),
            ]
        self.pieces(canvas, pieces)
