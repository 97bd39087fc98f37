"""Jump mode: a letter on each part that can have the focus; its key goes there."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Label

from tui.screens.modal import Modal
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget

#: Home row first.
LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class Letter(CanvasWidget):
    """One label."""

    DEFAULT_CSS: ClassVar[str] = """
    Letter { position: absolute; width: 3; height: 1; }
    """

    def __init__(self, letter: str, target: Widget) -> None:
        super().__init__()
        self.letter, self.target = letter, target
        self.styles.offset = target.region.offset

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        text = f" {self.letter} "
        canvas.text(0, 0, text, colours.on_colour, colours.accent, bold=True)


class JumpLayer(Modal[None]):
    """Over the screen `below`, which stays in sight."""

    DEFAULT_CSS: ClassVar[str] = """
    JumpLayer { background: transparent; align: left top; }
    JumpLayer .jump-hint {
        dock: bottom; width: 100%; padding: 0 1; background: $panel; color: $text;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close", show=False)]

    def __init__(self, below: Screen[None]) -> None:
        super().__init__()
        self.below = below

    def targets(self) -> list[Widget]:
        """What can have the focus and is in sight, in reading order."""
        seen = [widget for widget in self.below.focus_chain if widget.region.area]
        return sorted(seen, key=lambda widget: (widget.region.y, widget.region.x))

    def compose(self) -> ComposeResult:
        for letter, target in zip(LETTERS, self.targets(), strict=False):
            yield Letter(letter, target)
        yield Label("A letter goes there · any other key leaves", classes="jump-hint")

    def on_key(self, event: events.Key) -> None:
        """Any other key only leaves."""
        event.stop()
        event.prevent_default()
        chosen = [label for label in self.query(Letter) if label.letter == event.key]
        self.dismiss()
        for label in chosen:
            self.below.set_focus(label.target)

    def on_click(self) -> None:
        self.dismiss()
