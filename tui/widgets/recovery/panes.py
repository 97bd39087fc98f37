"""Heart and sleep: HRV in its band, resting heart rate by its mean, sleep by stages."""

from typing import TYPE_CHECKING

from mirror.rows import Wellness
from reports.recovery import HrvDay
from tui.palette import mix
from tui.units import NONE, hours
from tui.widgets.chart import days as chart
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.scale import Scale
from tui.widgets.recovery.nights import NightsPane

_STAGES = ("deep", "light", "REM", "awake")

if TYPE_CHECKING:
    from tui.widgets.days import Piece


class HrvPane(NightsPane):
    title = "Heart rate variability"
    KINDS = ("hrv", "sleep", "rhr", "readiness", "load")
    ASKED = ("hrv",)

    def __init__(self) -> None:
        super().__init__(id="hrv")

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        hrv = self.report.hrv if self.report else []
        nightly = [day.hrv for day in hrv]
        means = [day.mean_7d for day in hrv]
        lows, highs = [day.low for day in hrv], [day.high for day in hrv]
        ruler = chart.ranged([nightly, means, lows, highs], self.rows(canvas), 20)
        if ruler is None:
            self.missing(canvas)
            return
        plot = self.plot(canvas, ruler)
        chart.band(canvas, plot, lows, highs, colours.band)
        chart.ticks(canvas, plot, colours, lambda value: f"{value:.0f}")
        inks = [colours.outside if _outside(day) else colours.text for day in hrv]
        if not self.apart(plot):  # too many nights: those outside, as points
            few = [day.hrv if _outside(day) else None for day in hrv]
            chart.dots(canvas, plot, few, inks, glyph="·")
        chart.curve(canvas, plot, means, colours.sport("swim"))
        if self.apart(plot):
            chart.dots(canvas, plot, nightly, inks)
        self.mark(canvas, plot)
        self.flags(canvas, plot)
        self._readout(canvas, hrv)

    def _readout(self, canvas: Canvas, hrv: list[HrvDay]) -> None:
        colours = self.colours
        day = hrv[min(self.cursor, len(hrv) - 1)]
        ink = colours.outside if _outside(day) else colours.text
        value = NONE if day.hrv is None else f"{day.hrv:.0f} ms"
        place = f"{day.place} " if _outside(day) else ""
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
            tint = mix(colours.band, colours.strong, 0.6)
            pieces += [
                ("▒ normal", tint, False),
                (f"{day.low:.0f}–{day.high:.0f} ", colours.strong, True),
            ]
        if self.cursor in self.flagged:
            pieces.append(("! flagged", colours.bad, True))
        self.pieces(canvas, pieces)


def _outside(day: HrvDay) -> bool:
    return day.place in ("below", "above")


class PulsePane(NightsPane):
    title = "Resting heart rate"
    KINDS = ("rhr",)
    ASKED = ("rhr",)

    def __init__(self) -> None:
        super().__init__(id="pulse")

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        rhr = self.report.rhr if self.report else []
        values, means = [day.rhr for day in rhr], [day.mean_28d for day in rhr]
        if self.report is None or not self.report.offered["rhr"].days:
            self.missing(canvas)
            return
        ruler = chart.ranged([values, means], self.rows(canvas), 8)
        assert ruler is not None
        plot = self.plot(canvas, ruler)
        chart.ticks(canvas, plot, colours, lambda value: f"{value:.0f}")
        apart = self.apart(plot, 2)
        if apart:
            chart.curve(canvas, plot, means, colours.muted)
            chart.dots(canvas, plot, values, [colours.heart] * len(values))
        else:
            chart.curve(canvas, plot, values, colours.heart)
            chart.curve(canvas, plot, means, colours.strong)
        self.mark(canvas, plot)
        self.flags(canvas, plot)
        day = rhr[min(self.cursor, len(rhr) - 1)]
        self.pieces(
            canvas,
            [
                self.day_piece(colours),
                ("●" if apart else "⠒", colours.heart, False),
                (NONE if day.rhr is None else f"{day.rhr:.0f} bpm ", colours.strong, True),
                ("⠒ 28 days", colours.muted if apart else colours.strong, False),
                (NONE if day.mean_28d is None else f"{day.mean_28d:.1f}", colours.strong, True),
            ],
        )


class SleepPane(NightsPane):
    title = "Sleep"
    KINDS = ("sleep",)
    ASKED = ("sleep", "sleep_stages")

    def __init__(self) -> None:
        super().__init__(id="sleep")

    def content(self, canvas: Canvas) -> None:
        colours = self.colours
        stacks = [_stages(night, colours.sleep) for night in self.nights]
        most = max((sum(v for v, _ in parts) for parts in stacks), default=0)
        if most <= 0:
            self.missing(canvas)
            return
        plot = self.plot(canvas, Scale(0, max(most, 8 * 3600) * 1.03, self.rows(canvas)))
        lacking = self.lacks()
        if lacking:
            canvas.text(canvas.width - len(lacking) - 1, 0, f" {lacking}", colours.muted)
        else:
            self.legend(canvas, list(zip(_STAGES, colours.sleep, strict=True)))
        chart.bars(canvas, plot, stacks)
        step = 2 if plot.scale.cells >= 8 else 4
        for hour in range(step, 13, step):
            if hour * 3600 < plot.scale.high:
                row = plot.top + plot.scale.row(hour * 3600)
                canvas.text(0, row, f"{hour} h".rjust(chart.GUTTER - 1), colours.muted)
                canvas.grid_row(plot.axis.x, row, plot.axis.width, colours.rule)
        self.mark(canvas, plot)
        self.flags(canvas, plot)
        self._readout(canvas)

    def _readout(self, canvas: Canvas) -> None:
        colours, night = self.colours, self.night()
        pieces: list[Piece] = [self.day_piece(colours)]
        if night is None or night.sleep_total_s is None:
            self.pieces(canvas, [*pieces, (NONE, colours.muted, False)])
            return
        pieces.append((hours(night.sleep_total_s), colours.strong, True))
        if night.sleep_score is not None:
            pieces.append((f"score {night.sleep_score:.0f} ", colours.muted, False))
        parts = (night.sleep_deep_s, night.sleep_light_s, night.sleep_rem_s, night.sleep_awake_s)
        for name, value in zip(_STAGES, parts, strict=True):
            if value is not None:
                label = name if canvas.width >= 70 else name[0].upper()
                pieces.append((f"{label} {hours(value)}", colours.text, False))
        self.pieces(canvas, pieces)


def _stages(night: Wellness | None, inks: tuple[str, ...]) -> list[tuple[float, str]]:
    """Deep, light, REM, awake from the foot up; the whole as light where there are no stages."""
    if night is None or night.sleep_total_s is None:
        return []
    stages = (night.sleep_deep_s, night.sleep_light_s, night.sleep_rem_s, night.sleep_awake_s)
    if all(stage is None for stage in stages[:3]):
        stages = (None, night.sleep_total_s, None, None)
    return [(stage or 0.0, ink) for stage, ink in zip(stages, inks, strict=True)]
