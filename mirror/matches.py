"""What pairs plan and workouts: the candidates of some days, and the athlete's own word."""

from typing import NamedTuple

from mirror.database import Mirror
from mirror.outbox import mark


class Candidate(NamedTuple):
    """A planned session or a workout as the matching sees it.

    planned_id, method: a workout's present pair ('auto', 'pinned', 'none'). structure: a planned
    session's, JSON. parent_id: of a leg, its multisport workout.
    """

    id: str
    day: str
    sport: str
    title: str | None
    duration_s: float | None
    distance_m: float | None
    structure: str | None = None
    parent_id: str | None = None
    planned_id: str | None = None
    method: str = "none"


def planned(mirror: Mirror, first: str, last: str) -> list[Candidate]:
    """Sessions in the plan on local days [first, last] that no workout is pinned to."""
    rows = mirror.db.execute(
        "SELECT id, date, sport, title, duration_planned_s, distance_planned_m, structure"
        " FROM workouts_planned WHERE date BETWEEN ? AND ? AND status = 'planned'"
        " AND NOT EXISTS (SELECT 1 FROM workouts_executed AS w"
        "   WHERE w.planned_workout_id = workouts_planned.id AND w.match_method = 'pinned')"
        " ORDER BY date, id",
        (first, last),
    )
    return [Candidate._make((*row, None, None, "none")) for row in rows]


def workouts(mirror: Mirror, first: str, last: str) -> list[Candidate]:
    """Workouts of local days [first, last], legs too; neither transitions nor excluded ones."""
    rows = mirror.db.execute(
        "SELECT id, local_date, sport, title, duration_s, distance_m, NULL, parent_id,"
        " planned_workout_id, match_method FROM workouts_executed"
        " WHERE local_date BETWEEN ? AND ? AND excluded_reason IS NULL"
        " AND sub_sport IS NOT 'transition' ORDER BY local_date, started_at, id",
        (first, last),
    )
    return [Candidate._make(row) for row in rows]


def set_auto(mirror: Mirror, workout_id: str, planned_id: str | None) -> None:
    """Pairs by calculation, or parts (None). What the athlete decided stays."""
    _set(mirror, workout_id, planned_id, "auto" if planned_id else "none", "<> 'pinned'")


def set_by_hand(mirror: Mirror, workout_id: str, planned_id: str | None) -> None:
    """The athlete's own word, kept for ever. None: this workout belongs to no session."""
    _set(mirror, workout_id, planned_id, "pinned", "IS NOT NULL")


def release(mirror: Mirror, workout_id: str) -> None:
    """Takes the athlete's word back: the next matching decides again."""
    _set(mirror, workout_id, None, "none", "= 'pinned'")


def _set(mirror: Mirror, workout_id: str, planned_id: str | None, method: str, guard: str) -> None:
    with mirror.transaction():
        changed = mirror.db.execute(
            "UPDATE workouts_executed SET planned_workout_id = ?, match_method = ? WHERE id = ?"
            f" AND (planned_workout_id IS NOT ? OR match_method <> ?) AND match_method {guard}",
            (planned_id, method, workout_id, planned_id, method),
        ).rowcount
        if changed:
            mark(mirror, "workout", workout_id)


def day_of_workout(mirror: Mirror, workout_id: str) -> str | None:
    """The workout's local day; None where there is no such workout."""
    row = mirror.db.execute(
        "SELECT local_date FROM workouts_executed WHERE id = ?", (workout_id,)
    ).fetchone()
    return None if row is None else str(row[0])


def day_of_planned(mirror: Mirror, planned_id: str) -> str | None:
    """The planned session's local day; None where there is no such session."""
    row = mirror.db.execute(
        "SELECT date FROM workouts_planned WHERE id = ?", (planned_id,)
    ).fetchone()
    return None if row is None else str(row[0])


def last_workout_day(mirror: Mirror) -> str | None:
    """The local day of the latest workout; None before the first one."""
    row = mirror.db.execute("SELECT max(local_date) FROM workouts_executed").fetchone()
    return None if row[0] is None else str(row[0])
