"""Whose mirror this is. One database, one athlete."""

from mirror.database import Mirror
from mirror.rows import Athlete

_ATHLETE = ", ".join(Athlete._fields)


def athlete(mirror: Mirror) -> Athlete:
    """The athlete; `open_mirror` has made one."""
    row = mirror.db.execute(f"SELECT {_ATHLETE} FROM athletes LIMIT 1").fetchone()
    return Athlete._make(row)
