"""The address of the training plan: asked for, tried, and kept once it has shown what it holds."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Label

from tui.dialogs.base import Outcome, SecretInput, Trouble
from tui.dialogs.store import StoringDialog

if TYPE_CHECKING:
    from sync.credentials import Secret


class PlanDialog(StoringDialog):
    HEAD = "Follow a training plan"

    _address: "Secret | None" = None
    _kept = ""

    def fields(self) -> ComposeResult:
        yield Label("Address of the calendar (not shown)", classes="field", id="label-address")
        yield SecretInput(placeholder="webcal://… or https://…", id="address")

    def begin(self) -> None:
        self.say(
            "In TrainingPeaks: Settings, Calendar, publish, copy the link. Any iCal feed will do."
            " Who has the address can read the plan, so it is kept like a password."
        )
        self._ask()

    def _ask(self) -> None:
        self.show_only("address")
        self.hint("enter looks what it holds, esc cancels")

    def entered(self) -> None:
        from sync.credentials import Secret

        address = Secret(self.query_one(SecretInput).take().strip())
        if address.reveal():
            self._address = address
            self.work("Asking the calendar…", lambda: self._probe(address), self._probed)

    def _probe(self, address: "Secret") -> str:
        from mirror.database import open_mirror
        from mirror.home import mirror_path
        from sync.engine.feeds import probe

        with open_mirror(mirror_path(self.base)) as mirror:
            return probe(mirror, address.reveal(), datetime.now(UTC))

    def _probed(self, found: str | Trouble) -> None:
        if isinstance(found, Trouble):
            self._address = None
            self.say(found.sentence, "bad")
            self._ask()
            return
        self.show_only()
        self.say(f"The calendar holds {found}.", "good")
        self.hint("enter keeps the address, esc does not")

    def _keep(self, address: "Secret") -> str:
        from mirror.database import open_mirror
        from mirror.home import mirror_path
        from sync.engine.feeds import CREDENTIAL, remember_given

        place = self.credentials.write(CREDENTIAL, address.reveal())
        with open_mirror(mirror_path(self.base)) as mirror:
            remember_given(mirror)
        return place

    def _was_kept(self, place: str | Trouble) -> None:
        if isinstance(place, Trouble):
            self.say(place.sentence, "bad")
            self.hint("esc closes")
            return
        self._address, self._kept = None, f"The plan is followed; its address is kept in {place}."
        self.say(f"✓ {self._kept}", "good")
        self.hint("enter starts a sync, esc closes")

    def go_on(self) -> None:
        address = self._address
        if self._kept:
            self.dismiss(Outcome(sync=True))
        elif address is not None:
            self.work("Keeping the address…", lambda: self._keep(address), self._was_kept)

    def action_cancel(self) -> None:
        if self._kept:
            self.dismiss(Outcome(self._kept))
        else:
            super().action_cancel()
