"""One workout: its numbers, its streams, its laps, its curve, its zones."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message

from reports.analyze import Analysis
from reports.season_curve import SeasonCurve
from reports.streams import Lanes
from tui.actions import Action, bindings
from tui.screens.base import BACK, DashboardScreen
from tui.widgets.chart import streams
from tui.widgets.chart.streams import StreamChart
from tui.widgets.tabs import Tabs
from tui.widgets.workout import curve, laps, legs, zones
from tui.widgets.workout.curve import CurvePane
from tui.widgets.workout.head import WorkoutHead, marks
from tui.widgets.workout.laps import LapsPane
from tui.widgets.workout.legs import LegsPane
from tui.widgets.workout.zones import ZonesPane

_PARTS = ("streams", "laps", "curve", "zones")
_ACTIONS_OF = {
    "streams": streams.ACTIONS,
    "laps": laps.ACTIONS,
    "curve": curve.ACTIONS,
    "zones": zones.ACTIONS,
    "legs": legs.ACTIONS,
}


class WorkoutScreen(DashboardScreen):
    """The parts lie side by side where there is room, and one behind the other at 80 columns."""

    NAME = "workout"
    ABOUT = (
        "One workout, second by second: power or pace in zone colours, heart rate over its zones.",
        "Move the cursor to read values, + and − zoom; below: laps, best means and time in zone.",
        "The load says how it was made; the last line names the thresholds in force that day.",
    )
    ACTIONS = (
        Action("tab", "part(1)", "Next part", "Streams, laps, curve, zones", "tab", "Part"),
        Action("shift+tab", "part(-1)", "Part before", "The part before"),
        Action("u,backspace", "whole_workout", "All legs", "From a leg to the whole workout", "u"),
        BACK,
    )
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class Loaded(Message):
        """Streams and the season's curve, read beside the screen."""

        def __init__(
            self, ident: str, lanes: Lanes | None, seasons: dict[str, SeasonCurve]
        ) -> None:
            super().__init__()
            self.ident, self.lanes, self.seasons = ident, lanes, seasons

    analysis: Analysis | None = None
    part = 0

    def body(self) -> ComposeResult:
        self.analysis = None
        units = self.reader.who().units
        yield WorkoutHead(units)
        yield Tabs(["Streams", "Laps", "Mean-max", "Zones"], hint="tab next", classes="parts")
        yield StreamChart(id="streams")
        with Horizontal(id="parts"):
            yield LapsPane(units)
            yield CurvePane(units)
            yield ZonesPane()
        yield LegsPane(units)

    def on_mount(self) -> None:
        self._show_part(0)
        self.load(self.brain.workout_id)

    def refresh_data(self) -> None:
        self.load(self.brain.workout_id)

    def load(self, ident: str | None) -> None:
        """Numbers at once, streams as soon as they are decoded."""
        from reports.errors import ReportError

        try:
            analysis = self.reader.analysis(ident)
        except ReportError:  # it was removed meanwhile
            analysis = self.reader.analysis(None)
        known = self.analysis
        if analysis is not None and analysis == known:
            return
        self.analysis = analysis
        self.query_one(WorkoutHead).show(analysis)
        parts = analysis.legs if analysis else []
        self.query_one(LegsPane).show(parts)
        self.set_class(bool(parts), "-legs")
        if parts:
            self.query_one(LegsPane).focus()
        elif self.focused is None or self.focused.id == "legs":
            self._show_part(0)
        self.refresh_bindings()
        self.query_one(LapsPane).show(
            analysis.laps if analysis else [], analysis.workout.sport if analysis else "other"
        )
        self.query_one(CurvePane).show(analysis)
        self.query_one(ZonesPane).show(analysis)
        if analysis is not None:
            self.read_streams(analysis)

    @work(thread=True, exclusive=True, exit_on_error=False, group="streams")
    def read_streams(self, analysis: Analysis) -> None:
        """Decoding hours of seconds takes longer than a key press may."""
        workout = analysis.workout
        with self.reader.aside() as reader:
            lanes = reader.lanes(workout.id)
            seasons = {
                metric: reader.season_curve(metric, "90d", workout.sport)
                for metric in curve.metrics(analysis)
            }
        self.post_message(self.Loaded(workout.id, lanes, seasons))

    @on(Loaded)
    def _loaded(self, event: Loaded) -> None:
        analysis = self.analysis
        if analysis is None or analysis.workout.id != event.ident:
            return
        chart = self.query_one(StreamChart)
        chart.show(event.lanes, self.reader.who().units, marks(analysis))
        bounds = event.lanes.bounds if event.lanes is not None else {}
        self.query_one(CurvePane).show_season(event.seasons, bounds)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Parts are for a workout with streams, `whole_workout` for a leg of another."""
        if action == "part":
            return not self.has_class("-legs")
        if action == "whole_workout":
            return self.analysis is not None and self.analysis.workout.parent_id is not None
        return super().check_action(action, parameters)

    # The parts

    def action_part(self, step: int) -> None:
        here = self.focused.id if self.focused else None
        if here in _PARTS:
            self.part = _PARTS.index(here)
        self._show_part((self.part + step) % len(_PARTS))

    def _show_part(self, index: int) -> None:
        self.part = index
        self.query_one(Tabs).choose(index)
        for number, name in enumerate(_PARTS):
            self.set_class(number == index, f"-at-{name}")
        self.query_one(f"#{_PARTS[index]}").focus()

    @on(Tabs.Chosen)
    def _chosen(self, event: Tabs.Chosen) -> None:
        self._show_part(event.index)

    @on(LapsPane.Chosen)
    def _lap(self, event: LapsPane.Chosen) -> None:
        chart = self.query_one(StreamChart)
        if chart.lanes is not None and event.index < len(chart.lanes.laps):
            chart.jump(chart.lanes.laps[event.index])
            if self.has_class("-narrow"):
                self._show_part(0)

    @on(LegsPane.Chosen)
    def _leg(self, event: LegsPane.Chosen) -> None:
        self.brain.open_workout(event.leg.id)

    def action_whole_workout(self) -> None:
        """From a leg back to the workout it belongs to."""
        if self.analysis is not None and self.analysis.workout.parent_id is not None:
            self.brain.open_workout(self.analysis.workout.parent_id)

    def focused_actions(self) -> tuple[Action, ...]:
        name = self.focused.id if self.focused else None
        return _ACTIONS_OF.get(name or "", ())
