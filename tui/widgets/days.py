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

#: (text, ink, bold)
type Piece = tuple[str, str, bool]


class DaysPane(Pane):
    """`start` and `days` of the range, `cursor` a day's index. Posts `Moved`."""

    can_focus = True
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
        return DayAxis(self.start, self.days, GUTTER, canvas.width - GUTTER)

    @property
    def day(self) -> date:
        """The day under the cursor."""
        return self.start + timedelta(self.cursor)

    def pieces(self, canvas: Canvas, pieces: list[Piece]) -> None:
        """The readout: pieces on row 1, as many as fit."""
        x = GUTTER
        for text, ink, bold in pieces:
            if x + len(text) > canvas.width:
                return
            canvas.text(x, 1, text, ink, bold=bold)
            x += len(text) + 1

    def day_piece(self, colours: Palette) -> Piece:
        return (f"{self.day:%a} {self.day.day} {self.day:%b}" + " ", colours.strong, True)

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
            axis = DayAxis(self.start, self.days, GUTTER, self.size.width - GUTTER)
            self.cursor = -1
            index = axis.day_at(event.x)
            self.show_cursor(index)
            self.post_message(self.Moved(index))
