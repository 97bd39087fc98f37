"""Estimated and default thresholds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import estimate
from analytics.thresholds import FIELDS, LIMITS, ThresholdSet, convert


def test_eftp_20min() -> None:
    assert estimate.ftp({1200: 280.0, 300: 400.0}) == pytest.approx(266)
    assert estimate.ftp({300: 400.0}) is None
    assert estimate.ftp({}) is None


def test_lthr() -> None:
    assert estimate.lthr({1200: 180.0, 3600: 168.0}, 190) == pytest.approx(171)
    assert estimate.lthr({1200: 170.0, 3600: 168.0}, 190) == 168
    assert estimate.lthr({1200: 130.0}, 190) is None
    assert estimate.lthr({}, 190) is None


def test_max_hr_of_one_who_never_went_all_out() -> None:
    assert estimate.max_hr({5: 186.0}, 30) == 186
    assert estimate.max_hr({5: 150.0}, 30) is None
    assert estimate.max_hr({}, None) is None


def test_threshold_speed_is_the_hours_speed() -> None:
    assert estimate.threshold_speed({3600: 4.0}) == pytest.approx(4)
    assert estimate.threshold_speed({1200: 4.3, 3600: 3.0}) == pytest.approx(
        4.3 * (1 / 3) ** (1 - 1 / 1.06)
    )
    assert estimate.threshold_speed({300: 5.0}) is None
    assert estimate.css({1800: 1.2}) == pytest.approx(1.2)


@given(st.dictionaries(st.sampled_from([1200, 1800, 2700, 3600]), st.floats(1, 7)), st.floats(1, 2))
def test_estimates_scale(bests: dict[int, float], factor: float) -> None:
    faster = {s: v * factor for s, v in bests.items()}
    for function in (estimate.ftp, estimate.threshold_speed, estimate.css):
        plain, scaled = function(bests), function(faster)
        assert scaled == (None if plain is None else pytest.approx(plain * factor))


def test_defaults_fill_only_what_is_unknown() -> None:
    known = ThresholdSet(
        ftp_w=250, lthr_bpm=168, sources={"ftp_w": "athlete", "lthr_bpm": "garmin"}
    )
    filled = estimate.with_defaults(known, 40)
    assert (filled.ftp_w, filled.lthr_bpm, filled.resting_hr_bpm) == (250, 168, 60)
    assert filled.max_hr_bpm == pytest.approx(168 / 0.9)
    assert filled.threshold_speed_m_s is None
    assert filled.sources == {
        "ftp_w": "athlete",
        "lthr_bpm": "garmin",
        "max_hr_bpm": "default",
        "resting_hr_bpm": "default",
    }


def test_defaults_by_age() -> None:
    young, old = (estimate.with_defaults(ThresholdSet(), age) for age in (20, 60))
    assert young.max_hr_bpm == pytest.approx(194)
    assert old.max_hr_bpm == pytest.approx(166)
    assert estimate.with_defaults(ThresholdSet()).max_hr_bpm == pytest.approx(180)


@given(st.one_of(st.none(), st.floats(81, 219)), st.one_of(st.none(), st.integers(5, 100)))
def test_defaults_never_contradict(lthr: float | None, age: int | None) -> None:
    filled = estimate.with_defaults(ThresholdSet(lthr_bpm=lthr), age)
    assert filled.resting_hr_bpm is not None
    assert filled.lthr_bpm is not None
    assert filled.max_hr_bpm is not None
    assert filled.resting_hr_bpm < filled.lthr_bpm < filled.max_hr_bpm


def test_the_text_that_is_stored() -> None:
    used = ThresholdSet(
        ftp_w=250, threshold_speed_m_s=4, sources={"ftp_w": "athlete", "css_s_per_100m": "x"}
    ).used()
    assert json.loads(used) == {
        "ftp_w": {"value": 250, "source": "athlete"},
        "threshold_pace_s_per_km": {"value": 250, "source": "default"},
    }


@given(st.sampled_from(list(FIELDS)), st.floats(0.5, 900))
def test_conversion_is_its_own_inverse(metric: str, value: float) -> None:
    assert convert(metric, convert(metric, value)) == pytest.approx(value)
    assert metric in LIMITS
