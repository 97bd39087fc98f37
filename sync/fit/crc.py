"""CRC-16/ARC, the checksum of FIT, without a loop over bytes.

The checksum is linear over GF(2): crc(a || b) = shift(crc(a), len(b)) ^ crc(b) for a register that
starts at 0. So the data is folded in halves: each 16-bit word of the first half, moved forward by
the length of the second half (one table look-up), is XORed onto the word it lands on.

And it is periodic: its polynomial, (x + 1)(x^15 + x + 1), divides x^32767 - 1, so bytes 32767 apart
weigh the same and long data is first XORed together in rows of that length.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL = 0xA001
_PERIOD = 32_767
#: Fewer words than this are cheaper one by one.
_SCALAR_WORDS = 32


def _byte_table() -> list[int]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (_POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return table


_TABLE = _byte_table()


def _crc_by_byte(data: bytes, crc: int = 0) -> int:
    for byte in data:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc


@cache
def _shift(doublings: int) -> NDArray[np.uint16]:
    """Table of what each 16-bit register becomes after 2**doublings words of zeros."""
    if doublings == 0:
        low = np.array(_TABLE, np.uint16)
        words = np.arange(65536, dtype=np.uint16)
        once = (words >> 8) ^ low[words & 0xFF]
        table: NDArray[np.uint16] = (once >> 8) ^ low[once & 0xFF]
    else:
        half = _shift(doublings - 1)
        table = half[half]
    return table


def _one_period(data: bytes | memoryview) -> bytes:
    """Data of one period with the same checksum."""
    content = np.frombuffer(data, np.uint8)
    head = len(content) % _PERIOD
    period = np.bitwise_xor.reduce(content[head:].reshape(-1, _PERIOD), axis=0)
    if head:
        period[-head:] ^= content[:head]
    return bytes(period)


def crc16(data: bytes | memoryview) -> int:
    """The FIT checksum of `data`."""
    if len(data) > 2 * _PERIOD:
        data = _one_period(data)
    words = np.frombuffer(data, "<u2", len(data) // 2)
    tail = bytes(data[len(words) * 2 :])
    # Zero words in front change nothing while the register is 0: pad to a power of two.
    doublings = max(0, (len(words) - 1).bit_length())
    if len(words) > _SCALAR_WORDS:
        half = 1 << (doublings - 1)
        first, second = words[: len(words) - half], words[len(words) - half :]
        folded = second.copy()
        folded[half - len(first) :] ^= _shift(doublings - 1)[first]
        words = folded
        while len(words) > _SCALAR_WORDS:
            doublings = len(words).bit_length() - 2
            half = len(words) // 2
            words = _shift(doublings)[words[:half]] ^ words[half:]
    return _crc_by_byte(tail, _crc_by_byte(words.tobytes()))
