"""What weeks and month share: a cursor of a day and a card, and what can be asked of it."""

from datetime import date, timedelta

from textual import events
from textual.message import Message

from reports.calendar import Item
from tui.actions import Action
from tui.units import Units
from tui.widgets.calendar.weeks import Weeks, week_of
from tui.widgets.chart.widget import CanvasWidget

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

#: A click into a day's cell, but on no card; on the line that tells of more cards.
NOTHING, MORE = -1, -2

LEFT = Action("left,h", "day(-1)", "Day before", "The day before", palette=False)
RIGHT = Action("right,l", "day(1)", "Day after", "The day after", palette=False)
OPEN = Action("enter", "open", "Open", "Open the workout under the cursor", "enter", "Open")
LIST = Action("space", "list", "Whole day", "All of the day, to read and to open")
TODAY = Action("t", "today", "Today", "Back to today")


class CalendarView(CanvasWidget):
    """Subclasses draw, move up and down, and say what lies at a cell."""

    can_focus = True

    class Opened(Message):
        """Enter or a click on a selected card."""

        def __init__(self, item: Item) -> None:
            super().__init__()
            self.item = item

    class Moved(Message):
        """The cursor is on another day or card."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Listed(Message):
        """The whole day is asked for."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(
        self,
        weeks: Weeks,
        today: date,
        week_start: int,
        units: Units,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.weeks, self.today, self.week_start, self.units = weeks, today, week_start, units
        self.day = today
        self.index = 0

    def items(self, day: date) -> list[Item]:
        """The cards of a day."""
        start = week_of(day, self.week_start)
        return self.weeks.row(start).days[(day - start).days]

    def selected(self) -> Item | None:
        """The card under the cursor."""
        items = self.items(self.day)
        return items[min(self.index, len(items) - 1)] if items else None

    def reload(self, today: date) -> None:
        """The mirror has changed, or the day: a cursor on today goes along with it."""
        self.weeks.clear()
        before, self.today = self.today, today
        if self.day == before != today:
            self.go_to(today)
        else:
            self.redraw()

    def go_to(self, day: date, index: int = 0) -> None:
        """Cursor to `day`, in sight."""
        moved = (day, index) != (self.day, self.index)
        self.day, self.index = day, index
        self.redraw()
        if moved:
            self.post_message(self.Moved(day))

    def centre(self, day: date) -> None:
        """Cursor to `day`, with what lies around it."""
        self.go_to(day)

    def action_day(self, step: int) -> None:
        self.go_to(self.day + timedelta(step))

    def action_today(self) -> None:
        self.centre(self.today)

    def action_open(self) -> None:
        item = self.selected()
        if item is not None:
            self.post_message(self.Opened(item))

    def action_list(self) -> None:
        self.post_message(self.Listed(self.day))

    def hit(self, x: int, y: int) -> tuple[date, int] | None:
        """(day, card's index, NOTHING or MORE) at a cell."""
        raise NotImplementedError

    def on_click(self, event: events.Click) -> None:
        found = self.hit(event.x, event.y)
        if found is None:
            return
        day, index = found
        again = day == self.day and index == self.index
        self.go_to(day, max(0, index))
        if index == MORE:
            self.action_list()
        elif again or event.chain > 1:
            self.action_open()

    def marker(self) -> tuple[str, str | None]:
        """(what the heading says on the right, the sport that alone is shown)."""
        return f"{MONTHS[self.day.month - 1]} {self.day.year}", self.weeks.sport
