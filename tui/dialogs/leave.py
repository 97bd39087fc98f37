"""Forgetting a sign-in, after one question; what was brought in stays."""

from pathlib import Path

from textual.widgets import Label

from tui.dialogs.base import Dialog, Outcome, Trouble


class LeaveDialog(Dialog):
    """key: the card's."""

    def __init__(self, base: Path, key: str, title: str) -> None:
        super().__init__()
        self.base, self.key, self.source = base, key, title

    def on_mount(self) -> None:
        self.query_one(".head", Label).update(f"Forget the sign-in to {self.source}?")
        self.say("Syncs leave it out from then on. Everything it has brought in stays.")
        self.hint("y forgets it · n or esc keeps it")

    def action_yes(self) -> None:
        self.work("Forgetting…", self._forget, self._forgotten)

    def action_no(self) -> None:
        self.action_cancel()

    def _forget(self) -> str:
        from mirror.database import open_mirror
        from mirror.home import mirror_path
        from sync.credentials import Credentials
        from sync.credentials.given import given

        credentials = Credentials(self.base)
        if self.key == "garmin":
            from sync.sources.garmin.signin import TOKENS, sign_out

            name = TOKENS
            sign_out(self.base, credentials)
        elif self.key == "plan":
            from sync.engine.feeds import CREDENTIAL
            from sync.engine.plan_overview import unfollow

            name = CREDENTIAL
            with open_mirror(mirror_path(self.base)) as mirror:
                unfollow(mirror, credentials)
        else:
            from sync.hub.round import KEY
            from sync.hub.setup import sign_out as leave_hub

            name = KEY
            with open_mirror(mirror_path(self.base)) as mirror:
                leave_hub(mirror, credentials)
        seed = given(name)
        still = f" {seed.where.capitalize()} still gives one." if seed else ""
        return f"The sign-in to {self.source} is forgotten.{still}"

    def _forgotten(self, told: str | Trouble) -> None:
        if isinstance(told, Trouble):
            self.say(told.sentence, "bad")
            self.hint("esc closes")
        else:
            self.dismiss(Outcome(told))
