"""Which planned session may a workout have been, and which one is it held for?"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from mirror.database import Mirror
from mirror.reads import plan, workouts
from mirror.rows import Workout
from reports.identify import identify
from reports.jsonable import document
from reports.parts import PlannedPart, planned_part

#: Days before and after the workout.
REACH_DAYS = 3


class Candidate(NamedTuple):
    """A session near the workout. chosen: its partner now. taken_by: titles of other workouts that
    have it."""

    planned: PlannedPart
    chosen: bool
    taken_by: list[str]


class Partners(NamedTuple):
    """method: auto | pinned | none. candidates: in the order of the days; the present partner is
    among them wherever it lies."""

    workout_id: str
    date: str
    sport: str
    title: str
    method: str
    planned_id: str | None
    candidates: list[Candidate]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def partners(mirror: Mirror, ident: str) -> Partners:
    """Sessions of the days around a workout. Raises as `identify`."""
    workout = identify(mirror, ident)
    day = date.fromisoformat(workout.local_date)
    reach = timedelta(days=REACH_DAYS)
    rows = plan.between(mirror, (day - reach).isoformat(), (day + reach).isoformat())
    present = workout.planned_workout_id
    if present is not None and all(row.id != present for row in rows):
        far = plan.by_id(mirror, present)
        rows = sorted([*rows, far], key=lambda row: row.date) if far else rows
    return Partners(
        workout_id=workout.id,
        date=workout.local_date,
        sport=workout.sport,
        title=_title(workout),
        method=workout.match_method,
        planned_id=present,
        candidates=[
            Candidate(
                planned_part(row),
                row.id == present,
                [_title(w) for w in workouts.by_plan(mirror, row.id) if w.id != workout.id],
            )
            for row in rows
        ],
    )


def _title(workout: Workout) -> str:
    return workout.title or workout.sport.capitalize()
