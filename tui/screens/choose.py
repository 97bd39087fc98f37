"""One of several: a list with a cursor, and what is to be told of the entry under it."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Label

from tui.screens.card import Line
from tui.screens.modal import Modal
from tui.text import cut
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget

type Details = Callable[[int, int], list[Line]]


class ChoiceList(CanvasWidget):
    """Entries as lines; below a rule the details of the one under the cursor.

    details: (entry's index, width) -> lines. most: rows of entries at once.
    """

    DEFAULT_CSS: ClassVar[str] = "ChoiceList { height: auto; width: 100%; }"
    can_focus = True

    class Chosen(Message):
        """Enter, or a click on the entry under the cursor."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(
        self, lines: Sequence[Line], chosen: int = 0, *, details: Details | None = None
    ) -> None:
        super().__init__()
        self.lines, self.index, self.details = list(lines), chosen, details

    def offer(self, lines: Sequence[Line]) -> None:
        """Other entries."""
        self.lines, self.index = list(lines), 0
        self.redraw()

    def move(self, step: int) -> None:
        if self.lines:
            self.index = max(0, min(len(self.lines) - 1, self.index + step))
            self.redraw()

    @property
    def rows(self) -> int:
        """Entries in sight; where not all are, a line below tells of the others."""
        height = self.size.height
        most = height if self.details is None else max(4, height // 3)
        return max(1, len(self.lines) if len(self.lines) <= most else most - 1)

    @property
    def top(self) -> int:
        return max(0, min(self.index - self.rows // 2, len(self.lines) - self.rows))

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.fill(0, 0, canvas.width, canvas.height, colours.surface)
        for y in range(min(self.rows, len(self.lines))):
            number = self.top + y
            here = number == self.index
            if here:
                canvas.fill(0, y, canvas.width, 1, colours.selected)
            self._line(canvas, y, self.lines[number], strong=here)
        y = self._others(canvas)
        if self.details is None or not self.lines:
            return
        canvas.text(0, y, "─" * canvas.width, colours.rule)
        lines, room = self.details(self.index, canvas.width), canvas.height - y - 1
        if len(lines) > room:
            lines = [*lines[: max(0, room - 1)], [("… enter shows the rest", "accent")]]
        for offset, line in enumerate(lines, start=1):
            self._line(canvas, y + offset, line)

    def _others(self, canvas: Canvas) -> int:
        """How many are out of sight; the first free row."""
        above, below = self.top, len(self.lines) - self.top - self.rows
        if above + below <= 0:
            return self.rows
        texts = [
            f"{sign} {count} more" for sign, count in (("↑", above), ("↓", below)) if count > 0
        ]
        canvas.text(0, self.rows, "   ".join(texts), self.colours.accent)
        return self.rows + 1

    def _line(self, canvas: Canvas, y: int, line: Line, *, strong: bool = False) -> None:
        from rich.cells import cell_len

        colours, x = self.colours, 0
        inks = {
            "strong": colours.strong,
            "text": colours.strong if strong else colours.text,
            "muted": colours.text if strong else colours.muted,
            "accent": colours.accent,
        }
        for text, kind in line:
            shown = cut(text, canvas.width - x) if cell_len(text) > canvas.width - x else text
            canvas.text(x, y, shown, inks.get(kind, kind), bold=kind in ("strong", "accent"))
            x += cell_len(text)

    def on_click(self, event: events.Click) -> None:
        number = self.top + event.y
        if event.y >= self.rows or number >= len(self.lines):
            return
        if number == self.index:
            self.post_message(self.Chosen(number))
        self.index = number
        self.redraw()


class Choose(Modal[int | None]):
    """Ends with the entry's index, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Close"),
        Binding("enter", "take", "Take"),
        Binding("j,down", "move(1)", "Down"),
        Binding("k,up", "move(-1)", "Up"),
        Binding("pagedown", "move(8)", "On"),
        Binding("pageup", "move(-8)", "Back"),
        Binding("home", "move(-9999)", "First"),
        Binding("end", "move(9999)", "Last"),
    ]

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        *,
        chosen: int = 0,
        hint: str = "enter takes it, esc leaves",
        details: Details | None = None,
        keys: dict[str, int] | None = None,
    ) -> None:
        """keys: a key -> the entry that it takes at once."""
        super().__init__()
        self.heading, self.hint, self.keys = title, hint, keys or {}
        self.lines, self.chosen, self.details = list(lines), chosen, details

    def compose(self) -> ComposeResult:
        with Vertical(classes="ask choose"):
            yield Label(cut(self.heading, 74), markup=False)
            made = ChoiceList(self.lines, self.chosen, details=self.details)
            room = self.app.size.height - 8
            wanted = len(self.lines) if self.details is None else len(self.lines) + 24
            made.styles.height = max(2, min(room, wanted))
            yield made
            yield Label(self.hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    def on_key(self, event: events.Key) -> None:
        if event.key in self.keys:
            event.stop()
            self.dismiss(self.keys[event.key])

    def action_move(self, step: int) -> None:
        self.query_one(ChoiceList).move(step)

    def action_take(self) -> None:
        if self.lines:
            self.dismiss(self.query_one(ChoiceList).index)

    @on(ChoiceList.Chosen)
    def _chosen(self, event: ChoiceList.Chosen) -> None:
        self.dismiss(event.index)
