"""What is on the plan today?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import plan, workouts
from reports.jsonable import document
from reports.parts import ExecutedPart, PlannedPart, executed_part, planned_part


class Today(NamedTuple):
    """next_planned: the nearest planned workout after today, when today has none."""

    date: str
    plan: list[PlannedPart]
    done: list[ExecutedPart]
    next_planned: PlannedPart | None

    def to_json(self) -> dict[str, Any]:
        return document(self)


def today(mirror: Mirror, day: date) -> Today:
    """The plan of `day`, in the order of the clock, and what is already done."""
    timezone = athlete(mirror).timezone
    iso = day.isoformat()
    planned = [planned_part(row) for row in plan.between(mirror, iso, iso)]
    done = [executed_part(row, timezone) for row in workouts.between(mirror, iso, iso)]
    following = None if planned else plan.next_after(mirror, iso)
    return Today(iso, planned, done, planned_part(following) if following else None)
