"""NP, xPower, IF, TSS, VI."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import power
from analytics.streams import Floats
from tests.analytics.rides import NAN, blocks, naive_np

STEP = blocks((600, 200), (600, 250))

watts = st.lists(st.integers(0, 1500), min_size=30, max_size=200)


def np_of(values: list[int]) -> float:
    found = power.normalized_power(np.array(values, float))
    assert found is not None
    return found


def test_np_step() -> None:
    assert power.normalized_power(STEP) == pytest.approx(228.996247, abs=1e-6)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(STEP, 226.386165, id="xp-step"),
        pytest.param(blocks((3600, 200)), 199.265152, id="xp-const"),
    ],
)
def test_x_power(values: Floats, expected: float) -> None:
    assert power.x_power(values) == pytest.approx(expected, abs=1e-6)


def test_if_tss_vi_step() -> None:
    intensity = power.intensity_factor(power.normalized_power(STEP), 260)
    assert intensity == pytest.approx(0.880755, abs=1e-6)
    assert power.training_stress(len(STEP), intensity) == pytest.approx(25.857634, abs=1e-6)
    assert power.variability_index(
        power.normalized_power(STEP), float(STEP.mean())
    ) == pytest.approx(1.017761, abs=1e-6)


def test_tss_pause() -> None:
    """Twenty minutes at threshold with a pause between: only the timer's seconds count."""
    ride = np.concatenate([blocks((600, 250)), np.full(300, NAN), blocks((600, 250))])
    intensity = power.intensity_factor(power.normalized_power(ride), 250)
    assert power.training_stress(len(power.present(ride)), intensity) == pytest.approx(100 / 3)


@pytest.mark.parametrize("values", [[], [200.0] * 29, [NAN] * 100])
def test_too_little_is_none(values: list[float]) -> None:
    assert power.normalized_power(np.array(values)) is None


def test_no_power_at_all() -> None:
    coasting = np.zeros(60)
    assert power.normalized_power(coasting) == 0.0
    assert power.variability_index(power.normalized_power(coasting), 0.0) is None
    assert power.x_power(np.array([])) is None


@pytest.mark.parametrize("ftp", [None, 0.0])
def test_no_ftp_no_if(ftp: float | None) -> None:
    assert power.intensity_factor(200.0, ftp) is None
    assert power.training_stress(3600, None) is None


@given(watts)
def test_np_equals_the_plain_loop(values: list[int]) -> None:
    expected = naive_np([float(value) for value in values])
    assert np_of(values) == pytest.approx(expected, rel=1e-9, abs=1e-6)


@given(watts, st.integers(1, 10))
def test_np_scales(values: list[int], factor: int) -> None:
    assert np_of([v * factor for v in values]) == pytest.approx(
        factor * np_of(values), rel=1e-9, abs=1e-6
    )


@given(watts, st.integers(1, 200))
def test_np_never_falls_with_more_watts(values: list[int], more: int) -> None:
    assert np_of([v + more for v in values]) > np_of(values)


@given(watts, st.integers(0, 200))
def test_missing_samples_are_dropped(values: list[int], at: int) -> None:
    place = at % len(values)
    holed = np.array([*values[:place], NAN, NAN, *values[place:]])
    assert power.normalized_power(holed) == pytest.approx(np_of(values))


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=1500))
def test_ewma_equals_the_recurrence(values: list[float]) -> None:
    level, expected = 0.0, []
    for value in values:
        level = level * 25 / 26 + value / 26
        expected.append(level)
    np.testing.assert_allclose(power.ewma(np.array(values), 25 / 26), expected, atol=1e-9)
