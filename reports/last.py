"""What was my latest workout?"""

from typing import Any, NamedTuple

from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import workouts
from mirror.rows import Workout
from reports.jsonable import document
from reports.parts import local_clock, workout_document


class Last(NamedTuple):
    """workout: the whole row; None when there is none (of that sport)."""

    sport: str | None
    workout: Workout | None
    local_start: str | None

    def to_json(self) -> dict[str, Any]:
        made = document(self)
        made["workout"] = workout_document(self.workout) if self.workout else None
        return made


def last(mirror: Mirror, sport: str | None = None) -> Last:
    """The workout that started last (multisport legs aside), of `sport` if one is named."""
    found = workouts.latest(mirror, sport)
    start = None if found is None else local_clock(found, athlete(mirror).timezone)
    return Last(sport, found, start)
