"""Home: today's briefing over the endless calendar."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from reports.calendar import Item
from tui.actions import Action, bindings
from tui.screens.base import DashboardScreen
from tui.widgets import empty
from tui.widgets.briefing import BriefingPanel
from tui.widgets.calendar import grid, month
from tui.widgets.calendar.cursor import CalendarView
from tui.widgets.calendar.day import DayPanel
from tui.widgets.calendar.grid import CalendarGrid
from tui.widgets.calendar.month import MonthGrid
from tui.widgets.calendar.weeks import Weeks, week_of
from tui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from reports.search import Found
    from tui.screens.workout_edits import Subject


#: Actions that make sense once there is something in the mirror.
_NEED_DAYS = frozenset(
    {"month", "search", "filter", "go_to_date", "edit", "pair", "exclude", "changes"}
)


class CalendarScreen(DashboardScreen):
    """Weeks of plan and training; the cursor opens what it stands on."""

    NAME = "calendar"
    ABOUT = (
        "Your training, week by week: solid cards are done, dashed ones are planned.",
        "Green ✓ as planned, ~ off, ! far off, ✗ missed, + not in the plan.",
        "On the right each week's time and load against the plan, sport by sport, and your form"
        " at its end; with an arrow where the plan has to be done first.",
    )
    ACTIONS = (
        Action("m", "month", "Weeks or month", "A month at a glance, and back", "m", "Month"),
        Action("slash,ctrl+f", "search", "Search", "Words of titles and notes", "/", "Search"),
        Action("g", "go_to_date", "Go to date", "Jump to any day"),
        Action("c", "changes", "Changes of the plan", "What the coach did to it in two weeks"),
        Action("f", "filter", "One sport", "Show one sport alone, or all again"),
        Action("e", "edit", "Edit workout", "Its title, how hard it felt, notes", "e", "Edit"),
        Action("p", "pair", "Pair with the plan", "Which planned session a workout was"),
        Action("x", "exclude", "Exclude workout", "A bad recording shall not count; x again: does"),
        Action("q", "app.leave", "Quit", "Leave the dashboard", "q", palette=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    def body(self) -> ComposeResult:
        who, today = self.reader.who(), self.reader.today()
        weeks = Weeks(self.reader.calendar, week_of(today, who.week_start))
        yield BriefingPanel(who.units)
        with Horizontal(id="weeks"):
            yield CalendarGrid(weeks, today, who.week_start, who.units, id="calendar")
            yield MonthGrid(weeks, today, who.week_start, who.units, id="month")
            yield DayPanel(who.units)
        yield EmptyState()

    def on_mount(self) -> None:
        self.refresh_data()
        if self.brain.kept.day is not None:
            self.grid.centre(date.fromisoformat(self.brain.kept.day))

    @property
    def grid(self) -> CalendarGrid:
        return self.query_one(CalendarGrid)

    @property
    def view(self) -> CalendarView:
        """Weeks or month, whichever is shown."""
        return self.query_one(MonthGrid) if self.has_class("-month") else self.grid

    def refresh_data(self) -> None:
        bare = self.reader.empty()
        self.set_class(bare, "-empty")
        self.refresh_bindings()
        self.query_one(EmptyState).tell(demo=self.brain.demo)
        self.query_one(BriefingPanel).show(self.reader.briefing())
        for view in self.query(CalendarView).results():
            view.reload(self.reader.today())
            view.disabled = bare
        self._show_day()
        guide = self.query_one(EmptyState)
        guide.disabled = not bare
        if self.focused is None or self.focused is guide or isinstance(self.focused, CalendarView):
            (guide if bare else self.view).focus()

    def check_action(self, action: str, _: tuple[object, ...]) -> bool | None:
        """In a mirror without anything there is nothing to look for or to speak of."""
        return action not in _NEED_DAYS or not self.has_class("-empty")

    def focused_actions(self) -> tuple[Action, ...]:
        if isinstance(self.focused, EmptyState):
            return empty.ACTIONS
        return month.ACTIONS if self.has_class("-month") else grid.ACTIONS

    @on(CalendarView.Moved)
    def _moved(self, event: CalendarView.Moved) -> None:
        self.brain.remember(day=event.day.isoformat())
        self._show_day()

    def _show_day(self) -> None:
        panel, view = self.query_one(DayPanel), self.view
        if panel.display:
            panel.show(view.day, view.items(view.day), view.index, self.reader.day(view.day))

    def on_resize(self) -> None:
        self.later(self._show_day)

    @on(CalendarView.Opened)
    def _open(self, event: CalendarView.Opened) -> None:
        self._open_item(event.item)

    def _open_item(self, item: Item) -> None:
        if item.executed is not None:
            self.brain.open_workout(item.executed.id)
        else:
            self.brain.show_plan(item)

    def copied(self) -> str:
        """The day under the cursor, in full."""
        from tui.screens.day import day_text

        view = self.view
        return (
            "" if self.has_class("-empty") else day_text(self.brain, view.day, view.items(view.day))
        )

    # Other looks at it

    def action_month(self) -> None:
        before = self.view
        self.toggle_class("-month")
        after = self.view
        after.go_to(before.day, before.index)
        after.focus()

    @on(CalendarView.Listed)
    def _list(self, event: CalendarView.Listed) -> None:
        from tui.screens.day import day_list

        items = self.view.items(event.day)
        chosen = min(self.view.index, max(0, len(items) - 1))

        def opened(index: int | None) -> None:
            if index is not None and index < len(items):
                self.view.go_to(event.day, index)
                self._open_item(items[index])

        self.app.push_screen(day_list(self.brain, event.day, items, chosen), opened)

    def action_filter(self) -> None:
        from tui.screens.day import sport_list

        sports = self.reader.sports()
        weeks = self.view.weeks

        def taken(index: int | None) -> None:
            if index is not None:
                weeks.only(sports[index - 1] if index else None)
                for view in self.query(CalendarView).results():
                    view.redraw()
                self._show_day()

        self.app.push_screen(sport_list(self.brain, sports, weeks.sport), taken)

    def action_go_to_date(self) -> None:
        from tui.screens.goto import GoToDate

        self.app.push_screen(GoToDate(self.view.day), self._gone)

    def _gone(self, day: date | None) -> None:
        if day is not None:
            self.view.centre(day)

    def action_changes(self) -> None:
        from tui.screens.changes import change_list

        edits = self.reader.plan_news().edits

        def taken(index: int | None) -> None:
            if index is not None and index < len(edits):
                self._to(date.fromisoformat(edits[index].date), edits[index].planned_id)

        self.app.push_screen(change_list(self.brain, edits), taken)

    def action_search(self) -> None:
        from tui.screens.search import SearchScreen

        self.app.push_screen(SearchScreen(self.reader, self.view.weeks.sport), self._found)

    def _found(self, found: "Found | None") -> None:
        if found is None:
            return
        self._to(date.fromisoformat(found.date), found.id)
        if found.kind != "planned":
            self.brain.open_workout(found.id)

    def _to(self, day: date, ident: str) -> None:
        """The cursor on a card, wherever it lies."""
        items = self.view.items(day)
        index = next(
            (
                number
                for number, item in enumerate(items)
                if item.id == ident or (item.planned is not None and item.planned.id == ident)
            ),
            0,
        )
        self.view.centre(day)
        self.view.go_to(day, index)

    # What the athlete says

    def _subject(self) -> "Subject | None":
        """The workout under the cursor; says so where there is none."""
        item = self.view.selected()
        if item is None or item.executed is None:
            self.app.notify("Put the cursor on a workout that was done.", severity="warning")
            return None
        from tui.screens.workout_edits import Subject

        return Subject.of(item.executed)

    def action_edit(self) -> None:
        from tui.screens import workout_edits

        if (subject := self._subject()) is not None:
            workout_edits.edit(self.brain, subject)

    def action_pair(self) -> None:
        from tui.screens import workout_edits

        if (subject := self._subject()) is not None:
            workout_edits.pair(self.brain, subject)

    def action_exclude(self) -> None:
        from tui.screens import workout_edits

        if (subject := self._subject()) is not None:
            workout_edits.exclude(self.brain, subject)
