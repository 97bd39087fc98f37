"""When the timer was stopped: timer events first, then gaps."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sync.fit.recording import Row, number
from sync.grid import LONGEST_FILL_S

Ints = NDArray[np.int64]
type Span = tuple[float, float]

_TIMER = 0
_START = 0
_STOPS = (1, 4, 8, 9)
#: A stop that so many seconds with records follow was no stop (some apps never write the start).
_RECORDS_AFTER_STOP = 60


def stops(events: Iterable[Row], record_times: NDArray[np.float64]) -> list[Span]:
    """[stop, start) of each pause by the timer events, in Unix seconds; the last may be open.

    record_times: ascending.
    """
    marks = [
        (time, event.get("event_type") == _START)
        for event in events
        if event.get("event") == _TIMER
        and event.get("event_type") in (_START, *_STOPS)
        and (time := number(event, "timestamp")) is not None
    ]
    marks.sort(key=lambda mark: mark[0])  # stable: of one second the file's order counts
    found: list[Span] = []
    stopped: float | None = None
    for time, starts in marks:
        if starts:
            if stopped is not None and time > stopped:
                found.append((stopped, time))
            stopped = None
        elif stopped is None:
            stopped = time
    if stopped is not None:
        after = len(record_times) - int(np.searchsorted(record_times, stopped, side="right"))
        if after <= _RECORDS_AFTER_STOP:
            found.append((stopped, float("inf")))
    return found


def gaps(seconds: Ints, missing: float | None) -> list[Span]:
    """Pauses of a leg without stop events: gaps of more than LONGEST_FILL_S between records.

    seconds: of the records, ascending. missing: how much shorter the timer's time is than the
    elapsed one, None where the device does not say; the longest gaps account for it.
    """
    steps = np.diff(seconds)
    wide = np.flatnonzero(steps > LONGEST_FILL_S)
    if missing is not None:
        order = wide[np.argsort(-steps[wide], kind="stable")]
        before = np.cumsum(steps[order]) - steps[order]
        wide = np.sort(order[before < missing - 1])
    return [(float(seconds[i] + 1), float(seconds[i + 1])) for i in wide.tolist()]


def timer_of(spans: Iterable[Span], n: int) -> NDArray[np.bool_]:
    """True while the timer runs; spans in seconds on the grid."""
    timer = np.ones(n, np.bool_)
    for start, end in spans:
        timer[int(min(max(start, 0), n)) : int(min(max(end, 0), n))] = False
    return timer
