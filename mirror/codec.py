"""Streams as bytes: quantise, difference, shuffle, compress.

A channel is int32 per second of the 1 Hz grid (`MISSING` where there is none), stored as zlib over
the byte planes of its first differences: neighbours differ little, so three planes of four are
nearly constant. Decoding needs the standard library alone, because screens decode on their way to
the first frame and must not wait for NumPy.
"""

import sys
import zlib
from array import array
from itertools import accumulate
from typing import NamedTuple

MISSING = -(2**31)


class Channel(NamedTuple):
    """stored = round(value * scale); value in the unit named."""

    scale: float
    unit: str


CHANNELS: dict[str, Channel] = {
    "hr": Channel(1, "bpm"),
    "power": Channel(1, "W"),
    "cadence": Channel(2, "rpm"),
    "speed": Channel(1000, "m/s"),
    "altitude": Channel(5, "m"),
    "lat": Channel(1e6, "deg"),
    "lon": Channel(1e6, "deg"),
    "distance": Channel(10, "m"),
    "temperature": Channel(1, "°C"),
}


def pack(values: array[int]) -> bytes:
    """int32 values (`array("i")`) -> blob. Differences wrap at 2**32, so MISSING needs no escape."""
    previous = 0
    differences = array("I", bytes(4 * len(values)))
    for index, value in enumerate(values):
        differences[index] = (value - previous) & 0xFFFFFFFF
        previous = value
    return compress(_little(differences).tobytes())


def compress(differences: bytes) -> bytes:
    """Little-endian uint32 differences -> blob. The vectorised packer of sync ends here too."""
    return zlib.compress(b"".join(differences[plane::4] for plane in range(4)), 6)


def unpack(blob: bytes) -> array[int]:
    """blob -> `array('i')`, one value a second, `MISSING` where there is none."""
    planes = zlib.decompress(blob)
    count = len(planes) // 4
    interleaved = bytearray(len(planes))
    for plane in range(4):
        interleaved[plane::4] = planes[plane * count : (plane + 1) * count]
    differences = array("i")
    differences.frombytes(bytes(interleaved))
    _little(differences)
    # Python's integers do not wrap, so wrap the running sums once at the end.
    return array("i", [((s + 2**31) & 0xFFFFFFFF) - 2**31 for s in accumulate(differences)])


def values(blob: bytes, channel: str) -> list[float | None]:
    """blob -> values in the channel's unit, None where missing."""
    scale = CHANNELS[channel].scale
    return [None if v == MISSING else v / scale for v in unpack(blob)]


def _little[T: array[int]](numbers: T) -> T:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
