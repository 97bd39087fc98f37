"""The calendar: one widget, weeks without end in both directions."""

from datetime import date, timedelta
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType

from reports.calendar import Item
from tui.actions import Action, bindings
from tui.palette import Palette, mix
from tui.widgets.calendar.cards import card
from tui.widgets.calendar.cursor import (
    LEFT,
    LIST,
    MONTHS,
    MORE,
    NOTHING,
    OPEN,
    RIGHT,
    TODAY,
    CalendarView,
)
from tui.widgets.calendar.heading import heading
from tui.widgets.calendar.totals import Totals
from tui.widgets.calendar.weeks import WeekRow, week_of
from tui.widgets.chart.canvas import Canvas

ACTIONS = (
    LEFT,
    RIGHT,
    Action("up,k", "card(-1)", "Up", "The card above, then the week before", palette=False),
    Action("down,j", "card(1)", "Down", "The card below, then the week after", palette=False),
    OPEN,
    LIST,
    TODAY,
    Action("left_square_bracket", "week(-1)", "Week before", "One week back"),
    Action("right_square_bracket", "week(1)", "Week after", "One week on"),
    Action("pageup,ctrl+u", "page(-1)", "Page back", "A screen of weeks back"),
    Action("pagedown,ctrl+d", "page(1)", "Page on", "A screen of weeks on"),
    Action("home", "ends(-1)", "Year back", "A year back"),
    Action("end", "ends(1)", "Year on", "A year on"),
)


class Geometry(NamedTuple):
    """Where things are at a size: columns of a day's cell, of the totals, rows of a week."""

    cell: int
    totals: int
    week: int
    tall: bool

    @classmethod
    def of(cls, width: int, height: int) -> "Geometry":
        share = 17 if width < 100 else 28
        cell = max(4, (width - share) // 7)
        week = max(4, min(7, round(height / 5.4)))
        return cls(cell, width - cell * 7, week, cell >= 12)


class CalendarGrid(CalendarView):
    """Weeks as rows, without end in both directions."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    _top: date | None = None

    # What is shown

    @property
    def geometry(self) -> Geometry:
        return Geometry.of(self.size.width, self.size.height - 1)

    @property
    def visible_weeks(self) -> int:
        """Weeks wholly in sight."""
        return max(1, (self.size.height - 1) // self.geometry.week)

    @property
    def top(self) -> date:
        """First day of the uppermost week; at first the cursor's stands past the middle."""
        if self._top is None:
            self._top = self._above(self.day)
        return self._top

    def _above(self, day: date) -> date:
        """The top week that puts `day` past the middle: more of what was than of what comes."""
        return week_of(day, self.week_start) - timedelta(weeks=self.visible_weeks * 6 // 10)

    # Moving

    def go_to(self, day: date, index: int = 0) -> None:
        """Cursor to `day`, scrolled into sight."""
        start = week_of(day, self.week_start)
        last = self.top + timedelta(weeks=self.visible_weeks - 1)
        if start < self.top:
            self._top = start
        elif start > last:
            self._top = start - timedelta(weeks=self.visible_weeks - 1)
        super().go_to(day, index)

    def centre(self, day: date) -> None:
        """Cursor to `day`, its week past the middle."""
        self._top = None  # found with the height it is drawn at: before the first, there is none
        super().go_to(day)

    def on_resize(self) -> None:
        """Keep the cursor's week in sight."""
        self.go_to(self.day, self.index)

    def action_card(self, step: int) -> None:
        index = min(self.index, max(0, len(self.items(self.day)) - 1)) + step
        if 0 <= index < len(self.items(self.day)):
            self.go_to(self.day, index)
            return
        day = self.day + timedelta(weeks=step)
        self.go_to(day, max(0, len(self.items(day)) - 1) if step < 0 else 0)

    def action_week(self, step: int) -> None:
        self.go_to(self.day + timedelta(weeks=step))

    def action_page(self, step: int) -> None:
        weeks = step * max(1, self.visible_weeks - 1)
        self._top = self.top + timedelta(weeks=weeks)
        self.go_to(self.day + timedelta(weeks=weeks))

    def action_ends(self, step: int) -> None:
        self.centre(self.day + timedelta(weeks=52 * step))

    # The mouse

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(1)

    def _scroll(self, weeks: int) -> None:
        self._top = self.top + timedelta(weeks=weeks)
        self.redraw()

    def hit(self, x: int, y: int) -> tuple[date, int] | None:
        geometry = self.geometry
        column, row = x // geometry.cell, (y - 1) // geometry.week
        if column > 6 or y < 1:
            return None
        day = self.top + timedelta(days=row * 7 + column)
        line = (y - 1) % geometry.week - 1
        items = self.items(day)
        places = _places(items, geometry, self._index_on(day))
        for index, top, rows in places:
            if top <= line < top + rows:
                return (day, index)
        more = len(places) < len(items) and line == geometry.week - 2
        return (day, MORE if more else NOTHING)

    def _index_on(self, day: date) -> int:
        return self.index if day == self.day else 0

    # Drawing

    def paint(self, canvas: Canvas) -> None:
        geometry, colours = self.geometry, self.colours
        self._heading(canvas, geometry, colours)
        y, start = 1, self.top
        while y < canvas.height:
            self._week(canvas, y, self.weeks.row(start), geometry, colours)
            y, start = y + geometry.week, start + timedelta(weeks=1)

    def _heading(self, canvas: Canvas, geometry: Geometry, colours: Palette) -> None:
        heading(canvas, self, (geometry.cell, geometry.totals), colours)

    def _week(
        self, canvas: Canvas, y: int, row: WeekRow, geometry: Geometry, colours: Palette
    ) -> None:
        current = row.start <= self.today < row.start + timedelta(7)
        rule = mix(colours.background, colours.accent, 0.55) if current else colours.rule
        for column in range(7):
            day = row.start + timedelta(column)
            self._day(canvas, (column * geometry.cell, y), day, row.days[column], rule)
        x = geometry.cell * 7
        totals = Totals(canvas, x, geometry.totals, colours, self.units)
        totals.draw(y, geometry.week, row, self.today, rule)

    def _day(
        self, canvas: Canvas, at: tuple[int, int], day: date, items: list[Item], rule: str
    ) -> None:
        x, y = at
        geometry, colours = self.geometry, self.colours
        here = day == self.day
        width = geometry.cell - 1
        if here:
            paper = colours.selected if self.has_focus else colours.raised
            canvas.fill(x, y, width, geometry.week, paper)
        name = str(day.day)
        if day.day == 1 or (day == self.top and geometry.cell >= 8):
            name += f" {MONTHS[day.month - 1][:3]}"
        text = f" {name} " if day == self.today else name
        canvas.text(x + len(text) + 1, y, "─" * (geometry.cell - len(text) - 2), rule)
        if day == self.today:
            canvas.text(x, y, text, colours.on_colour, colours.accent, bold=True)
        else:
            ink = colours.strong if here else colours.text if day < self.today else colours.muted
            canvas.text(x, y, text, ink, bold=here or day.day == 1)
        self._cards(canvas, (x, y + 1), day, items, colours)

    def _cards(
        self, canvas: Canvas, at: tuple[int, int], day: date, items: list[Item], colours: Palette
    ) -> None:
        x, y = at
        geometry = self.geometry
        width = geometry.cell - 1
        chosen = min(self.index, len(items) - 1) if day == self.day and self.has_focus else -1
        shown = _places(items, geometry, self._index_on(day))
        for index, top, rows in shown:
            if y + top >= canvas.height:
                return
            rows = min(rows, canvas.height - y - top)
            place = (x, y + top, width, rows)
            card(canvas, place, items[index], (colours, self.units), selected=index == chosen)
        if len(shown) < len(items):
            note = f"+{len(items) - len(shown)} more"
            canvas.text(x, y + geometry.week - 2, note[:width], colours.muted)


def _places(items: list[Item], geometry: Geometry, index: int) -> list[tuple[int, int, int]]:
    """(index, first row below the date, rows) of the cards that fit; the cursor's is among them."""
    room, count = geometry.week - 1, len(items)
    if count > room:
        first = max(0, min(index, count - 1) - room + 2)
        return [(first + n, n, 1) for n in range(room - 1)]
    heights = [1] * count
    spare = room - count if geometry.tall else 0
    for n in range(min(spare, count)):
        heights[n] = 2
    places, top = [], 0
    for n, rows in enumerate(heights):
        places.append((n, top, rows))
        top += rows
    return places
