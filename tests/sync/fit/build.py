"""FIT files for the tests: `activity` a plain one, `fit` from what a function writes."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sync.activity import Activity
from sync.fit import activities, decode
from sync.fit.writer import FitWriter, Row, write_activity

Floats = NDArray[np.float64]

#: 2026-03-01T07:00:00Z
START = 1_772_348_400
RUN, BIKE, SWIM, TRANSITION = 1, 2, 5, 3

#: (number, size, base type) of the record fields the tests define by hand.
TIMESTAMP = (253, 4, 0x86)
HEART_RATE = (3, 1, 0x02)
POWER = (7, 2, 0x84)
DISTANCE = (5, 4, 0x86)
SPEED = (6, 2, 0x84)
RECORD = 20
FIT_EPOCH = 631_065_600


def fit(
    body: Callable[[FitWriter], None],
    *,
    kind: int | None = 4,
    big_endian: bool = False,
    header_size: int = 14,
    data_size: int | None = None,
    header_crc: int | None = None,
    crc: int | None = None,
) -> bytes:
    """A file with a file_id (unless kind is None) and what `body` writes."""
    writer = FitWriter(big_endian=big_endian)
    if kind is not None:
        writer.message(
            "file_id",
            {"type": kind, "manufacturer": 1, "product": 4315, "serial_number": 77,
             "time_created": START},
        )  # fmt: skip
    body(writer)
    return writer.finish(
        header_size=header_size, data_size=data_size, header_crc=header_crc, crc=crc
    )


def seconds(n: int, start: float = START) -> Floats:
    return start + np.arange(n, dtype=np.float64)


def wave(n: int, middle: float, swing: float) -> Floats:
    """Whole numbers going up and down."""
    return np.round(middle + swing * np.sin(np.arange(n) / 9))


def session(start: float, elapsed: float, **more: float | int | str | None) -> Row:
    return {
        "start_time": start,
        "timestamp": start + elapsed,
        "total_elapsed_time": elapsed,
        "total_timer_time": elapsed,
        **more,
    }


def timer(time: float, starts: bool, kind: int = 4) -> Row:
    """A timer event: start, or stop_all (4) or another stop."""
    return {"timestamp": time, "event": 0, "event_type": 0 if starts else kind}


def activity(
    records: Mapping[str, Floats],
    *,
    sport: int = BIKE,
    sub_sport: int = 0,
    sessions: Sequence[Row] | None = None,
    laps: Sequence[Row] = (),
    events: Sequence[Row] = (),
    lengths: Sequence[Row] = (),
    utc_offset_s: int | None = None,
) -> bytes:
    """An activity file; without `sessions` one over all records."""
    time = records["time"]
    if sessions is None:
        sessions = [session(float(time.min()), float(np.ptp(time)) + 1)]
    return write_activity(
        time_created=START,
        serial=77,
        sport=sport,
        sub_sport=sub_sport,
        records=records,
        laps=laps,
        sessions=sessions,
        events=events,
        lengths=lengths,
        utc_offset_s=utc_offset_s,
    )


def hour(n: int = 600) -> dict[str, Floats]:
    """A ride at 1 Hz with every channel."""
    return {
        "time": seconds(n),
        "hr": wave(n, 140, 20),
        "power": wave(n, 210, 60),
        "cadence": wave(n, 85, 5),
        "speed": np.round(8 + np.sin(np.arange(n) / 50), 3),
        "altitude": np.round(wave(n, 500, 15), 1),
        "lat": 47 + np.arange(n) * 5e-5,
        "lon": 8 + np.arange(n) * 7e-5,
        "distance": np.round(np.arange(n) * 8.0, 2),
        "temperature": wave(n, 18, 2),
    }


def one(data: bytes) -> Activity:
    """The only workout of a file."""
    found = activities(decode(data)).activities
    assert len(found) == 1
    return found[0]
