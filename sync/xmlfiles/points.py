"""Track points of GPX and TCX to an activity's streams."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from analytics.streams import Streams
from sync.fit.timer import Span, gaps, timer_of
from sync.grid import Grid, along, never_falling, speed_from_distance
from sync.plausible import clean, steps_per_minute

Floats = NDArray[np.float64]

_LAST_WINS = ("distance", "lat", "lon")
#: A clock that jumps farther is wrong.
LONGEST_SILENCE_S = 86_400
#: No workout is longer, whatever a damaged file says.
LONGEST_S = 10 * 86_400


class Moment(NamedTuple):
    """Unix seconds, and the offset from UTC the file wrote, None for UTC or none."""

    unix: float
    utc_offset_s: int | None


def moment(text: str | None) -> Moment | None:
    """An ISO 8601 time; without zone it is UTC. None if it is no time."""
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text.strip())
        offset = time.utcoffset()
        unix = (time if offset is not None else time.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
    return Moment(unix, int(offset.total_seconds()) if offset else None)


def float_of(text: str | None) -> float:
    """A number, NaN if it is none."""
    try:
        return float(text) if text else float("nan")
    except ValueError:
        return float("nan")


def leaves(element: Element, names: Mapping[str, str]) -> dict[str, float]:
    """Numbers of all descendants with one of the names, by their channel."""
    found: dict[str, float] = {}
    for child in element.iter():
        channel = names.get(child.tag)
        if channel is not None and (value := float_of(child.text)) == value:
            found[channel] = value
    return found


class Track(NamedTuple):
    """Points in file order. segment: number of the unbroken piece each point belongs to."""

    times: Floats
    segments: NDArray[np.int64]
    columns: dict[str, Floats]


def track(points: Iterable[tuple[float, int, Mapping[str, float]]]) -> Track:
    """Columns of (Unix time, segment, values) points; points a day from the rest are left out."""
    kept = list(points)
    times = np.array([point[0] for point in kept], np.float64)
    segments = np.array([point[1] for point in kept], np.int64)
    names = dict.fromkeys(name for point in kept for name in point[2])
    missing = float("nan")
    columns = {name: np.array([point[2].get(name, missing) for point in kept]) for name in names}
    order = np.argsort(times, kind="stable")
    if len(order):
        cuts = np.flatnonzero(np.diff(times[order]) > LONGEST_SILENCE_S) + 1
        order = max(np.split(order, cuts), key=len)
        order = order[times[order] < times[order[0]] + LONGEST_S]
    return Track(times[order], segments[order], {n: c[order] for n, c in columns.items()})


class Built(NamedTuple):
    start: int
    streams: Streams
    warnings: list[str]


def streams(
    found: Track, sport: str, timer_s: float | None = None, *, first_leg: bool = True
) -> Built:
    """The track at 1 Hz. Pauses are breaks between segments, and gaps of more than 10 s (the
    longest ones, as far as the device's own timer time `timer_s` says there were any)."""
    start = int(np.floor(found.times[0]))
    seconds = np.floor(found.times - start).astype(np.int64)
    n = int(seconds[-1]) + 1
    columns = dict(found.columns)
    if "cadence" in columns and sport == "run":
        columns["cadence"] = steps_per_minute(columns["cadence"])
    columns, warnings = clean(columns, sport)
    by_position = False
    if "distance" in columns:
        columns["distance"] = never_falling(columns["distance"], first_leg=first_leg)
    elif by_position := "lat" in columns:
        columns["distance"] = along(columns["lat"], columns["lon"], found.segments)
    missing = None if timer_s is None else n - timer_s
    timer = timer_of([*_breaks(found, seconds), *gaps(seconds, missing)], n)
    grid = Grid(seconds, timer)
    placed = {
        name: grid.place(
            column, average=name not in _LAST_WINS, period=360.0 if name == "lon" else None
        )
        for name, column in columns.items()
    }
    if "speed" not in placed and "distance" in placed:
        placed |= clean({"speed": speed_from_distance(placed["distance"], by_position)}, sport)[0]
    return Built(start, Streams(placed, timer), warnings)


def _breaks(found: Track, seconds: NDArray[np.int64]) -> list[Span]:
    changes = np.flatnonzero(np.diff(found.segments) != 0)
    return [
        (float(seconds[i] + 1), float(seconds[i + 1]))
        for i in changes.tolist()
        if seconds[i + 1] > seconds[i] + 1
    ]
