"""Compressed timestamp headers: five bits of seconds, relative to the last full timestamp."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sync.fit.definitions import Definition
from sync.fit.profile import FIT_EPOCH

Ints = NDArray[np.int64]

_TIMESTAMP = 253
_MASK = 31


def full_timestamps(data: bytes, groups: Mapping[Definition, Ints]) -> tuple[Ints, Ints]:
    """Offsets (ascending) and FIT seconds of every message that carries a full timestamp."""
    offsets, times = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    content = np.frombuffer(data, np.uint8)
    for definition, starts in groups.items():
        for part in definition.parts:
            if part.number == _TIMESTAMP and part.developer is None and part.size == 4:
                shifts = range(0, 32, 8) if definition.order == "<" else range(24, -1, -8)
                stamps = np.zeros(len(starts), np.int64)
                for byte, shift in enumerate(shifts):
                    stamps |= content[starts + part.offset + byte].astype(np.int64) << shift
                valid = stamps != 0xFFFFFFFF
                offsets.append(starts[valid])
                times.append(stamps[valid])
    joined = np.concatenate(offsets)
    order = np.argsort(joined, kind="stable")
    return joined[order], np.concatenate(times)[order]


def expand(
    full_offsets: Ints, full_times: Ints, offsets: Ints, headers: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """Unix time of the messages at `offsets` (ascending), whose headers hold the five bits.

    NaN before the first full timestamp.
    """
    places = np.concatenate((full_offsets, offsets))
    order = np.argsort(places, kind="stable")
    is_full = order < len(full_offsets)
    low = np.concatenate((full_times & _MASK, headers.astype(np.int64) & _MASK))[order]
    steps = np.diff(low, prepend=low[:1]) & _MASK
    steps[is_full] = 0
    since_start = np.cumsum(steps)
    anchors = np.maximum.accumulate(np.where(is_full, np.arange(len(order)), -1))
    known = anchors >= 0
    base = np.zeros(len(order), np.int64)
    base[is_full] = full_times
    times = np.full(len(order), np.nan)
    at = anchors[known]
    times[known] = base[at] + since_start[known] - since_start[at] + FIT_EPOCH
    result = np.full(len(offsets), np.nan)
    result[order[~is_full] - len(full_offsets)] = times[~is_full]
    return result
