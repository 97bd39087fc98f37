"""What have I done in the last days?"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import workouts
from reports.jsonable import document
from reports.parts import ExecutedPart, executed_part


class RecentTotals(NamedTuple):
    """Sums of what is known, workouts excluded from the load left out."""

    workouts: int
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
    timezone = athlete(mirror).timezone
    start, end = (today - timedelta(days=days - 1)).isoformat(), today.isoformat()
    rows = workouts.between(mirror, start, end)
    counted = [row for row in rows if row.excluded_reason is None]
    totals = RecentTotals(
        workouts=len(counted),
        duration_s=sum(row.duration_s or 0.0 for row in counted),
        distance_m=sum(row.distance_m or 0.0 for row in counted),
        load=sum(row.load or 0.0 for row in counted),
    )
    parts = [executed_part(row, timezone) for row in reversed(rows)]
    return Recent(days, start, end, parts, totals)
