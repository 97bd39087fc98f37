"""One workout: its numbers, its streams, its laps, its curve, its zones."""

from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.types import CSSPathType

from reports.analyze import Analysis
from reports.selection import Effort
from reports.streams import Lanes, Track
from tui.actions import Action, bindings
from tui.palette import SPORT_NAMES
from tui.screens.base import BACK, DashboardScreen
from tui.screens.calendar import CalendarScreen
from tui.styles import SCREENS
from tui.widgets.chart import streams
from tui.widgets.chart.streams import StreamChart
from tui.widgets.tabs import Tabs
from tui.widgets.workout import curve, laps, legs, plan, track, zones
from tui.widgets.workout.curve import CurvePane, Seasons
from tui.widgets.workout.head import WorkoutHead, marks
from tui.widgets.workout.laps import LapsPane
from tui.widgets.workout.legs import LegsPane
from tui.widgets.workout.plan import PlanPane
from tui.widgets.workout.track import TrackPane
from tui.widgets.workout.zones import ZonesPane

#: part -> its name on the tabs, in the order of `tab`
_PARTS = {
    "streams": "Streams",
    "laps": "Laps",
    "plan": "Plan",
    "curve": "Mean-max",
    "zones": "Zones",
    "track": "Track",
}
_ACTIONS_OF = {
    "streams": streams.ACTIONS,
    "laps": laps.ACTIONS,
    "plan": plan.ACTIONS,
    "curve": curve.ACTIONS,
    "zones": zones.ACTIONS,
    "track": track.ACTIONS,
    "legs": legs.ACTIONS,
}


class WorkoutScreen(DashboardScreen):
    """The parts lie side by side where there is room, and one behind the other at 80 columns."""

    NAME = "workout"
    CSS_PATH: ClassVar[CSSPathType | None] = SCREENS
    ABOUT = (
        "One workout, second by second: power or pace in zone colours, heart rate over its zones.",
        "Move the cursor to read values, select for averages; below laps, plan, bests, zones.",
        "x tells where each number comes from: formula, inputs and the threshold of that day.",
    )
    ACTIONS = (
        Action("tab", "part(1)", "Next part", "Streams, laps, plan, curve, zones", "tab", "Part"),
        Action("shift+tab", "part(-1)", "Part before", "The part before"),
        Action("x", "explain", "Explain", "Where each number comes from", "x"),
        Action("g", "map", "Track", "The GPS track, shown or hidden", "g"),
        Action("left_square_bracket", "beside(-1, True)", "Before", "The one before of this sport"),
        Action("right_square_bracket", "beside(1, True)", "Next", "The next one of this sport"),
        Action("left_curly_bracket", "beside(-1, False)", "Before, any sport", "The one before"),
        Action("right_curly_bracket", "beside(1, False)", "Next, any sport", "The next one"),
        Action("u,backspace", "whole_workout", "All legs", "From a leg to the whole workout", "u"),
        BACK,
    )
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class Loaded(Message):
        """The seconds, read beside the screen."""

        def __init__(self, ident: str, lanes: Lanes | None, found: Track | None) -> None:
            super().__init__()
            self.ident, self.lanes, self.track = ident, lanes, found
            #: Made in the worker: it walks every second once.
            self.effort = Effort(lanes) if lanes is not None else None

    class Compared(Message):
        """What other workouts reached, so far as it is read."""

        def __init__(self, ident: str, seasons: Seasons) -> None:
            super().__init__()
            self.ident, self.seasons = ident, seasons

    analysis: Analysis | None = None
    part = "streams"
    #: The map beside the streams; None: where there is plenty of room.
    map_wanted: bool | None = None
    bounds: dict[str, list[float]]
    _sent_to_plan = False

    def body(self) -> ComposeResult:
        self.analysis = None
        units = self.reader.who().units
        yield WorkoutHead(units)
        yield Tabs(list(_PARTS.values()), hint="tab next", classes="parts")
        with Horizontal(id="upper"):
            yield StreamChart(id="streams")
            yield TrackPane(units)
        with Horizontal(id="parts"):
            yield LapsPane(units)
            yield PlanPane(units)
            yield CurvePane(units)
            yield ZonesPane()
        yield LegsPane(units)

    def on_mount(self) -> None:
        self.bounds = {}
        self._show_part("streams")
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
            self._show_part("streams")  # which are the legs' place
            self.query_one(LegsPane).focus()
        elif self.focused is None or self.focused.id == "legs":
            self._show_part("streams")
        self._know(analysis)
        self._leave_what_is_not_there()
        self._place_map()
        self.query_one(Tabs).rename([_PARTS[name] for name in self.parts()])
        self.refresh_bindings()
        self.query_one(PlanPane).show(analysis)
        self.query_one(LapsPane).show(
            analysis.laps if analysis else [], analysis.workout.sport if analysis else "other"
        )
        self.query_one(CurvePane).show(analysis)
        self.query_one(ZonesPane).show(analysis)
        if analysis is not None:
            self.read_streams(analysis)

    def _know(self, analysis: Analysis | None) -> None:
        """What the layout must know: a plan, steps worth the first place, no seconds at all."""
        planned = analysis is not None and bool(analysis.planned or analysis.workout.notes)
        bare = analysis is not None and not analysis.stream_rows and not analysis.legs
        no_laps = analysis is not None and not analysis.laps
        stepped = analysis is not None and analysis.adherence is not None
        self.set_class(planned, "-planned")
        self.set_class(bare, "-bare")
        self.set_class(bare and no_laps, "-no-laps")
        self.set_class(stepped or (planned and bare and no_laps), "-left-plan")

    def _leave_what_is_not_there(self) -> None:
        """Without seconds to the plan, if there is one; and back when there are seconds again."""
        parts, bare = self.parts(), self.has_class("-bare")
        if bare and self.part == "streams" and "plan" in parts:
            self._sent_to_plan = True
            self._show_part("plan")
        elif self.part not in parts or (self._sent_to_plan and not bare):
            self._sent_to_plan = False
            self._show_part("streams")

    @work(thread=True, exclusive=True, exit_on_error=False, group="streams")
    def read_streams(self, analysis: Analysis) -> None:
        """Decoding hours of seconds takes longer than a key press may."""
        workout = analysis.workout
        seasons: Seasons = {}
        with self.reader.aside() as reader:
            found = reader.track(workout.id) if "lat" in analysis.channels else None
            self.post_message(self.Loaded(workout.id, reader.lanes(workout.id), found))
            for window in curve.WINDOWS:
                seasons[window] = {
                    metric: reader.bests_of_others(workout, metric, window)
                    for metric in curve.metrics(analysis)
                }
                self.post_message(self.Compared(workout.id, dict(seasons)))

    @on(Loaded)
    def _loaded(self, event: Loaded) -> None:
        analysis = self.analysis
        if analysis is None or analysis.workout.id != event.ident:
            return
        chart, lanes = self.query_one(StreamChart), event.lanes
        chart.show(lanes, event.effort, self.reader.who().units, marks(analysis))
        self.query_one(TrackPane).show(event.track, lanes)
        self.bounds = lanes.bounds if lanes is not None else {}

    @on(Compared)
    def _compared(self, event: Compared) -> None:
        if self.analysis is not None and self.analysis.workout.id == event.ident:
            self.query_one(CurvePane).show_season(event.seasons, self.bounds)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Parts are for a workout with streams, `whole_workout` for a leg of another."""
        if action == "part":
            return not self.has_class("-legs")
        if action == "map":
            return self._has_track() and not self.has_class("-legs")
        if action in ("explain", "beside"):
            return self.analysis is not None
        if action == "whole_workout":
            return self.analysis is not None and self.analysis.workout.parent_id is not None
        return super().check_action(action, parameters)

    # The parts

    def parts(self) -> list[str]:
        """Those this workout has."""
        absent = {"curve", "zones"} if self.has_class("-bare") else set()
        if self.has_class("-bare") and self.analysis is not None and not self.analysis.laps:
            absent.add("laps")
        if not self.has_class("-planned"):
            absent.add("plan")
        if not self._has_track():
            absent.add("track")
        return [name for name in _PARTS if name not in absent]

    def _has_track(self) -> bool:
        return self.analysis is not None and "lat" in self.analysis.channels

    def action_part(self, step: int) -> None:
        parts = self.parts()
        if not self.has_class("-narrow") and not self.has_class("-map") and "track" in parts:
            parts.remove("track")
        here = self.focused.id if self.focused else None
        at = parts.index(here) if here in parts else 0
        self._show_part(parts[(at + step) % len(parts)])

    def _show_part(self, part: str) -> None:
        self.part = part
        if part in self.parts():
            self.query_one(Tabs).choose(self.parts().index(part))
        for name in _PARTS:
            self.set_class(name == part, f"-at-{name}")
        if part in ("laps", "plan"):
            self.set_class(part == "plan", "-left-plan")
        self.query_one(f"#{part}").focus()

    @on(Tabs.Chosen)
    def _chosen(self, event: Tabs.Chosen) -> None:
        self._show_part(self.parts()[event.index])

    @on(LapsPane.Chosen)
    @on(PlanPane.Chosen)
    def _lap(self, event: LapsPane.Chosen | PlanPane.Chosen) -> None:
        chart = self.query_one(StreamChart)
        if chart.lanes is not None and event.index < len(chart.lanes.laps):
            bounds = [*chart.lanes.laps, chart.lanes.n]
            chart.select(bounds[event.index], bounds[event.index + 1])
            if self.has_class("-narrow"):
                self._show_part("streams")

    # The map

    def action_map(self) -> None:
        if self.has_class("-narrow"):
            self._show_part("streams" if self.part == "track" else "track")
            return
        self.map_wanted = not self.has_class("-map")
        self._place_map()

    def _place_map(self) -> None:
        wanted = self.has_class("-huge") if self.map_wanted is None else self.map_wanted
        self.set_class(wanted and self._has_track(), "-map")
        if self.focused is not None and self.focused.id == "track" and not self.has_class("-map"):
            self._show_part("streams")

    def on_resize(self) -> None:
        self.later(self._place_map)

    @on(StreamChart.CursorMoved)
    def _cursor(self, event: StreamChart.CursorMoved) -> None:
        self.query_one(TrackPane).point(event.second)

    @on(TrackPane.CursorMoved)
    def _along(self, event: TrackPane.CursorMoved) -> None:
        self.query_one(StreamChart).jump(event.second)

    # Questions and ways on

    def action_explain(self, key: str = "load") -> None:
        from reports.explain import explain
        from tui.screens.explain import ExplainCard

        if self.analysis is not None:
            units = self.reader.who().units
            self.app.push_screen(ExplainCard(explain(self.analysis), units, key))

    @on(WorkoutHead.Asked)
    def _asked(self, event: WorkoutHead.Asked) -> None:
        self.action_explain(event.key)

    def action_beside(self, step: int, same_sport: bool) -> None:
        """Another workout in the same view; the calendar comes along."""
        if self.analysis is None:
            return
        workout = self.analysis.workout
        ident = self.reader.beside(workout.id, step, same_sport=same_sport)
        if ident is None:
            name = SPORT_NAMES.get(workout.sport, workout.sport).lower() if same_sport else "one"
            self.notify(f"No {'later' if step > 0 else 'earlier'} {name}.", timeout=2)
            return
        self.brain.open_workout(ident)
        self._take_calendar_along()

    def _take_calendar_along(self) -> None:
        calendar = self.app.get_screen("calendar")
        if self.analysis is None or not isinstance(calendar, CalendarScreen):
            return
        workout = self.analysis.workout
        day, wanted = date.fromisoformat(workout.local_date), workout.parent_id or workout.id
        calendar.grid.centre(day)
        for index, item in enumerate(calendar.grid.items(day)):
            if item.executed is not None and item.executed.id == wanted:
                calendar.grid.go_to(day, index)

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
