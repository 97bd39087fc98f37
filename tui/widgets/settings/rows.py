"""A pane of rows with a cursor: what the settings are listed in."""

from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui.actions import Action, bindings
from tui.text import fit, wrap
from tui.widgets.chart.canvas import Canvas
from tui.widgets.pane import Pane

ACTIONS = (
    Action("up,k", "move(-1)", "Line above", "The line above", palette=False),
    Action("down,j", "move(1)", "Line below", "The line below", palette=False),
    Action("enter", "open", "Change", "Change what the cursor is on", "enter"),
    Action("home,g", "move(-1000)", "First line", "To the first line", palette=False),
    Action("end,G", "move(1000)", "Last line", "To the last line", palette=False),
)


class Row(NamedTuple):
    """name: what a change refers to; an empty one cannot be stood on. cells: a text a column.
    kind: heading | columns | value | past. warn: the value's cell asks for attention."""

    name: str
    cells: tuple[str, ...]
    kind: str = "value"
    warn: bool = False


class RowsPane(Pane):
    """`rows` under the title; `widths` of all columns but the last. Posts `Opened`."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))
    #: The column of values.
    VALUE: ClassVar[int] = 1

    class Opened(Message):
        """Enter, or a click on the row with the cursor."""

        def __init__(self, pane: "RowsPane", row: Row) -> None:
            super().__init__()
            self.pane, self.row = pane, row

        @property
        def control(self) -> "RowsPane":
            return self.pane

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, classes="part")
        self.rows: list[Row] = []
        self.cursor = 0
        self._top = 0

    def widths(self, _: int) -> list[int]:
        """Cells, in a pane so wide, of each column but the last, which has the rest."""
        return [16]

    def foot(self) -> str:
        """A sentence under the rows about the one with the cursor."""
        return ""

    def nothing(self) -> str:
        """Instead of rows."""
        return ""

    def show(self, rows: list[Row]) -> None:
        """New rows; the cursor stays on the name it was on."""
        name = self.row.name if self.row else None
        self.rows = rows
        found = [n for n, row in enumerate(rows) if row.name and row.name == name]
        self.cursor = found[0] if found else min(self.cursor, max(0, len(rows) - 1))
        if self.row is not None and not self.row.name:
            self._step(1)
        self.redraw()

    @property
    def row(self) -> Row | None:
        """Under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def content(self, canvas: Canvas) -> None:
        if not self.rows:
            self.say(canvas, self.nothing())
            return
        foot = wrap(self.foot(), canvas.width - 2) if self.has_focus else []
        room = canvas.height - 1
        if len(foot) + 1 < room // 2:
            for y, line in enumerate(foot, start=canvas.height - len(foot)):
                canvas.text(1, y, line, self.colours.muted)
            room -= len(foot) + 1 if foot else 0
        self._top = max(0, min(self._top, self.cursor, len(self.rows) - room))
        self._top = max(self._top, self.cursor - room + 1)
        for y, row in enumerate(self.rows[self._top : self._top + room], start=1):
            self.paint_row(canvas, y, row, here=self._top + y - 1 == self.cursor)
        if self._top + room < len(self.rows):
            canvas.put(canvas.width - 1, room, "↓", self.colours.accent)
        if self._top > 0:
            canvas.put(canvas.width - 1, 1, "↑", self.colours.accent)

    def paint_row(self, canvas: Canvas, y: int, row: Row, *, here: bool) -> None:
        colours = self.colours
        if here and self.has_focus:
            canvas.fill(0, y, canvas.width, 1, colours.selected)
        if row.kind == "heading":
            canvas.text(1, y, fit(row.cells[0], canvas.width - 2), colours.strong, bold=True)
            return
        x = 1
        widths = self.widths(canvas.width)
        cells = row.cells[: len(widths) + 1]  # made for a wider pane
        for column, text in enumerate(cells):
            last = column == len(cells) - 1
            width = canvas.width - 1 - x if last else widths[column]
            ink = colours.strong if column == self.VALUE else colours.muted
            if row.kind in ("past", "columns") or (column == 0 and self.VALUE == 1):
                ink = colours.muted
            if row.warn and last:
                ink = colours.warn
            if here and self.has_focus and row.kind != "past":
                ink = colours.strong if ink == colours.muted else ink
            canvas.text(
                x,
                y,
                fit(text, width - 1),
                ink,
                bold=column == self.VALUE and here and self.has_focus,
            )
            x += width

    def _step(self, step: int) -> None:
        """To the next row in a direction that can be stood on; stays where there is none."""
        reached = self.cursor
        for _ in range(abs(step)):
            tried = reached + (1 if step > 0 else -1)
            while 0 <= tried < len(self.rows) and not self.rows[tried].name:
                tried += 1 if step > 0 else -1
            if not 0 <= tried < len(self.rows):
                break
            reached = tried
        self.cursor = reached

    def action_move(self, step: int) -> None:
        self._step(step)
        self.redraw()

    def action_open(self) -> None:
        if self.row is not None and self.row.name:
            self.post_message(self.Opened(self, self.row))

    def on_click(self, event: events.Click) -> None:
        index = self._top + event.y - 1
        if event.y < 1 or not 0 <= index < len(self.rows) or not self.rows[index].name:
            return
        if index == self.cursor:
            self.action_open()
        else:
            self.cursor = index
            self.redraw()

    def on_mouse_scroll_down(self) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        self.action_move(-1)
