"""The plan: what is on which day, and what was changed lately."""

from typing import NamedTuple

from mirror.database import Mirror
from mirror.rows import PlanChange, Planned

_PLANNED = ", ".join(Planned._fields)


class Change(NamedTuple):
    """A row of `plan_changes` with the planned workout it is about; `date` is the one it has now.

    before, after: JSON or None.
    """

    seen_at: str
    kind: str
    date: str
    sport: str
    title: str
    before: str | None
    after: str | None
    planned_id: str


def between(mirror: Mirror, start: str, end: str) -> list[Planned]:
    """Planned workouts of local days [start, end], timed ones first, then by title."""
    return _between(mirror, start, end)


def open_between(mirror: Mirror, start: str, end: str) -> list[Planned]:
    """Those of `between` that no workout has answered."""
    unanswered = "(SELECT 1 FROM workouts_executed AS e WHERE e.planned_workout_id = p.id)"
    return _between(mirror, start, end, f"AND NOT EXISTS {unanswered} ")


def _between(mirror: Mirror, start: str, end: str, condition: str = "") -> list[Planned]:
    rows = mirror.db.execute(
        f"SELECT {_PLANNED} FROM workouts_planned AS p "
        f"WHERE date BETWEEN ? AND ? AND status = 'planned' {condition}"
        "ORDER BY date, starts_at IS NULL, starts_at, title, id",
        (start, end),
    )
    return [Planned._make(row) for row in rows]


def loads(mirror: Mirror, start: str, end: str) -> list[tuple[str, float]]:
    """(local day, planned load) of the days of [start, end] that have one."""
    rows = mirror.db.execute(
        "SELECT date, sum(tss_planned) FROM workouts_planned WHERE date BETWEEN ? AND ? "
        "AND status = 'planned' AND tss_planned IS NOT NULL GROUP BY date",
        (start, end),
    )
    return [(row[0], row[1]) for row in rows]


def by_id(mirror: Mirror, planned_id: str) -> Planned | None:
    row = mirror.db.execute(
        f"SELECT {_PLANNED} FROM workouts_planned WHERE id = ?", (planned_id,)
    ).fetchone()
    return Planned._make(row) if row else None


def next_after(mirror: Mirror, day: str) -> Planned | None:
    """The first planned workout after the local day."""
    row = mirror.db.execute(
        f"SELECT {_PLANNED} FROM workouts_planned INDEXED BY workouts_planned_by_date "
        "WHERE date > ? AND status = 'planned' ORDER BY date LIMIT 1",
        (day,),
    ).fetchone()
    return Planned._make(row) if row else None


def last_date(mirror: Mirror) -> str | None:
    """How far the plan reaches."""
    row = mirror.db.execute("SELECT max(date) FROM workouts_planned").fetchone()
    found: str | None = row[0]
    return found


def changes_since(mirror: Mirror, seen_at: str, limit: int = 50) -> list[Change]:
    """Edits of the plan seen at or after the instant, newest first."""
    rows = mirror.db.execute(
        "SELECT c.seen_at, c.kind, p.date, p.sport, p.title, c.before, c.after, p.id "
        "FROM plan_changes AS c INDEXED BY plan_changes_by_time "
        "CROSS JOIN workouts_planned AS p ON p.id = c.planned_id "
        "WHERE c.seen_at >= ? ORDER BY c.seen_at DESC, p.date, c.id LIMIT ?",
        (seen_at, limit),
    )
    return [Change._make(row) for row in rows]


def changes_between(mirror: Mirror, since: str, until: str) -> list[PlanChange]:
    """Edits of the plan seen at instants [since, until), newest first."""
    rows = mirror.db.execute(
        f"SELECT {', '.join(PlanChange._fields)} FROM plan_changes INDEXED BY plan_changes_by_time "
        "WHERE seen_at >= ? AND seen_at < ? ORDER BY seen_at DESC, id",
        (since, until),
    )
    return [PlanChange._make(row) for row in rows]
