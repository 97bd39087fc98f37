"""The hub's address and key: tried at once, kept if it answers."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Label

from tui.dialogs.base import Outcome, SecretInput, Trouble
from tui.dialogs.store import StoringDialog

if TYPE_CHECKING:
    from sync.credentials import Secret
    from sync.hub.setup import SignedIn


class HubDialog(StoringDialog):
    HEAD = "Connect a Supabase project"

    _kept = ""

    def fields(self) -> ComposeResult:
        yield Label("Address", classes="field", id="label-url")
        url = Input(placeholder="https://<project>.supabase.co", id="url")
        url.cursor_blink = False
        yield url
        yield Label("Secret key (not shown)", classes="field", id="label-key")
        yield SecretInput(placeholder="sb_secret_…", id="key")

    def begin(self) -> None:
        self.say("Both stand in the project's settings. The key opens the whole project: keep it.")
        self._ask()

    def _ask(self) -> None:
        self.show_only("url", "key")
        self.hint("tab or enter goes on, enter on the key tries it, esc cancels")

    def entered(self) -> None:
        from sync.credentials import Secret

        url = self.query_one("#url", Input).value.strip()
        key = Secret(self.query_one(SecretInput).take().strip())
        if not url or not key.reveal():
            self.say("Supabase needs both, the address and the key.", "warn")
            return
        self.work("Asking Supabase…", lambda: self._sign_in(url, key), self._told)

    def _sign_in(self, url: str, key: "Secret") -> "SignedIn | Trouble":
        from mirror.database import open_mirror
        from mirror.home import mirror_path
        from sync.hub.errors import HubError
        from sync.hub.setup import sign_in

        try:
            with open_mirror(mirror_path(self.base)) as mirror:
                return sign_in(mirror, self.credentials, url, key.reveal())
        except HubError as error:
            return Trouble(str(error))

    def _told(self, done: "SignedIn | Trouble") -> None:
        if isinstance(done, Trouble):
            self.say(done.sentence, "bad")
            self._ask()
            return
        self.show_only()
        self._kept = f"Supabase answers at {done.url}; the key is kept in {done.place}."
        notes = "".join(f"\n! {note}" for note in done.notes)
        self.say(f"✓ {self._kept}{notes}", "warn" if notes else "good")
        self.hint("esc closes" if notes else "enter starts a sync, esc closes")

    def go_on(self) -> None:
        if self._kept:
            self.dismiss(Outcome(sync=True))

    def action_cancel(self) -> None:
        if self._kept:
            self.dismiss(Outcome(self._kept))
        else:
            super().action_cancel()
