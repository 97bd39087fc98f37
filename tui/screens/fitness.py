"""How fit, how tired, how fresh, and where the plan leads; what the efforts say."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message
from textual.types import CSSPathType
from textual.widget import Widget

from tui.actions import Action, bindings
from tui.screens.ranged import RANGE_ACTIONS, RangedScreen
from tui.styles import SCREENS
from tui.units import signed
from tui.widgets import days
from tui.widgets.fitness import bests, levels, spread
from tui.widgets.fitness.bests import BestsPane
from tui.widgets.fitness.form import FormPane, form_ink
from tui.widgets.fitness.levels import LevelsPane
from tui.widgets.fitness.spread import SpreadPane
from tui.widgets.fitness.weekly import WeeklyPane
from tui.widgets.pane import Pane
from tui.widgets.tiles import Tile, Tiles

if TYPE_CHECKING:
    from reports.power_curve import CurvePair
    from reports.zone_time import ZoneTime

_ACTIONS_OF: dict[str, tuple[Action, ...]] = {
    "spread": (*spread.ACTIONS, *days.ACTIONS),
    "bests": bests.ACTIONS,
    "levels": levels.ACTIONS,
}
#: More days than anyone has trained.
_ALL = 36525


class FitnessScreen(RangedScreen):
    """Over time: form, weeks, zones. Over durations: bests and thresholds."""

    NAME = "fitness"
    CSS_PATH: ClassVar[CSSPathType | None] = [SCREENS, "fitness.tcss"]
    RANGES = ((30, "30d"), (90, "90d"), (365, "1y"), (1095, "3y"), (_ALL, "all"))
    PANES: ClassVar[dict[str, str]] = {
        "form": "Form",
        "weekly": "Weeks",
        "spread": "Zones",
        "bests": "Bests",
        "levels": "Thresholds",
    }
    ABOUT = (
        "CTL (fitness) is your load of six weeks, ATL (fatigue) of one, TSB (form) their distance.",
        "The tinted part is a forecast: what happens if you do what is planned.",
        "Bests lays two periods over each other; thresholds are estimated from the first one's.",
    )
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(RANGE_ACTIONS))

    class Zoned(Message):
        def __init__(self, days: int, zones: "ZoneTime") -> None:
            super().__init__()
            self.days, self.zones = days, zones

    class Paired(Message):
        def __init__(self, pair: "CurvePair") -> None:
            super().__init__()
            self.pair = pair

    def summary(self) -> list[Widget]:
        return [Tiles()]

    def panes(self) -> list[Pane]:
        units = self.reader.who().units
        return [FormPane(), WeeklyPane(), SpreadPane(), BestsPane(units), LevelsPane(units)]

    def arranged(self) -> list[Widget]:
        panes = self.panes()
        return [
            Container(*panes[:3], id="over-time"),
            Container(*panes[3:], id="over-durations"),
        ]

    def refresh_data(self) -> None:
        super().refresh_data()
        pane = self.query_one(BestsPane)
        self.read_curves(pane.kind, pane.windows)

    def fill(self, span: int) -> None:
        """The season's form at once, the zones as soon as they are counted."""
        fitness = self.reader.fitness(span)
        form = self.query_one(FormPane)
        form.show(fitness)
        self.query_one(Tiles).show(self._tiles())
        self.query_one(WeeklyPane).show(fitness.weeks, form.start, form.days, form.cursor)
        self.query_one(SpreadPane).show_range(form.start, form.days, form.cursor)
        self.call_after_refresh(self.read_zones, span)  # the key's own picture goes first

    @work(thread=True, exclusive=True, exit_on_error=False, group="zones")
    def read_zones(self, span: int) -> None:
        """Ten years of workouts take longer than a key press may."""
        with self.reader.aside() as reader:
            zones = reader.zone_time(span)
        self.post_message(self.Zoned(span, zones))

    @work(thread=True, exclusive=True, exit_on_error=False, group="curves")
    def read_curves(self, kind: tuple[str | None, str | None], windows: tuple[str, str]) -> None:
        """Two envelopes over as many workouts."""
        from reports.power_curve import NoCurveError

        with self.reader.aside() as reader:
            try:
                pair = reader.curve_pair(kind, windows)
            except NoCurveError:  # the last workout that had one is gone
                pair = reader.curve_pair((None, None), windows)
        self.post_message(self.Paired(pair))

    @on(Zoned)
    def _zoned(self, event: Zoned) -> None:
        if event.days == self.span:
            self.query_one(SpreadPane).show(event.zones)

    @on(Paired)
    def _paired(self, event: Paired) -> None:
        self.query_one(BestsPane).show(event.pair)
        self.query_one(LevelsPane).show(event.pair.estimates)

    @on(BestsPane.Asked)
    def _asked(self, event: BestsPane.Asked) -> None:
        self.read_curves(event.kind, event.windows)

    @on(BestsPane.Opened)
    def _opened(self, event: BestsPane.Opened) -> None:
        self.brain.open_workout(event.workout_id)

    def _tiles(self) -> list[Tile]:
        fitness = self.query_one(FormPane).fitness
        now = fitness.now if fitness else None
        if now is None:
            return [Tile("Fitness", "–", "no training stored yet")]
        colours = self.query_one(FormPane).colours
        found = [
            Tile("Fitness CTL", f"{now.ctl:.0f}"),
            Tile("Fatigue ATL", f"{now.atl:.0f}"),
            Tile("Form TSB", signed(now.tsb), now.form, form_ink(now.tsb, colours)),
        ]
        if now.ramp is not None:
            found.append(Tile("Ramp", f"{now.ramp:+.1f}".replace("-", "−"), "a week"))
        if now.acwr is not None:
            found.append(Tile("Acute:chronic", f"{now.acwr:.2f}"))
        if now.monotony is not None:
            found.append(Tile("Monotony", f"{now.monotony:.1f}"))
        if now.strain is not None:
            found.append(Tile("Strain", f"{now.strain:.0f}"))
        return found

    def focused_actions(self) -> tuple[Action, ...]:
        name = self.focused.id if self.focused else None
        return _ACTIONS_OF.get(name or "", days.ACTIONS)
