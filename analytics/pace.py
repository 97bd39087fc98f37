"""Running and swimming speed: grade, Minetti's cost, normalised graded speed, rTSS and sTSS."""

import numpy as np

from analytics.power import normalized, training_stress
from analytics.streams import Floats

GRADE_LIMIT = 0.45
#: Below this speed (m/s) a grade is noise over noise.
SLOWEST_GRADED = 0.5
_SMOOTHING_S = 21
_FLAT_COST = 3.6


def minetti_cost(grade: Floats | float) -> Floats:
    """Energy cost of running, J/kg/m (Minetti 2002), grade as a ratio, clipped to +-0.45."""
    i = np.clip(np.asarray(grade, dtype=np.float64), -GRADE_LIMIT, GRADE_LIMIT)
    cost: Floats = ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + _FLAT_COST
    return cost


def grade(altitude: Floats, distance: Floats) -> Floats:
    """Slope at each second over 20 s of altitude and distance, smoothed alike; 0 while still.

    Both in metres, NaN bridged by straight lines. All zero when one has no sample.
    """
    heights, metres = _bridged(altitude), _bridged(distance)
    if heights is None or metres is None or len(heights) < 2:
        return np.zeros(len(altitude))
    heights, metres = _smoothed(heights), _smoothed(metres)
    reach = _SMOOTHING_S // 2
    seconds = np.arange(len(heights))
    ahead = np.minimum(seconds + reach, len(heights) - 1)
    behind = np.maximum(seconds - reach, 0)
    run = metres[ahead] - metres[behind]
    rise = heights[ahead] - heights[behind]
    moving = run >= SLOWEST_GRADED * (ahead - behind)
    slope = np.divide(rise, run, out=np.zeros_like(rise), where=moving & (run > 0))
    return np.clip(slope, -GRADE_LIMIT, GRADE_LIMIT)


def graded_speed(speed: Floats, slope: Floats) -> Floats:
    """The speed on the flat that costs the same (m/s); NaN stays NaN."""
    slope = np.where(speed < SLOWEST_GRADED, 0.0, slope)
    equal: Floats = speed * (minetti_cost(slope) / _FLAT_COST)
    return equal


def normalized_graded_speed(speed: Floats, slope: Floats | None = None) -> float | None:
    """NGS (m/s): the NP algorithm on graded speed; its inverse is NGP. None under 30 s."""
    return normalized(speed if slope is None else graded_speed(speed, slope))


def run_stress(seconds: float, graded: float | None, threshold: float | None) -> float | None:
    """rTSS from NGS and threshold speed (m/s): hours x IF^2 x 100."""
    if graded is None or threshold is None or threshold <= 0:
        return None
    return training_stress(seconds, graded / threshold)


def _bridged(values: Floats) -> Floats | None:
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return None
    if len(known) == len(values):
        return values
    return np.interp(np.arange(len(values)), known, values[known])


def _smoothed(values: Floats) -> Floats:
    """Centred mean over 21 s, the window shrinking at both ends."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    seconds = np.arange(len(values))
    reach = _SMOOTHING_S // 2
    first = np.maximum(seconds - reach, 0)
    last = np.minimum(seconds + reach + 1, len(values))
    means: Floats = (sums[last] - sums[first]) / (last - first)
    return means
