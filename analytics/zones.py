"""Training zones: default tables from thresholds, and seconds per zone from a stored histogram.

Half-open everywhere: zone k is [lower_k, lower_k+1), the last one is open upwards, so a value of
120.5 between "…120" and "121…" is never lost. Pure Python: read paths use it.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from analytics.thresholds import ThresholdSet


class ZoneBound(NamedTuple):
    """One row as `training_zones` keeps it; None = open.

    For `pace_s_per_km` lower < upper are seconds (lower = faster) and zone 1 is the slowest:
    the zone is (lower, upper] in pace, the same as [1000 / upper, 1000 / lower) in speed.
    """

    zone: int
    lower: float | None
    upper: float | None
    label: str


_FRIEL = (
    "Z1 Recovery", "Z2 Aerobic", "Z3 Tempo", "Z4 Sub-threshold",
    "Z5a Threshold", "Z5b Aerobic capacity", "Z5c Anaerobic capacity",
)  # fmt: skip
_COGGAN = (
    "Z1 Recovery", "Z2 Endurance", "Z3 Tempo", "Z4 Threshold",
    "Z5 VO2max", "Z6 Anaerobic", "Z7 Neuromuscular",
)  # fmt: skip
_FIFTHS = ("Z1 Very light", "Z2 Light", "Z3 Moderate", "Z4 Hard", "Z5 Maximum")

#: Shares of LTHR (Friel), of FTP (Coggan), of maximal heart rate, of threshold pace time (Friel).
_LTHR_BIKE = (0.81, 0.90, 0.94, 1.00, 1.03, 1.06)
_LTHR = (0.85, 0.90, 0.95, 1.00, 1.03, 1.06)
_FTP = (0.55, 0.75, 0.90, 1.05, 1.20, 1.50)
_MAX_HR = (0.60, 0.70, 0.80, 0.90)
_PACE = (1.29, 1.14, 1.06, 1.00, 0.97, 0.90)


def default_bounds(sport: str, metric: str, thresholds: ThresholdSet) -> list[ZoneBound]:
    """The usual table for the sport, [] when the threshold it hangs on is unknown.

    metric: "hr" | "power" | "pace_s_per_km" (seconds per km, for swims too).
    """
    if metric == "power":
        return _table(thresholds.ftp_w, _FTP, _COGGAN)
    if metric == "hr":
        if thresholds.lthr_bpm is not None:
            shares = _LTHR_BIKE if sport == "bike" else _LTHR
            return _table(thresholds.lthr_bpm, shares, _FRIEL)
        return _table(thresholds.max_hr_bpm, _MAX_HR, _FIFTHS)
    speed = thresholds.css_m_s if sport == "swim" else thresholds.threshold_speed_m_s
    if speed is None:
        return []
    edges = [round(1000.0 / speed * share, 1) for share in _PACE]
    bounds = zip([*edges, None], [None, *edges], _FRIEL, strict=True)
    return [ZoneBound(k, lower, upper, text) for k, (lower, upper, text) in enumerate(bounds, 1)]


def _table(
    threshold: float | None, shares: Sequence[float], labels: Sequence[str]
) -> list[ZoneBound]:
    if threshold is None:
        return []
    edges = [float(round(threshold * share)) for share in shares]
    bounds = zip([None, *edges], [*edges, None], labels, strict=True)
    return [ZoneBound(k, lower, upper, text) for k, (lower, upper, text) in enumerate(bounds, 1)]


def lower_bounds(metric: str, zones: Sequence[ZoneBound]) -> list[float | None]:
    """Ascending lower bounds in the histogram's unit (bpm, W, m/s); None = open below.

    Zones of pace come out in the same order (zone 1, the slowest, first).
    """
    if metric != "pace_s_per_km":
        return [zone.lower for zone in zones]
    return [None if zone.upper is None else 1000.0 / zone.upper for zone in zones]


def zone_of(value: float, bounds: Sequence[float | None]) -> int | None:
    """Index of the zone that holds the value, None below the first."""
    found = None
    for index, lower in enumerate(bounds):
        if lower is not None and value < lower:
            break
        found = index
    return found


def time_in_zone(
    counts: Sequence[int], bin_width: float, first_bin: int, bounds: Sequence[float | None]
) -> list[float]:
    """Seconds per zone from seconds per bin, bounds ascending, the first may be None (open).

    A bound inside a bin splits it by the values it can hold: whole numbers in bins of watts and
    beats, mm/s in bins of speed. Seconds below the first bound are in no zone (`time_below`).
    """
    below = [0.0 if lower is None else time_below(counts, bin_width, first_bin, lower)
             for lower in bounds]  # fmt: skip
    return [high - low for low, high in pairwise([*below, float(sum(counts))])]


def time_below(counts: Sequence[int], bin_width: float, first_bin: int, value: float) -> float:
    """Seconds strictly below the value."""
    quantum = 1.0 if bin_width >= 1 else 0.001
    steps = math.ceil(round((value - first_bin * bin_width) / quantum, 6))
    per_bin = round(bin_width / quantum)
    whole, rest = divmod(max(0, steps), per_bin)
    seconds = float(sum(counts[:whole]))
    if rest and whole < len(counts):
        seconds += counts[whole] * rest / per_bin
    return seconds
