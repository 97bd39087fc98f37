"""What the simulators share: a finished track on the timer's clock, noise, heart rate."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sync.sources.demo.sessions import Step

Floats = NDArray[np.float64]
Cells = NDArray[np.int64]


class Mark(NamedTuple):
    """A lap on the timer's clock: [start, end) seconds, FIT intensity and trigger."""

    start: float
    end: float
    kind: str
    trigger: str


class PoolLength(NamedTuple):
    """One length of the pool, or a rest at the wall (stroke None)."""

    start: float
    end: float
    stroke: str | None
    strokes: int
    lap: int


class Track(NamedTuple):
    """One leg as simulated, one sample a second of *timer* time.

    columns: as a FIT recording's (hr, power, cadence, speed, altitude, lat, lon, distance,
    temperature), running cadence in strides/min. stops: (timer second, seconds the timer stood).
    """

    sport: str
    sub_sport: str
    columns: dict[str, Floats]
    marks: list[Mark]
    stops: list[tuple[int, int]]
    lengths: list[PoolLength]
    pool_length_m: float | None = None

    @property
    def seconds(self) -> int:
        return len(next(iter(self.columns.values())))


def between(values: Floats, cell: Cells, part: Floats) -> Floats:
    """Values of a closed loop at `cell + part`, linearly between its points."""
    here = values[cell]
    return np.asarray(here + part * (values[(cell + 1) % len(values)] - here))


def lowpass(values: Floats, tau: float) -> Floats:
    """First-order lag with time constant `tau` samples, started at the first value."""
    taps = int(min(6 * tau, len(values)))
    if taps < 2:
        return values
    kernel = np.exp(-np.arange(taps) / tau)
    padded = np.concatenate([np.full(taps - 1, values[0]), values])
    return np.asarray(np.convolve(padded, kernel / kernel.sum(), "valid"))


def smooth_noise(random: np.random.Generator, count: int, sd: float, tau: float) -> Floats:
    """Coloured noise of standard deviation `sd` and correlation time `tau` samples."""
    knots = max(int(count / tau) + 3, 4)
    raw = np.interp(np.arange(count) / tau, np.arange(knots), random.normal(0, sd, knots))
    return np.asarray(raw * 1.22)  # interpolation between knots takes away a fifth


def heart_rate(
    intensity: Floats,
    random: np.random.Generator,
    *,
    at_threshold: float,
    slope: float,
    max_hr: float,
    start: float = 84.0,
    drift_per_hour: float = 0.035,
    offset: float = 0.0,
) -> Floats:
    """Heart rate from intensity (fraction of threshold): a steady-state line, a lag, a slow drift.

    slope: bpm per unit of intensity. drift_per_hour: share of the rise above rest added each hour
    at threshold intensity. offset: form of the day, bpm.
    """
    seconds = np.arange(len(intensity))
    steady = at_threshold + offset + slope * (lowpass(intensity, 30.0) - 1.0)
    worked = np.cumsum(np.clip(intensity, 0, 1.3) ** 2) / 3600
    steady = steady + (steady - 60) * drift_per_hour * np.minimum(worked, 3.5)
    ceiling = max_hr - 1.0
    # Above threshold the heart approaches its maximum instead of following the line.
    above = np.maximum(steady - at_threshold, 0.0)
    room = ceiling - at_threshold
    steady = np.where(steady > at_threshold, at_threshold + room * np.tanh(above / room), steady)
    steady = np.maximum(steady, 72.0)
    beats: Floats = lowpass(steady, 20.0)
    beats = beats + (start - beats[0]) * np.exp(-seconds / 55.0)
    beats = beats + smooth_noise(random, len(beats), 1.3, 25.0)
    return np.asarray(np.rint(np.clip(beats, 58.0, max_hr)))


def intensity_of(steps: list[tuple[float, float]], seconds: int) -> Floats:
    """(seconds, intensity) stretches to one value a second; the last one is held."""
    edges = np.cumsum([0.0] + [length for length, _ in steps])
    values = np.array([value for _, value in steps] + [steps[-1][1]])
    index = np.searchsorted(edges, np.arange(seconds) + 0.5, side="right") - 1
    return np.asarray(values[np.minimum(index, len(steps))])


def auto_marks(distance: Floats, every_m: float) -> list[Mark]:
    """Laps by distance, the last one to the end."""
    count = int(distance[-1] // every_m)
    crossings = np.interp(np.arange(1, count + 1) * every_m, distance, np.arange(len(distance)))
    edges = [0.0, *np.ceil(crossings).tolist()]
    marks = [Mark(a, b, "active", "distance") for a, b in pairwise(edges)]
    if len(distance) - edges[-1] >= 1:
        marks.append(Mark(edges[-1], float(len(distance)), "active", "session_end"))
    return marks


def step_marks(steps: list[Step], seconds: int) -> list[Mark]:
    """A lap for every step of the workout, as the device writes them."""
    marks, start = [], 0.0
    for step in steps:
        end = min(start + step.seconds, float(seconds))
        if end - start >= 1:
            marks.append(Mark(round(start), round(end), step.kind, "manual"))
        start = end
    if marks and marks[-1].end < seconds - 1:
        marks.append(Mark(marks[-1].end, float(seconds), "cooldown", "session_end"))
    return marks
