"""Daily load and fitness as ingest left them."""

from mirror.database import Mirror
from mirror.rows import LoadDay

_LOAD = ", ".join(LoadDay._fields)


def between(mirror: Mirror, start: str, end: str) -> list[LoadDay]:
    """The stored days of [start, end], oldest first."""
    rows = mirror.db.execute(
        f"SELECT {_LOAD} FROM daily_load WHERE local_date BETWEEN ? AND ? ORDER BY local_date",
        (start, end),
    )
    return [LoadDay._make(row) for row in rows]


def latest_before(mirror: Mirror, day: str) -> LoadDay | None:
    """The last stored day before `day`."""
    row = mirror.db.execute(
        f"SELECT {_LOAD} FROM daily_load WHERE local_date < ? ORDER BY local_date DESC LIMIT 1",
        (day,),
    ).fetchone()
    return LoadDay._make(row) if row else None


def first_date(mirror: Mirror) -> str | None:
    row = mirror.db.execute("SELECT min(local_date) FROM daily_load").fetchone()
    found: str | None = row[0]
    return found
