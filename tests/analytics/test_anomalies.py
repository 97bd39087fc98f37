"""The briefing's rules, each at its edge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.anomalies import Morning, anomalies, back_off

MEDIAN_50 = [48.0, 52.0] * 7


def codes(morning: Morning) -> list[str]:
    return [anomaly.code for anomaly in anomalies(morning)]


@pytest.mark.parametrize(
    ("morning", "raised"),
    [
        (Morning(hrv_ms=55, hrv_baseline_ms=60), []),
        (Morning(hrv_ms=54.9, hrv_baseline_ms=60), ["hrv"]),
        (Morning(hrv_ms=36, hrv_baseline_ms=40), []),
        (Morning(hrv_ms=35.9, hrv_baseline_ms=40), ["hrv"]),
        (Morning(hrv_ms=80, hrv_baseline_ms=60), []),
        (Morning(hrv_ms=20), []),
        (Morning(sleep_s=21_600), []),
        (Morning(sleep_s=21_599), ["sleep"]),
        (Morning(sleep_s=28_800, sleep_score=60), []),
        (Morning(sleep_s=28_800, sleep_score=59), ["sleep"]),
        (Morning(sleep_s=3_600, sleep_score=10), ["sleep"]),
        (Morning(rhr_bpm=55, rhr_before=MEDIAN_50), []),
        (Morning(rhr_bpm=55.5, rhr_before=MEDIAN_50), ["rhr"]),
        (Morning(rhr_bpm=70, rhr_before=[50.0] * 4), []),
        (Morning(rhr_bpm=56, rhr_before=[80.0] * 20 + MEDIAN_50), ["rhr"]),
        (Morning(readiness=40), []),
        (Morning(readiness=39), ["readiness"]),
        (Morning(loads=[50.0] * 12 + [0.0, 100.0]), []),
        (Morning(loads=[50.0] * 13 + [200.0]), ["load"]),
        (Morning(loads=[50.0] * 12 + [200.0]), []),
        (Morning(loads=[0.0] * 14), []),
        (Morning(), []),
    ],
)
def test_rules(morning: Morning, raised: list[str]) -> None:
    assert codes(morning) == raised


def test_yesterday_is_one_of_fourteen_days() -> None:
    """Of a fifteenth day, however hard, nothing is summed."""
    assert codes(Morning(loads=[5000.0] + [50.0] * 13 + [200.0])) == ["load"]


def test_texts_carry_the_numbers() -> None:
    found = anomalies(
        Morning(
            hrv_ms=48,
            hrv_baseline_ms=60,
            sleep_s=19_200,
            sleep_score=55,
            rhr_bpm=58,
            rhr_before=MEDIAN_50,
            readiness=31,
            loads=[40.0] * 13 + [200.0],
        )
    )
    assert [anomaly.text for anomaly in found] == [
        "HRV 48 ms, 12 ms (20 %) below the baseline of 60",
        "Slept 5 h 20, under 6 h; score 55, under 60",
        "Resting heart rate 58, 8 above its 14-day median 50",
        "Readiness 31, under 40",
        "Yesterday's load 200, 3.9 times the 14-day average of 51",
    ]
    assert [(a.value, a.reference) for a in found[:2]] == [(48, 60), (19_200, 21_600)]


@pytest.mark.parametrize(("count", "expected"), [(0, False), (1, False), (2, True), (5, True)])
def test_back_off_from_two_on(count: int, expected: bool) -> None:
    one = anomalies(Morning(readiness=10))
    assert back_off(one * count) is expected


@given(st.floats(10, 150), st.floats(10, 150), st.floats(0.1, 20))
def test_a_lower_hrv_never_clears_the_warning(hrv: float, baseline: float, less: float) -> None:
    if codes(Morning(hrv_ms=hrv, hrv_baseline_ms=baseline)):
        assert codes(Morning(hrv_ms=hrv - less, hrv_baseline_ms=baseline))
