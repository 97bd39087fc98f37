"""What the mirror derives from all units, for agents who ask by SQL: daily load by year, seconds in
zone by month. Every device derives the same, so the last one that tells holds; none pulls it."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import thresholds as reads
from mirror.reads import zones
from mirror.rows import Histogram
from sync.hub import wire

_LOAD = ("local_date", "load", "ctl", "atl", "tsb", "by_sport")
_FOREVER = "9999-12-31"


def derived(mirror: Mirror) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(kind, key, encoded body) of every derived unit as it is now."""
    days = mirror.db.execute(f"SELECT {', '.join(_LOAD)} FROM daily_load ORDER BY local_date")
    for year, rows in groupby(days, key=lambda row: row[0][:4]):
        body = {"rows": [dict(zip(_LOAD, row, strict=True)) for row in rows]}
        yield "load", year, wire.encode(body)
    for month, rows in groupby(_zone_time(mirror), key=lambda row: row[0][:7]):
        yield "zone_time", month, wire.encode({"rows": [row[1] for row in rows]})


def _zone_time(mirror: Mirror) -> Iterator[tuple[str, dict[str, Any]]]:
    """(local day, row of `workout_zone_seconds`), oldest first; the zones are those of the day."""
    tables = _Tables(mirror)
    cursor = mirror.db.execute(
        f"SELECT w.local_date, w.sport, {', '.join(f'h.{name}' for name in Histogram._fields)}"
        " FROM workouts_executed AS w JOIN workout_histograms AS h ON h.workout_id = w.id"
        " ORDER BY w.local_date, w.id, h.metric"
    )
    for (day, sport, workout), rows in groupby(cursor, key=lambda row: (row[0], row[1], row[2])):
        found = [Histogram._make(row[2:]) for row in rows]
        histograms = {histogram.metric: histogram for histogram in found}
        for table in tables.of(day, sport):
            seconds = zones.seconds_in(histograms, table)
            for zone, spent in zip(table.zones, seconds or (), strict=seconds is not None):
                row = (workout, table.metric, zone.zone, zone.label, spent)
                yield day, dict(zip(_ZONE_TIME, row, strict=True))


_ZONE_TIME = ("workout_id", "metric", "zone", "label", "seconds")


class _Tables:
    """The zone tables by day and sport, each made once for as long as it is in force."""

    def __init__(self, mirror: Mirror) -> None:
        self._rows = reads.until(mirror, _FOREVER)
        self._own = reads.zones_until(mirror, _FOREVER)
        self._born = athlete(mirror).birth_year
        self._known: dict[tuple[int, int, str, str], list[zones.ZoneTable]] = {}

    def of(self, day: str, sport: str) -> list[zones.ZoneTable]:
        rows = [row for row in self._rows if row.valid_from <= day]
        own = [zone for zone in self._own if zone.valid_from <= day]
        key = len(rows), len(own), sport, day[:4] if self._born else ""
        if key not in self._known:
            age = None if self._born is None else date.fromisoformat(day).year - self._born
            self._known[key] = zones.tables(rows, own, sport, age)
        return self._known[key]
