"""Which workouts were planned and done, day by day and week by week?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror

from reports.jsonable import document
from reports.parts import Compliance, ExecutedPart, PlannedPart


class Item(NamedTuple):
    """A card. kind: completed (planned and done) | planned | unplanned.

    id: the executed workout's, else the plan's.
    """

    id: str
    kind: str
    sport: str
    title: str
    starts_at: str | None
    planned: PlannedPart | None
    executed: ExecutedPart | None
    compliance: Compliance | None


class Day(NamedTuple):
    items: list[Item]


class SportTotal(NamedTuple):
    planned_s: float
    done_s: float
    planned_m: float
    done_m: float
    planned_load: float
    done_load: float
    done_count: int


class Week(NamedTuple):
    """Seven days from `start`, whole even where the calendar's range cuts them.

    Sums of what is known; CTL, ATL and TSB at the week's last day that is not in the future
    (None before the first workout).
    """

    start: str
    planned_s: float
    done_s: float
    planned_m: float
    done_m: float
    planned_load: float
    done_load: float
    ctl: float | None
    atl: float | None
    tsb: float | None
    by_sport: dict[str, SportTotal]


class Calendar(NamedTuple):
    timezone: str
    start: str
    end: str
    today: str
    days: dict[str, Day]
    weeks: list[Week]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def calendar(mirror: Mirror, start: date, end: date, today: date) -> Calendar:
    """Every day of [start, end], both included, with its items in the order of the clock."""
    raise NotImplementedError
