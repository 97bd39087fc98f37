"""Which training zones are in force?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror

from reports.jsonable import document


class ZoneRow(NamedTuple):
    """Half-open [lower, upper) in the table's unit, None = open.

    Pace tables: lower is the faster end (fewer s/km), and the range is (lower, upper].
    """

    zone: int
    label: str | None
    lower: float | None
    upper: float | None


class ZoneTable(NamedTuple):
    """metric: hr | power | pace_s_per_km. source: athlete (set by hand) or the threshold's own
    source that the defaults were computed from. basis: that threshold, in words."""

    sport: str
    metric: str
    unit: str
    source: str
    basis: str | None
    valid_from: str | None
    zones: list[ZoneRow]


class Zones(NamedTuple):
    date: str
    tables: list[ZoneTable]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def zones(mirror: Mirror, day: date, sport: str | None = None) -> Zones:
    """The tables in force on `day`: the athlete's own, else defaults from that day's thresholds."""
    raise NotImplementedError
