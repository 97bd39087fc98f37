"""Home: today's briefing over the endless calendar."""

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from tui.actions import Action, bindings
from tui.screens.base import DashboardScreen
from tui.widgets import empty
from tui.widgets.briefing import BriefingPanel
from tui.widgets.calendar import grid
from tui.widgets.calendar.day import DayPanel
from tui.widgets.calendar.grid import CalendarGrid
from tui.widgets.calendar.weeks import Weeks, week_of
from tui.widgets.empty import EmptyState


class CalendarScreen(DashboardScreen):
    """Weeks of plan and training; the cursor opens what it stands on."""

    NAME = "calendar"
    ABOUT = (
        "Your training, week by week: solid cards are done, dashed ones are planned.",
        "Green ✓ as planned, ~ off, ! far off, ✗ missed, + not in the plan.",
        "On the right each week's time and load against the plan, and your form at its end.",
    )
    ACTIONS = (
        Action("slash", "go_to_date", "Go to date", "Jump to any day", "/", "Go to"),
        Action("q", "app.leave", "Quit", "Leave the dashboard", "q", palette=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    def body(self) -> ComposeResult:
        who, today = self.reader.who(), self.reader.today()
        weeks = Weeks(self.reader.calendar, week_of(today, who.week_start))
        yield BriefingPanel(who.units)
        with Horizontal(id="weeks"):
            yield CalendarGrid(weeks, today, who.week_start, who.units, id="calendar")
            yield DayPanel(who.units)
        yield EmptyState()

    def on_mount(self) -> None:
        self.refresh_data()
        if self.brain.kept.day is not None:
            self.grid.centre(date.fromisoformat(self.brain.kept.day))

    @property
    def grid(self) -> CalendarGrid:
        return self.query_one(CalendarGrid)

    def refresh_data(self) -> None:
        bare = self.reader.empty()
        self.set_class(bare, "-empty")
        self.query_one(EmptyState).demo = self.brain.demo
        self.query_one(BriefingPanel).show(self.reader.briefing())
        self.grid.reload(self.reader.today())
        self._show_day()
        self.grid.disabled = bare
        guide = self.query_one(EmptyState)
        guide.disabled = not bare
        if self.focused in (None, guide, self.grid):
            (guide if bare else self.grid).focus()

    def focused_actions(self) -> tuple[Action, ...]:
        return empty.ACTIONS if isinstance(self.focused, EmptyState) else grid.ACTIONS

    @on(CalendarGrid.Moved)
    def _moved(self, event: CalendarGrid.Moved) -> None:
        self.brain.remember(day=event.day.isoformat())
        self._show_day()

    def _show_day(self) -> None:
        panel = self.query_one(DayPanel)
        if panel.display:
            panel.show(self.grid.day, self.grid.items(self.grid.day), self.grid.index)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_day)

    @on(CalendarGrid.Opened)
    def _open(self, event: CalendarGrid.Opened) -> None:
        if event.item.executed is not None:
            self.brain.open_workout(event.item.executed.id)
        else:
            self.brain.show_plan(event.item)

    def action_go_to_date(self) -> None:
        from tui.screens.goto import GoToDate

        self.app.push_screen(GoToDate(self.grid.day), self._gone)

    def _gone(self, day: date | None) -> None:
        if day is not None:
            self.grid.centre(day)
