"""What the hub has to be told: one row a unit, written in the transaction of the change itself.

A key whose row is gone from its table is a deletion.
"""

from typing import Literal

from mirror.database import Mirror

Kind = Literal["athlete", "workout", "planned", "wellness", "threshold", "zones", "raw"]

_MARK = (
    "INSERT INTO outbox (kind, key, changed_at)"
    " VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))"
    # Later than before even within one millisecond, and on a clock that was set back: the hub's
    # acknowledgement of the earlier change must not clear the later one.
    " ON CONFLICT (kind, key) DO UPDATE SET changed_at = max(excluded.changed_at,"
    " strftime('%Y-%m-%dT%H:%M:%f+00:00', outbox.changed_at, '+0.001 seconds'))"
)


def mark(mirror: Mirror, kind: Kind, *keys: str) -> None:
    """Marks the units as changed. Call it inside the transaction that changes them."""
    mirror.db.executemany(_MARK, [(kind, key) for key in keys])
