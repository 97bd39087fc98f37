"""Nights and mornings: HRV against its band, resting heart rate, sleep debt and regularity.

Series are one value a day, oldest first, the last one is today; None = not measured. Pure Python:
read paths use it. Minimum counts and windows are ours, there is no authority for them.
"""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

BASELINE_DAYS = 7
BAND_DAYS = 60
BASELINE_MIN = 3
BAND_MIN = 14
RHR_DAYS = 28
RHR_MIN = 7
SLEEP_NIGHTS = 14
SLEEP_NEED_S = 8 * 3600.0

type Series = Sequence[float | None]


class HrvBand(NamedTuple):
    """All in ms (the mean of logarithms, raised again); `ln_*` are the logarithms themselves.

    low..high: the normal range, mean +- 0.5 SD of the 60 days before today.
    """

    baseline7: float | None
    low: float | None
    high: float | None
    ln_baseline7: float | None
    ln_low: float | None
    ln_high: float | None


class Deviation(NamedTuple):
    """difference: today - mean of the 28 days before; z: in sample SDs, None when they are 0."""

    difference: float
    z: float | None
    mean: float


def hrv_band(rmssd_ms: Series) -> HrvBand:
    """The 7-day baseline of ln rMSSD (at least 3 nights) and its normal range (at least 14)."""
    return _band(_logs(rmssd_ms))


def hrv_bands(rmssd_ms: Series, days: int) -> list[HrvBand]:
    """`hrv_band` of each of the last `days` mornings, by the nights up to it and no later ones."""
    logs = _logs(rmssd_ms)
    return [
        _band(logs[max(0, end - BAND_DAYS - 1) : end])
        for end in range(max(1, len(logs) - days + 1), len(logs) + 1)
    ]


def _logs(rmssd_ms: Series) -> list[float | None]:
    return [math.log(v) if v is not None and v > 0 else None for v in rmssd_ms]


def _band(logs: Series) -> HrvBand:
    baseline = _mean(logs[-BASELINE_DAYS:], BASELINE_MIN)
    before = logs[:-1][-BAND_DAYS:]
    mean, spread = _mean(before, BAND_MIN), _spread(before, BAND_MIN)
    if mean is None or spread is None:
        return HrvBand(_raised(baseline), None, None, baseline, None, None)
    low, high = mean - 0.5 * spread, mean + 0.5 * spread
    return HrvBand(_raised(baseline), math.exp(low), math.exp(high), baseline, low, high)


def rhr_deviation(rhr_bpm: Series) -> Deviation | None:
    """Today's resting heart rate against the 28 days before it; None without today or 7 of them."""
    before = rhr_bpm[:-1][-RHR_DAYS:]
    mean, spread = _mean(before, RHR_MIN), _spread(before, RHR_MIN)
    today = rhr_bpm[-1] if rhr_bpm else None
    if today is None or mean is None:
        return None
    return Deviation(today - mean, (today - mean) / spread if spread else None, mean)


def rhr_means(rhr_bpm: Series, days: int) -> list[float | None]:
    """For each of the last `days` days the mean of the 28 days before it, as `rhr_deviation`."""
    first = max(0, len(rhr_bpm) - days)
    return [
        _mean(rhr_bpm[max(0, day - RHR_DAYS) : day], RHR_MIN) for day in range(first, len(rhr_bpm))
    ]


def median(values: Series, minimum: int = 1) -> float | None:
    """Middle of the known values; None with fewer than `minimum`."""
    known = sorted(v for v in values if v is not None)
    if len(known) < max(1, minimum):
        return None
    half = len(known) // 2
    return known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2


def night_seconds(asleep_at: str, awake_at: str) -> float:
    """Length of a night between two ISO-8601 instants with offset, summer time or not."""
    fallen, woken = datetime.fromisoformat(asleep_at), datetime.fromisoformat(awake_at)
    return (woken - fallen).total_seconds()


def sleep_debt(slept_s: Series, need_s: float = SLEEP_NEED_S) -> float | None:
    """Seconds missing over the last 14 nights, surplus counted against it, never below 0.

    Nights without a measurement count neither way; None when there is none at all.
    """
    known = [s for s in slept_s[-SLEEP_NIGHTS:] if s is not None]
    return max(0.0, sum(need_s - s for s in known)) if known else None


def sleep_regularity(
    nights: Sequence[tuple[float, float]], start: float, end: float
) -> float | None:
    """SRI: -100 + 200 x the share of time in the same state (asleep, awake) as 24 h later.

    nights: (asleep, awake) instants in seconds, sorted and apart; start, end: the window, noon to
    noon. 100 = the same hours every day. None under two days or without a night.
    """
    day = 86_400.0
    if end - start < 2 * day or not nights:
        return None
    first = _clipped(nights, start, end - day)
    second = [(a - day, b - day) for a, b in _clipped(nights, start + day, end)]
    common = _overlap(first, second)
    differing = _length(first) + _length(second) - 2 * common
    return -100.0 + 200.0 * (1.0 - differing / (end - start - day))


def _clipped(
    spans: Sequence[tuple[float, float]], start: float, end: float
) -> list[tuple[float, float]]:
    return [(max(a, start), min(b, end)) for a, b in spans if b > start and a < end]


def _length(spans: Sequence[tuple[float, float]]) -> float:
    return sum(b - a for a, b in spans)


def _overlap(one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]) -> float:
    """Total common length of two sorted lists of disjoint spans."""
    total, i, j = 0.0, 0, 0
    while i < len(one) and j < len(other):
        total += max(0.0, min(one[i][1], other[j][1]) - max(one[i][0], other[j][0]))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return total


def _mean(values: Series, minimum: int) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if len(known) >= minimum else None


def _spread(values: Series, minimum: int) -> float | None:
    """Sample standard deviation."""
    known = [v for v in values if v is not None]
    if len(known) < max(2, minimum):
        return None
    mean = sum(known) / len(known)
    return math.sqrt(sum((v - mean) ** 2 for v in known) / (len(known) - 1))


def _raised(log: float | None) -> float | None:
    return None if log is None else math.exp(log)
