"""Load from heart rate, out of seconds per beat count. Pure Python: recomputation uses it too.

counts[k] = seconds at first_bpm + k; heart rate comes in whole beats, so nothing is lost against
a sum over seconds. Sources: Banister/Morton (TRIMP), Edwards 1993, Lucia 2003.
"""

import math
from collections.abc import Sequence

from analytics.thresholds import ThresholdSet

#: (a, b) of x * a * e^(b x). Women's values after Morton 1990; several programs keep a = 0.64.
_MEN = (0.64, 1.92)
_WOMEN = (0.86, 1.67)
_EDWARDS = (0.5, 0.6, 0.7, 0.8, 0.9)
_SUFFER = (25.0, 60.0, 115.0, 250.0, 300.0)


def trimp_rate(bpm: float, resting: float, maximum: float, sex: str | None = None) -> float:
    """TRIMP per minute at one heart rate; the reserve is clipped to 0..1."""
    a, b = _WOMEN if sex == "f" else _MEN
    x = min(1.0, max(0.0, (bpm - resting) / (maximum - resting)))
    return x * a * math.exp(b * x)


def trimp(counts: Sequence[int], first_bpm: int, thresholds: ThresholdSet) -> float | None:
    """Banister's TRIMP; None without samples, resting or maximal heart rate."""
    resting, maximum = thresholds.resting_hr_bpm, thresholds.max_hr_bpm
    if resting is None or maximum is None or maximum <= resting or not any(counts):
        return None
    sex = thresholds.sex
    return (
        sum(
            seconds * trimp_rate(first_bpm + index, resting, maximum, sex)
            for index, seconds in enumerate(counts)
            if seconds
        )
        / 60.0
    )


def hr_tss(counts: Sequence[int], first_bpm: int, thresholds: ThresholdSet) -> float | None:
    """Estimated TSS: TRIMP as a share of an hour's TRIMP at LTHR, x 100."""
    value = trimp(counts, first_bpm, thresholds)
    if value is None or thresholds.lthr_bpm is None:
        return None
    resting, maximum = thresholds.resting_hr_bpm, thresholds.max_hr_bpm
    assert resting is not None
    assert maximum is not None
    hour = 60.0 * trimp_rate(thresholds.lthr_bpm, resting, maximum, thresholds.sex)
    return 100.0 * value / hour if hour > 0 else None


def edwards(counts: Sequence[int], first_bpm: int, max_hr: float) -> float:
    """Minutes x 1..5 for 50-60 % ... 90-100 % of maximal heart rate, lower bounds inclusive."""
    return (
        sum(
            seconds * sum(first_bpm + index >= share * max_hr for share in _EDWARDS)
            for index, seconds in enumerate(counts)
        )
        / 60.0
    )


def lucia(counts: Sequence[int], first_bpm: int, vt1: float, vt2: float) -> float:
    """Minutes x 1 below VT1, x 2 in [VT1, VT2), x 3 from VT2 on."""
    return (
        sum(
            seconds * (1 + (first_bpm + index >= vt1) + (first_bpm + index >= vt2))
            for index, seconds in enumerate(counts)
        )
        / 60.0
    )


def suffer_estimate(zone_seconds: Sequence[float]) -> float:
    """Zone hours x (25, 60, 115, 250, 300): an estimate in the manner of Strava's Suffer Score.

    Not Strava's Relative Effort, which is unpublished. Seven zones: the last three count alike.
    """
    total = 0.0
    for zone, seconds in enumerate(zone_seconds):
        total += seconds / 3600.0 * _SUFFER[min(zone, len(_SUFFER) - 1)]
    return total
