"""Intervals of a workout: the athlete's own laps, else what a two-level split of power finds."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from analytics.power import rolling_mean
from analytics.streams import Floats

SMOOTHING_S = 15
SHORTEST_S = 15
#: Two bouts closer than this are one.
MERGE_S = 8
CONTRAST = 0.25
SIMILAR_CV = 0.20
_LEVELS = 128


class Lap(Protocol):
    """What of a device's lap decides; read only."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def intensity(self) -> str | None: ...
    @property
    def trigger(self) -> str | None: ...


class Interval(NamedTuple):
    """Grid seconds [start, end)."""

    start: int
    end: int

    @property
    def seconds(self) -> int:
        return self.end - self.start


def laps_are_intervals(laps: Sequence[Lap]) -> bool:
    """True when the athlete pressed the button or the laps carry a workout's intensities.

    One intensity for all of them says nothing: some devices write "active" on every lap.
    """
    if len(laps) < 2:
        return False
    if any(lap.trigger == "manual" for lap in laps):
        return True
    return len({lap.intensity for lap in laps if lap.intensity}) >= 2


def detect(power: Floats) -> list[Interval]:
    """The hard bouts of a structured session, [] when the workout has no clear two levels.

    15 s smoothed power is split at Otsu's threshold with hysteresis, edges are refined on the raw
    samples. Accepted only as two or more bouts of like length (CV < 20 %) and with a contrast
    over 25 %: an unstructured ride in hills would give dozens.
    """
    watts = np.nan_to_num(power)
    if len(watts) < 4 * SHORTEST_S:
        return []
    smooth = _centred(watts)
    split = _otsu(smooth)
    high, low = smooth[smooth >= split], smooth[smooth < split]
    if not len(high) or not len(low):
        return []
    hard, easy = float(high.mean()), float(low.mean())
    if hard <= 0 or (hard - easy) / hard <= CONTRAST:
        return []
    margin = 0.15 * (hard - easy)
    found = _bouts(smooth, split + margin, split - margin)
    refined = [_refined(watts, bout, (hard + easy) / 2) for bout in found]
    kept = [bout for bout in refined if bout.seconds >= SHORTEST_S]
    return kept if _alike(kept) else []


def _alike(bouts: Sequence[Interval]) -> bool:
    if len(bouts) < 2:
        return False
    lengths = np.array([bout.seconds for bout in bouts], float)
    return float(lengths.std() / lengths.mean()) < SIMILAR_CV


def _centred(watts: Floats) -> Floats:
    half = SMOOTHING_S // 2
    return rolling_mean(np.pad(watts, half, mode="edge"), SMOOTHING_S)


def _otsu(values: Floats) -> float:
    """The split that leaves the least variance within its two sides."""
    counts, edges = np.histogram(values, bins=_LEVELS)
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)[:-1]
    above = len(values) - below
    sums = np.cumsum(counts * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums[:-1] / below - (sums[-1] - sums[:-1]) / above) ** 2
    return float(edges[1:-1][int(np.argmax(np.nan_to_num(between)))])


def _bouts(smooth: Floats, enter: float, leave: float) -> list[Interval]:
    """Spans that rise over `enter` and last until they fall under `leave`, near ones joined."""
    state = np.where(smooth >= enter, 1, np.where(smooth < leave, 0, -1))
    state[0] = max(state[0], 0)
    settled = np.maximum.accumulate(np.where(state >= 0, np.arange(len(state)), 0))
    active = np.concatenate(([0], state[settled], [0]))
    turns = np.diff(active)
    spans: list[Interval] = []
    pairs = zip(np.flatnonzero(turns > 0).tolist(), np.flatnonzero(turns < 0).tolist(), strict=True)
    for start, end in pairs:
        if spans and start - spans[-1].end < MERGE_S:
            spans[-1] = Interval(spans[-1].start, end)
        else:
            spans.append(Interval(start, end))
    return spans


def _refined(watts: Floats, bout: Interval, level: float) -> Interval:
    """Each edge moved, by up to the smoothing width, to where the raw samples split best."""
    start = _edge(watts, bout.start, level)
    end = _edge(-watts, bout.end, -level)
    return Interval(start, max(start, end))


def _edge(watts: Floats, near: int, level: float) -> int:
    """The second near `near` before which samples are below `level` and from which above."""
    first = max(0, near - SMOOTHING_S)
    window = watts[first : near + SMOOTHING_S] - level
    score = np.concatenate(([0.0], np.cumsum(window)))
    return first + int(np.argmin(score))
