"""Which thresholds are in force, since when, and who says so?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror

from reports.jsonable import document


class ThresholdInForce(NamedTuple):
    """sport: "all" where one value holds for every sport. source: athlete | garmin | estimated."""

    sport: str
    metric: str
    value: float
    unit: str
    valid_from: str
    source: str


class Thresholds(NamedTuple):
    """current: in force on `date`. history: every change up to now, newest first."""

    date: str
    current: list[ThresholdInForce]
    history: list[ThresholdInForce]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def thresholds(mirror: Mirror, day: date) -> Thresholds:
    """The thresholds in force on `day`, with their history."""
    raise NotImplementedError
