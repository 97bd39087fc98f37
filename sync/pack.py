"""Streams into the blobs of the mirror, vectorised (mirror/codec.py has the plain version)."""

import json
import zlib

import numpy as np
from numpy.typing import NDArray

from analytics.streams import Bools, Floats, Streams
from mirror.codec import CHANNELS, MISSING
from mirror.rows import Stream

#: The largest magnitude that is stored; beyond it a value is a device's nonsense, hence missing.
_LIMIT = 2**31 - 1


def quantise(values: Floats, scale: float) -> NDArray[np.int32]:
    """round(value * scale) as int32, MISSING where the value is missing or does not fit."""
    scaled = np.rint(values * scale)
    kept = np.abs(scaled) <= _LIMIT  # False for NaN too
    return np.where(kept, scaled, float(MISSING)).astype(np.int32)


def pack(values: NDArray[np.int32]) -> bytes:
    """int32 per second -> a blob that holds the same byte planes as mirror.codec.pack's."""
    differences = values.astype("<u4")
    differences[1:] -= differences[:-1].copy()
    planes = np.ascontiguousarray(differences.view(np.uint8).reshape(-1, 4).T)
    signs = planes[:3].view(np.int8) >> 7
    planes[1:] ^= signs.view(np.uint8)
    # Of zlib, for the same bytes wherever the values are the same. Differences of neighbours are
    # noise and runs: to look for runs alone takes half of level 4's time for 2 % more size.
    runs = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)
    return runs.compress(planes.tobytes()) + runs.flush()


def stream_row(workout_id: str, streams: Streams) -> Stream | None:
    """The workout's stream row; None where no channel holds a single value."""
    blobs: dict[str, bytes] = {}
    for name, channel in CHANNELS.items():
        values = streams.get(name)
        if values is None:
            continue
        stored = quantise(values, channel.scale)
        if (stored != MISSING).any():
            blobs[name] = pack(stored)
    if not blobs:
        return None
    return Stream(workout_id, streams.n, json.dumps(pauses(streams.timer)), **blobs)


def pauses(timer: Bools) -> list[list[int]]:
    """[[first second, end second), ...] in which the timer was stopped."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], ~timer, [False]))))
    return [[int(first), int(end)] for first, end in edges.reshape(-1, 2)]
