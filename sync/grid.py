"""Records as they came, at whatever times, onto the 1 Hz grid of `Streams`."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Records up to this many seconds apart are joined by a straight line (smart recording); what is
#: farther apart is a gap.
LONGEST_FILL_S = 10
_EARTH_RADIUS_M = 6_371_008.8
_SMOOTHING_S = 5


class Grid:
    """Places columns of records on `n` seconds.

    seconds: the second of each record, ascending, 0 <= second < n. timer: bool of length n, False
    in pauses; nothing is filled in across one.
    """

    def __init__(self, seconds: Ints, timer: Bools) -> None:
        self.n = len(timer)
        self._seconds = seconds
        self._shared = _Shared(seconds) if (seconds[1:] == seconds[:-1]).any() else None
        self._complete = self._shared is None and len(seconds) == self.n
        self._paused_before = None if timer.all() else np.cumsum(~timer) - ~timer

    def place(self, values: Floats, *, average: bool = True, period: float | None = None) -> Floats:
        """One column at 1 Hz. Of several records in a second those without a value do not count:
        the rest are averaged, or the last one wins. period: of values that wrap (longitude)."""
        if self._complete:
            return self.fill(values.copy(), period=period)
        placed = np.full(self.n, np.nan)
        placed[self._seconds] = values
        if self._shared is not None:
            self._shared.merge(values, placed, average)
        return self.fill(placed, period=period)

    def fill(self, placed: Floats, *, period: float | None = None) -> Floats:
        """Joins neighbours up to LONGEST_FILL_S apart, in place."""
        missing = np.isnan(placed)
        if not missing.any():
            return placed
        edges = np.flatnonzero(missing[1:] != missing[:-1])
        edges = edges[int(missing[0]) :]  # from a value to a gap, and back, by turns
        right = edges[1::2] + 1
        left = edges[: 2 * len(right) : 2]
        gaps = right - left
        short = gaps <= LONGEST_FILL_S
        if self._paused_before is not None:
            short &= self._paused_before[left] == self._paused_before[right]
        if not short.any():
            return placed
        left, right, gaps = left[short], right[short], gaps[short]
        holes = gaps - 1
        first = np.cumsum(holes) - holes
        step = np.arange(1, int(holes.sum()) + 1) - np.repeat(first, holes)
        rise = placed[right] - placed[left]
        if period is not None:
            rise = (rise + period / 2) % period - period / 2
        start = np.repeat(left, holes)
        placed[start + step] = placed[start] + np.repeat(rise / gaps, holes) * step
        return placed


class _Shared:
    """The seconds that hold more than one record."""

    def __init__(self, seconds: Ints) -> None:
        same = seconds[1:] == seconds[:-1]
        self._records = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
        mine = seconds[self._records]
        new = np.insert(np.diff(mine) > 0, 0, True)
        self._group, self._seconds = np.cumsum(new) - 1, mine[new]

    def merge(self, values: Floats, placed: Floats, average: bool) -> None:
        """Puts the mean, or the last value, of each such second into `placed`."""
        mine = values[self._records]
        known = ~np.isnan(mine)
        group, mine, count = self._group[known], mine[known], len(self._seconds)
        merged = np.full(count, np.nan)
        if average:
            counts = np.bincount(group, minlength=count)
            sums = np.bincount(group, weights=mine, minlength=count)
            np.divide(sums, counts, out=merged, where=counts > 0)
        else:
            merged[group] = mine
        placed[self._seconds] = merged


def never_falling(distance: Floats, *, first_leg: bool = True) -> Floats:
    """Distance from the start, records in order of time: a counter that is reset (the next leg of
    a multisport file) does not fall, one that was not reset begins at 0 all the same."""
    start = float(distance[0]) if len(distance) else np.nan
    if 0 <= start < (_FIRST_RECORD_M if first_leg else 0.01) and (np.diff(distance) >= 0).all():
        return distance
    known = ~np.isnan(distance)
    values = distance[known]
    if not len(values):
        return distance
    steps = np.diff(values)
    np.maximum(steps, 0, out=steps)
    start = float(values[0]) if first_leg and 0 <= values[0] < _FIRST_RECORD_M else 0.0
    result = np.full(len(distance), np.nan)
    result[known] = np.cumsum(np.concatenate(([start], steps)))
    return result


#: A first record may lie this far from the start (10 s at the speed of a fast descent).
_FIRST_RECORD_M = 200.0


def along(lat: Floats, lon: Floats, segments: Ints | None = None) -> Floats:
    """Metres along a track of positions (haversine), nothing between two segments."""
    distance = np.full(len(lat), np.nan)
    known = np.flatnonzero(~np.isnan(lat) & ~np.isnan(lon))
    phi, lam = np.radians(lat[known]), np.radians(lon[known])
    half = (
        np.sin(np.diff(phi) / 2) ** 2
        + np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    )
    steps = 2 * _EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1)))
    if segments is not None:
        steps[np.diff(segments[known]) != 0] = 0.0
    if len(known):
        distance[known] = np.concatenate(([0.0], np.cumsum(steps)))
    return distance


def speed_from_distance(distance: Floats, smooth: bool = False) -> Floats:
    """m/s on the grid for devices that record distance only.

    smooth: over five seconds; positions are rounded, so their differences jump.
    """
    speed = np.diff(distance, append=np.nan)
    if not smooth or len(speed) < _SMOOTHING_S:
        return speed
    known = ~np.isnan(speed)
    window = np.ones(_SMOOTHING_S)
    sums = np.convolve(np.where(known, speed, 0.0), window, "same")
    counts = np.convolve(known.astype(np.float64), window, "same")
    return np.where(known, sums / np.maximum(counts, 1), np.nan)
