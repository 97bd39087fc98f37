"""Workouts with known values, and naive versions of the kernels to hold them against."""

import numpy as np
from numpy.typing import ArrayLike

from analytics.streams import Floats, Streams
from analytics.thresholds import ThresholdSet

NAN = float("nan")

ATHLETE = ThresholdSet(
    ftp_w=260.0,
    lthr_bpm=170.0,
    max_hr_bpm=190.0,
    resting_hr_bpm=50.0,
    threshold_speed_m_s=1000 / 270,
    css_m_s=100 / 93,
    sex="m",
)


def blocks(*parts: tuple[float, float]) -> Floats:
    """(seconds, value) one after the other."""
    return np.concatenate([np.full(int(seconds), float(value)) for seconds, value in parts])


def streams(timer: ArrayLike | None = None, **channels: ArrayLike) -> Streams:
    """Channels of one length; the timer runs all the time unless given."""
    arrays = {name: np.asarray(values, dtype=np.float64) for name, values in channels.items()}
    length = len(next(iter(arrays.values()))) if arrays else 0
    running = np.ones(length, bool) if timer is None else np.asarray(timer, bool)
    return Streams(arrays, running)


def naive_best_mean(values: list[float], window: int) -> float | None:
    """Best mean of every window by the loop anyone would write; NaN counts as 0."""
    filled = [0.0 if value != value else value for value in values]
    sums = [sum(filled[i : i + window]) for i in range(len(filled) - window + 1)]
    return max(sums) / window if sums else None


def naive_np(values: list[float]) -> float | None:
    kept = [value for value in values if value == value]
    means = [sum(kept[i - 29 : i + 1]) / 30 for i in range(29, len(kept))]
    return (sum(mean**4 for mean in means) / len(means)) ** 0.25 if means else None
