"""How the sources stand, for the screen and the commands that show it. Asks nobody: neither the
services nor the keyring."""

from datetime import datetime
from typing import Literal, NamedTuple

from mirror import settings
from mirror.athlete import athlete
from mirror.database import Mirror
from sync.engine import schedule
from sync.sources.garmin import account

Standing = Literal["signed_out", "signed_in", "ended", "sign_in_blocked", "paused"]


class Missing(NamedTuple):
    """What is not stored, and why: so many days or items of a dataset."""

    source: str
    dataset: str
    state: str
    items: int
    reason: str
    first: str
    last: str


class GarminOverview(NamedTuple):
    """sentence: the standing for the athlete. until: the end of a block or of the sign-in.
    data_as_of: when a device last reached Garmin. backfill_since: the history that was begun."""

    standing: Standing
    sentence: str
    person: str | None
    until: datetime | None
    data_as_of: str | None
    last_success_at: str | None
    backfill_since: str | None


def garmin(mirror: Mirror, now: datetime) -> GarminOverview:
    """Where the sign-in and the data of Garmin stand."""
    standing, sentence, until = _standing(mirror, now)
    known = account.read(mirror)
    last = mirror.db.execute(
        "SELECT max(finished_at) FROM sync_runs WHERE outcome = 'done'"
    ).fetchone()
    return GarminOverview(
        standing,
        sentence,
        known.person if known else None,
        until,
        settings.get(mirror, account.DATA_AS_OF),
        last[0],
        settings.get(mirror, schedule.BACKFILL_SINCE),
    )


def _standing(mirror: Mirror, now: datetime) -> tuple[Standing, str, datetime | None]:
    zone = athlete(mirror).timezone
    known = account.read(mirror)
    blocked = account.sign_in_blocked_until(mirror, now)
    if known is None and blocked:
        clock = account.clock(blocked, zone)
        return "sign_in_blocked", f"Garmin has throttled signing in until {clock}.", blocked
    if known is None:
        return "signed_out", "Not signed in to Garmin.", None
    if account.has_ended(mirror):
        return "ended", "Garmin has ended the sign-in; sign in again.", None
    paused = account.paused_until(mirror, now)
    if paused:
        clock = account.clock(paused, zone)
        return "paused", f"Garmin asked for a pause until {clock}.", paused
    ends = account.sign_in_ends(mirror)
    if ends is None:
        return "signed_in", f"Signed in as {known.person}.", None
    clock = account.clock(ends, zone)[:10]
    return (
        "signed_in",
        f"Signed in as {known.person}; without a sync until {clock} it ends.",
        ends,
    )


def missing(mirror: Mirror) -> list[Missing]:
    """What the ledger knows to be missing, worst first, by dataset and reason. Days on which
    there simply was nothing are not among it."""
    rows = mirror.db.execute(
        "SELECT source, dataset, state, count(*), coalesce(reason, ''), min(item), max(item)"
        " FROM sync_ledger WHERE state IN ('failed', 'pending', 'summary')"
        " GROUP BY source, dataset, state, reason"
        " ORDER BY state = 'failed' DESC, count(*) DESC"
    )
    return [Missing(*row) for row in rows]
