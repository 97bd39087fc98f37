"""The laps of a workout: channels cleaned once, every lap a slice of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analytics.channels import Kept
from analytics.motion import REVERSAL_M, climbed, turning_points
from analytics.power import NP_WINDOW_S, present, rolling_mean
from analytics.streams import Bools, Floats, Streams

Ints = NDArray[np.int64]
type Column = list[float | None]

_SHORTEST_M = 1.0


def lap_summaries(
    streams: Streams, kept: Kept, spans: Sequence[tuple[int, int]]
) -> list[dict[str, float | None]]:
    """The computed columns of `workout_laps` for each span [start, end) of grid seconds.

    kept: the streams' kept channels. What lies outside of the streams does not count.
    """
    if not spans:
        return []
    starts, ends = np.clip(np.array(spans, dtype=np.int64).T, 0, streams.n)
    laps = _Laps(starts, np.maximum(starts, ends))
    timers = [float(seconds) for seconds in laps.counts(streams.timer)]
    metres = _covered(kept.distance, laps)
    columns: dict[str, Column] = {
        "duration_s": [timer or None for timer in timers],
        "distance_m": metres,
        "avg_hr": laps.means(kept.hr),
        "max_hr": laps.maxima(kept.hr),
        "avg_power": laps.means(kept.power),
        "max_power": laps.maxima(kept.power),
        "normalized_power": _normalized(kept.power, laps),
        "avg_cadence": laps.means(kept.cadence, above=0.0),
        "avg_pace_s_per_km": [
            timer / far * 1000.0 if timer and far is not None and far >= _SHORTEST_M else None
            for timer, far in zip(timers, metres, strict=True)
        ],
        "elevation_gain_m": _gains(kept.altitude, laps),
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


class _Laps:
    """Spans [first, end) of an array; they may overlap, and be empty."""

    def __init__(self, first: Ints, end: Ints) -> None:
        self.first = first
        self.end = end
        self._edges = np.column_stack((first, end)).ravel()
        self._empty = first >= end

    def sums(self, values: Floats) -> Floats:
        """Each span summed by itself: differences of one long prefix sum would leave dust of other
        laps in a lap of zeros, and NP's fourth root makes that visible."""
        return self._reduced(np.add, values, 0.0)

    def counts(self, wanted: Bools) -> list[int]:
        counted = _prefix(wanted)
        found: list[int] = (counted[self.end] - counted[self.first]).tolist()
        return found

    def means(self, values: Floats | None, above: float = -np.inf) -> Column:
        """Of the known samples greater than `above`."""
        if values is None:
            return [None] * len(self.first)
        counted = values > above
        sums = self.sums(np.where(counted, values, 0.0)).tolist()
        return [
            total / count if count else None
            for total, count in zip(sums, self.counts(counted), strict=True)
        ]

    def maxima(self, values: Floats | None) -> Column:
        if values is None:
            return [None] * len(self.first)
        found = self._reduced(np.fmax, values, np.nan).tolist()
        return [None if best != best else best for best in found]

    def among(self, known: Bools) -> "_Laps":
        """The same laps in the array of the known samples alone."""
        counted = _prefix(known)
        return _Laps(counted[self.first], counted[self.end])

    def _reduced(self, ufunc: np.ufunc, values: Floats, nothing: float) -> Floats:
        """One call for all: every other segment is what lies between two laps."""
        reduced: Floats = ufunc.reduceat(np.append(values, nothing), self._edges)[::2]
        reduced[self._empty] = nothing
        return reduced


def _prefix(wanted: Bools) -> Ints:
    counted = np.zeros(len(wanted) + 1, dtype=np.int64)
    np.cumsum(wanted, out=counted[1:])
    return counted


def _covered(distance: Floats | None, laps: _Laps) -> Column:
    """Metres between the last known sample before a lap and the last one before its end."""
    if distance is None:
        return [None] * len(laps.first)
    known, last = _prefix(~np.isnan(distance)), len(distance)
    metres = np.append(0.0, present(distance))  # the sample after k known ones is metres[k]
    before = known[np.minimum(laps.first + 1, last)]
    upto = known[np.minimum(laps.end + 1, last)]
    far = (metres[upto] - metres[before]).tolist()
    return [gone if any_known else None for gone, any_known in zip(far, upto.tolist(), strict=True)]


def _normalized(power: Floats | None, laps: _Laps) -> Column:
    """NP of each lap's present samples; None under 30 s."""
    if power is None:
        return [None] * len(laps.first)
    known = ~np.isnan(power)
    mine = laps.among(known)
    rolled = rolling_mean(present(power), NP_WINDOW_S)
    if not len(rolled):
        return [None] * len(laps.first)
    np.square(rolled, out=rolled)
    np.square(rolled, out=rolled)
    # rolled[j] is the window that begins with sample j; the last one to fit begins 29 before end.
    end = np.maximum(mine.end - (NP_WINDOW_S - 1), mine.first)
    windows = _Laps(np.minimum(mine.first, len(rolled)), np.minimum(end, len(rolled)))
    sums, counts = windows.sums(rolled).tolist(), (windows.end - windows.first).tolist()
    return [
        (total / count) ** 0.25 if count else None
        for total, count in zip(sums, counts, strict=True)
    ]


def _gains(altitude: Floats | None, laps: _Laps) -> Column:
    """Metres climbed in each lap; None without two samples."""
    if altitude is None:
        return [None] * len(laps.first)
    mine, heights = laps.among(~np.isnan(altitude)), present(altitude)
    turns = turning_points(heights)
    points = heights[turns].tolist()
    firsts, ends = mine.first.tolist(), mine.end.tolist()
    inner = np.searchsorted(turns, np.column_stack((mine.first, mine.end))).tolist()
    return [
        climbed([heights[first], *points[low:high], heights[end - 1]], REVERSAL_M)
        if end - first > 1
        else None
        for first, end, (low, high) in zip(firsts, ends, inner, strict=True)
    ]
