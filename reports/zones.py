"""Which training zones are in force?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import thresholds as reads
from mirror.reads.zones import METRICS, ZoneRow, ZoneTable, lane_bounds, tables
from reports.jsonable import document

__all__ = ["METRICS", "ZoneRow", "ZoneTable", "Zones", "lane_bounds", "zones"]


class Zones(NamedTuple):
    date: str
    tables: list[ZoneTable]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def zones(mirror: Mirror, day: date, sport: str | None = None) -> Zones:
    """The tables in force on `day`: the athlete's own, else defaults from that day's thresholds."""
    iso = day.isoformat()
    wanted = (sport,) if sport else tuple(METRICS)
    rows, own = reads.until(mirror, iso), reads.zones_until(mirror, iso)
    born = athlete(mirror).birth_year
    age = None if born is None else day.year - born
    return Zones(iso, [table for name in wanted for table in tables(rows, own, name, age)])
