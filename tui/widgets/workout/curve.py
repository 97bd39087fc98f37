"""Mean-max of the workout in front of the season's best, with a readout."""

from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from reports.analyze import Analysis
from reports.season_curve import SeasonCurve
from tui.actions import Action, bindings
from tui.palette import ink_on
from tui.text import right
from tui.units import Units
from tui.widgets.chart import scale
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.meanmax import Curve, Ink, Tick, draw
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
    Action("w", "next_window", "Other bests", "90 days, season, all time", "w", "Against"),
)
_GUTTER = 6
_NAMES = {"power": "Power", "hr": "Heart rate", "speed": "Pace"}
#: What one compares with, all but the workout itself: reports.season_curve's windows.
WINDOWS = {"90d": "90 days", "season": "season", "all": "all time"}
#: window -> metric -> its bests
type Seasons = dict[str, dict[str, SeasonCurve]]


def metrics(analysis: Analysis | None) -> list[str]:
    """The curves there are, the sport's own first."""
    if analysis is None:
        return []
    own = ["speed", "power", "hr"] if analysis.workout.sport in ("run", "swim") else ["power", "hr"]
    return [metric for metric in own if analysis.curves.get(metric)]


class CurvePane(Pane):
    """`show` the workout; the season's best may come later, from a worker."""

    can_focus = True
    title = "Mean-max"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    def __init__(self, units: Units) -> None:
        super().__init__(id="curve", classes="part")
        self.units = units
        self.sport, self.metric = "other", ""
        self.own: dict[int, float] = {}
        self.analysis: Analysis | None = None
        self.choice = 0
        self.window = 0
        self.seasons: Seasons = {}
        self.zones: dict[str, list[float]] = {}
        self.season: SeasonCurve | None = None
        self.bounds: list[float] = []
        self.cursor: int | None = None
        self._axis: scale.LogTime | None = None

    def show(self, analysis: Analysis | None) -> None:
        """Another workout."""
        self.analysis, self.cursor, self.choice = analysis, None, 0
        self.seasons, self.zones = {}, {}
        self._choose()

    def show_season(self, seasons: Seasons, zones: dict[str, list[float]]) -> None:
        """The bests of the others, and metric -> its zones' lower bounds in its unit."""
        self.seasons, self.zones = seasons, zones
        self._choose()

    def action_next_metric(self) -> None:
        self.choice += 1
        self._choose()

    def action_next_window(self) -> None:
        self.window = (self.window + 1) % len(WINDOWS)
        self._choose()

    @property
    def window_name(self) -> str:
        return list(WINDOWS)[self.window]

    def _choose(self) -> None:
        known = metrics(self.analysis)
        self.own, self.metric, self.season, self.bounds = {}, "", None, []
        if self.analysis is not None and known:
            self.metric, self.sport = known[self.choice % len(known)], self.analysis.workout.sport
            self.own = {int(s): v for s, v in self.analysis.curves[self.metric].items()}
            self.season = self.seasons.get(self.window_name, {}).get(self.metric)
            self.bounds = self.zones.get(self.metric, [])
        self.redraw()

    def value(self, value: float | None) -> str:
        """With its unit."""
        if value is None:
            return "–"
        if self.metric == "speed":
            return self.units.rate(value, self.sport)
        return f"{value:.0f} {'W' if self.metric == 'power' else 'bpm'}"

    def paint(self, canvas: Canvas) -> None:
        self.note = _NAMES.get(self.metric, "")
        if len(metrics(self.analysis)) > 1:
            self.note += " m"
        if self.season is not None:
            self.note += f" · ⠒⠒ {WINDOWS[self.window_name]} w"
        super().paint(canvas)

    def content(self, canvas: Canvas) -> None:
        if not self.own:
            self.say(canvas, "No curve: nothing was recorded second by second.")
            return
        colours = self.colours
        own = Curve(list(self.own), list(self.own.values()))
        season = self.season
        best = Curve(season.seconds, season.values) if season else Curve([], [])
        place = (_GUTTER, 2, canvas.width - _GUTTER, canvas.height - 2)
        if place[2] < 10 or place[3] < 4:
            return
        ink = Ink(colours, self.bounds, self._ticks(own, best, place[3] - 1))
        self._axis = draw(canvas, place, own, best, ink)
        for seconds in self.new_bests():
            self._mark(canvas, seconds)
        self._readout(canvas)

    def new_bests(self) -> list[int]:
        """The durations at which no other workout of the window was as good."""
        if self.season is None:
            return []
        held = {p.seconds: p.value for p in self.season.points if p.value is not None}
        return [s for s, value in self.own.items() if held and value > held.get(s, 0.0)]

    def _mark(self, canvas: Canvas, seconds: int) -> None:
        """A dot at the foot of the curve."""
        if self._axis is not None:
            x, y = _GUTTER + round(self._axis.column(seconds)), canvas.height - 2
            paper = canvas.solid(min(x, canvas.width - 1), y)
            canvas.put(x, y, "●", ink_on(paper), paper)

    def _ticks(self, own: Curve, best: Curve, rows: int) -> Tick:
        values = [*own.values, *best.values]
        low, high = min(values) * 0.6, max(values)
        count = max(2, rows // 3)
        found = scale.ticks(low, high, count)
        if self.metric == "speed":
            metres = self.units.pace_metres(self.sport)
            found = scale.pace_ticks(low, high, metres, count)
            texts = [self.units.rate(value, self.sport) for value in found]
        else:
            texts = [f"{value:.0f}" for value in found]
        return Tick(found, [right(text, _GUTTER - 1) for text in texts])

    def _readout(self, canvas: Canvas) -> None:
        colours = self.colours
        durations = list(self.own)
        if self.cursor is None:
            self.cursor = durations.index(1200) if 1200 in durations else len(durations) // 2
        seconds = durations[min(self.cursor, len(durations) - 1)]
        if self._axis is not None:
            x = _GUTTER + round(self._axis.column(seconds))
            if self.has_focus:
                canvas.cursor(x, 2, canvas.height - 3, colours.strong, colours.selected)
        name = scale.duration_name(seconds).rjust(_GUTTER - 1)
        canvas.text(0, 1, name, colours.strong, bold=True)
        text = self.value(self.own[seconds])
        canvas.text(_GUTTER, 1, text, colours.strong)
        x = _GUTTER + len(text) + 2
        is_new = seconds in self.new_bests()
        for text in self._others(seconds, is_new=is_new):
            if x + len(text) <= canvas.width:
                canvas.text(x, 1, text, colours.good if is_new else colours.muted, bold=is_new)
                return

    def _others(self, seconds: int, *, is_new: bool) -> list[str]:
        """The best of the others and its day; shorter ones for less room."""
        points = self.season.points if self.season else []
        best = next((point for point in points if point.seconds == seconds), None)
        if best is None or best.value is None or not best.date or self.season is None:
            return ["● new best"] if is_new else []
        text = f"{'● new best, was' if is_new else 'best'} {self.value(best.value)}"
        day = date.fromisoformat(best.date)
        year = f" {day.year}" if best.date[:4] != self.season.end[:4] else ""
        short = [text, "● new best"] if is_new else [text]
        return [f"{text} on {day.day} {day:%b}{year}", f"{text}, {day.day} {day:%b}{year}", *short]

    def action_move(self, step: int) -> None:
        if self.own:
            here = self.cursor if self.cursor is not None else len(self.own) // 2
            self.cursor = max(0, min(len(self.own) - 1, here + step))
            self.redraw()

    def on_click(self, event: events.Click) -> None:
        if self._axis is not None and event.x >= _GUTTER and self.own:
            wanted = self._axis.seconds(event.x - _GUTTER)
            durations = list(self.own)
            near = min(durations, key=lambda seconds: abs(seconds / wanted - wanted / seconds))
            self.cursor = durations.index(near)
            self.redraw()
