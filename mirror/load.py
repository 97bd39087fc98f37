"""Writes of `daily_load`, and the mark that says from which day on it is stale."""

from collections.abc import Iterable

from mirror import settings
from mirror.database import Mirror
from mirror.rows import LoadDay

_STALE_FROM = "daily_load_stale_from"


def mark_stale(mirror: Mirror, local_date: str) -> None:
    """`daily_load` no longer holds from this day on. Set in the transaction of the change itself,
    so that a run killed before its refresh leaves the next one a note."""
    settings.lower(mirror, _STALE_FROM, local_date)


def stale_from(mirror: Mirror) -> str | None:
    """The first day whose load must be computed anew, None when all is fresh."""
    return settings.get(mirror, _STALE_FROM)


def replace_from(mirror: Mirror, from_date: str, days: Iterable[LoadDay]) -> None:
    """Replaces every day from `from_date` on, and clears the mark it answers."""
    with mirror.transaction():
        mirror.db.execute("DELETE FROM daily_load WHERE local_date >= ?", (from_date,))
        mirror.db.executemany("INSERT INTO daily_load VALUES (?, ?, ?, ?, ?, ?)", days)
        stale = stale_from(mirror)
        if stale is not None and stale >= from_date:
            settings.drop(mirror, _STALE_FROM)
