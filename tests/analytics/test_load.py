"""The load of one workout: which method, and that it stands beside the number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.load import LoadInputs, workout_load
from analytics.sports import ORDER, SPORTS, rank, usual_intensity
from analytics.thresholds import ThresholdSet
from tests.analytics.rides import ATHLETE

RIDE = LoadInputs(
    "bike",
    duration_s=3600,
    normalized_power=260,
    power_s=3600,
    speed_s=3600,
    hr_counts=[3600],
    hr_first=150,
)
RUN = LoadInputs(
    "run",
    duration_s=3600,
    normalized_pace=270,
    speed_s=3500,
    hr_counts=[3600],
    hr_first=150,
)


def test_an_hour_at_threshold_is_100_by_each_method() -> None:
    at_lthr = LoadInputs("run", duration_s=3600, hr_counts=[3600], hr_first=170)
    swim = LoadInputs("swim", duration_s=3700, moving_s=3600, distance_m=3600 / 0.93)
    for inputs, method in (
        (RIDE, "power"),
        (RUN, "pace"),
        (swim, "pace"),
        (at_lthr, "heart_rate"),
    ):
        load = workout_load(inputs, ATHLETE)
        assert load.method == method
        assert load.load == pytest.approx(100)


def test_tss_and_if_are_of_power_and_pace_alone() -> None:
    for inputs in (RIDE, RUN):
        load = workout_load(inputs, ATHLETE)
        assert load.tss == pytest.approx(100)
        assert load.intensity_factor == pytest.approx(1)
    by_heart = workout_load(RIDE._replace(normalized_power=None), ATHLETE)
    assert by_heart[1:] == ("heart_rate", None, None)


@pytest.mark.parametrize(
    ("inputs", "thresholds", "method"),
    [
        (RIDE, ATHLETE, "power"),
        (RIDE, ATHLETE._replace(ftp_w=None), "heart_rate"),
        (RIDE._replace(power_s=2800), ATHLETE, "heart_rate"),
        (RIDE._replace(hr_counts=[1700]), ATHLETE._replace(ftp_w=None), "duration"),
        (RUN, ATHLETE, "pace"),
        (RUN._replace(normalized_power=260, power_s=3600), ATHLETE, "power"),
        (RUN._replace(normalized_power=260, power_s=3600), ATHLETE._replace(ftp_w=None), "pace"),
        (RUN._replace(speed_s=1700), ATHLETE, "heart_rate"),
        (RUN, ATHLETE._replace(threshold_speed_m_s=None), "heart_rate"),
        (RUN._replace(normalized_pace=None), ThresholdSet(), "duration"),
        (
            LoadInputs("bike", duration_s=3600, normalized_pace=270, speed_s=3600),
            ATHLETE,
            "duration",
        ),
        (LoadInputs("swim", duration_s=3600, distance_m=3000), ATHLETE, "pace"),
        (LoadInputs("swim", duration_s=3600), ATHLETE, "duration"),
        (LoadInputs("strength", duration_s=3600, avg_hr=110), ATHLETE, "heart_rate"),
        (LoadInputs("strength", duration_s=3600), ATHLETE, "duration"),
    ],
)
def test_precedence(inputs: LoadInputs, thresholds: ThresholdSet, method: str) -> None:
    assert workout_load(inputs, thresholds).method == method


def test_a_strap_that_failed_half_way() -> None:
    """The missing half counts like the other one."""
    whole = LoadInputs("run", duration_s=3600, hr_counts=[3600], hr_first=150)
    half = whole._replace(hr_counts=[1800])
    assert workout_load(half, ATHLETE).load == pytest.approx(workout_load(whole, ATHLETE).load)


def test_nothing_known_is_none_not_zero() -> None:
    assert workout_load(LoadInputs("run"), ATHLETE) == (None, None, None, None)


def test_a_mean_heart_rate_stands_for_a_stream() -> None:
    mean = workout_load(LoadInputs("run", duration_s=3600, avg_hr=150), ATHLETE)
    stream = workout_load(
        LoadInputs("run", duration_s=3600, hr_counts=[3600], hr_first=150), ATHLETE
    )
    assert mean == stream


@pytest.mark.parametrize("sport", ORDER)
def test_duration_times_usual_intensity(sport: str) -> None:
    load = workout_load(LoadInputs(sport, duration_s=7200), ThresholdSet())
    assert load.load == pytest.approx(200 * usual_intensity(sport) ** 2)


@given(st.floats(60, 30_000), st.sampled_from(ORDER), st.floats(1, 4))
def test_twice_as_long_is_twice_the_load(seconds: float, sport: str, factor: float) -> None:
    for thresholds in (ATHLETE, ThresholdSet()):
        plain = workout_load(LoadInputs(sport, seconds), thresholds).load
        longer = workout_load(LoadInputs(sport, seconds * factor), thresholds).load
        assert plain is not None
        assert longer == pytest.approx(plain * factor)


@given(st.floats(50, 500), st.floats(1, 100))
def test_more_watts_are_more_load_a_higher_ftp_is_less(watts: float, more: float) -> None:
    def load(normalized: float, ftp: float) -> float:
        found = workout_load(RIDE._replace(normalized_power=normalized), ThresholdSet(ftp_w=ftp))
        assert found.load is not None
        return found.load

    assert load(watts + more, 250) > load(watts, 250)
    assert load(watts, 250 + more) < load(watts, 250)


def test_unknown_sports() -> None:
    assert usual_intensity("curling") == SPORTS["other"].usual_intensity
    assert rank("curling") == len(ORDER)
    assert sorted(["run", "curling", "swim", "bike"], key=rank) == [
        "swim",
        "bike",
        "run",
        "curling",
    ]
