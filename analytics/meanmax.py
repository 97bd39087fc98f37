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
    return _means(*best_sums(values, durations, scale), scale)


def best_means_unbroken(
    values: Floats, durations: Iterable[int], scale: float = 1.0
) -> dict[int, float]:
    """The same, but a window with a missing sample does not count (heart rate is never 0)."""
    return _means(*best_sums_unbroken(values, durations, scale), scale)


def best_sums(
    values: Floats, durations: Iterable[int], scale: float = 1.0
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(durations not longer than the values, best sum of values * scale over each)."""
    return _best(_prefix(_whole(values, scale)), durations)


def best_sums_unbroken(
    values: Floats, durations: Iterable[int], scale: float = 1.0
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same of windows without a missing sample, durations for which there is one."""
    missing = np.isnan(values)
    if not missing.any():
        return best_sums(values, durations, scale)
    scaled = _whole(values, scale).astype(np.int64)
    scaled[missing] = _NEVER
    windows, bests = _best(_summed(scaled), durations)
    return windows[bests >= 0], bests[bests >= 0]


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


def _whole(values: Floats, scale: float) -> Floats:
    """Whole numbers, missing samples 0."""
    scaled = values * scale
    np.rint(scaled, out=scaled)
    scaled[np.isnan(scaled)] = 0.0
    return scaled


def _means(windows: NDArray[np.int64], sums: NDArray[np.int64], scale: float) -> dict[int, float]:
    return dict(zip(windows.tolist(), (sums / (windows * scale)).tolist(), strict=True))


def _prefix(scaled: Floats) -> Sums:
    fits = float(np.abs(scaled).sum()) < 2**31
    return _summed(scaled.astype(np.int32)) if fits else _summed(scaled.astype(np.int64))


def _summed[T: (np.int32, np.int64)](numbers: NDArray[T]) -> NDArray[T]:
    sums = np.zeros(len(numbers) + 1, dtype=numbers.dtype)
    np.cumsum(numbers, out=sums[1:])
    return sums


def _best(sums: Sums, durations: Iterable[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    count = len(sums) - 1
    windows = [window for window in durations if 0 < window <= count]
    buffer = np.empty(count, dtype=sums.dtype)
    bests = np.empty(len(windows), dtype=np.int64)
    subtract = np.subtract
    for index, window in enumerate(windows):
        gained = subtract(sums[window:], sums[:-window], buffer[: count + 1 - window])
        bests[index] = gained[gained.argmax()]  # a tenth faster than max(): less ado in NumPy
    return np.array(windows, dtype=np.int64), bests
