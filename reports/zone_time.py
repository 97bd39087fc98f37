"""How much of my time do I spend in which zone, week by week?"""

import sys
from array import array
from bisect import bisect_right
from datetime import date, timedelta
from typing import Any, NamedTuple

from analytics.sports import rank
from analytics.zones import time_in_zone
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import histograms
from mirror.reads import thresholds as stored
from mirror.reads.zones import ZoneTable, lane_bounds, tables
from reports.jsonable import document
from reports.verdicts import shares_pct
from reports.weeks import week_start_of, week_starts


class ZoneWeek(NamedTuple):
    """seconds: zone 1 first; each day by the zones of that day. shares_pct: of the week's sum."""

    start: str
    seconds: list[float]
    shares_pct: list[float]


class ZoneSeries(NamedTuple):
    """metric: hr | power | pace_s_per_km. labels: of the newest day's zones; seconds: of the whole
    range, shares_pct of their sum; weeks: every week of it, also those without any."""

    sport: str
    metric: str
    labels: list[str]
    seconds: list[float]
    shares_pct: list[float]
    weeks: list[ZoneWeek]


class ZoneTime(NamedTuple):
    """series: sports in their usual order, each sport's leading metric first; with time only."""

    start: str
    end: str
    series: list[ZoneSeries]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def zone_time(mirror: Mirror, today: date, days: int = 90) -> ZoneTime:
    """The weeks that the last `days` days lie in, from the first with anything recorded on."""
    owner = athlete(mirror)
    start = week_start_of(today - timedelta(days=days - 1), owner.week_start)
    rulers = _Rulers(mirror, today, owner.birth_year)
    sums: dict[tuple[str, str], dict[date, list[float]]] = {}
    first: date | None = None
    for row in histograms.between(mirror, start.isoformat(), today.isoformat()):
        ruler = rulers.ruler(row.local_date, row.sport, row.metric)
        if ruler is None:
            continue
        week = week_start_of(date.fromisoformat(row.local_date), owner.week_start)
        first = first or week
        counts = array("I", row.counts)
        if sys.byteorder == "big":
            counts.byteswap()
        seconds = time_in_zone(counts, row.bin_width, row.first_bin, ruler.bounds)
        weeks = sums.setdefault((row.sport, ruler.metric), {})
        known = weeks.get(week)
        weeks[week] = seconds if known is None else _sum(known, seconds)
    starts = week_starts(first or start, today, owner.week_start)
    series = [
        _series(key, weeks, starts, rulers.labels(today.isoformat(), *key))
        for key, weeks in sorted(sums.items(), key=lambda item: _order(*item[0]))
    ]
    return ZoneTime(starts[0].isoformat(), today.isoformat(), [s for s in series if s.seconds])


def _series(
    key: tuple[str, str], weeks: dict[date, list[float]], starts: list[date], labels: list[str]
) -> ZoneSeries:
    found = [(start.isoformat(), weeks.get(start, [])) for start in starts]
    rows = [ZoneWeek(start, seconds, shares_pct(seconds)) for start, seconds in found]
    whole: list[float] = []
    for row in rows:
        whole = _sum(whole, row.seconds)
    names = labels + [f"Z{n + 1}" for n in range(len(labels), len(whole))]
    return ZoneSeries(*key, names, whole if any(whole) else [], shares_pct(whole), rows)


def _sum(one: list[float], other: list[float]) -> list[float]:
    """Zone by zone; a table may have had fewer zones than another."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return [v + shorter[n] if n < len(shorter) else v for n, v in enumerate(longer)]


def _order(sport: str, metric: str) -> tuple[int, int]:
    leading = ("power", "pace_s_per_km", "hr") if sport == "bike" else _METRICS
    return rank(sport), leading.index(metric)


_METRICS = ("pace_s_per_km", "power", "hr")
_METRIC_OF = {"hr": "hr", "power": "power", "speed": "pace_s_per_km"}


class _Ruler(NamedTuple):
    metric: str
    bounds: list[float | None]


class _Rulers:
    """The zones of each day: they change on few days, between which they are computed once."""

    def __init__(self, mirror: Mirror, today: date, birth_year: int | None) -> None:
        last = today.isoformat()
        self._rows, self._own = stored.until(mirror, last), stored.zones_until(mirror, last)
        self._birth_year = birth_year
        self._changes = sorted(
            {row.valid_from for row in self._rows} | {row.valid_from for row in self._own}
        )
        self._tables: dict[tuple[int, str, str], list[ZoneTable]] = {}
        self._rulers: dict[tuple[int, str, str, str], _Ruler | None] = {}

    def ruler(self, day: str, sport: str, channel: str) -> _Ruler | None:
        """None without zones for the channel (hr, power, speed)."""
        key = (bisect_right(self._changes, day), day[:4], sport, channel)
        if key not in self._rulers:
            metric = _METRIC_OF[channel]
            table = self._table(day, sport, metric)
            self._rulers[key] = _Ruler(metric, lane_bounds(table)) if table else None
        return self._rulers[key]

    def labels(self, day: str, sport: str, metric: str) -> list[str]:
        table = self._table(day, sport, metric)
        return [zone.label or f"Z{zone.zone}" for zone in table.zones] if table else []

    def _table(self, day: str, sport: str, metric: str) -> ZoneTable | None:
        count, year = bisect_right(self._changes, day), day[:4]
        key = (count, year, sport)
        if key not in self._tables:
            rows = [row for row in self._rows if row.valid_from <= day]
            own = [row for row in self._own if row.valid_from <= day]
            age = None if self._birth_year is None else int(year) - self._birth_year
            self._tables[key] = tables(rows, own, sport, age)
        return next((table for table in self._tables[key] if table.metric == metric), None)
