"""What the athlete says about a workout: kept as a source of its own, so that no later recording of
the same workout takes it away."""

import json
from typing import Any

from mirror.database import Mirror
from mirror.outbox import mark
from mirror.workouts import mark_day_stale

_EDITABLE = frozenset({"title", "notes", "rpe", "excluded_reason"})


def edit(mirror: Mirror, workout_id: str, *, now: str, **said: str | float | None) -> None:
    """Stores the athlete's title, notes, rpe or excluded_reason; None clears the field.

    Raises KeyError where there is no such workout or no such field.
    """
    unknown = said.keys() - _EDITABLE
    if unknown:
        raise KeyError(f"not the athlete's to edit: {', '.join(sorted(unknown))}")
    db = mirror.db
    with mirror.transaction():
        row = db.execute(
            "SELECT started_at FROM workouts_executed WHERE id = ?", (workout_id,)
        ).fetchone()
        if row is None:
            raise KeyError(f"no workout {workout_id}")
        earlier = db.execute(
            "SELECT source_id, details FROM workout_sources"
            " WHERE workout_id = ? AND source = 'athlete' ORDER BY fetched_at DESC LIMIT 1",
            (workout_id,),
        ).fetchone()
        source_id = earlier[0] if earlier else workout_id
        details: dict[str, Any] = json.loads(earlier[1]) if earlier else {}
        details.update(said)
        db.execute(
            "INSERT OR REPLACE INTO workout_sources"
            " (source, source_id, workout_id, rank, started_at, ended_at, fetched_at, details)"
            " VALUES ('athlete', ?, ?, 0, ?, ?, ?, ?)",
            (source_id, workout_id, row[0], row[0], now, json.dumps(details, sort_keys=True)),
        )
        assignments = ", ".join(f"{name} = ?" for name in said)
        db.execute(
            f"UPDATE workouts_executed SET {assignments} WHERE id = ?",
            (*said.values(), workout_id),
        )
        if "excluded_reason" in said:
            mark_day_stale(mirror, workout_id)
        mark(mirror, "workout", workout_id)
