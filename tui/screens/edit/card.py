"""The frame of a dialog with fields: title, fields, one line that says what is wrong, the keys."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Label

from tui.screens.modal import Modal


def text_input(value: str = "", placeholder: str = "", id: str | None = None) -> Input:  # noqa: A002
    """A line to type into, without a blinking cursor."""
    made = Input(value, placeholder, id=id, select_on_focus=True)
    made.cursor_blink = False
    return made


class EditCard[T](Modal[T | None]):
    """Subclasses give `fields`; Enter calls `action_save`, Escape leaves everything as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave"),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, title: str, hint: str = "", keys: str = "enter saves · esc leaves") -> None:
        super().__init__()
        self.heading, self.hint, self.keys = title, hint, keys

    def compose(self) -> ComposeResult:
        with Vertical(classes="edit"):
            yield Label(self.heading, classes="edit-title", markup=False)
            yield from self.fields()
            yield Label(self.hint, id="message", markup=False)
            yield Label(self.keys, classes="edit-keys", markup=False)

    def fields(self) -> ComposeResult:
        """The widgets to fill in."""
        raise NotImplementedError

    def field(self, name: str, widget: Widget, after: str = "") -> ComposeResult:
        """One line: what is asked, where to give it, its unit."""
        with Horizontal(classes="field"):
            yield Label(name, classes="field-name", markup=False)
            yield widget
            yield Label(after, classes="field-after", id=f"{widget.id}-after", markup=False)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """The line under the fields; the hint where there is nothing to say."""
        label = self.query_one("#message", Label)
        label.update(text or self.hint)
        label.set_class(wrong, "-wrong")

    def action_save(self) -> None:
        """Check the fields; dismiss with what they give, or say what is wrong."""
        raise NotImplementedError

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()
