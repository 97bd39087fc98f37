"""Grade, Minetti, NGP, rTSS, sTSS, predictions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import pace, predict
from analytics.load import LoadInputs, workout_load
from tests.analytics.rides import ATHLETE, NAN, blocks


@pytest.mark.parametrize(
    ("grade", "cost"),
    [
        pytest.param(-0.2, 1.800032, id="minetti-down-20"),
        pytest.param(-0.1, 2.151706, id="minetti-down-10"),
        pytest.param(0.05, 4.685196, id="minetti-up-5"),
        pytest.param(0.1, 5.968214, id="minetti-up-10"),
    ],
)
def test_minetti(grade: float, cost: float) -> None:
    assert float(pace.minetti_cost(grade)) == pytest.approx(cost, abs=1e-6)


def test_minetti_is_clipped() -> None:
    assert float(pace.minetti_cost(3.0)) == float(pace.minetti_cost(0.45))
    assert float(pace.minetti_cost(-3.0)) == float(pace.minetti_cost(-0.45))


def test_ngp_two_grades() -> None:
    """Ten minutes at 3 m/s on the flat, ten at 8 %."""
    found = pace.normalized_graded_speed(blocks((1200, 3)), blocks((600, 0), (600, 0.08)))
    assert found == pytest.approx(3.975559, abs=1e-6)


def test_rtss_flat() -> None:
    assert pace.run_stress(3600, 0.8 * 4.0, 4.0) == pytest.approx(64.0)
    assert pace.run_stress(3600, None, 4.0) is None
    assert pace.run_stress(3600, 3.0, None) is None


@pytest.mark.parametrize(
    ("hours_s", "expected"),
    [pytest.param(3300, 55.396, id="stss"), pytest.param(3900, 65.469 / 65 * 55, id="stss-rest")],
)
def test_stss(hours_s: float, expected: float) -> None:
    """3000 m in 55 min moving against 1:33: rest at the wall changes nothing."""
    load = workout_load(
        LoadInputs("swim", duration_s=hours_s, moving_s=3300, distance_m=3000), ATHLETE
    )
    assert load.method == "pace"
    assert load.tss == pytest.approx(expected, abs=2e-3)


def test_grade_of_a_steady_climb() -> None:
    distance = np.arange(0, 600, 3.0)
    found = pace.grade(distance * 0.06, distance)
    np.testing.assert_allclose(found, 0.06, atol=1e-9)


def test_grade_while_standing_is_flat() -> None:
    assert not pace.grade(np.arange(100.0), np.zeros(100)).any()
    assert not pace.grade(np.full(50, NAN), np.arange(50.0)).any()


def test_walking_pace_has_no_grade() -> None:
    slow = pace.graded_speed(np.array([0.4]), np.array([0.3]))
    assert slow[0] == pytest.approx(0.4)


def test_missing_speed_stays_missing() -> None:
    assert np.isnan(pace.graded_speed(np.array([NAN]), np.array([0.1]))).all()


@given(st.floats(0.6, 6), st.floats(0.5, 2))
def test_graded_speed_scales(speed: float, factor: float) -> None:
    slope = np.array([0.07])
    one = pace.graded_speed(np.array([speed]), slope)[0]
    if speed * factor >= pace.SLOWEST_GRADED:
        other = pace.graded_speed(np.array([speed * factor]), slope)[0]
        assert other == pytest.approx(one * factor)


@given(st.floats(0, 0.4), st.floats(0.001, 0.05))
def test_steeper_costs_more(grade: float, more: float) -> None:
    assert float(pace.minetti_cost(grade + more)) > float(pace.minetti_cost(grade))


@pytest.mark.parametrize("seconds", [0, 29])
def test_too_short(seconds: int) -> None:
    assert pace.normalized_graded_speed(np.full(seconds, 3.0)) is None


def test_riegel() -> None:
    assert predict.riegel(1200, 5000, 10000) == pytest.approx(2501.918, abs=1e-3)


def test_riegel_over_time_agrees_with_riegel_over_distance() -> None:
    speed = predict.speed_over(1200, 5000 / 1200, 2501.918)
    assert speed * 2501.918 == pytest.approx(10000, abs=0.1)


@pytest.mark.parametrize(
    ("metres", "seconds", "expected"),
    [
        pytest.param(5000, 24 * 60 + 34, 39.1103984, id="vdot-5km"),
        pytest.param(10000, 2400, 51.9440827, id="vdot-10km"),
    ],
)
def test_vdot(metres: float, seconds: float, expected: float) -> None:
    assert predict.vdot(metres, seconds) == pytest.approx(expected, abs=1e-6)
