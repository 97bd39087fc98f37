"""Lines with a cursor, and the chosen one in full beneath."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType

from tui.actions import Action, bindings
from tui.text import wrap
from tui.widgets.chart.canvas import Canvas
from tui.widgets.pane import Pane

ACTIONS = (
    Action("up,k", "move(-1)", "Line above", "The line above", palette=False),
    Action("down,j", "move(1)", "Line below", "The line below", palette=False),
    Action("home,g", "move(-100000)", "First line", "To the first line", palette=False),
    Action("end,G", "move(100000)", "Last line", "To the last line", palette=False),
)
#: Rows for the chosen line in full.
_DETAIL = 2


class ListPane(Pane):
    """Subclasses give `count`, `line`, `detail` and what to say when there is nothing."""

    can_focus = True
    nothing = ""
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.index = 0
        self._top = 0

    @property
    def count(self) -> int:
        raise NotImplementedError

    def line(self, canvas: Canvas, y: int, index: int, *, here: bool) -> None:
        """Draw one of them."""
        raise NotImplementedError

    def detail(self, index: int) -> str:
        """The chosen one in full."""
        raise NotImplementedError

    def content(self, canvas: Canvas) -> None:
        if not self.count:
            for y, text in enumerate(wrap(self.nothing, canvas.width), start=1):
                canvas.text(0, y, text, self.colours.muted)
            return
        self.index = min(self.index, self.count - 1)
        full = wrap(self.detail(self.index), canvas.width - 1)[:_DETAIL] if self.has_focus else []
        rows = max(1, canvas.height - 1 - len(full))
        self._top = max(self.index - rows + 1, min(self._top, self.index), 0)
        for offset in range(min(rows, self.count - self._top)):
            index = self._top + offset
            here = index == self.index and self.has_focus
            if here:
                canvas.fill(0, 1 + offset, canvas.width, 1, self.colours.selected)
            self.line(canvas, 1 + offset, index, here=here)
        for offset, text in enumerate(full):
            canvas.text(1, canvas.height - len(full) + offset, text, self.colours.muted)

    def action_move(self, step: int) -> None:
        self.index = max(0, min(self.count - 1, self.index + step))
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        index = self._top + event.y - 1
        if event.y >= 1 and index < self.count:
            self.index = index
            self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-1)
