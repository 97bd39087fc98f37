"""Signing in to Garmin: e-mail and password, then the code; both stay until it is done.

Every press of Enter is one attempt. Leaving in the middle drops whatever Garmin still answers.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Label

from tui.dialogs.base import Outcome, SecretInput, Trouble
from tui.dialogs.store import StoringDialog

if TYPE_CHECKING:
    from sync.sources.garmin.signin import SignIn, State

_ACCOUNT = ("email", "password")


class GarminDialog(StoringDialog):
    """E-mail and password, then the code; a wrong one leaves its field for the next try."""

    HEAD = "Sign in to Garmin"

    def __init__(self, base: Path) -> None:
        super().__init__(base)
        self._signing: SignIn | None = None
        self._signed_in: str | None = None

    def fields(self) -> ComposeResult:
        yield Label("E-mail", classes="field", id="label-email")
        email = Input(placeholder="the e-mail of your Garmin account", id="email")
        email.cursor_blink = False
        yield email
        yield Label("Password", classes="field", id="label-password")
        yield SecretInput(id="password")
        yield Label("Code", classes="field", id="label-code")
        yield SecretInput(id="code")

    def begin(self) -> None:
        self.say("The password goes to Garmin once and is kept nowhere; what is kept is a token.")
        self._ask_account()

    def _ask_account(self) -> None:
        self.show_only(*_ACCOUNT)
        if self.query_one("#email", Input).value:
            self.set_focus(self.query_one("#password"))
        self.hint("tab or enter goes on, enter on the password signs in, esc cancels")

    def entered(self) -> None:
        if self.query_one("#code").has_focus:
            self._send_code()
        else:
            self._send_account()

    def _send_account(self) -> None:
        email = self.query_one("#email", Input).value.strip()
        field = self.query_one("#password", SecretInput)
        if not email or not field.value:
            self.say("Garmin needs both, the e-mail and the password.", "warn")
            self.set_focus(self.query_one("#email" if not email else "#password"))
            return
        from sync.credentials import Secret

        password = Secret(field.take())
        self.work(
            "Signing in; Garmin takes some seconds…",
            lambda: self._start(email, password.reveal()),
            self._told,
        )

    def _start(self, email: str, password: str) -> "State":
        """In the thread: the client library alone takes a third of a second to import."""
        from sync.sources.garmin.signin import SignIn

        self._signing = SignIn(self.base, self.credentials)
        return self._signing.start(email, password)

    def _send_code(self) -> None:
        signing, field = self._signing, self.query_one("#code", SecretInput)
        if signing is None or not field.value.strip():
            return
        from sync.credentials import Secret

        code = Secret(field.take())
        self.work("Checking the code…", lambda: signing.submit_code(code.reveal()), self._told)

    def _told(self, state: "State | Trouble") -> None:
        from sync.sources.garmin.signin import Kind

        if isinstance(state, Trouble):
            self.say(state.sentence, "bad")
            self._ask_account()
            return
        if state.kind is Kind.SIGNED_IN:
            self._signed_in = state.sentence
            self.show_only()
            self.say(f"✓ {state.sentence}", "good")
            self.hint("enter starts a sync, esc closes")
        elif state.kind is Kind.NEEDS_CODE:
            self.say(state.sentence, "warn" if self.query_one("#code").display else "")
            self.show_only("code")
            self.hint("enter sends the code, esc cancels")
        elif state.kind is Kind.THROTTLED:
            self.show_only()
            self.say(f"! {state.sentence}", "warn")
            self.hint("esc closes")
        else:
            self.say(state.sentence, "bad")
            self._ask_account()

    def go_on(self) -> None:
        if self._signed_in is not None:
            self.dismiss(Outcome(sync=True))

    def action_cancel(self) -> None:
        if self._signed_in is not None:
            self.dismiss(Outcome(self._signed_in))
            return
        if self._signing is not None:
            self._signing.cancel()
        super().action_cancel()
