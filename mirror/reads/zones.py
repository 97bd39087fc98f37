"""The zone tables in force on a day, and the seconds that a workout spent in each zone."""

import sys
from array import array
from typing import NamedTuple

from analytics.estimate import with_defaults
from analytics.zones import ZoneBound, default_bounds, lower_bounds, time_in_zone
from mirror.reads import thresholds as reads
from mirror.rows import Histogram, Threshold, Zone


class ZoneRow(NamedTuple):
    """Half-open [lower, upper) in the table's unit, None = open.

    Pace tables: lower is the faster end (fewer s/km), and the range is (lower, upper].
    """

    zone: int
    label: str | None
    lower: float | None
    upper: float | None


class ZoneTable(NamedTuple):
    """metric: hr | power | pace_s_per_km. source: athlete (set by hand), else that of the
    threshold the usual table was computed from (default: a guess by age). basis: that threshold, in
    words; valid_from: None for a default.
    """

    sport: str
    metric: str
    unit: str
    source: str
    basis: str | None
    valid_from: str | None
    zones: list[ZoneRow]


#: Which tables make sense for a sport; any other sport has heart rate only.
METRICS: dict[str, tuple[str, ...]] = {
    "swim": ("pace_s_per_km", "hr"),
    "bike": ("power", "hr"),
    "run": ("pace_s_per_km", "hr", "power"),
}
UNITS: dict[str, str] = {"hr": "bpm", "power": "W", "pace_s_per_km": "s/km"}


def tables(rows: list[Threshold], own: list[Zone], sport: str, age: int | None) -> list[ZoneTable]:
    """Every table of the sport: the athlete's own, else the usual one from the thresholds in force.

    rows, own: all set for the day or before, oldest first.
    """
    found = (_table(rows, own, sport, metric, age) for metric in METRICS.get(sport, ("hr",)))
    return [table for table in found if table is not None]


def _table(
    rows: list[Threshold], own: list[Zone], sport: str, metric: str, age: int | None
) -> ZoneTable | None:
    """The athlete's own table, else the usual one; None when its threshold is unknown."""
    unit = UNITS[metric]
    mine = [zone for zone in own if zone.metric == metric and zone.sport in (sport, reads.ALL)]
    if mine:
        newest = max(mine, key=lambda zone: (zone.sport == sport, zone.valid_from))
        kept = [z for z in mine if (z.sport, z.valid_from) == (newest.sport, newest.valid_from)]
        table = [ZoneRow(z.zone, z.label, z.lower, z.upper) for z in kept]
        return ZoneTable(sport, metric, unit, "athlete", None, newest.valid_from, table)
    ruling = reads.in_force(rows, sport)
    known = with_defaults(reads.as_set(ruling, None), age)
    bounds = default_bounds(sport, metric, known)
    if not bounds:
        return None
    hung_on = _basis(sport, metric)
    basis = ruling.get(hung_on)
    value = known.value(hung_on)
    return ZoneTable(
        sport,
        metric,
        unit,
        known.sources[hung_on],
        f"{hung_on} {value:.0f}",
        basis.valid_from if basis else None,
        [ZoneRow(zone.zone, zone.label, zone.lower, zone.upper) for zone in bounds],
    )


def _basis(sport: str, metric: str) -> str:
    """The threshold that the default table hangs on."""
    if metric == "hr":
        return "lthr_bpm"
    if metric == "power":
        return "ftp_w"
    return "css_s_per_100m" if sport == "swim" else "threshold_pace_s_per_km"


def lane_bounds(table: ZoneTable) -> list[float | None]:
    """Ascending lower bounds in the unit of histograms and lanes (bpm, W, m/s); None = open."""
    rows = [ZoneBound(zone.zone, zone.lower, zone.upper, "") for zone in table.zones]
    return lower_bounds(table.metric, rows)


_HISTOGRAM_OF = {"hr": "hr", "power": "power", "pace_s_per_km": "speed"}


def seconds_in(histograms: dict[str, Histogram], table: ZoneTable) -> list[float] | None:
    """Seconds per zone of the table, None where the channel was not recorded."""
    row = histograms.get(_HISTOGRAM_OF[table.metric])
    if row is None:
        return None
    counts = array("I", row.counts)
    if sys.byteorder == "big":
        counts.byteswap()
    return time_in_zone(counts, row.bin_width, row.first_bin, lane_bounds(table))
