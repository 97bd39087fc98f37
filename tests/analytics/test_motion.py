"""Moving time and metres climbed."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import motion
from tests.analytics.rides import NAN, blocks

heights = st.lists(st.integers(0, 60).map(float), min_size=2, max_size=120)


def gain(values: list[float]) -> float:
    found = motion.elevation_gain(np.array(values))
    assert found is not None
    return found


def test_moving_time() -> None:
    speed = np.concatenate([blocks((100, 3), (20, 0), (5, 0.5)), [NAN] * 7])
    assert motion.moving_time(speed) == 100


@pytest.mark.parametrize("speed", [[], [NAN] * 10, [3.0] * 4 + [NAN] * 6])
def test_moving_time_of_a_sparse_recording(speed: list[float]) -> None:
    assert motion.moving_time(np.array(speed)) is None
    assert motion.moving_time(np.array([3.0] * 4 + [NAN] * 6), timer_s=8) == 4


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([0, 5, 0, 5, 0, 5, 0], 15, id="elev-bumps"),
        pytest.param([0, 2, 4, 6, 8, 10], 10, id="elev-staircase"),
        pytest.param([0, 2, 0, 2, 0, 2], 0, id="elev-noise"),
        pytest.param([100, 100, 100], 0, id="elev-flat"),
        pytest.param([50, 40, 30], 0, id="elev-down"),
        pytest.param([0, 3], 3, id="elev-at-the-threshold"),
        pytest.param([10, 8, 20, 18, 30], 22, id="elev-small-dips-are-part-of-the-climb"),
        pytest.param([0, NAN, 10, NAN, 5], 10, id="elev-missing"),
    ],
)
def test_elevation_gain(values: list[float], expected: float) -> None:
    assert motion.elevation_gain(np.array(values, float)) == expected


def test_bumps_down() -> None:
    assert motion.elevation_loss(np.array([0, 5, 0, 5, 0, 5, 0], float)) == 15


@pytest.mark.parametrize("values", [[], [5.0], [NAN, NAN, 3.0]])
def test_no_altitude(values: list[float]) -> None:
    assert motion.elevation_gain(np.array(values)) is None


@given(heights, st.integers(-500, 3000))
def test_sea_level_does_not_matter(values: list[float], higher: int) -> None:
    assert gain([v + higher for v in values]) == gain(values)


@given(heights)
def test_gain_less_loss_is_the_net_climb_within_a_reversal(values: list[float]) -> None:
    loss = motion.elevation_loss(np.array(values))
    assert loss is not None
    assert abs(gain(values) - loss - (values[-1] - values[0])) < 2 * motion.REVERSAL_M


@given(heights)
def test_never_more_than_every_rise(values: list[float]) -> None:
    rises = sum(max(0.0, b - a) for a, b in pairwise(values))
    assert 0 <= gain(values) <= rises
    assert gain(values) >= max(0.0, max(values[-1] - values[0], 0) - 2 * motion.REVERSAL_M)


def test_speed_out_of_distance() -> None:
    speed = motion.speed_from_distance(np.array([0.0, 3.0, NAN, 9.0, 12.0, 11.0]))
    np.testing.assert_array_equal(speed, [NAN, 3, NAN, NAN, 3, 0])
