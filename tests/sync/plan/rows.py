"""Planned sessions and workouts by hand."""

from mirror import plan, workouts
from mirror.database import Mirror
from mirror.first_run import ATHLETE_ID
from mirror.rows import Planned, Workout


def session(
    name: str, day: str, minutes: float | None, *, sport: str = "bike", title: str | None = None,
    structure: str | None = None, status: str = "planned",
) -> Planned:  # fmt: skip
    return Planned(
        id=name,
        athlete_id=ATHLETE_ID,
        date=day,
        sport=sport,
        title=title or name,
        duration_planned_s=None if minutes is None else minutes * 60,
        distance_planned_m=None,
        tss_planned=None,
        description=None,
        structure=structure,
        source="coach",
        source_uid=None,
        dedup_key=name,
        starts_at=None,
        status=status,
        first_seen_at="2026-05-01T00:00:00+00:00",
        updated_at="2026-05-01T00:00:00+00:00",
    )


def done(
    name: str, day: str, minutes: float, *, sport: str = "bike", title: str | None = None,
    parent: str | None = None, sub_sport: str | None = None,
) -> Workout:  # fmt: skip
    return Workout(
        id=name,
        athlete_id=ATHLETE_ID,
        started_at=f"{day}T06:00:00+00:00",
        utc_offset_s=0,
        local_date=day,
        sport=sport,
        sub_sport=sub_sport,
        title=title,
        duration_s=minutes * 60,
        parent_id=parent,
    )


def store(mirror: Mirror, *rows: Planned | Workout) -> None:
    for row in rows:
        if isinstance(row, Planned):
            plan.save_pull(mirror, [row], [])
        else:
            workouts.save(mirror, workouts.WorkoutUnit(row))


def pairs(mirror: Mirror) -> dict[str, str]:
    rows = mirror.db.execute(
        "SELECT id, planned_workout_id FROM workouts_executed WHERE planned_workout_id IS NOT NULL"
    )
    return dict(rows.fetchall())
