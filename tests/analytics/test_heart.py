"""TRIMP, hrTSS, Edwards, Lucia, suffer estimate, HRR60, cleaning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import heartrate, trimp
from analytics.thresholds import ThresholdSet
from tests.analytics.rides import ATHLETE, NAN, blocks

WOMAN = ATHLETE._replace(sex="f")
counts = st.lists(st.integers(0, 600), min_size=1, max_size=120)


@pytest.mark.parametrize(
    ("athlete", "expected"),
    [
        pytest.param(ATHLETE, 108.095359, id="trimp-m"),
        pytest.param(WOMAN, 121.499066, id="trimp-f"),
    ],
)
def test_trimp(athlete: ThresholdSet, expected: float) -> None:
    assert trimp.trimp([3600], 150, athlete) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("athlete", "expected"),
    [
        pytest.param(ATHLETE, 99.405, id="hrtss-m"),
        pytest.param(WOMAN, 104.876, id="hrtss-f"),
    ],
)
def test_hr_tss(athlete: ThresholdSet, expected: float) -> None:
    assert trimp.hr_tss([7200], 140, athlete) == pytest.approx(expected, abs=1e-3)


def test_an_hour_at_lthr_is_100() -> None:
    assert trimp.hr_tss([3600], 170, ATHLETE) == pytest.approx(100)


def test_edwards_1() -> None:
    """Twenty minutes at 45, 55, 65, 75 and 85 % of 200: weights 0 to 4."""
    by_bpm = dict.fromkeys((90, 110, 130, 150, 170), 1200)
    seconds = [by_bpm.get(bpm, 0) for bpm in range(90, 171)]
    assert trimp.edwards(seconds, 90, 200) == pytest.approx(200)


def test_edwards_bounds_are_inclusive_below() -> None:
    assert trimp.edwards([60], 180, 200) == 5
    assert trimp.edwards([60], 179, 200) == 4
    assert trimp.edwards([60], 99, 200) == 0


def test_lucia() -> None:
    seconds = [1800, *[0] * 29, 1200, *[0] * 19, 600]  # 30 min at 120, 20 at 150, 10 at 170
    assert trimp.lucia(seconds, 120, vt1=150, vt2=170) == pytest.approx(100)


def test_suffer_zones() -> None:
    assert trimp.suffer_estimate([480] * 5) == pytest.approx(100)
    assert trimp.suffer_estimate([0] * 6 + [3600]) == 300


@pytest.mark.parametrize(
    "athlete",
    [
        ATHLETE._replace(resting_hr_bpm=None),
        ATHLETE._replace(max_hr_bpm=None),
        ATHLETE._replace(max_hr_bpm=50.0),
    ],
)
def test_unknown_heart_rates(athlete: ThresholdSet) -> None:
    assert trimp.trimp([60], 120, athlete) is None
    assert trimp.hr_tss([60], 120, athlete) is None


def test_no_samples() -> None:
    assert trimp.trimp([], 120, ATHLETE) is None
    assert trimp.trimp([0, 0], 120, ATHLETE) is None
    assert trimp.hr_tss([60], 120, ATHLETE._replace(lthr_bpm=None)) is None


@given(counts, st.integers(1, 5))
def test_trimp_scales_with_time(seconds: list[int], factor: int) -> None:
    plain = trimp.trimp(seconds, 60, ATHLETE)
    longer = trimp.trimp([s * factor for s in seconds], 60, ATHLETE)
    assert longer == (None if plain is None else pytest.approx(plain * factor))


@given(counts, st.integers(1, 20))
def test_trimp_never_falls_with_the_heart_rate(seconds: list[int], higher: int) -> None:
    low, high = trimp.trimp(seconds, 60, ATHLETE), trimp.trimp(seconds, 60 + higher, ATHLETE)
    assert (low is None) == (high is None)
    assert low is None or high is None or high >= low


def test_hrr60() -> None:
    hr = np.concatenate([blocks((100, 180)), np.linspace(180, 150, 61)[1:], blocks((30, 150))])
    assert heartrate.recovery_60(hr, 99) == pytest.approx(30)
    assert heartrate.best_recovery_60(hr, 170) == pytest.approx(30)


def test_hrr60_unknown() -> None:
    hr = np.concatenate([blocks((61, 170)), [NAN]])
    assert heartrate.recovery_60(hr, 1) is None
    assert heartrate.recovery_60(hr, 2) is None
    assert heartrate.best_recovery_60(hr, 200) is None
    assert heartrate.best_recovery_60(hr[:30], 100) is None


def test_a_zero_heart_rate_is_missing() -> None:
    cleaned = heartrate.clean(np.array([100, 0, 102] + [0] * 12 + [120], float))
    assert cleaned[1] == pytest.approx(101)
    assert np.isnan(cleaned[3:15]).all()
