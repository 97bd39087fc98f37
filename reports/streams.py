"""The seconds of one workout, made ready for charts: any zoom costs O(width) a frame.

No NumPy: the screen draws from `array` prefix sums. Column [a, b) of a lane has the mean
(sums[b] - sums[a]) / (counts[b] - counts[a]) / scale.
"""

from array import array
from typing import NamedTuple

from mirror.database import Mirror


class Lane(NamedTuple):
    """One channel. samples: stored int32, `mirror.codec.MISSING` where there is none.

    sums, counts: prefix sums of the present samples, length n + 1. value = stored / scale.
    lowest, highest: over the whole lane, in `unit`; None when every second is missing.
    """

    channel: str
    unit: str
    scale: float
    samples: array[int]
    sums: array[int]
    counts: array[int]
    lowest: float | None
    highest: float | None

    def mean(self, start: int, end: int) -> float | None:
        """Mean over seconds [start, end), None where nothing was recorded."""
        count = self.counts[end] - self.counts[start]
        return (self.sums[end] - self.sums[start]) / count / self.scale if count else None


class Lanes(NamedTuple):
    """lanes: in the order a screen shows them (power, hr, speed, cadence, altitude, temperature).

    pauses: [start, end) seconds with the timer stopped. bounds: metric (power | hr | speed) ->
    ascending lower bounds of the zones in force that day, in the lane's unit (speed: m/s),
    empty when no threshold is known. laps: first second of each lap.
    """

    workout_id: str
    sport: str
    started_at: str
    n: int
    pauses: list[tuple[int, int]]
    lanes: dict[str, Lane]
    bounds: dict[str, list[float]]
    laps: list[int]


class Track(NamedTuple):
    """Positions in degrees, one a second, seconds without a fix left out."""

    lat: array[float]
    lon: array[float]
    second: array[int]


def lanes(mirror: Mirror, workout_id: str) -> Lanes | None:
    """The workout's lanes; None when no stream is stored."""
    raise NotImplementedError


def track(mirror: Mirror, workout_id: str) -> Track | None:
    """The GPS track; None when there is none (indoor)."""
    raise NotImplementedError
