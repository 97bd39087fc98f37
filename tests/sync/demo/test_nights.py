"""Nights and mornings over two years, straight from the model."""

from datetime import date, datetime, timedelta
from statistics import fmean

import pytest

from mirror.rows import Wellness
from sync.sources.demo import nights, season

FIRST, COUNT = date(2024, 11, 23), 730


@pytest.fixture(scope="module")
def rows() -> dict[date, Wellness]:
    days = [FIRST + timedelta(k) for k in range(COUNT)]
    found = {day: nights.wellness("a", day, complete=True) for day in days}
    return {day: row for day, row in found.items() if row is not None}


def measured(rows: dict[date, Wellness]) -> dict[date, Wellness]:
    return {day: row for day, row in rows.items() if row.sleep_total_s is not None}


def test_some_nights_are_missing_but_few(rows: dict[date, Wellness]) -> None:
    missing = COUNT - len(measured(rows))
    assert 8 < missing < 60


def test_stages_sum_up_and_nights_are_human(rows: dict[date, Wellness]) -> None:
    for day, row in measured(rows).items():
        deep, light, rem, awake = (
            row.sleep_deep_s, row.sleep_light_s, row.sleep_rem_s, row.sleep_awake_s,
        )  # fmt: skip
        assert deep is not None
        assert light is not None
        assert rem is not None
        assert awake is not None
        assert row.sleep_total_s == deep + light + rem
        assert 5 * 3600 <= row.sleep_total_s <= 9.6 * 3600, day
        assert min(deep, light, rem) > 20 * 60
        start = datetime.fromisoformat(str(row.sleep_start_at))
        end = datetime.fromisoformat(str(row.sleep_end_at))
        assert (end - start).total_seconds() == row.sleep_total_s + awake


def test_values_stay_in_the_range_of_the_watch(rows: dict[date, Wellness]) -> None:
    for day, row in measured(rows).items():
        assert 25 <= (row.hrv_overnight_ms or 0) <= 95, day
        assert 40 <= (row.rhr_bpm or 0) <= 66, day
        for name in ("sleep_score", "body_battery_high", "body_battery_low", "training_readiness"):
            assert 0 < getattr(row, name) <= 100, (day, name)
        assert (row.body_battery_low or 0) < (row.body_battery_high or 0)
        assert (row.stress_avg or 0) < (row.stress_max or 0) <= 100
        assert 11 < (row.respiration_avg or 0) < 18
        assert (row.hrv_baseline_low_ms or 0) < (row.hrv_baseline_high_ms or 0)
    weights = [row.weight_kg for row in rows.values() if row.weight_kg is not None]
    assert 0.2 * COUNT < len(weights) < 0.6 * COUNT
    assert 69 < min(weights) < max(weights) < 77


def test_illness_shows(rows: dict[date, Wellness]) -> None:
    known = measured(rows)
    ill = [row for day, row in known.items() if (season.ill(day) or 0) >= 1]
    well = [row for day, row in known.items() if season.ill(day) is None]
    assert len(ill) > 5
    for name, sign, least in (
        ("hrv_overnight_ms", -1, 8),
        ("rhr_bpm", 1, 5),
        ("training_readiness", -1, 15),
        ("stress_avg", 1, 8),
    ):
        difference = fmean(getattr(r, name) for r in ill) - fmean(getattr(r, name) for r in well)
        assert sign * difference > least, name


def test_a_day_that_is_not_over_knows_only_its_morning() -> None:
    day = date(2026, 7, 1)
    morning, evening = (nights.wellness("a", day, complete=c) for c in (False, True))
    assert morning is not None
    assert evening is not None
    assert morning.hrv_overnight_ms == evening.hrv_overnight_ms is not None
    assert morning.steps is None
    assert evening.steps is not None
    assert morning.stress_avg is None
    assert evening.stress_avg is not None
    assert str(morning.daily_updated_at) < str(evening.daily_updated_at)
