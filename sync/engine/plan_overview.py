"""How the feed of the training plan stands. Asks nobody: neither the feed nor the keyring."""

from typing import Literal, NamedTuple

from mirror import ledger, settings
from mirror.database import Mirror
from sync.credentials import Credentials
from sync.engine.feeds import CREDENTIAL, GIVEN, NAME
from sync.sources.plan import state


class PlanOverview(NamedTuple):
    """sentence: for the athlete. known_until: the last day that the feed told of."""

    standing: Literal["not_set_up", "followed", "failed"]
    sentence: str
    last_success_at: str | None
    known_until: str | None


def plan(mirror: Mirror) -> PlanOverview:
    """Whether there is a feed, and what became of it last."""
    last = state.load(mirror, NAME)
    if settings.get(mirror, GIVEN) is None and last is None:
        return PlanOverview("not_set_up", "No training plan is followed.", None, None)
    entry = ledger.entries(mirror, NAME, "plan").get("feed")
    until = last.known_until if last else None
    row = mirror.db.execute(
        "SELECT updated_at FROM sync_ledger"
        " WHERE source = ? AND dataset = 'plan' AND state = 'full'",
        (NAME,),
    ).fetchone()
    at = row[0] if row else last.pulled_on if last else None
    if entry is not None and entry.state == "failed":
        return PlanOverview("failed", f"{entry.reason}", at, until)
    sentence = "The plan's feed is followed." if last else "The first sync brings the plan."
    return PlanOverview("followed", sentence, at, until)


def unfollow(mirror: Mirror, credentials: Credentials) -> bool:
    """Forgets the address; the sessions stay. True if there was one. Raises CredentialError."""
    had = credentials.delete(CREDENTIAL)
    with mirror.transaction():
        settings.drop(mirror, GIVEN)
        state.forget(mirror, NAME)
    return had
