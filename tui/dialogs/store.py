"""The dialog's first question where there is no keyring: may a file be used?"""

from pathlib import Path
from typing import TYPE_CHECKING

from tui.dialogs.base import Dialog, Trouble

if TYPE_CHECKING:
    from sync.credentials import Credentials


class NoStore(Trouble):
    """There is no keyring; a file at `sentence` could be used."""


class StoringDialog(Dialog):
    """Before anything is typed: is there a place to keep it? Then `begin`."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.base = base
        self._credentials: Credentials | None = None
        self._asking = False

    @property
    def credentials(self) -> "Credentials":
        if self._credentials is None:
            from sync.credentials import Credentials

            self._credentials = Credentials(self.base)
        return self._credentials

    def begin(self) -> None:
        """Show the form."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.show_only()
        self.work("Looking where it can be kept…", self._check, self._checked)

    def _check(self) -> Trouble | None:
        from sync.credentials import NoStoreError, StoreTroubleError

        try:
            self.credentials.check()
        except (NoStoreError, StoreTroubleError) as error:
            if not isinstance(error, NoStoreError):
                return Trouble(str(error))
            return NoStore(str(self.credentials.file_path))
        return None

    def _checked(self, trouble: Trouble | None) -> None:
        if trouble is None:
            self.begin()
            return
        why = (
            "There is no system keyring here." if isinstance(trouble, NoStore) else trouble.sentence
        )
        self._asking = True
        self.say(
            f"{why} It can be kept in a file instead, {self.credentials.file_path}, which only your"
            " user can read. It is not encrypted: who can read your files can read it.",
            "warn",
        )
        self.hint("y uses the file · n or esc keeps nothing")

    def action_yes(self) -> None:
        if self._asking and not self.busy:
            self._asking = False
            self.work("Making the file…", lambda: self.credentials.choose("file"), self._chosen)

    def _chosen(self, trouble: Trouble | None) -> None:
        if trouble is not None:
            self.say(trouble.sentence, "bad")
            self.hint("esc closes")
        else:
            self.begin()

    def action_no(self) -> None:
        if self._asking:
            self.action_cancel()
