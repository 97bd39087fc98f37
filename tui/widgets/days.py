"""Panes over one range of days that share a cursor."""

from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui.actions import Action, bindings
from tui.palette import Palette
from tui.text import cut
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.days import GUTTER, DayAxis, Plot
from tui.widgets.pane import Pane

ACTIONS = (
    Action("left,h", "day(-1)", "Day before", "The day before", "←→", "Day", palette=False),
    Action("right,l", "day(1)", "Day after", "The day after", palette=False),
    Action("shift+left,H", "day(-7)", "Week before", "A week back", palette=False),
    Action("shift+right,L", "day(7)", "Week after", "A week on", palette=False),
    Action("home,g", "day(-100000)", "First day", "To the first day"),
    Action("end,G,t", "day(100000)", "Last day", "To the last day"),
)

#: Panes of fewer columns have no room to indent their readout.
NARROW = 44

#: (text, ink, bold)
type Piece = tuple[str, str, bool]


class DaysPane(Pane):
    """`start` and `days` of the range, `cursor` a day's index. Posts `Moved`."""

    can_focus = True
    least_rows = 6
    #: A history shorter than this is drawn with room to grow.
    least_days = 1
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class Moved(Message):
        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="days")
        self.start = date(2000, 1, 1)
        self.days = 0
        self.cursor = 0

    def show_range(self, start: date, days: int, cursor: int) -> None:
        self.start, self.days, self.cursor = start, days, cursor
        self.redraw()

    def show_cursor(self, index: int) -> None:
        if index != self.cursor:
            self.cursor = index
            self.redraw()

    def axis(self, canvas: Canvas) -> DayAxis:
        return self._axis(canvas.width)

    def _axis(self, width: int) -> DayAxis:
        return DayAxis(self.start, max(self.days, self.least_days), GUTTER, width - GUTTER)

    @property
    def day(self) -> date:
        """The day under the cursor."""
        return self.start + timedelta(self.cursor)

    def pieces(self, canvas: Canvas, pieces: list[Piece]) -> None:
        """The readout: pieces on row 1, as many as fit; a name only with its value behind it."""
        x = GUTTER if canvas.width >= NARROW else 0
        for n, (text, ink, bold) in enumerate(pieces):
            value = pieces[n + 1] if n + 1 < len(pieces) and not bold else None
            wide = len(text.rstrip())
            if value and value[2]:
                wide = len(text) + 1 + len(value[0].rstrip())
            if x + wide > canvas.width:
                return
            canvas.text(x, 1, text, ink, bold=bold)
            x += len(text) + 1

    def day_piece(self, colours: Palette) -> Piece:
        """`Mon 23 Nov`; no weekday where it is narrow, the year where it is not this one."""
        day = f"{self.day.day} {self.day:%b}"
        if self.size.width >= 60:
            day = f"{self.day:%a} {day}"
        if self.days > 400:
            day += f" {self.day:%Y}"
        return (f"{day} ", colours.strong, True)

    def legend(self, canvas: Canvas, entries: list[tuple[str, str]]) -> None:
        """Squares with names at the right end of the title's rule, where they fit."""
        width = sum(len(name) + 3 for name, _ in entries)
        if width + len(self.title) + 4 > canvas.width:
            return
        x = canvas.width - width
        canvas.text(x, 0, " " * width, self.colours.text)
        for name, ink in entries:
            canvas.put(x + 1, 0, "■", ink)
            canvas.text(x + 3, 0, name, self.colours.muted)
            x += len(name) + 3

    def mark(self, canvas: Canvas, plot: Plot) -> None:
        """The cursor: a full line where the focus is, dots elsewhere."""
        x = plot.axis.centre(self.cursor)
        if self.has_focus:
            canvas.cursor(x, plot.top, plot.scale.cells, self.colours.strong, self.colours.selected)
        else:
            canvas.column_rule(x, plot.top, plot.scale.cells, self.colours.muted)

    def nothing(self, canvas: Canvas, what: str) -> None:
        """A sentence in place of the chart."""
        canvas.text(GUTTER, 2, cut(what, canvas.width - GUTTER), self.colours.muted)

    def action_day(self, step: int) -> None:
        index = max(0, min(self.days - 1, self.cursor + step))
        self.show_cursor(index)
        self.post_message(self.Moved(index))

    def on_click(self, event: events.Click) -> None:
        if self.days and event.x >= GUTTER:
            self.cursor = -1
            index = min(self.days - 1, self._axis(self.size.width).day_at(event.x))
            self.show_cursor(index)
            self.post_message(self.Moved(index))
