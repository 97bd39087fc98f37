"""Seconds per bin of power, heart rate and speed, so that new zones need no stream."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.streams import Floats


class Histogram(NamedTuple):
    """counts[k]: seconds in [(first_bin + k) * bin_width, (first_bin + k + 1) * bin_width)."""

    bin_width: float
    first_bin: int
    counts: NDArray[np.uint32]


class _Bins(NamedTuple):
    width: float
    scale: int
    """Values are rounded to 1 / scale ..."""
    units: int
    """... and this many of those make a bin: whole numbers, since 2.3 // 0.1 is 22."""


_BINS = {"power": _Bins(5.0, 1, 5), "hr": _Bins(1.0, 1, 1), "speed": _Bins(0.1, 1000, 100)}


def histogram(metric: str, values: Floats) -> Histogram | None:
    """metric: "power" | "hr" | "speed". NaN is nowhere, nor are 0 bpm and standing still.

    None when nothing is left.
    """
    bins = _BINS[metric]
    steps = np.rint(values[~np.isnan(values)] * bins.scale).astype(np.int64)
    steps = steps[steps >= 0] if metric == "power" else steps[steps > 0]
    if not len(steps):
        return None
    places = steps // bins.units
    first = int(places.min())
    return Histogram(bins.width, first, np.bincount(places - first).astype(np.uint32))


def seconds_in_zones(values: Floats, bounds: Sequence[float | None]) -> list[int]:
    """Seconds per half-open zone straight from samples; lower bounds ascend, None = open."""
    known = values[~np.isnan(values)]
    above = [len(known) if b is None else int(np.count_nonzero(known >= b)) for b in bounds]
    return [high - low for high, low in zip(above, [*above[1:], 0], strict=True)]
