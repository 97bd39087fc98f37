"""Nights and days of wellness."""

from mirror.database import Mirror
from mirror.rows import Wellness

_WELLNESS = ", ".join(Wellness._fields)


def between(mirror: Mirror, start: str, end: str) -> list[Wellness]:
    """The days of [start, end] that have a row, oldest first."""
    rows = mirror.db.execute(
        f"SELECT {_WELLNESS} FROM wellness_daily "
        "WHERE athlete_id = (SELECT id FROM athletes) AND date BETWEEN ? AND ? ORDER BY date",
        (start, end),
    )
    return [Wellness._make(row) for row in rows]


def latest_date(mirror: Mirror) -> str | None:
    row = mirror.db.execute(
        "SELECT max(date) FROM wellness_daily WHERE athlete_id = (SELECT id FROM athletes)"
    ).fetchone()
    found: str | None = row[0]
    return found


def last_with(mirror: Mirror, column: str, since: str) -> str | None:
    """The last day from `since` on that has a value of the column."""
    if column not in Wellness._fields:
        raise ValueError(f"no such column: {column}")
    row = mirror.db.execute(
        "SELECT date FROM wellness_daily WHERE athlete_id = (SELECT id FROM athletes) "
        f"AND date >= ? AND {column} IS NOT NULL ORDER BY date DESC LIMIT 1",
        (since,),
    ).fetchone()
    return None if row is None else str(row[0])
