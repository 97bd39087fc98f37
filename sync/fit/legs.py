"""Which records belong to which session, and over which span of time."""

from typing import NamedTuple, TypeGuard

import numpy as np
from numpy.typing import NDArray

from sync.fit.recording import Row, number

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_HOUR, _DAY = 3600, 86_400
#: Records farther apart than this are a jump of the clock, or another workout.
_LONGEST_SILENCE_S = _DAY
#: No workout is longer (and no grid, whatever a damaged file says).
_LONGEST_S = 10 * _DAY
_MULTISPORT = 18


class Leg(NamedTuple):
    """One session: records picks its records; start (Unix s) and n seconds are its span.

    first: nothing was recorded before it.
    """

    session: Row
    records: Bools
    start: int
    n: int
    first: bool
    warnings: list[str]


def split(sessions: list[Row], times: Floats, ends: Floats) -> list[Leg]:
    """The legs of a file in order of time; one for all records when there is no session.

    times: of the records, NaN where one has none. ends: of laps and lengths; old watches leave
        pauses out of the session's elapsed time, which then ends too early.

    A record belongs to the last session that began before it: session messages come first or last
    in the file, and say little else reliably.
    """
    ordered = _ordered(sessions)
    begins = [number(session, "start_time") for session in ordered]
    legs = []
    for i, session in enumerate(ordered):
        picked = ~np.isnan(times)
        begin = begins[i]
        if i > 0 and begin is not None:
            picked &= times >= begin
        end = begins[i + 1] if i + 1 < len(begins) else None
        if end is not None:
            picked &= times < end
        if leg := _leg(session, picked, times, ends, end):
            legs.append(leg)
    return legs


def _ordered(sessions: list[Row]) -> list[Row]:
    """Sessions by start; repeated ones, and the sum over a multisport file's legs, left out."""
    if not sessions:
        return [{}]
    if any(session.get("sport") != _MULTISPORT for session in sessions):
        sessions = [session for session in sessions if session.get("sport") != _MULTISPORT]
    distinct = {
        (number(session, "start_time"), session.get("sport")): session for session in sessions
    }
    return sorted(distinct.values(), key=lambda session: number(session, "start_time") or 0.0)


def _leg(
    session: Row, picked: Bools, times: Floats, ends: Floats, limit: float | None
) -> Leg | None:
    begin, elapsed = number(session, "start_time"), _elapsed(session)
    mine = times[picked]
    warnings = []
    if len(mine):
        first, last = _main_cluster(mine)
        if outside := int(((mine < first) | (mine > last)).sum()):
            picked = picked & (times >= first) & (times <= last)
            warnings.append(f"{outside} records more than a day from the rest were left out")
        start = int(begin) if _is_start(begin, elapsed, first, last) else int(first)
        n = int(last) - start + 1
    elif begin is not None and elapsed:
        start, n = int(begin), 1
    else:
        return None
    latest = start + n + _DAY if limit is None else min(start + n + _DAY, limit)
    for end in (start + (elapsed or 0.0), *ends[(ends > start) & (ends <= latest)].tolist()):
        if end <= start + n + _DAY:
            n = max(n, round(min(end, latest) - start))
    return Leg(session, picked, start, min(n, _LONGEST_S), not (times < start).any(), warnings)


def _is_start(
    begin: float | None, elapsed: float | None, first: float, last: float
) -> TypeGuard[float]:
    """Whether the session's start fits its records: shortly before them, or it spans them."""
    if begin is None or not first - _DAY <= begin <= first:
        return False
    return first - begin <= _HOUR or begin + (elapsed or 0.0) >= last - 60


def _elapsed(session: Row) -> float | None:
    return number(session, "total_elapsed_time", "total_timer_time")


def _main_cluster(times: Floats) -> tuple[float, float]:
    """First and last time of the largest group of records without a day's silence inside."""
    if np.ptp(times) <= _LONGEST_SILENCE_S:
        return float(times.min()), float(times.max())
    ordered = np.sort(times)
    cuts = np.flatnonzero(np.diff(ordered) > _LONGEST_SILENCE_S) + 1
    edges = np.concatenate(([0], cuts, [len(ordered)]))
    largest = int(np.argmax(np.diff(edges)))
    group = ordered[edges[largest] : edges[largest + 1]]
    return float(group[0]), float(min(group[-1], group[0] + _LONGEST_S - 1))
