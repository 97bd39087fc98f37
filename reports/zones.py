"""Which training zones are in force?"""

from datetime import date
from typing import Any, NamedTuple

from analytics.zones import ZoneBound, default_bounds, lower_bounds
from mirror.database import Mirror
from mirror.reads import thresholds as reads
from mirror.rows import Threshold, Zone
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
    iso = day.isoformat()
    wanted = (sport,) if sport else tuple(METRICS)
    rows, own = reads.until(mirror, iso), reads.zones_until(mirror, iso)
    tables = [
        table
        for name in wanted
        for metric in METRICS.get(name, ("hr",))
        if (table := _table(rows, own, name, metric)) is not None
    ]
    return Zones(iso, tables)


#: Which tables make sense for a sport; any other sport has heart rate only.
METRICS: dict[str, tuple[str, ...]] = {
    "swim": ("pace_s_per_km", "hr"),
    "bike": ("power", "hr"),
    "run": ("pace_s_per_km", "hr", "power"),
}
UNITS: dict[str, str] = {"hr": "bpm", "power": "W", "pace_s_per_km": "s/km"}

#: The threshold that a default table hangs on, the first that is known.
_BASIS: dict[str, tuple[str, ...]] = {"hr": ("lthr_bpm", "max_hr_bpm"), "power": ("ftp_w",)}


def _table(rows: list[Threshold], own: list[Zone], sport: str, metric: str) -> ZoneTable | None:
    """The athlete's own table, else the usual one; None when its threshold is unknown."""
    unit = UNITS[metric]
    mine = [zone for zone in own if zone.metric == metric and zone.sport in (sport, reads.ALL)]
    if mine:
        newest = max(mine, key=lambda zone: (zone.sport == sport, zone.valid_from))
        kept = [z for z in mine if (z.sport, z.valid_from) == (newest.sport, newest.valid_from)]
        table = [ZoneRow(z.zone, z.label, z.lower, z.upper) for z in kept]
        return ZoneTable(sport, metric, unit, "athlete", None, newest.valid_from, table)
    ruling = reads.in_force(rows, sport)
    pace = "css_s_per_100m" if sport == "swim" else "threshold_pace_s_per_km"
    hung_on = next((name for name in _BASIS.get(metric, (pace,)) if name in ruling), None)
    if hung_on is None:
        return None
    basis = ruling[hung_on]
    bounds = default_bounds(sport, metric, reads.as_set(ruling, None))
    return ZoneTable(
        sport,
        metric,
        unit,
        basis.source,
        f"{basis.metric} {basis.value:g}",
        basis.valid_from,
        [ZoneRow(zone.zone, zone.label, zone.lower, zone.upper) for zone in bounds],
    )


def lane_bounds(table: ZoneTable) -> list[float | None]:
    """Ascending lower bounds in the unit of histograms and lanes (bpm, W, m/s); None = open."""
    rows = [ZoneBound(zone.zone, zone.lower, zone.upper, "") for zone in table.zones]
    return lower_bounds(table.metric, rows)
