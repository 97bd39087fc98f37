"""A month at a glance: a row a week, a few cells a workout."""

from calendar import monthrange
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from reports.calendar import Item
from tui.actions import Action, bindings
from tui.palette import SPORT_LETTERS, Palette, mix
from tui.widgets.calendar.cards import duration_of, glyph, load_of
from tui.widgets.calendar.cursor import (
    LEFT,
    LIST,
    MORE,
    NOTHING,
    OPEN,
    RIGHT,
    TODAY,
    CalendarView,
)
from tui.widgets.calendar.grid import Geometry
from tui.widgets.calendar.heading import heading
from tui.widgets.calendar.totals import Totals
from tui.widgets.calendar.weeks import week_of
from tui.widgets.chart.canvas import Canvas

ACTIONS = (
    LEFT,
    RIGHT,
    Action("up,k", "week(-1)", "Up", "The week before", palette=False),
    Action("down,j", "week(1)", "Down", "The week after", palette=False),
    OPEN,
    LIST,
    TODAY,
    Action("left_square_bracket,pageup", "month(-1)", "Month before", "One month back"),
    Action("right_square_bracket,pagedown", "month(1)", "Month after", "One month on"),
    Action("home", "month(-12)", "Year back", "A year back"),
    Action("end", "month(12)", "Year on", "A year on"),
)

#: Cells of `S✓` and the gap after it.
_TOKEN = 3
#: From this width on a workout has a line with its time.
_LINES = 11


class MonthGrid(CalendarView):
    """The weeks of the cursor's month, whole ones."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    @property
    def first(self) -> date:
        """First day of the uppermost week."""
        return week_of(self.day.replace(day=1), self.week_start)

    @property
    def count(self) -> int:
        """Weeks that the month has days in: 4 to 6."""
        last = self.day.replace(day=monthrange(self.day.year, self.day.month)[1])
        return (week_of(last, self.week_start) - self.first).days // 7 + 1

    @property
    def columns(self) -> Geometry:
        """The day's and the totals' cells are as wide as in the weeks."""
        return Geometry.of(self.size.width, self.size.height - 1)

    @property
    def rows(self) -> int:
        """Of a week, its dates included; all months of a height have the same."""
        return max(2, (self.size.height - 1) // (6 if self.size.height < 31 else self.count))

    @property
    def shown(self) -> range:
        """Numbers of the weeks in sight: all, or where it is very low those around the cursor."""
        visible = max(1, (self.size.height - 1) // self.rows)
        if visible >= self.count:
            return range(self.count)
        here = (self.day - self.first).days // 7
        start = max(0, min(here - visible // 2, self.count - visible))
        return range(start, start + visible)

    def action_week(self, step: int) -> None:
        self.go_to(self.day + timedelta(weeks=step))

    def action_month(self, step: int) -> None:
        """The same day of another month, or its last one."""
        months = self.day.year * 12 + self.day.month - 1 + step
        year, month = divmod(months, 12)
        day = min(self.day.day, monthrange(year, month + 1)[1])
        self.go_to(date(year, month + 1, day))

    def action_open(self) -> None:
        """One workout opens; of several the day's list."""
        if len(self.items(self.day)) > 1:
            self.action_list()
        else:
            super().action_open()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_month(-1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_month(1)

    def hit(self, x: int, y: int) -> tuple[date, int] | None:
        column, row = x // self.columns.cell, (y - 1) // self.rows
        if y < 1 or column > 6 or row >= len(self.shown):
            return None
        day = self.first + timedelta(days=self.shown[row] * 7 + column)
        lines = self._lines(day)
        line = (y - 1) % self.rows - 1
        more = lines is not None and len(self.items(day)) > lines and line == lines - 1
        return (day, MORE if more else NOTHING if day != self.day else self.index)

    def paint(self, canvas: Canvas) -> None:
        colours, columns, rows = self.colours, self.columns, self.rows
        heading(canvas, self, (columns.cell, columns.totals), colours)
        for place, number in enumerate(self.shown):
            y, start = 1 + place * rows, self.first + timedelta(weeks=number)
            current = start <= self.today < start + timedelta(7)
            rule = mix(colours.background, colours.accent, 0.55) if current else colours.rule
            for column in range(7):
                self._day(canvas, (column * columns.cell, y), start + timedelta(column), rule)
            totals = Totals(canvas, columns.cell * 7, columns.totals, colours, self.units)
            totals.draw(y, rows, self.weeks.row(start), self.today, rule)

    def _day(self, canvas: Canvas, at: tuple[int, int], day: date, rule: str) -> None:
        x, y = at
        colours, width = self.colours, self.columns.cell - 1
        here, inside = day == self.day, day.month == self.day.month
        if here:
            paper = colours.selected if self.has_focus else colours.raised
            canvas.fill(x, y, width, self.rows, paper)
        today = day == self.today
        name = f" {day.day} " if today else str(day.day)
        canvas.text(x + len(name) + 1, y, "─" * (width - len(name) - 1), rule)
        if today:
            canvas.text(x, y, name, colours.on_colour, colours.accent, bold=True)
        else:
            ink = colours.strong if here else colours.text if inside else colours.muted
            canvas.text(x, y, name, ink, bold=here)
        items = self.items(day)
        if self._lines(day) is None:
            self._tokens(canvas, x, y + 1, items)
        else:
            self._listed(canvas, x, y + 1, items)

    def _lines(self, day: date) -> int | None:
        """Lines of workouts in a cell; None where each is only a letter and a mark."""
        room = self.rows - 1
        few = len(self.items(day)) <= room or room >= 3
        return room if self.columns.cell - 1 >= _LINES and few else None

    def _listed(self, canvas: Canvas, x: int, y: int, items: list[Item]) -> None:
        room = self.rows - 1
        shown = items if len(items) <= room else items[: room - 1]
        width = self.columns.cell - 1
        for offset, item in enumerate(shown):
            self._token(canvas, x, y + offset, item)
            ink = self.colours.text if item.executed else self.colours.muted
            parts = [duration_of(item), load_of(item) if width >= 14 else ""]
            text = "  ".join(part for part in parts if part) or item.title
            canvas.text(x + _TOKEN, y + offset, text[: width - _TOKEN], ink)
        if len(shown) < len(items):
            more = f"+{len(items) - len(shown)} more"
            canvas.text(x, y + len(shown), more, self.colours.muted)

    def _tokens(self, canvas: Canvas, x: int, y: int, items: list[Item]) -> None:
        """Side by side, line by line; what does not fit is counted."""
        across = (self.columns.cell) // _TOKEN
        room = across * (self.rows - 1)
        shown = items if len(items) <= room else items[: room - 1]
        for number, item in enumerate(shown):
            line, place = divmod(number, across)
            self._token(canvas, x + place * _TOKEN, y + line, item)
        if len(shown) < len(items):
            line, place = divmod(len(shown), across)
            more = f"+{len(items) - len(shown)}"
            canvas.text(x + place * _TOKEN, y + line, more, self.colours.muted)

    def _token(self, canvas: Canvas, x: int, y: int, item: Item) -> None:
        """`S✓`: the sport, on its colour where it is done, and the mark."""
        colours = self.colours
        letter, colour = SPORT_LETTERS.get(item.sport, "O"), colours.sport(item.sport)
        if item.executed is not None:
            canvas.put(x, y, letter, colours.on_colour, colour, bold=True)
        else:
            canvas.put(x, y, letter, colour, bold=True)
        mark, level = glyph(item)
        canvas.put(x + 1, y, mark, _mark_ink(colours, level), bold=True)


def _mark_ink(colours: Palette, level: str) -> str:
    return colours.compliance.get(level, colours.accent)
