"""What a stretch of a workout was worth: the numbers of a lap for any seconds one likes."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from mirror.codec import MISSING
from reports.jsonable import document
from reports.streams import Lane, Lanes

#: Coggan's window (s); a climb counts from this height on (m), as for the whole workout.
_WINDOW = 30
_REVERSAL_M = 3.0


class Selection(NamedTuple):
    """Seconds [start, end) of the recording; pauses count in none of the numbers.

    duration_s: timer time. avg_speed_m_s: distance over duration. None = not recorded there.
    """

    start: int
    end: int
    duration_s: int
    distance_m: float | None
    avg_power: float | None
    normalized_power: float | None
    avg_hr: float | None
    avg_speed_m_s: float | None
    elevation_gain_m: float | None

    def to_json(self) -> dict[str, Any]:
        return document(self)


class Effort:
    """Answers for any stretch of one workout; made once, when its lanes are read.

    Sums stay whole numbers, so that a stretch of zeros is zero. Time of an answer: the number of
    pauses and of turning points of the profile within the stretch.
    """

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._running = _runs(lanes)
        self._power = (
            _Fourth(lanes.lanes["power"], self._running) if "power" in lanes.lanes else None
        )
        self._climb = _Profile(lanes.lanes["altitude"]) if "altitude" in lanes.lanes else None

    def between(self, start: int, end: int) -> Selection:
        """Seconds [start, end), cut to the recording."""
        lanes = self._lanes.lanes
        start, end = max(0, start), min(self._lanes.n, end)
        runs = list(self._inside(start, end))
        seconds = sum(last - first for first, last in runs)
        metres = self._metres(start, end, runs)
        return Selection(
            start=start,
            end=end,
            duration_s=seconds,
            distance_m=metres,
            avg_power=_mean(lanes.get("power"), runs),
            normalized_power=self._power.normalized(start, end) if self._power else None,
            avg_hr=_mean(lanes.get("hr"), runs),
            avg_speed_m_s=metres / seconds if metres and seconds else None,
            elevation_gain_m=self._climb.gain(start, end) if self._climb else None,
        )

    def _inside(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for first, last in self._running:
            if first < end and last > start:
                yield max(first, start), min(last, end)

    def _metres(self, start: int, end: int, runs: list[tuple[int, int]]) -> float | None:
        """From the distance at the first second to the one at the next stretch's first."""
        distance = self._lanes.distance
        if distance is not None:
            upto = _last_before(distance, end + 1)
            if upto is None:
                return None
            return (upto - (_last_before(distance, start + 1) or 0)) / distance.scale
        speed = self._lanes.lanes.get("speed")
        if speed is None:
            return None
        total = sum(speed.sums[last] - speed.sums[first] for first, last in runs)
        return total / speed.scale


def _runs(lanes: Lanes) -> list[tuple[int, int]]:
    """The stretches with the timer running."""
    found, at = [], 0
    for start, end in sorted(lanes.pauses):
        if start > at:
            found.append((at, start))
        at = max(at, end)
    if at < lanes.n:
        found.append((at, lanes.n))
    return found


def _mean(lane: Lane | None, runs: list[tuple[int, int]]) -> float | None:
    if lane is None:
        return None
    count = sum(lane.counts[end] - lane.counts[start] for start, end in runs)
    total = sum(lane.sums[end] - lane.sums[start] for start, end in runs)
    return total / count / lane.scale if count else None


def _last_before(lane: Lane, end: int) -> int | None:
    """The last stored sample of seconds [0, end); None without one."""
    counts = lane.counts
    known = counts[min(end, len(counts) - 1)]
    if not known:
        return None
    return lane.samples[bisect_left(counts, known) - 1]


class _Fourth:
    """Prefix sums of the fourth powers of 30 s sums, over the seconds that have power."""

    def __init__(self, lane: Lane, running: list[tuple[int, int]]) -> None:
        samples = lane.samples
        inside = [False] * len(samples)
        for start, end in running:
            inside[start:end] = [True] * (end - start)
        kept = [value for value, there in zip(samples, inside, strict=True)
                if there and value != MISSING]  # fmt: skip
        self._rank = list(
            accumulate(
                (there and value != MISSING for value, there in zip(samples, inside, strict=True)),
                initial=0,
            )
        )
        sums = list(accumulate(kept, initial=0))
        rolled = (high - low for high, low in zip(sums[_WINDOW:], sums, strict=False))
        self._sums = list(accumulate((value**4 for value in rolled), initial=0))
        self._unit = _WINDOW * lane.scale

    def normalized(self, start: int, end: int) -> float | None:
        """Over the full windows inside; None under one."""
        first, last = self._rank[start], self._rank[end] - _WINDOW + 1
        if last <= first:
            return None
        mean = (self._sums[last] - self._sums[first]) / (last - first)
        return float(mean**0.25) / self._unit


class _Profile:
    """The heights where the climbing turns: all that a zigzag looks at."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._turns: list[int] = []
        self._heights: list[int] = []
        before, rising = MISSING, 0
        at = 0
        for second, height in enumerate(lane.samples):
            if height in (MISSING, before):
                continue
            if before != MISSING:
                direction = 1 if height > before else -1
                if direction != rising and rising:
                    self._turns.append(at)
                    self._heights.append(before)
                rising = direction
            before, at = height, second

    def gain(self, start: int, end: int) -> float | None:
        """Metres climbed; None without two samples."""
        counts = self._lane.counts
        if counts[end] - counts[start] < 2:
            return None
        samples = self._lane.samples
        first = samples[bisect_left(counts, counts[start] + 1) - 1]
        last = samples[bisect_left(counts, counts[end]) - 1]
        low, high = bisect_left(self._turns, start), bisect_left(self._turns, end)
        return climbed([first, *self._heights[low:high], last], _REVERSAL_M * self._lane.scale) / (
            self._lane.scale
        )


def climbed(heights: list[int], reversal: float) -> float:
    """Sum of the rises between reversals of at least `reversal`, in the unit of the heights."""
    gain, climbing = 0.0, False
    low = high = heights[0]
    for height in heights:
        if climbing:
            if height > high:
                high = height
            elif high - height >= reversal:
                gain += high - low
                climbing, low = False, height
        elif height < low:
            low = height
        elif height - low >= reversal:
            climbing, high = True, height
    return gain + high - low if climbing else gain
