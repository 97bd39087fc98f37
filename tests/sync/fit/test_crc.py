import random

import pytest

from sync.fit.crc import crc16


def _bit_by_bit(data: bytes) -> int:
    """The definition: reflected polynomial 0x8005, start 0."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc


def test_check_value_of_crc_16_arc() -> None:
    assert crc16(b"123456789") == 0xBB3D


@pytest.mark.parametrize(
    "size",
    [
        0,
        1,
        2,
        3,
        63,
        64,
        65,
        66,
        67,
        127,
        128,
        129,
        130,
        1000,
        4095,
        4096,
        4097,
        9001,
        65_534,
        65_535,
        65_536,
        98_301,
        98_302,
        150_001,
    ],
)
def test_equals_the_definition(size: int) -> None:
    data = random.Random(size).randbytes(size)
    assert crc16(data) == _bit_by_bit(data)
    assert crc16(memoryview(bytes(5) + data)[5:]) == _bit_by_bit(data)
