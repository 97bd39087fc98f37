"""Streams into the blobs of the mirror, vectorised (mirror/codec.py has the plain version)."""

import json

import numpy as np
from numpy.typing import NDArray

from analytics.streams import Bools, Floats, Streams
from mirror.codec import CHANNELS, MISSING, compress
from mirror.rows import Stream

#: The largest magnitude that is stored; beyond it a value is a device's nonsense, hence missing.
_LIMIT = 2**31 - 1


def quantise(values: Floats, scale: float) -> NDArray[np.int32]:
    """round(value * scale) as int32, MISSING where the value is missing or does not fit."""
    scaled = np.rint(values * scale)
    kept = np.abs(scaled) <= _LIMIT  # False for NaN too
    return np.where(kept, scaled, float(MISSING)).astype(np.int32)


def pack(values: NDArray[np.int32]) -> bytes:
    """int32 per second -> the same blob as mirror.codec.pack, byte for byte."""
    wrapped = values.astype(np.int32).view(np.uint32)
    differences = np.empty(len(wrapped), dtype="<u4")
    differences[:1] = wrapped[:1]
    np.subtract(wrapped[1:], wrapped[:-1], out=differences[1:])
    return compress(differences.tobytes())


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
