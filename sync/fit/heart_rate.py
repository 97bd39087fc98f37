"""`hr` messages: heart rate that a strap kept while the watch was under water.

Each message carries up to eight beats; their times are 1/1024 s on the strap's own clock, the first
one in full, the others as twelve bits that roll over every four seconds. One message ties that
clock to the watch's.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sync.fit.recording import Row, number

Floats = NDArray[np.float64]

_ROLL_OVER = 0xFFF


class Beats(NamedTuple):
    """times: Unix seconds; bpm: the strap's filtered heart rate at each."""

    times: Floats
    bpm: Floats


class _Run:
    """Beats that follow one full time stamp."""

    def __init__(self, unix: float, ticks: float, bpm: bytes) -> None:
        self.unix, self.ticks = unix, ticks
        self.packed = bytearray()
        self.bpm = bytearray(bpm)

    def beats(self) -> tuple[Floats, bytearray]:
        ticks = _unpack(self.packed)[: len(self.bpm) - 1]
        steps = np.diff(ticks, prepend=int(self.ticks * 1024) & _ROLL_OVER) & _ROLL_OVER
        times = self.unix + np.concatenate(([0.0], np.cumsum(steps) / 1024))
        return times, self.bpm[: len(times)]


def beats(messages: list[Row]) -> Beats:
    """All beats of the messages, in file order."""
    runs: list[_Run] = []
    for row in messages:
        packed, bpm = row.get("event_timestamp_12"), row.get("filtered_bpm")
        if not isinstance(bpm, bytes):
            continue
        if "event_timestamp" in row:
            ticks = number(row, "event_timestamp") or 0.0
            if (run := _anchored(row, ticks, bpm[:1], runs[-1] if runs else None)) is not None:
                runs.append(run)
        elif isinstance(packed, bytes) and runs:
            count = len(packed) * 2 // 3
            runs[-1].packed += packed[: count * 3 // 2]
            runs[-1].bpm += bpm[:count].ljust(count, b"\0")
    if not runs:
        return Beats(np.empty(0), np.empty(0))
    pieces = [run.beats() for run in runs]
    times = np.concatenate([times for times, _ in pieces])
    rates = np.frombuffer(b"".join(bpm for _, bpm in pieces), np.uint8).astype(np.float64)
    valid = (rates > 0) & (rates < 255)
    return Beats(times[valid], rates[valid])


def _anchored(row: Row, ticks: float, bpm: bytes, last: _Run | None) -> _Run | None:
    """The run that a full time stamp begins; without a watch time it goes on by the last run's."""
    unix = number(row, "timestamp")
    if unix is not None:
        return _Run(unix + (number(row, "fractional_timestamp", "time256") or 0.0), ticks, bpm)
    if last is not None:
        return _Run(last.unix + ticks - last.ticks, ticks, bpm)
    return None


def _unpack(packed: bytearray) -> NDArray[np.int64]:
    """Pairs of twelve bits from three bytes, low bits first."""
    whole = len(packed) // 3 * 3
    triples = np.frombuffer(bytes(packed[:whole]), np.uint8).astype(np.int64).reshape(-1, 3)
    first = triples[:, 0] | (triples[:, 1] & 0x0F) << 8
    second = triples[:, 1] >> 4 | triples[:, 2] << 4
    return np.stack((first, second), axis=1).ravel()


def per_second(found: Beats, start: float, n: int) -> Floats:
    """Mean bpm of each second of a leg, NaN where no beat falls."""
    seconds = np.floor(found.times - start).astype(np.int64)
    inside = (seconds >= 0) & (seconds < n)
    counts = np.bincount(seconds[inside], minlength=n)
    sums = np.bincount(seconds[inside], weights=found.bpm[inside], minlength=n)
    mean = np.full(n, np.nan)
    np.divide(sums, counts, out=mean, where=counts > 0)
    return mean
