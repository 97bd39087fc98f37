"""The bests of two periods over each other, with the workout and day of each at the cursor."""

from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.message import Message

from reports.power_curve import CurvePair
from reports.season_curve import WINDOWS, Best, SeasonCurve
from tui.actions import Action, bindings
from tui.palette import SPORT_NAMES, mix
from tui.text import cut, right
from tui.units import Units
from tui.widgets.chart import scale
from tui.widgets.chart.area import area
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.line import line
from tui.widgets.chart.meanmax import Curve
from tui.widgets.pane import Pane

ACTIONS = (
    Action(
        "left,h",
        "move(-1)",
        "Shorter",
        "The next shorter duration",
        "←→",
        "Duration",
        palette=False,
    ),
    Action("right,l", "move(1)", "Longer", "The next longer duration", palette=False),
    Action("m", "next_metric", "Other curve", "Power, pace, heart rate", "m", "Curve"),
    Action("a", "period(0)", "First period", "The next period for the area", "a b", "Periods"),
    Action("b", "period(1)", "Second period", "The next period for the line"),
    Action("enter", "open", "Open the best", "The workout that holds the best", palette=False),
)
#: What the keys go through.
PERIODS = ("4w", "12w", "season", "last_season", "all")
_GUTTER = 6
_NAMES = {"power": "power", "hr": "heart rate", "speed": "pace"}
_STANDS = 1200


class BestsPane(Pane):
    """`pair` as the report gives it. Posts `Asked` for another one, `Opened` for a workout."""

    can_focus = True
    title = "Bests"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class Asked(Message):
        def __init__(self, kind: tuple[str | None, str | None], windows: tuple[str, str]) -> None:
            super().__init__()
            self.kind, self.windows = kind, windows

    class Opened(Message):
        def __init__(self, workout_id: str) -> None:
            super().__init__()
            self.workout_id = workout_id

    def __init__(self, units: Units) -> None:
        super().__init__(id="bests")
        self.units = units
        self.pair: CurvePair | None = None
        self.kind: tuple[str | None, str | None] = (None, None)
        self.windows = ("12w", "season")
        self.cursor = _STANDS
        self._axis: scale.LogTime | None = None

    def show(self, pair: CurvePair) -> None:
        self.pair = pair
        self.redraw()

    @property
    def durations(self) -> list[int]:
        """Where the cursor can stand: the standard durations that one of the periods reached."""
        pair = self.pair
        if pair is None or pair.one is None or pair.other is None:
            return []
        both = zip(pair.one.points, pair.other.points, strict=True)
        return [a.seconds for a, b in both if a.value is not None or b.value is not None]

    @property
    def second(self) -> int:
        """The duration under the cursor."""
        return min(self.durations, key=lambda known: abs(known - self.cursor), default=_STANDS)

    def action_move(self, step: int) -> None:
        known = self.durations
        if known:
            here = known.index(self.second)
            self.cursor = known[max(0, min(len(known) - 1, here + step))]
            self.redraw()

    def action_next_metric(self) -> None:
        pair = self.pair
        if pair is not None and pair.sport is not None and pair.metric is not None:
            here = pair.kinds.index((pair.sport, pair.metric))
            self.kind = pair.kinds[(here + 1) % len(pair.kinds)]
            self.post_message(self.Asked(self.kind, self.windows))

    def action_period(self, which: int) -> None:
        one, other = self.windows
        following = PERIODS[(PERIODS.index(self.windows[which]) + 1) % len(PERIODS)]
        self.windows = (following, other) if which == 0 else (one, following)
        self.post_message(self.Asked(self.kind, self.windows))

    def action_open(self) -> None:
        pair = self.pair
        for curve in (pair.one, pair.other) if pair else ():
            best = _point(curve, self.second)
            if best is not None and best.workout_id is not None:
                self.post_message(self.Opened(best.workout_id))
                return

    def value(self, value: float | None) -> str:
        """With its unit."""
        pair = self.pair
        if value is None or pair is None:
            return "–"
        if pair.metric == "speed":
            return self.units.rate(value, pair.sport or "other")
        return f"{value:.0f} {pair.unit}"

    def paint(self, canvas: Canvas) -> None:
        pair = self.pair
        self.title, self.note = "Bests", ""
        if pair is not None and pair.sport and pair.metric:
            sport = SPORT_NAMES.get(pair.sport, pair.sport)
            self.title = f"{sport}: best {_NAMES[pair.metric]}"
            count = len(pair.kinds)
            here = pair.kinds.index((pair.sport, pair.metric)) + 1
            self.note = f"m {here} of {count}" if count > 1 else ""
        super().paint(canvas)

    def content(self, canvas: Canvas) -> None:
        pair = self.pair
        if pair is None:
            return
        if pair.one is None or pair.other is None:
            self.say(canvas, "No curve yet: it grows from power, pace or heart rate by the second.")
            return
        colours = self.colours
        solid = mix(colours.background, colours.fitness, 0.85)
        self._readout(canvas, 1, "a", "■", solid, pair.one)
        self._readout(canvas, 2, "b", "⠒", colours.strong, pair.other)
        if canvas.height < 8 or canvas.width < 30:
            return
        if not self.durations:
            canvas.text(_GUTTER, 4, "No such effort in either period.", colours.muted)
            return
        self._draw(canvas, Curve(pair.one.seconds, pair.one.values), _other(pair.other))

    def _draw(self, canvas: Canvas, one: Curve, other: Curve) -> None:
        colours = self.colours
        x, y, width, rows = _GUTTER, 3, canvas.width - _GUTTER, canvas.height - 4
        longest = float(max([*one.seconds[-1:], *other.seconds[-1:], 60]))
        self._axis = axis = scale.LogTime(1.0, longest, width)
        values = [*one.values, *other.values]
        high, low = max(values), min(values)
        bottom = max(0.0, low - (high - low) * 0.15)
        top = high + (high - bottom) * 0.06
        ruler = scale.Scale(bottom, max(top, bottom + 1e-6), rows)
        found = [one.at(min(axis.seconds(column), longest)) for column in range(width)]
        heights = [None if v is None else max(1, ruler.eighths(v)) for v in found]
        ink = mix(colours.background, colours.fitness, 0.6)
        area(canvas, x, y + rows - 1, heights, [ink] * width)
        self._ticks(canvas, ruler, y)
        quarters = []
        for half in range(width * 2):
            value = other.at(min(axis.seconds(half / 2), longest))
            quarters.append(None if value is None else ruler.quarter(value))
        line(canvas, x, y, quarters, colours.strong)
        for label in axis.labels():
            canvas.text(x + label.x, y + rows, label.text, colours.muted)
        column = x + round(axis.column(self.second))
        if self.has_focus:
            canvas.cursor(column, y, rows, colours.strong, colours.selected)
        else:
            canvas.column_rule(column, y, rows, colours.muted)

    def _ticks(self, canvas: Canvas, ruler: scale.Scale, y: int) -> None:
        pair = self.pair
        count = max(2, ruler.cells // 3)
        if pair is not None and pair.metric == "speed":
            metres = self.units.pace_metres(pair.sport or "other")
            found = scale.pace_ticks(ruler.low, ruler.high, metres, count)
            texts = [self.units.rate(value, pair.sport or "other") for value in found]
        else:
            found = scale.ticks(ruler.low, ruler.high, count)
            texts = [f"{value:.0f}" for value in found]
        used: set[int] = set()
        for value, text in zip(found, texts, strict=True):
            row = ruler.row(value)
            if not {row - 1, row, row + 1} & used:
                used.add(row)
                canvas.text(0, y + row, right(text, _GUTTER - 1), self.colours.muted)
                canvas.grid_row(_GUTTER, y + row, canvas.width - _GUTTER, self.colours.rule)

    def _readout(
        self, canvas: Canvas, y: int, key: str, glyph: str, ink: str, curve: SeasonCurve
    ) -> None:
        """`a ■ 12 weeks   20m 254 W  23 Sep FTP test`."""
        colours = self.colours
        canvas.text(0, y, key, colours.accent, bold=True)
        canvas.text(2, y, glyph, ink)
        canvas.text(4, y, WINDOWS[curve.window], colours.text)
        best = _point(curve, self.second)
        x = 17
        for text, tint, bold in (
            (scale.duration_name(self.second), colours.muted, False),
            (self.value(best.value if best else None), colours.strong, True),
        ):
            canvas.text(x, y, text, tint, bold=bold)
            x += len(text) + 1
        if best is None or best.date is None:
            return
        day = date.fromisoformat(best.date)
        text = f"on {day.day} {day:%b %Y}"
        canvas.text(x, y, cut(text, canvas.width - x), colours.text)
        x += len(text) + 2
        if canvas.width - x >= 8:
            title = cut(best.title or "", canvas.width - x)
            canvas.text(x, y, title, colours.muted)
            x += cell_len(title)

    def on_click(self, event: events.Click) -> None:
        known = self.durations
        if self._axis is not None and event.x >= _GUTTER and known:
            wanted = self._axis.seconds(event.x - _GUTTER)
            self.cursor = min(known, key=lambda second: abs(second / wanted - wanted / second))
            self.redraw()


def _other(curve: SeasonCurve) -> Curve:
    return Curve(curve.seconds, curve.values)


def _point(curve: SeasonCurve | None, second: int) -> Best | None:
    points = curve.points if curve else []
    return next((point for point in points if point.seconds == second), None)
