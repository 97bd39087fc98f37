"""Fitness, its forecast, and the season's curve."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from analytics.durations import STANDARD
from analytics.fitness import pmc
from mirror.database import Mirror
from mirror.plan import save_pull
from mirror.rows import Planned
from reports.fitness import expected_load, fitness
from reports.form import form_days
from reports.season_curve import season_curve
from tests.filled import AHEAD, LOADS, SECONDS, planned_id, sport_of, workout_id
from tests.reports.conftest import DAYS, TODAY


def test_days_are_the_stored_ones(filled: Mirror) -> None:
    report = fitness(filled, TODAY, 30)
    past = [day for day in report.days if not day.forecast]
    assert len(past) == 30
    assert (
        (past[0].date, past[-1].date) == (report.start, report.end) == ("2026-03-08", "2026-04-06")
    )
    loads = [LOADS[sport] if (sport := sport_of(ago)) else 0.0 for ago in range(DAYS - 1, -1, -1)]
    expected = pmc(loads)[-30:]
    assert [(day.ctl, day.atl, day.tsb) for day in past] == expected
    assert report.now is not None
    assert (report.now.ctl, report.now.atl) == expected[-1][:2]
    assert report.now.ramp == pytest.approx(expected[-1].ctl - expected[-8].ctl)


def test_tsb_is_yesterdays(filled: Mirror) -> None:
    days = fitness(filled, TODAY, 60).days
    for before, day in pairwise(days):
        assert day.tsb == pytest.approx(before.ctl - before.atl)


def test_forecast_says_what_it_rests_on(filled: Mirror) -> None:
    report = fitness(filled, TODAY, 30)
    future = [day for day in report.days if day.forecast]
    assert len(future) == AHEAD
    assert future[0].load == LOADS["bike"]
    hour = SECONDS["run"] / 3600
    assert future[1].load == pytest.approx(hour * 100 * 0.72**2)
    assert future[-1].load == 0
    made = report.forecast
    assert (made.days, made.from_planned_load, made.from_planned_time, made.unknown) == (
        AHEAD,
        7,
        6,
        1,
    )
    assert made.note is not None
    assert "6 planned by time only" in made.note
    assert "1 planned without" in made.note


def test_forecast_stops_where_it_is_told(filled: Mirror) -> None:
    assert sum(day.forecast for day in fitness(filled, TODAY, 7, ahead=5).days) == 5
    assert not any(day.forecast for day in fitness(filled, TODAY, 7, ahead=0).days)


def test_expected_load_of_nothing_known_is_unknown(filled: Mirror) -> None:
    from mirror.reads.plan import between

    (row,) = between(filled, TODAY.isoformat(), TODAY.isoformat())
    assert expected_load(row) == LOADS["bike"]
    assert expected_load(row._replace(tss_planned=None, duration_planned_s=None)) is None


def test_rest_after_the_last_workout_counts(filled: Mirror) -> None:
    """The table ends with the last workout; ten days on, fitness has fallen for ten days."""
    later = TODAY + timedelta(days=10)
    stored = form_days(filled, TODAY, TODAY)[0]
    expected = pmc([0.0] * 10, stored.ctl, stored.atl)[-1]
    now = fitness(filled, later, 7, ahead=0).now
    assert now is not None
    assert (now.ctl, now.atl, now.tsb) == pytest.approx(expected)


def test_a_missing_row_is_a_day_of_rest(small: Mirror) -> None:
    gap = TODAY - timedelta(days=2)
    before, day, _, _ = form_days(small, TODAY - timedelta(days=3), TODAY)
    small.db.execute("DELETE FROM daily_load WHERE local_date = ?", (gap.isoformat(),))
    _, rested, _, _ = form_days(small, TODAY - timedelta(days=3), TODAY)
    assert rested.date == day.date
    assert rested.load == 0
    assert rested.ctl == pytest.approx(before.ctl * 41 / 42)


def test_warm_up_is_said(small: Mirror, filled: Mirror) -> None:
    young = fitness(small, TODAY, 90)
    assert young.warm_up_until == (TODAY - timedelta(days=19) + timedelta(days=42)).isoformat()
    assert young.days[0].date == (TODAY - timedelta(days=19)).isoformat()
    assert fitness(filled, TODAY, 30).warm_up_until is None


def test_too_short_a_history_gives_null_not_zero(empty: Mirror) -> None:
    report = fitness(empty, TODAY)
    assert report.now is None
    assert report.days == []


def test_season_curve_is_the_best_of_the_window(filled: Mirror) -> None:
    report = season_curve(filled, "power", TODAY, "90d", "bike")
    assert [point.seconds for point in report.points] == list(STANDARD)
    first = report.points[0]
    assert first.value == pytest.approx(400, abs=1)
    assert first.workout_id is not None
    longest = max(point.seconds for point in report.points if point.value is not None)
    assert longest == 5400
    assert report.points[-1] == (18000, None, None, None, None)
    assert len(report.seconds) == len(report.values)
    assert report.values == sorted(report.values, reverse=True)


def trained(days: int) -> int:
    return sum(sport_of(ago) is not None for ago in range(days))


def test_season_curve_windows(filled: Mirror) -> None:
    counts = [season_curve(filled, "hr", TODAY, window).workouts for window in ("90d", "season")]
    everything = season_curve(filled, "hr", TODAY, "all").workouts
    assert counts == [trained(90), trained((TODAY - date(2025, 12, 31)).days)]
    assert everything == trained(DAYS)
    with pytest.raises(ValueError, match="no such window"):
        season_curve(filled, "hr", TODAY, "week")


def test_season_curve_leaves_out_the_excluded(small: Mirror) -> None:
    before = season_curve(small, "power", TODAY).workouts
    small.db.execute(
        "UPDATE workouts_executed SET excluded_reason = 'wrong meter' WHERE id = ?",
        (workout_id(TODAY),),
    )
    assert season_curve(small, "power", TODAY).workouts == before - 1


def test_season_curve_without_workouts(empty: Mirror) -> None:
    report = season_curve(empty, "power", TODAY)
    assert (report.workouts, report.seconds, report.points[0].value) == (0, [], None)


def test_ramp_is_a_weeks_gain_of_ctl(filled: Mirror) -> None:
    days = fitness(filled, TODAY, 30).days
    for then, now in zip(days, days[7:], strict=False):
        assert now.ramp == pytest.approx(now.ctl - then.ctl)
    assert days[0].ramp is not None
    first = fitness(filled, TODAY, DAYS).days
    assert [day.ramp is None for day in first[:8]] == [True] * 7 + [False]


def test_weeks_hold_load_plan_and_forecast(filled: Mirror) -> None:
    """Monday the 6th of April is today: its week is done by one day and planned by six more."""
    report = fitness(filled, TODAY, 30)
    weeks = {week.start: week for week in report.weeks}
    assert (min(weeks), max(weeks)) == ("2026-03-02", "2026-04-20")
    before, now = weeks["2026-03-30"], weeks["2026-04-06"]
    sports = [sport_of(ago) for ago in range(7, 0, -1)]
    assert before.load == sum(LOADS[sport] for sport in sports if sport)
    assert before.by_sport == {
        sport: LOADS[sport] * sports.count(sport) for sport in ("swim", "bike", "run")
    }
    assert before.done_s == sum(SECONDS[sport] for sport in sports if sport)
    assert before.planned_load == before.load
    assert before.expected_load == 0
    today = LOADS[sport_of(0) or ""]
    assert now.load == today
    assert now.planned_load == today + 3 * LOADS["bike"]
    hour = SECONDS["run"] / 3600 * 100 * 0.72**2
    assert now.expected_load == pytest.approx(3 * LOADS["bike"] + 3 * hour)
    ahead = [day for day in report.days if day.forecast]
    assert sum(week.expected_load for week in report.weeks) == pytest.approx(
        sum(day.load for day in ahead)
    )


def test_what_today_still_asks_for_is_in_the_forecast(small: Mirror) -> None:
    """On top of what today has seen; what was done ahead of its day is not asked for again."""
    before = fitness(small, TODAY, 30)
    assert before.now is not None
    open_today = Planned._make(
        small.db.execute(
            f"SELECT {', '.join(Planned._fields)} FROM workouts_planned WHERE date = ?",
            (TODAY.isoformat(),),
        ).fetchone()
    )._replace(id="still-open", dedup_key="still-open", tss_planned=70.0)
    save_pull(small, [open_today], [])
    after = fitness(small, TODAY, 30)
    assert after.now == before.now
    tomorrow = next(day for day in after.days if day.forecast)
    tsb = before.now.ctl + 70 / 42 - (before.now.atl + 70 / 7)
    assert tomorrow.tsb == pytest.approx(tsb)
    week = next(week for week in after.weeks if week.start == TODAY.isoformat())
    as_it_was = next(week for week in before.weeks if week.start == TODAY.isoformat())
    assert week.expected_load == pytest.approx(as_it_was.expected_load + 70)
    small.db.execute(
        "UPDATE workouts_executed SET planned_workout_id = ? WHERE id = ?",
        (planned_id(TODAY + timedelta(days=1)), workout_id(TODAY)),
    )
    ahead = [day.load for day in fitness(small, TODAY, 30).days if day.forecast]
    assert ahead[0] == 0
    assert ahead[2] == LOADS["bike"]
