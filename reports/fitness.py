"""How fit, how tired, how fresh: CTL, ATL and TSB, and where the plan leads them."""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror

from reports.jsonable import document


class FitnessDay(NamedTuple):
    date: str
    load: float
    ctl: float
    atl: float
    tsb: float
    forecast: bool


class FitnessNow(NamedTuple):
    """ramp: CTL gained in 7 days. monotony, strain: Foster's, 7 days. acwr: 7:28, uncoupled."""

    date: str
    ctl: float
    atl: float
    tsb: float
    ramp: float | None
    monotony: float | None
    strain: float | None
    acwr: float | None


class Forecast(NamedTuple):
    """Where the forecast's loads come from; `unknown` planned workouts could not be counted."""

    days: int
    from_planned_load: int
    from_planned_time: int
    unknown: int
    note: str | None


class Fitness(NamedTuple):
    """days: oldest first, then the forecast's. now: None before the first workout.

    warm_up_until: CTL is not to be trusted before this day (42 days of history are missing).
    """

    start: str
    end: str
    days: list[FitnessDay]
    now: FitnessNow | None
    forecast: Forecast
    warm_up_until: str | None

    def to_json(self) -> dict[str, Any]:
        return document(self)


def fitness(mirror: Mirror, today: date, days: int = 90, ahead: int = 28) -> Fitness:
    """`days` local days with today, then up to `ahead` days of forecast as far as the plan goes."""
    raise NotImplementedError
