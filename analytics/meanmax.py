"""Mean-max: the best average over every window of a duration, by brute force over prefix sums.

Integers keep it exact and let int32 vectorise: faster than any pruning up to a day of samples
(see benchmarks/analyze.py).
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from analytics.streams import Floats

Sums = NDArray[np.int32] | NDArray[np.int64]

#: Missing samples up to this gap between two records (s) are interpolated in heart rate.
GAP_LIMIT_S = 10
_NEVER = -(1 << 40)


def best_means(values: Floats, durations: Iterable[int], scale: float = 1.0) -> dict[int, float]:
    """duration (s) -> best mean; a missing sample counts as 0 (a pause gives no watts).

    Durations longer than the values are left out. Exact to 1 / scale per sample.
    """
    if not len(values):
        return {}
    scaled = np.rint(np.nan_to_num(values, nan=0.0) * scale)
    return _best(_prefix(scaled), durations, scale)


def best_means_unbroken(
    values: Floats, durations: Iterable[int], scale: float = 1.0
) -> dict[int, float]:
    """The same, but a window with a missing sample does not count (heart rate is never 0)."""
    missing = np.isnan(values)
    if not missing.any():
        return best_means(values, durations, scale)
    scaled = np.where(missing, 0.0, np.rint(values * scale)).astype(np.int64)
    scaled[missing] = _NEVER
    bests = _best(_summed(scaled), durations, scale)
    return {window: best for window, best in bests.items() if best >= 0}


def fill_short_gaps(values: Floats, limit_s: int = GAP_LIMIT_S) -> Floats:
    """NaN between two samples at most `limit_s` apart become the straight line between them."""
    known = np.flatnonzero(~np.isnan(values))
    if len(known) < 2:
        return values
    apart = np.diff(known)
    short = np.flatnonzero((apart > 1) & (apart <= limit_s))
    if not len(short):
        return values
    filled = values.copy()
    lengths = apart[short] - 1
    first = np.cumsum(lengths) - lengths
    steps = np.arange(int(lengths.sum())) - np.repeat(first, lengths) + 1
    left = np.repeat(known[short], lengths)
    width = np.repeat(apart[short], lengths)
    begin, end = values[left], values[left + width]
    filled[left + steps] = begin + (end - begin) * steps / width
    return filled


def best_time(distance: Floats, metres: float) -> float | None:
    """Shortest elapsed time (s) over a distance; distance from the start (m), never falling.

    From every whole second, interpolated at its end. Missing samples hold the last distance.
    None when the workout is shorter.
    """
    known = np.flatnonzero(~np.isnan(distance))
    if not len(known) or metres <= 0:
        return None
    covered = np.maximum.accumulate(np.interp(np.arange(len(distance)), known, distance[known]))
    goal = covered + metres
    after = np.searchsorted(covered, goal, side="left")
    reached = after < len(covered)
    if not reached.any():
        return None
    goal, after = goal[reached], after[reached]
    before = covered[after - 1]
    ends = after - 1 + (goal - before) / (covered[after] - before)
    return float((ends - np.flatnonzero(reached)).min())


def _prefix(scaled: Floats) -> Sums:
    fits = float(np.abs(scaled).sum()) < 2**31
    return _summed(scaled.astype(np.int32)) if fits else _summed(scaled.astype(np.int64))


def _summed[T: (np.int32, np.int64)](numbers: NDArray[T]) -> NDArray[T]:
    sums = np.zeros(len(numbers) + 1, dtype=numbers.dtype)
    np.cumsum(numbers, out=sums[1:])
    return sums


def _best(sums: Sums, durations: Iterable[int], scale: float) -> dict[int, float]:
    count = len(sums) - 1
    buffer = np.empty(count, dtype=sums.dtype)
    bests = {}
    for window in durations:
        if 0 < window <= count:
            gained = buffer[: count + 1 - window]
            np.subtract(sums[window:], sums[:-window], out=gained)
            bests[window] = int(np.maximum.reduce(gained)) / (window * scale)
    return bests
