"""Dialogs: a card in the middle, drawn like everything else."""

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget

#: (text, kind) pieces of a line; kinds: strong, text, muted, accent, or a `#rrggbb`.
type Line = list[tuple[str, str]]


class Lines(CanvasWidget):
    """Prepared lines, as high as there are lines."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        self.lines = lines
        self.styles.height = len(lines)

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.fill(0, 0, canvas.width, canvas.height, colours.surface)
        inks = {
            "strong": colours.strong,
            "text": colours.text,
            "muted": colours.muted,
            "accent": colours.accent,
        }
        for y, line in enumerate(self.lines):
            x = 0
            for text, kind in line:
                bold = kind in ("strong", "accent")
                canvas.text(x, y, text, inks.get(kind, kind), bold=bold)
                x += cell_len(text)


class Card(ModalScreen[None]):
    """Lines to read; any way out closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,question_mark", "dismiss", "Close"),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
    ]

    def lines(self, width: int) -> list[Line]:
        """What to show in `width` cells."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        width = min(76, self.app.size.width - 8)
        with VerticalScroll(classes="card"):
            yield Lines(self.lines(width))

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def on_click(self) -> None:
        self.dismiss()
