"""The one athlete of a mirror; editable."""

from mirror.database import Mirror
from mirror.first_run import check_timezone
from mirror.outbox import mark
from mirror.rows import Athlete

_COLUMNS = ", ".join(Athlete._fields)


def athlete(mirror: Mirror) -> Athlete:
    """The athlete this mirror belongs to."""
    row = mirror.db.execute(f"SELECT {_COLUMNS} FROM athletes ORDER BY created_at LIMIT 1")
    return Athlete._make(row.fetchone())


def save_athlete(mirror: Mirror, changed: Athlete) -> None:
    """Stores the athlete's own settings. Raises ValueError for an unknown time zone."""
    check_timezone(changed.timezone)
    assignments = ", ".join(f"{name} = ?" for name in Athlete._fields[1:])
    with mirror.transaction():
        mirror.db.execute(
            f"UPDATE athletes SET {assignments} WHERE id = ?", (*changed[1:], changed.id)
        )
        mark(mirror, "athlete", changed.id)
