"""What have I done in the last days?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror

from reports.jsonable import document
from reports.parts import ExecutedPart


class RecentTotals(NamedTuple):
    """Sums of what is known over the workouts."""

    count: int
    duration_s: float
    distance_m: float
    load: float


class Recent(NamedTuple):
    """`days` local days ending with and including today; workouts newest first."""

    days: int
    start: str
    end: str
    workouts: list[ExecutedPart]
    totals: RecentTotals

    def to_json(self) -> dict[str, Any]:
        return document(self)


def recent(mirror: Mirror, today: date, days: int = 14) -> Recent:
    """The workouts of the last `days` local days, today included."""
    raise NotImplementedError
