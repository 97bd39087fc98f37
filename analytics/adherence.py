"""Planned steps against what was done: target, actual, hit. Pure Python: read paths use it.

Scored apart from volume: a session can be done in full and off target, or cut short and on it.
Only steps that were understood are scored, and only against laps that follow them.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from analytics.targets import Band, References, actual, band

#: A structure that was understood less than this is shown as text and not scored.
TRUSTED = 0.75

_MAX_STEPS = 200
_MAX_EFFORTS = 200
#: So many neighbouring laps may make one step (a warm-up, or a long effort, cut by automatic
#: laps); one of several short efforts is one lap.
_JOINED = 8
_LONG_S = 1200.0
_JOIN_COST = 0.05
_SKIPPED_STEP = 0.8
_SKIPPED_LAP = 0.35
#: |ln(done / planned)| up to which a lap may be the step, and the share of work steps that must
#: have found theirs before anything is said about the session.
_FARTHEST = math.log(1.6)
_FOUND = 0.6


class Effort(NamedTuple):
    """A lap, or a detected interval. speed in m/s; None = not measured."""

    duration_s: float
    distance_m: float | None = None
    power: float | None = None
    hr: float | None = None
    speed: float | None = None
    cadence: float | None = None


class Step(NamedTuple):
    """One planned step, repeats written out. round: (2, 4) = the second of four."""

    intent: str
    text: str
    duration_s: float | None
    duration_max_s: float | None
    distance_m: float | None
    distance_max_m: float | None
    target: Mapping[str, Any] | None
    round: tuple[int, int] | None


class Result(NamedTuple):
    """A step and what became of it. low, high: the target in the unit of `metric` (power W | hr bpm
    | speed m/s | cadence rpm), None = open. hit: None where there is no measurable target or no
    lap. assumed: the coach left out of what the target is a share. laps: [first, last) or None."""

    step: Step
    metric: str | None
    low: float | None
    high: float | None
    assumed: bool
    actual: float | None
    hit: bool | None
    done_s: float | None
    done_m: float | None
    laps: tuple[int, int] | None


class Adherence(NamedTuple):
    """hits of scored: work steps with a target that was measured. percent: None without any.

    basis: "laps" | "intervals"."""

    results: list[Result]
    hits: int
    scored: int
    percent: int | None
    basis: str


def adherence(
    structure: object,
    laps: Sequence[Effort],
    references: References,
    *,
    deliberate: bool = True,
    intervals: Sequence[Effort] = (),
) -> Adherence | None:
    """The steps of a `structure` column against the laps, else against detected intervals.

    None when the structure holds no steps, is not trusted, or nothing recorded follows it.
    deliberate: the laps were pressed or come from a workout on the device; automatic ones (every
    kilometre) tell nothing about a session of several efforts. intervals: the hard bouts only;
    they are compared with the work steps alone.
    """
    steps = expand(structure)
    work = [step for step in steps if step.intent == "work"]
    if not work:
        return None
    if deliberate or len(work) == 1:
        places = _align(steps, laps[:_MAX_EFFORTS])
        if _follows(steps, places):
            return _scored(steps, places, laps, references, "laps")
    places = _align(work, intervals[:_MAX_EFFORTS])
    if _follows(work, places):
        return _scored(work, places, intervals, references, "intervals")
    return None


def expand(structure: object) -> list[Step]:
    """The steps in order, repeats written out; [] when there are none or they are not trusted."""
    if not isinstance(structure, Mapping) or structure.get("confidence", 0.0) < TRUSTED:
        return []
    steps: list[Step] = []
    _expand(structure.get("steps", ()), None, None, steps)
    return steps[:_MAX_STEPS]


def _expand(
    nodes: object,
    target: Mapping[str, Any] | None,
    turn: tuple[int, int] | None,
    steps: list[Step],
) -> None:
    for node in nodes if isinstance(nodes, Sequence) else ():
        if not isinstance(node, Mapping) or len(steps) >= _MAX_STEPS:
            continue
        own = node.get("target", target)
        if "repeat" in node:
            count = min(int(node["repeat"]), _MAX_STEPS)
            for n in range(1, count + 1):
                _expand(node.get("steps"), own, (n, count), steps)
        elif "duration_s" in node or "distance_m" in node:
            steps.append(
                Step(
                    intent=str(node.get("intent", "work")),
                    text=str(node.get("text", "")),
                    duration_s=node.get("duration_s"),
                    duration_max_s=node.get("duration_max_s"),
                    distance_m=node.get("distance_m"),
                    distance_max_m=node.get("distance_max_m"),
                    target=own,
                    round=turn,
                )
            )


def _cost(step: Step, seconds: float, metres: float | None) -> float | None:
    """How far the amount is from the step's; None when too far or not measured."""
    low = step.duration_s if step.duration_s is not None else step.distance_m
    high = step.duration_max_s if step.duration_s is not None else step.distance_max_m
    done = seconds if step.duration_s is not None else metres
    if low is None or low <= 0 or done is None or done <= 0:
        return None
    if high is not None and low <= done <= high:
        return 0.0
    off = abs(math.log(done / (high if high is not None and done > high else low)))
    return off if off <= _FARTHEST else None


def _align(steps: Sequence[Step], efforts: Sequence[Effort]) -> list[tuple[int, int] | None]:
    """The laps [first, last) of each step in order, at the least total cost; None = left out."""
    rows, columns = len(steps), len(efforts)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    taken: list[list[int | None]] = [[None] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i == 0 and j == 0:
                continue
            cost, choice = math.inf, 0
            if i:
                cost, choice = best[i - 1][j] + _SKIPPED_STEP, 0
            if j and best[i][j - 1] + _SKIPPED_LAP < cost:
                cost, choice = best[i][j - 1] + _SKIPPED_LAP, -1
            if i:
                for count, value in _joined_costs(steps[i - 1], efforts, j):
                    total = best[i - 1][j - count] + value
                    if total < cost:
                        cost, choice = total, count
            best[i][j], taken[i][j] = cost, choice
    return _path(taken, rows, columns)


def _joined_costs(step: Step, efforts: Sequence[Effort], end: int) -> list[tuple[int, float]]:
    """(number of laps, cost) of the step as the laps that end before `end`."""
    found: list[tuple[int, float]] = []
    seconds, metres = 0.0, 0.0
    most = _JOINED if step.intent != "work" or _is_long(step) else 1
    for count in range(1, min(most, end) + 1):
        effort = efforts[end - count]
        seconds += effort.duration_s
        metres += effort.distance_m or 0.0
        value = _cost(step, seconds, metres or None)
        if value is not None:
            found.append((count, value + _JOIN_COST * (count - 1)))
    return found


def _is_long(step: Step) -> bool:
    if step.duration_s is not None:
        return step.duration_s >= _LONG_S
    return step.round is None


def _path(
    taken: Sequence[Sequence[int | None]], rows: int, columns: int
) -> list[tuple[int, int] | None]:
    places: list[tuple[int, int] | None] = [None] * rows
    i, j = rows, columns
    while i or j:
        choice = taken[i][j] or 0
        if choice > 0:
            places[i - 1] = (j - choice, j)
            i, j = i - 1, j - choice
        elif choice < 0:
            j -= 1
        else:
            i -= 1
    return places


def _follows(steps: Sequence[Step], places: Sequence[tuple[int, int] | None]) -> bool:
    """Whether enough of the work was found for the rest to mean something."""
    work = [place for step, place in zip(steps, places, strict=True) if step.intent == "work"]
    found = sum(place is not None for place in work)
    return bool(work) and found >= max(1, math.ceil(_FOUND * len(work)))


def _scored(
    steps: Sequence[Step],
    places: Sequence[tuple[int, int] | None],
    efforts: Sequence[Effort],
    references: References,
    basis: str,
) -> Adherence:
    results = [
        _result(step, place, efforts, references) for step, place in zip(steps, places, strict=True)
    ]
    work = [result for result in results if result.step.intent == "work"]
    scored = [result for result in work if result.hit is not None]
    hits = sum(bool(result.hit) for result in scored)
    percent = int(100 * hits / len(scored) + 0.5) if scored else None
    return Adherence(results, hits, len(scored), percent, basis)


def _result(
    step: Step,
    place: tuple[int, int] | None,
    efforts: Sequence[Effort],
    references: References,
) -> Result:
    whole = _joined(efforts[place[0] : place[1]]) if place else None
    aim: Band | None = band(step.target, references, has_power=_has_power(whole))
    value = actual(aim.metric, whole) if aim and whole else None
    return Result(
        step=step,
        metric=aim.metric if aim else None,
        low=aim.low if aim else None,
        high=aim.high if aim else None,
        assumed=bool(aim and aim.assumed),
        actual=value,
        hit=aim.holds(value) if aim and value is not None else None,
        done_s=whole.duration_s if whole else None,
        done_m=whole.distance_m if whole else None,
        laps=place,
    )


def _has_power(effort: Effort | None) -> bool:
    return effort is not None and effort.power is not None


def _joined(efforts: Sequence[Effort]) -> Effort:
    """Neighbouring laps as one, means weighted by time."""
    seconds = sum(effort.duration_s for effort in efforts)
    metres = [effort.distance_m for effort in efforts]
    return Effort(
        duration_s=seconds,
        distance_m=None if None in metres else sum(value or 0.0 for value in metres),
        power=_mean(efforts, "power"),
        hr=_mean(efforts, "hr"),
        speed=_mean(efforts, "speed"),
        cadence=_mean(efforts, "cadence"),
    )


def _mean(efforts: Sequence[Effort], name: str) -> float | None:
    total = weight = 0.0
    for effort in efforts:
        value: float | None = getattr(effort, name)
        if value is None:
            return None
        total += value * effort.duration_s
        weight += effort.duration_s
    return total / weight if weight else None
