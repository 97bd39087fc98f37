"""Stored mean-max curves: read a value, lay many over each other. Pure Python: read paths use it.

A curve is uint16 little endian on `durations.GRID` (W, bpm x 10, mm/s; 0 = not reached).
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import zip_longest

from analytics.durations import GRID

SCALES: dict[str, float] = {"power": 1.0, "hr": 10.0, "speed": 1000.0}


def values(curve: bytes) -> array[int]:
    """The stored numbers, one a grid point."""
    numbers = array("H")
    numbers.frombytes(curve)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def value_at(curve: bytes, metric: str, seconds: int) -> float | None:
    """The best mean over a duration; None when the workout was shorter.

    Between grid points the energy (value x duration) is interpolated, which errs < 1 %.
    """
    return interpolated(values(curve), metric, seconds)


def interpolated(numbers: Sequence[int], metric: str, seconds: int) -> float | None:
    """`value_at` for numbers already unpacked, an envelope for one."""
    scale = SCALES[metric]
    right = bisect_left(GRID, seconds)
    if seconds < 1 or right >= len(numbers) or not numbers[right]:
        return None
    if GRID[right] == seconds:
        return numbers[right] / scale
    left = right - 1
    before, after = numbers[left] * GRID[left], numbers[right] * GRID[right]
    share = (seconds - GRID[left]) / (GRID[right] - GRID[left])
    return (before + (after - before) * share) / seconds / scale


def points(curve: bytes, metric: str) -> list[tuple[int, float]]:
    """(seconds, value) at every grid point reached."""
    scale = SCALES[metric]
    return [(s, n / scale) for s, n in zip(GRID, values(curve), strict=False) if n]


def envelope(curves: Sequence[bytes]) -> tuple[array[int], array[int]]:
    """(best number per grid point, index of the workout that holds it; -1 where none reaches).

    Of equal bests the first in the sequence is named.
    """
    best, holder = array("H"), array("i")
    for column in zip_longest(*map(values, curves), fillvalue=0):
        top = max(column)
        best.append(top)
        holder.append(column.index(top) if top else -1)
    return best, holder
