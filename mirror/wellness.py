"""Writing wellness days: what is known is never overwritten by what is not."""

from collections.abc import Iterable

from mirror.database import Mirror
from mirror.outbox import mark
from mirror.rows import Wellness

_COLUMNS = ", ".join(Wellness._fields)
_MARKS = ", ".join("?" * len(Wellness._fields))
_VALUES = Wellness._fields[2:]
_MERGE = (
    f"INSERT INTO wellness_daily ({_COLUMNS}) VALUES ({_MARKS})"
    " ON CONFLICT (athlete_id, date) DO UPDATE SET "
    + ", ".join(f"{name} = coalesce(excluded.{name}, {name})" for name in _VALUES)
    + " WHERE "
    + " OR ".join(f"coalesce(excluded.{name}, {name}) IS NOT {name}" for name in _VALUES)
)


def save_days(mirror: Mirror, days: Iterable[Wellness]) -> int:
    """Merges the days into the stored ones, value by value; None leaves what is there.

    Returns how many days changed; only those are marked for the hub. One transaction.
    """
    changed = 0
    with mirror.transaction():
        for day in days:
            if mirror.db.execute(_MERGE, day).rowcount > 0:
                mark(mirror, "wellness", day.date)
                changed += 1
    return changed
