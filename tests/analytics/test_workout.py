"""A whole workout through `analyse`, against values known beforehand."""

from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.curves import value_at
from analytics.durations import GRID, STANDARD
from analytics.streams import Streams
from analytics.thresholds import ThresholdSet
from analytics.workout import ANALYTICS_VERSION, Analysis, analyse, lap_summary
from tests.analytics.rides import ATHLETE, NAN, blocks, streams

STEP = blocks((600, 200), (600, 250))


@dataclass
class Totals:
    timer_s: float | None = None
    elapsed_s: float | None = None
    distance_m: float | None = None
    calories: float | None = None
    elevation_gain_m: float | None = None
    avg_hr: float | None = None
    max_hr: float | None = None
    avg_power: float | None = None
    max_power: float | None = None
    avg_cadence: float | None = None


def test_a_known_ride() -> None:
    found = analyse(streams(power=STEP, hr=blocks((600, 140), (600, 160))), "bike", ATHLETE)
    assert found.normalized_power == pytest.approx(228.996247, abs=1e-6)
    assert found.intensity_factor == pytest.approx(0.880755, abs=1e-6)
    assert found.tss == found.load == pytest.approx(25.857634, abs=1e-6)
    assert found.load_method == "power"
    assert found.variability_index == pytest.approx(1.017761, abs=1e-6)
    assert found.efficiency_factor == pytest.approx(1.526642, abs=1e-6)
    assert (found.avg_power, found.max_power, found.work_kj) == (225, 250, 270)
    assert (found.avg_hr, found.max_hr) == (150, 160)
    assert (found.duration_s, found.elapsed_s, found.moving_s) == (1200, 1200, None)
    assert found.decoupling_basis == "power"
    assert found.bests["power"][60] == 250
    assert found.bests["hr"][1200] == 150
    assert set(found.bests["power"]) == {s for s in STANDARD if s <= 1200}
    assert found.analytics_version == ANALYTICS_VERSION


def test_a_pause_in_the_middle() -> None:
    """NP, TSS and zones do not see it; mean-max power is of elapsed time and counts it as 0."""
    power = np.concatenate([blocks((600, 200)), np.full(300, NAN), blocks((600, 250))])
    timer = ~np.isnan(power)
    found = analyse(streams(timer, power=power), "bike", ATHLETE)
    assert found.normalized_power == pytest.approx(228.996247, abs=1e-6)
    assert found.tss == pytest.approx(25.857634, abs=1e-6)
    assert (found.duration_s, found.elapsed_s) == (1200, 1500)
    assert found.bests["power"][1200] == pytest.approx((200 * 300 + 250 * 600) / 1200)
    assert found.histograms["power"].counts.sum() == 1200


def test_what_a_stopped_timer_recorded_does_not_count() -> None:
    timer = np.ones(1200, bool)
    timer[300:600] = False
    found = analyse(
        streams(timer, power=np.full(1200, 200.0), hr=np.full(1200, 140.0)), "bike", ATHLETE
    )
    assert found.work_kj == 180
    assert found.histograms["hr"].counts.sum() == 900


def test_a_hilly_run() -> None:
    """Ten minutes flat, ten at 8 %: the load is by graded pace."""
    speed = np.full(1200, 3.0)
    distance = np.arange(1, 1201) * 3.0
    altitude = np.concatenate([np.zeros(600), np.arange(1, 601) * 3.0 * 0.08])
    found = analyse(streams(speed=speed, distance=distance, altitude=altitude), "run", ATHLETE)
    assert found.normalized_pace_s_per_km == pytest.approx(1000 / 3.975559, rel=0.005)
    assert found.load_method == "pace"
    assert found.intensity_factor == pytest.approx(270 * 3.975559 / 1000, rel=0.005)
    assert found.elevation_gain_m == pytest.approx(144)
    assert found.avg_pace_s_per_km == pytest.approx(1000 / 3)
    assert found.moving_s == 1200


def test_a_treadmill_run_without_altitude() -> None:
    found = analyse(
        streams(speed=np.full(3600, 1000 / 270), hr=np.full(3600, 150.0)), "run", ATHLETE
    )
    assert found.load == pytest.approx(100)
    assert found.elevation_gain_m is None
    assert found.decoupling_basis == "pace"
    assert found.decoupling_pct == pytest.approx(0)
    # yards a minute per beat, as TrainingPeaks shows it
    assert found.efficiency_factor == pytest.approx(1000 / 270 * 60 / 0.9144 / 150)


def test_speed_out_of_distance_when_the_device_gave_none() -> None:
    found = analyse(streams(distance=np.arange(1800) * 3.0), "run", ATHLETE)
    assert found.distance_m == 1799 * 3
    assert found.bests["speed"][60] == 3
    assert found.moving_s == 1799


def test_a_swim() -> None:
    speed = np.tile(np.concatenate([np.full(50, 1.0), np.zeros(10)]), 30)
    found = analyse(
        streams(speed=speed), "swim", ATHLETE, totals=Totals(distance_m=1500, timer_s=1800)
    )
    assert found.moving_s == 1500
    assert found.load == pytest.approx(1500 / 36 * 0.93**3)
    assert found.decoupling_withheld == "not for swim"


def test_the_device_knows_time_and_distance_the_streams_the_rest() -> None:
    totals = Totals(1190, 1300, 9999, 800, 55, 99, 199, 333, 999, 77)
    found = analyse(
        streams(power=STEP, cadence=np.full(1200, 90.0)), "bike", ATHLETE, totals=totals
    )
    assert (found.duration_s, found.elapsed_s, found.distance_m) == (1190, 1300, 9999)
    assert (found.calories, found.elevation_gain_m) == (800, 55)
    assert (found.avg_hr, found.max_hr) == (99, 199)
    assert (found.avg_power, found.max_power, found.avg_cadence) == (225, 250, 90)


def test_coasting_lowers_power_not_cadence() -> None:
    found = analyse(
        streams(power=blocks((60, 200), (60, 0)), cadence=blocks((60, 90), (60, 0))),
        "bike",
        ATHLETE,
    )
    assert found.avg_power == 100
    assert found.avg_cadence == 90


@pytest.mark.parametrize("sport", ["bike", "run", "swim", "strength", "brick", "other"])
@pytest.mark.parametrize(
    "empty",
    [
        pytest.param(Streams({}, np.zeros(0, bool)), id="nothing"),
        pytest.param(streams(power=np.full(50, NAN), hr=np.zeros(50)), id="all-missing"),
        pytest.param(streams(np.zeros(40, bool), power=np.full(40, 100.0)), id="never-started"),
    ],
)
def test_unknown_is_none_never_zero(empty: Streams, sport: str) -> None:
    found = analyse(empty, sport, ATHLETE)
    for name in (f.name for f in fields(Analysis)):
        value = getattr(found, name)
        if isinstance(value, float) and name not in ("duration_s", "elapsed_s", "load"):
            pytest.fail(f"{name} is {value}")
    assert not found.curves
    assert not found.bests
    assert not found.histograms


def test_no_thresholds() -> None:
    found = analyse(streams(power=STEP), "bike", ThresholdSet())
    assert (found.tss, found.intensity_factor) == (None, None)
    assert (found.load_method, found.thresholds_used) == ("duration", "{}")


def test_curves_agree_with_bests() -> None:
    rng = np.random.default_rng(5)
    power = np.clip(rng.normal(200, 80, 4000), 0, None).round()
    hr, speed = rng.normal(140, 10, 4000).round(), rng.normal(8, 1, 4000).round(2)
    found = analyse(streams(power=power, hr=hr, speed=speed), "bike", ATHLETE)
    for metric, bests in found.bests.items():
        curve = found.curves[metric]
        assert len(curve) == len(GRID)
        assert curve.dtype == np.uint16
        assert (curve[np.array(GRID) > 4000] == 0).all()
        for seconds, best in bests.items():
            stored = value_at(curve.astype("<u2").tobytes(), metric, seconds)
            assert stored == pytest.approx(best, rel=0.01)


def test_a_zero_heart_rate_is_no_heart_rate() -> None:
    found = analyse(streams(power=STEP, hr=np.tile([140.0, 0.0], 600)), "bike", ATHLETE)
    assert found.avg_hr == 140
    assert found.bests["hr"][1] == 140


def test_a_short_pause_is_bridged_for_bests_alone() -> None:
    timer = np.ones(120, bool)
    timer[60:66] = False
    hr = np.where(timer, 140.0, NAN)
    found = analyse(streams(timer, hr=hr), "run", ATHLETE)
    assert found.bests["hr"][60] == 140
    assert value_at(found.curves["hr"].astype("<u2").tobytes(), "hr", 100) == 140
    assert found.histograms["hr"].counts.sum() == 114


def test_lap_summary() -> None:
    speed = np.full(1200, 4.0)
    ride = streams(
        power=STEP,
        hr=blocks((600, 140), (600, 160)),
        speed=speed,
        distance=np.cumsum(speed),
        altitude=np.arange(1200) * 0.1,
        cadence=np.full(1200, 85.0),
    )
    lap = lap_summary(ride, 600, 1200)
    assert (lap["avg_power"], lap["max_power"], lap["normalized_power"]) == (250, 250, 250)
    assert (lap["avg_hr"], lap["max_hr"], lap["avg_cadence"]) == (160, 160, 85)
    assert lap["duration_s"] == 600
    assert lap["distance_m"] == pytest.approx(2400, abs=4)
    assert lap["elevation_gain_m"] == pytest.approx(59.9)
    assert lap["avg_pace_s_per_km"] == pytest.approx(250, rel=0.002)


def test_laps_cover_the_whole_distance() -> None:
    ride = streams(distance=np.cumsum(np.full(1000, 3.0)))
    cuts = [0, 100, 350, 351, 1000]
    laps = [lap_summary(ride, a, b) for a, b in pairwise(cuts)]
    assert sum(lap["distance_m"] or 0 for lap in laps) == pytest.approx(3000, abs=3)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (900, 2000), (5000, 6000)])
def test_laps_beyond_the_streams(start: int, end: int) -> None:
    lap = lap_summary(streams(power=np.full(1000, 200.0)), start, end)
    assert lap["avg_power"] in (None, 200)
    assert lap["distance_m"] is None


@given(st.integers(60, 400), st.floats(0.5, 2.0))
def test_power_scales(watts: int, factor: float) -> None:
    power = blocks((300, watts), (300, watts * 1.4))
    plain = analyse(streams(power=power), "bike", ATHLETE)
    scaled = analyse(streams(power=power * factor), "bike", ATHLETE)
    assert scaled.normalized_power == pytest.approx((plain.normalized_power or 0) * factor)
    assert scaled.tss == pytest.approx((plain.tss or 0) * factor**2)
    assert scaled.variability_index == pytest.approx(plain.variability_index)


@given(st.integers(0, 400))
def test_a_pause_anywhere_changes_no_load(at: int) -> None:
    power = np.linspace(100, 300, 600)
    whole = analyse(streams(power=power), "bike", ATHLETE)
    place = at + 50
    holed = np.concatenate([power[:place], np.full(90, NAN), power[place:]])
    paused = analyse(streams(~np.isnan(holed), power=holed), "bike", ATHLETE)
    assert paused.load == pytest.approx(whole.load)
    assert paused.avg_power == pytest.approx(whole.avg_power)


nonsense = st.one_of(
    st.just(NAN),
    st.floats(0, 300),
    st.floats(-1e9, 1e9),
    st.sampled_from([float("inf"), float("-inf"), 0.0, -5.0, 65_535.0]),
)


@settings(max_examples=40)
@given(
    st.integers(0, 90).flatmap(
        lambda n: st.fixed_dictionaries(
            {},
            optional={
                name: st.lists(nonsense, min_size=n, max_size=n)
                for name in ("power", "hr", "cadence", "speed", "altitude", "distance")
            },
        )
    ),
    st.sampled_from(["swim", "bike", "run", "strength", "other"]),
    st.integers(0, 2**32 - 1),
)
def test_nonsense_is_survived(channels: dict[str, list[float]], sport: str, seed: int) -> None:
    """No exception, no warning, and every number that comes out is finite."""
    length = len(next(iter(channels.values()))) if channels else 0
    timer = np.random.default_rng(seed).random(length) < 0.8
    found = analyse(streams(timer, **channels), sport, ATHLETE)
    for name in (f.name for f in fields(Analysis)):
        value = getattr(found, name)
        if isinstance(value, float):
            assert np.isfinite(value), name
            assert value >= 0 or name == "decoupling_pct", name
    for bests in found.bests.values():
        assert all(np.isfinite(best) and best >= 0 for best in bests.values())
    lap_summary(streams(timer, **channels), 0, length)
