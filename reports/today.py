"""What is on the plan today?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror

from reports.jsonable import document
from reports.parts import ExecutedPart, PlannedPart


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
    raise NotImplementedError
