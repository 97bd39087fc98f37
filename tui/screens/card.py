"""Dialogs: a card in the middle, drawn like everything else."""

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label

from tui.screens.modal import Modal
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


class Card(Modal[None]):
    """Lines to read; any way out closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,question_mark", "dismiss", "Close"),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("pagedown,space,ctrl+d", "page(1)", "On", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Back", show=False),
        Binding("home,g", "edge(False)", "First line", show=False),
        Binding("end,G", "edge(True)", "Last line", show=False),
    ]

    def lines(self, width: int) -> list[Line]:
        """What to show in `width` cells."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        width = min(72, self.app.size.width - 8)
        lines = self.lines(width)
        with Vertical(classes="card"):
            body = VerticalScroll(Lines(lines))
            body.styles.height = min(len(lines), max(1, self.app.size.height * 9 // 10 - 6))
            yield body
            yield Label("", classes="hint")

    def on_mount(self) -> None:
        body = self.query_one(VerticalScroll)
        self.watch(body, "scroll_y", self._tell)
        self.call_after_refresh(self._tell)

    def _tell(self) -> None:
        if self.leaving:
            return
        body = self.query_one(VerticalScroll)
        below = round(body.max_scroll_y - body.scroll_y)
        more = f"↓ {below} more {'line' if below == 1 else 'lines'} · " if below > 0 else ""
        self.query_one(".hint", Label).update(f"{more}esc closes")

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        body = self.query_one(VerticalScroll)
        body.scroll_relative(y=step * max(1, body.size.height - 1), animate=False)

    def action_edge(self, end: bool) -> None:
        body = self.query_one(VerticalScroll)
        body.scroll_to(y=body.max_scroll_y if end else 0, animate=False)

    def on_click(self) -> None:
        self.dismiss()
