"""Dialogs that ask, work beside the screen, and answer: the form, the busy line, the result.

Secrets live in `SecretInput`s: masked, not to be copied, and in no message; they are taken out of
the field the moment they are used.
"""

import threading
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Label

from tui.screens.modal import Modal


class Outcome(NamedTuple):
    """sentence: for a toast, empty for none. sync: the athlete wants one now."""

    sentence: str = ""
    sync: bool = False


class Trouble(NamedTuple):
    """What a job could not do, in one sentence with the way out."""

    sentence: str


class SecretInput(Input):
    """Masked; `take` gives the value once."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(placeholder=placeholder, password=True, id=id, select_on_focus=False)
        self.cursor_blink = False

    def take(self) -> str:
        """The value, which the field forgets."""
        value, self.value = self.value, ""
        return value

    def post_message(self, message: Message) -> bool:
        """Messages of an Input carry its value; none of this one leaves."""
        if isinstance(message, Input.Changed | Input.Submitted):
            return False
        return super().post_message(message)

    def action_copy(self) -> None:
        """A secret does not go to the clipboard."""

    def action_cut(self) -> None:
        """A secret does not go to the clipboard."""


class Dialog(Modal[Outcome | None]):
    """Subclasses give `HEAD`, `fields`, and what follows from Enter and Escape."""

    HEAD: ClassVar[str] = ""
    CSS: ClassVar[str] = """
    #form { width: 72; height: auto; }
    #form .head { color: $strong; text-style: bold; }
    #form #say { margin: 1 0; width: 100%; }
    #form #say.-warn { color: $warning; }
    #form #say.-bad { color: $error; }
    #form #say.-good { color: $success; }
    #form Input { margin: 0 0 1 0; }
    #form .-hidden { display: none; }
    #form .field { color: $muted; }
    #form .hint { width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Close"),
        # Before the fields see them: a password manager types address, tab, password and enter in
        # one go, and what follows the tab must not end in the field that is read in clear.
        Binding("enter", "enter", "Go on", show=False, priority=True),
        Binding("tab", "field(1)", "Next field", show=False, priority=True),
        Binding("shift+tab", "field(-1)", "Field before", show=False, priority=True),
        Binding("y", "yes", "Yes", show=False),
        Binding("n", "no", "No", show=False),
    ]

    class Finished(Message):
        """A job's result, by the number of the job."""

        def __init__(self, job: int, result: Any) -> None:
            super().__init__()
            self.job, self.result = job, result

    def __init__(self) -> None:
        super().__init__()
        self._job = 0
        self._then: Callable[[Any], None] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="form", classes="ask"):
            yield Label(self.HEAD, classes="head", markup=False)
            yield Label("", id="say", markup=False)
            yield from self.fields()
            yield Label("", classes="hint", markup=False)

    def fields(self) -> ComposeResult:
        """Labels of class `field`, and inputs."""
        yield from ()

    def say(self, text: str, level: str = "") -> None:
        """The sentence on top. level: good, warn, bad."""
        label = self.query_one("#say", Label)
        label.set_classes(f"-{level}" if level else "")
        label.update(text)

    def hint(self, text: str) -> None:
        self.query_one(".hint", Label).update(text)

    def show_only(self, *names: str) -> None:
        """Of the inputs and their labels, these; the first gets the focus."""
        for field in self.query("Input, .field").results():
            field.set_class((field.id or "").removeprefix("label-") not in names, "-hidden")
        self.set_focus(self.query_one(f"#{names[0]}") if names else None)

    # Work beside the screen

    @property
    def busy(self) -> bool:
        return self._then is not None

    def work(self, text: str, job: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Runs `job` in a thread that holds nobody up, even at the end; then `then(result)`."""
        if self.busy:
            return
        self._job += 1
        self._then = then
        self.say(text)
        self.hint("esc cancels")
        for field in self.query(Input).results():
            field.disabled = True
        threading.Thread(target=self._work, args=(self._job, job), daemon=True).start()

    def _work(self, number: int, job: Callable[[], Any]) -> None:
        from mirror.errors import MirrorError
        from sync.credentials import CredentialError
        from sync.engine.errors import SourceError

        result: Any = Trouble("That ended without an answer; try again.")
        try:
            result = job()
        except (CredentialError, SourceError, MirrorError) as error:
            result = Trouble(str(error))
        finally:
            self.post_message(self.Finished(number, result))

    @on(Finished)
    def _finished(self, event: Finished) -> None:
        then = self._then
        if event.job != self._job or then is None:
            return
        self._then = None
        for field in self.query(Input).results():
            field.disabled = False
        then(event.result)

    # Keys

    def action_cancel(self) -> None:
        self._then = None
        self.dismiss(None)

    def action_enter(self) -> None:
        """On to the next field, and from the secret on with what it holds: after the keys that are
        still on their way into it."""
        focused = self.focused
        if isinstance(focused, SecretInput):
            focused.call_later(self.entered)
        elif focused is not None:
            self.action_field(1)
        elif not self.busy:
            self.go_on()

    def action_field(self, step: int) -> None:
        fields = [each for each in self.query(Input).results() if each.display and each.focusable]
        if fields:
            here = fields.index(self.focused) if self.focused in fields else -step
            self.set_focus(fields[(here + step) % len(fields)])

    def entered(self) -> None:
        """Enter on the secret."""

    def go_on(self) -> None:
        """Enter where there is no field."""

    def action_yes(self) -> None:
        """y outside of a field."""

    def action_no(self) -> None:
        """n outside of a field."""
