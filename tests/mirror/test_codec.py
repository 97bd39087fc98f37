"""The plain codec, and the vectorised packer that must give the same bytes."""

import math
import zlib
from array import array

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mirror.codec import CHANNELS, MISSING, pack, unpack, values
from sync.pack import pack as pack_fast
from sync.pack import pauses, quantise

_INT32 = st.integers(-(2**31), 2**31 - 1)
_WALKS = st.lists(st.one_of(st.integers(-3, 300), st.just(MISSING), _INT32), max_size=200)


@given(_WALKS)
def test_what_is_packed_comes_back(numbers: list[int]) -> None:
    assert unpack(pack(array("i", numbers))).tolist() == numbers


@given(_WALKS)
def test_both_packers_hold_the_same_planes(numbers: list[int]) -> None:
    """Compressed by another library, maybe; read by the standard one."""
    fast = pack_fast(np.array(numbers, dtype=np.int32))
    assert zlib.decompress(fast) == zlib.decompress(pack(array("i", numbers)))
    assert unpack(fast).tolist() == numbers


def test_an_hour_of_steady_riding_is_small() -> None:
    second = np.arange(3600)
    power = (200 + 15 * np.sin(second / 9) + second % 7).astype(np.int32)
    assert len(pack_fast(power)) < 4000


def test_values_are_in_the_channel_s_unit_and_none_where_missing() -> None:
    stored = quantise(np.array([8.1234, math.nan, 0.0]), CHANNELS["speed"].scale)
    assert values(pack_fast(stored), "speed") == [8.123, None, 0.0]


def test_what_no_channel_can_hold_is_missing() -> None:
    stored = quantise(np.array([1e12, -1e12, math.inf, math.nan, 5.0]), 1000)
    assert stored.tolist() == [MISSING] * 4 + [5000]


def test_pauses_are_the_seconds_with_the_timer_stopped() -> None:
    timer = np.array([True, False, False, True, False])
    assert pauses(timer) == [[1, 3], [4, 5]]
    assert pauses(np.ones(4, dtype=bool)) == []
