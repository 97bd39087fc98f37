"""Stored curves: reading, interpolating, and the envelope over a season."""

import sys
from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import curves
from analytics.durations import GRID, STANDARD
from analytics.meanmax import best_means


def stored(numbers: list[int]) -> bytes:
    packed = array("H", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def test_value_at_grid_points() -> None:
    curve = stored([900, 800, 700])
    assert curves.value_at(curve, "power", 2) == 800
    assert curves.value_at(stored([1500]), "hr", 1) == 150
    assert curves.value_at(stored([4321]), "speed", 1) == 4.321


@pytest.mark.parametrize("seconds", [0, -5, 4, 10**7])
def test_not_reached(seconds: int) -> None:
    assert curves.value_at(stored([900, 800, 700]), "power", seconds) is None
    assert curves.value_at(stored([900, 800, 0]), "power", 3) is None
    assert curves.value_at(b"", "power", 1) is None


def test_energy_is_interpolated() -> None:
    """61 s lies between 60 and 62: half way in energy, not in power."""
    left, right = GRID.index(60), GRID.index(62)
    assert right == left + 1
    numbers = [0] * (right + 1)
    numbers[left], numbers[right] = 300, 290
    found = curves.value_at(stored(numbers), "power", 61)
    assert found == pytest.approx((300 * 60 + 290 * 62) / 2 / 61)


def test_interpolation_errs_under_a_percent() -> None:
    rng = np.random.default_rng(3)
    ride = np.clip(180 + 80 * np.sin(np.arange(7200) / 240) + rng.normal(0, 60, 7200), 0, None)
    exact = best_means(ride, range(1, 7201))
    curve = stored([round(exact[s]) if s in exact else 0 for s in GRID])
    longest = max(s for s in GRID if s <= 7200)
    for seconds in range(61, longest, 7):
        found = curves.value_at(curve, "power", seconds)
        assert found == pytest.approx(exact[seconds], rel=0.01)


def test_envelope() -> None:
    best, holder = curves.envelope([stored([500, 400, 300]), stored([600, 400]), stored([])])
    assert list(best) == [600, 400, 300]
    assert list(holder) == [1, 0, 0]


def test_envelope_where_nobody_got() -> None:
    best, holder = curves.envelope([stored([5, 0]), stored([4, 0])])
    assert (list(best), list(holder)) == ([5, 0], [0, -1])
    assert [len(part) for part in curves.envelope([])] == [0, 0]


@given(st.lists(st.lists(st.integers(0, 65535), max_size=8), min_size=1, max_size=6))
def test_envelope_is_the_maximum(many: list[list[int]]) -> None:
    best, holder = curves.envelope([stored(one) for one in many])
    for point, (top, who) in enumerate(zip(best, holder, strict=True)):
        column = [one[point] if point < len(one) else 0 for one in many]
        assert top == max(column)
        assert (who == -1) == (top == 0)
        assert who == -1 or column[who] == top


def test_points() -> None:
    assert curves.points(stored([900, 0, 700]), "power") == [(1, 900.0), (3, 700.0)]


def test_the_grid_holds_a_day_and_every_second_of_a_minute() -> None:
    assert GRID[:60] == tuple(range(1, 61))
    assert GRID[-1] >= 24 * 3600
    assert len(set(GRID)) == len(GRID)
    assert list(STANDARD) == sorted(set(STANDARD))
    assert len(STANDARD) == 22
