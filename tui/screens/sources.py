"""Where the data come from: the sources and their sign-ins, what is missing, and the sync."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.types import CSSPathType

from mirror import ledger
from tui.actions import Action, bindings
from tui.dialogs.base import Outcome
from tui.reader import SourcesView
from tui.screens.base import BACK, DashboardScreen
from tui.styles import SCREENS
from tui.widgets.sources import cards, heat, listpane, putoff
from tui.widgets.sources.cards import CardsPane
from tui.widgets.sources.facts import cards as cards_of
from tui.widgets.sources.heat import HeatPane
from tui.widgets.sources.history import HistoryPane
from tui.widgets.sources.progress import ProgressPane
from tui.widgets.sources.putoff import PutOffPane
from tui.widgets.tabs import Tabs

_PARTS = ("cards", "heat", "putoff", "history")
_ACTIONS_OF = {
    "cards": cards.ACTIONS,
    "heat": heat.ACTIONS,
    "putoff": putoff.ACTIONS,
    "history": listpane.ACTIONS,
}
#: As far back as the heat map reaches: three years of weeks, thirteen of months.
_COLUMNS = 157


class SourcesScreen(DashboardScreen):
    """Panes side by side where there is room, one behind the other at 80 columns."""

    NAME = "sources"
    ABOUT = (
        "Where your data come from, how each source stands, and what Enter does about it.",
        "The map has a sign for each week of each dataset; the words below say what is missing.",
        "A sync runs beside the dashboard: pausing keeps all it fetched, going on takes the rest.",
    )
    ACTIONS = (
        Action("s", "app.sync", "Sync now", "Bring in what is new", "s", "Sync", palette=False),
        Action("b", "backfill", "Bring in history", "From a day of your choice", "b", "History"),
        Action("p", "pause", "Pause or go on", "Pause the running sync, or go on", "p", "Pause"),
        Action("tab", "part(1)", "Next part", "Sources, map, put off, history", "tab", "Part"),
        Action("shift+tab", "part(-1)", "Part before", "The part before"),
        BACK,
    )
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))
    CSS_PATH: ClassVar[CSSPathType | None] = [SCREENS, "sources.tcss"]

    class Loaded(Message):
        def __init__(self, view: SourcesView) -> None:
            super().__init__()
            self.view = view

    class Kept(Message):
        """card -> where its secret is kept."""

        def __init__(self, places: dict[str, str]) -> None:
            super().__init__()
            self.places = places

    view: SourcesView | None = None
    step = "week"
    part = 0

    def body(self) -> ComposeResult:
        yield ProgressPane()
        yield Tabs(["Sources", "Stored", "Put off", "History"], hint="tab next", classes="parts")
        with Horizontal(id="upper"):
            yield CardsPane()
            with Vertical(id="right"):
                yield HeatPane()
        with Horizontal(id="lower"):
            yield PutOffPane()
            yield HistoryPane()

    def on_mount(self) -> None:
        self.refresh_data()
        self.show_run()
        self._show_part(0)
        if not self.brain.demo:
            self.ask_where()

    def refresh_data(self) -> None:
        self.read_sources()

    @work(thread=True, exclusive=True, exit_on_error=False, group="sources")
    def read_sources(self) -> None:
        """Counting ten years of days takes longer than a key press may."""
        with self.reader.aside() as reader:
            view = reader.sources(self.step, _COLUMNS)
        self.post_message(self.Loaded(view))

    @on(Loaded)
    def _loaded(self, event: Loaded) -> None:
        view = self.view = event.view
        self.query_one(CardsPane).show(cards_of(view, demo=self.brain.demo))
        self.query_one(HeatPane).show(view.completeness, view.now)
        report = view.report
        self.query_one(PutOffPane).show(report.waiting, report.waiting_total, view.now)
        self.query_one(HistoryPane).show(report.runs, view.now)
        last = next((run for run in report.runs if run.finished_at), None)
        self.query_one(ProgressPane).show(last, view.garmin.backfill_since, view.now)

    @work(thread=True, exclusive=True, exit_on_error=False, group="kept")
    def ask_where(self) -> None:
        """The store of secrets is asked beside the screen: a keyring may take its time."""
        from tui.dialogs.secrets import kept_places

        self.post_message(self.Kept(kept_places(self.brain.base)))

    @on(Kept)
    def _kept(self, event: Kept) -> None:
        self.query_one(CardsPane).show_kept(event.places)

    # The sync

    def show_run(self) -> None:
        """How far it is; called a few times a second while one runs."""
        background = self.brain.background
        self.query_one(ProgressPane).show_run(background.running, background.elsewhere)

    def action_pause(self) -> None:
        self.brain.background.pause_or_go_on()
        self.show_run()

    def action_backfill(self) -> None:
        if self.brain.demo:
            self.brain.background.start("backfill")  # says why not
            return
        from tui.dialogs.backfill import BackfillDialog

        known = self.view.garmin.backfill_since if self.view else None
        self.app.push_screen(BackfillDialog(self.reader.today(), known), self._backfill)

    def _backfill(self, since: date | None) -> None:
        if since is not None:
            self.brain.background.start("backfill", since)
            self.show_run()

    @on(PutOffPane.Retried)
    def _retried(self, event: PutOffPane.Retried) -> None:
        line, mirror = event.line, self.reader.mirror
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with mirror.transaction():
            for item in line.items:
                ledger.try_again(mirror, line.source, line.dataset, item, now=now)
        self.app.notify("Asked for again with the next sync; s starts one.")
        self.refresh_data()

    # The sources

    @on(CardsPane.Opened)
    def _opened(self, event: CardsPane.Opened) -> None:
        dialog = self._dialog(event.card.key)
        if dialog is not None:
            dialog()
        else:
            self.app.notify(event.card.sentence)

    def _dialog(self, key: str) -> Callable[[], object] | None:
        base = self.brain.base

        def garmin() -> None:
            from tui.dialogs.garmin import GarminDialog

            self.app.push_screen(GarminDialog(base), self._changed)

        def plan() -> None:
            from tui.dialogs.plan import PlanDialog

            self.app.push_screen(PlanDialog(base), self._changed)

        def hub() -> None:
            from tui.dialogs.hub import HubDialog

            self.app.push_screen(HubDialog(base), self._changed)

        return {"garmin": garmin, "plan": plan, "hub": hub}.get(key)

    @on(CardsPane.Forgotten)
    def _forgotten(self, event: CardsPane.Forgotten) -> None:
        card = event.card
        if not card.can_leave:
            self.app.notify(f"There is no sign-in to {card.title} to forget.")
            return
        from tui.dialogs.leave import LeaveDialog

        self.app.push_screen(LeaveDialog(self.brain.base, card.key, card.title), self._changed)

    def _changed(self, outcome: Outcome | None) -> None:
        """A dialog has ended; None: nothing has changed."""
        if outcome is None:
            return
        if outcome.sentence:
            self.app.notify(outcome.sentence, timeout=8)
        if outcome.sync:
            known = self.view is not None and self.view.garmin.backfill_since is not None
            self.brain.background.start("auto" if known else "backfill")
            self.show_run()
        self.refresh_data()
        self.ask_where()

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

    @on(HeatPane.Stepped)
    def _stepped(self, event: HeatPane.Stepped) -> None:
        if event.step != self.step:
            self.step = event.step
            self.refresh_data()

    def focused_actions(self) -> tuple[Action, ...]:
        name = self.focused.id if self.focused else None
        return _ACTIONS_OF.get(name or "", ())
