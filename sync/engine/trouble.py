"""Entering a failed unit in the ledger: when it is tried again, and when it is given up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mirror import ledger
from mirror.database import Mirror
from mirror.ledger import Entry

#: After so many failures in a row an item is left alone; `backfill` by hand takes it up again.
CAP = 5
_FIRST_DELAY = timedelta(hours=1)


def put_off(
    mirror: Mirror,
    source: str,
    dataset: str,
    items: Sequence[str],
    reason: str,
    now: datetime,
) -> None:
    """One more failure of each item. What is already stored of it stays."""
    known = ledger.entries(mirror, source, dataset)
    changed = []
    for item in items:
        before = known.get(item)
        attempts = 1 + (before.attempts if before else 0)
        if attempts >= CAP:
            changed.append(Entry(item, "failed", attempts, f"given up: {reason}"))
            continue
        again = (now + _FIRST_DELAY * 2 ** (attempts - 1)).isoformat(timespec="seconds")
        changed.append(Entry(item, "failed", attempts, reason, again))
    ledger.put(mirror, source, dataset, changed, now=now.isoformat(timespec="seconds"))


def is_due(entry: Entry | None, now: str, *, by_hand: bool) -> bool:
    """Is there anything to ask for? Unknown, not final, or failed and its time has come."""
    if entry is None or entry.state == "pending":
        return True
    if entry.state == "failed":
        return by_hand or (entry.next_try_at is not None and entry.next_try_at <= now)
    return entry.next_try_at is not None and entry.next_try_at <= now
