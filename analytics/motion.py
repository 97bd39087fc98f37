"""Movement: seconds in motion and metres climbed."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from analytics.power import present
from analytics.streams import Floats

MOVING_M_S = 0.5
#: Share of the time for which speed must be known to say how long one moved.
KNOWN_SHARE = 0.5
#: A climb or descent counts from here on: three metres is what a barometer's noise stays under.
REVERSAL_M = 3.0


def moving_time(speed: Floats, timer_s: float | None = None) -> float | None:
    """Seconds faster than 0.5 m/s; missing samples do not count.

    None when speed is known for less than half of the timer's time (all samples unless given): a
    phone that writes a record a minute has not seen whether one moved.
    """
    known = np.count_nonzero(~np.isnan(speed))
    if not known or known < KNOWN_SHARE * (len(speed) if timer_s is None else timer_s):
        return None
    return float(np.count_nonzero(speed > MOVING_M_S))


def speed_from_distance(distance: Floats) -> Floats:
    """m/s of each second out of the distance channel, for devices that record distance alone.

    NaN where the second before has none either.
    """
    speed = np.full(len(distance), np.nan)
    if len(distance) > 1:
        speed[1:] = np.maximum(np.diff(distance), 0.0)
    return speed


def elevation_gain(altitude: Floats, reversal_m: float = REVERSAL_M) -> float | None:
    """Metres climbed: sum of the rises between reversals of at least `reversal_m` (zigzag).

    Loses nothing of a climb, unlike a reference that moves in steps. None without two samples.
    """
    return _climbed(altitude, reversal_m)


def elevation_loss(altitude: Floats, reversal_m: float = REVERSAL_M) -> float | None:
    """Metres descended, by the same rule."""
    return _climbed(-altitude, reversal_m)


def climbed(points: Iterable[float], reversal_m: float = REVERSAL_M) -> float:
    """The zigzag itself, over heights of which every local extreme is one."""
    gain, climbing = 0.0, False
    low = high = math.inf
    for height in points:
        if climbing:
            if height > high:
                high = height
            elif high - height >= reversal_m:
                gain += high - low
                climbing, low = False, height
        elif height < low:
            low = height
        elif height - low >= reversal_m:
            climbing, high = True, height
    return gain + high - low if climbing else gain


def turning_points(heights: Floats) -> NDArray[np.intp]:
    """Where the first and last sample and the local extremes between are: all that a zigzag looks
    at. heights: without NaN, at least one."""
    changes = np.flatnonzero(heights[1:] != heights[:-1]) + 1
    changed = np.concatenate(([0], changes))
    values = heights[changed]
    rising = values[1:] > values[:-1]
    inner = np.flatnonzero(rising[1:] != rising[:-1]) + 1
    ends = np.concatenate(([0], inner, [len(changed) - 1]))
    return changed[ends]


def _climbed(altitude: Floats, reversal_m: float) -> float | None:
    heights = present(altitude)
    if len(heights) < 2:
        return None
    return climbed(heights[turning_points(heights)].tolist(), reversal_m)
