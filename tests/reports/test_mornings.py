"""Briefing and recovery."""

from datetime import timedelta
from statistics import geometric_mean

import pytest

from mirror.database import Mirror
from reports.briefing import briefing
from reports.plan_edits import plan_news
from reports.recovery import recovery
from tests.filled import LOADS, planned_id, sport_of, workout_id
from tests.reports.conftest import TODAY

YESTERDAY = TODAY - timedelta(days=1)


def change_night(mirror: Mirror, **values: float | None) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    mirror.db.execute(
        f"UPDATE wellness_daily SET {columns} WHERE date = ?", (*values.values(), TODAY.isoformat())
    )


def test_an_ordinary_morning(filled: Mirror) -> None:
    report = briefing(filled, TODAY)
    assert report.wellness is not None
    assert report.wellness.date == report.wellness_date == TODAY.isoformat()
    assert not report.wellness_fallback_to_yesterday
    assert report.anomalies == []
    assert report.advice is None
    assert [part.id for part in report.yesterday] == [workout_id(YESTERDAY)]
    assert [part.id for part in report.done_today] == [workout_id(TODAY)]
    assert [part.title for part in report.plan] == ["Steady bike"]
    assert report.form is not None
    assert report.form.date == TODAY.isoformat()


def test_load_is_of_fourteen_days_before_today(filled: Mirror) -> None:
    loads = [LOADS[sport] if (sport := sport_of(ago)) else 0.0 for ago in range(1, 15)]
    assert briefing(filled, TODAY).load_14d_avg_tss == pytest.approx(sum(loads) / 14)


def test_load_of_a_shorter_history_is_unknown(small: Mirror) -> None:
    assert briefing(small, TODAY - timedelta(days=10)).load_14d_avg_tss is None


def test_falls_back_to_yesterdays_night_and_says_so(small: Mirror) -> None:
    small.db.execute("DELETE FROM wellness_daily WHERE date = ?", (TODAY.isoformat(),))
    report = briefing(small, TODAY)
    assert report.wellness_fallback_to_yesterday
    assert report.wellness_date == YESTERDAY.isoformat()


def test_a_day_that_knows_only_steps_is_no_night(small: Mirror) -> None:
    change_night(
        small,
        hrv_overnight_ms=None,
        rhr_bpm=None,
        sleep_total_s=None,
        sleep_score=None,
        training_readiness=None,
        steps=800,
    )
    assert briefing(small, TODAY).wellness_fallback_to_yesterday


def test_no_night_at_all(small: Mirror) -> None:
    small.db.execute("DELETE FROM wellness_daily")
    report = briefing(small, TODAY)
    assert report.wellness is None
    assert report.wellness_date is None
    assert not report.wellness_fallback_to_yesterday


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("hrv", {"hrv_overnight_ms": 56.9}),
        ("sleep", {"sleep_total_s": 21500.0}),
        ("sleep", {"sleep_score": 59.0}),
        ("rhr", {"rhr_bpm": 56.0}),
        ("readiness", {"training_readiness": 39.0}),
    ],
)
def test_each_sign(small: Mirror, kind: str, values: dict[str, float]) -> None:
    change_night(small, **values)
    report = briefing(small, TODAY)
    assert [anomaly.kind for anomaly in report.anomalies] == [kind]
    assert report.anomalies[0].message
    assert report.advice is None


def test_two_signs_say_back_off(small: Mirror) -> None:
    change_night(small, hrv_overnight_ms=50.0, training_readiness=20.0)
    assert briefing(small, TODAY).advice == "back off"


def test_yesterdays_load_over_twice_the_average(small: Mirror) -> None:
    small.db.execute(
        "UPDATE daily_load SET load = 400 WHERE local_date = ?", (YESTERDAY.isoformat(),)
    )
    assert [anomaly.kind for anomaly in briefing(small, TODAY).anomalies] == ["load"]


def test_own_baseline_where_the_watch_gives_none(filled: Mirror) -> None:
    """Sixty nights between 60 and 64 ms: 50 is far below them without Garmin's word for it."""
    with filled.transaction():
        filled.db.execute("SAVEPOINT test")
        filled.db.execute("UPDATE wellness_daily SET hrv_baseline_ms = NULL")
        change_night(filled, hrv_overnight_ms=50.0)
        (found,) = briefing(filled, TODAY).anomalies
        filled.db.execute("ROLLBACK TO test")
    assert found.kind == "hrv"
    assert found.limit == pytest.approx(62, abs=0.5)


def test_plan_changes_since_yesterday(filled: Mirror) -> None:
    (change,) = briefing(filled, TODAY).plan_changes
    assert (change.kind, change.before, change.after) == (
        "moved",
        {"date": "2026-04-06"},
        {"date": "2026-04-07"},
    )
    assert briefing(filled, TODAY + timedelta(days=2)).plan_changes == []


def test_briefing_of_an_empty_mirror(empty: Mirror) -> None:
    report = briefing(empty, TODAY)
    assert (report.wellness, report.form, report.load_14d_avg_tss) == (None, None, None)
    assert (report.yesterday, report.plan, report.anomalies) == ([], [], [])


def test_recovery_covers_its_days(filled: Mirror) -> None:
    report = recovery(filled, TODAY, 14)
    assert report.days == 14
    assert [row.date for row in report.wellness] == [night.date for night in report.hrv]
    assert (report.wellness[0].date, report.wellness[-1].date) == ("2026-03-24", "2026-04-06")


def test_baseline(filled: Mirror) -> None:
    found = recovery(filled, TODAY, 14).baseline
    assert found.hrv_7d == pytest.approx(geometric_mean([60, 61, 62, 63, 64, 60, 61]))
    assert found.hrv_low == pytest.approx(61.3, abs=0.2)
    assert found.hrv_high == pytest.approx(62.7, abs=0.2)
    assert found.hrv_status == "within"
    assert found.rhr_median == 50
    assert found.rhr_deviation_bpm == pytest.approx(-2, abs=0.2)
    assert found.sleep_debt_s is not None
    assert found.sleep_debt_s > 0


def test_the_baseline_is_judged_by_the_numbers_shown(small: Mirror) -> None:
    change_night(small, hrv_overnight_ms=57)
    found = recovery(small, TODAY, 14).baseline
    assert found.hrv_7d is not None
    assert found.hrv_low is not None
    assert found.hrv_7d < found.hrv_low
    assert f"{found.hrv_7d:.0f}" == f"{found.hrv_low:.0f}"
    assert found.hrv_status == "within"


def test_baseline_looks_further_back_than_the_days_shown(filled: Mirror) -> None:
    assert recovery(filled, TODAY, 1).baseline == recovery(filled, TODAY, 30).baseline


def test_band_of_a_day_knows_nothing_of_later_days(filled: Mirror) -> None:
    earlier = TODAY - timedelta(days=10)
    shown = {night.date: night for night in recovery(filled, TODAY, 20).hrv}
    assert recovery(filled, earlier, 1).hrv == [shown[earlier.isoformat()]]


def test_before_this_night_arrives_the_baseline_is_yesterdays(small: Mirror) -> None:
    small.db.execute("DELETE FROM wellness_daily WHERE date = ?", (TODAY.isoformat(),))
    assert recovery(small, TODAY, 5).baseline == recovery(small, YESTERDAY, 5).baseline


def test_missing_nights_stay_missing(small: Mirror) -> None:
    small.db.execute("DELETE FROM wellness_daily WHERE date = ?", (YESTERDAY.isoformat(),))
    report = recovery(small, TODAY, 5)
    assert len(report.wellness) == 4
    assert report.hrv[-2].hrv is None


def test_recovery_of_an_empty_mirror(empty: Mirror) -> None:
    report = recovery(empty, TODAY, 5)
    assert report.wellness == []
    assert report.baseline[:7] == (None,) * 7
    assert len(report.hrv) == 5


def test_flags_name_the_days_and_the_rules(small: Mirror) -> None:
    change_night(small, hrv_overnight_ms=50.0, training_readiness=20.0)
    small.db.execute(
        "UPDATE wellness_daily SET sleep_score = 55 WHERE date = ?", (YESTERDAY.isoformat(),)
    )
    before, now = recovery(small, TODAY, 10).flags
    assert (before.date, before.advice) == (YESTERDAY.isoformat(), None)
    assert [note.message for note in before.anomalies] == ["Slept 7 h 40; score 55, under 60"]
    assert (now.date, now.advice) == (TODAY.isoformat(), "back off")
    assert [note.kind for note in now.anomalies] == ["hrv", "readiness"]


@pytest.mark.parametrize("own", [False, True])
def test_todays_flags_are_the_briefings(filled: Mirror, own: bool) -> None:
    """own: the band of the nights before stands in for the watch's baseline."""
    with filled.transaction():
        filled.db.execute("SAVEPOINT test")
        if own:
            filled.db.execute("UPDATE wellness_daily SET hrv_baseline_ms = NULL")
        change_night(filled, hrv_overnight_ms=50.0, rhr_bpm=60.0)
        filled.db.execute(
            "UPDATE daily_load SET load = 400 WHERE local_date = ?", (YESTERDAY.isoformat(),)
        )
        morning = briefing(filled, TODAY)
        flags = recovery(filled, TODAY, 5).flags
        filled.db.execute("ROLLBACK TO test")
    assert [note.kind for note in morning.anomalies] == ["hrv", "rhr", "load"]
    assert flags[-1].anomalies == morning.anomalies
    assert flags[-1].advice == morning.advice


def test_a_year_of_mornings_is_flagged_as_each_was(filled: Mirror) -> None:
    """What a day's flags are does not depend on the range they are asked with."""
    with filled.transaction():
        filled.db.execute("SAVEPOINT test")
        filled.db.execute("UPDATE daily_load SET load = 300 WHERE local_date LIKE '%-1_'")
        long = recovery(filled, TODAY, 100).flags
        short = recovery(filled, TODAY, 40).flags
        filled.db.execute("ROLLBACK TO test")
    assert short
    assert short == [day for day in long if day.date >= short[0].date]


def test_mean_pulse_is_of_the_28_days_before(filled: Mirror) -> None:
    last = recovery(filled, TODAY, 5).rhr[-1]
    assert last.rhr == 48
    assert last.mean_28d == pytest.approx(sum(48 + ago % 5 for ago in range(1, 29)) / 28)
    assert recovery(filled, TODAY, 120).rhr[6].mean_28d is None
    assert recovery(filled, TODAY, 120).rhr[7].mean_28d is not None


def test_what_the_watch_offers_is_said(small: Mirror) -> None:
    small.db.execute("UPDATE wellness_daily SET stress_avg = 30 WHERE date = '2026-03-20'")
    found = recovery(small, TODAY, 7).offered
    assert (found["hrv"].days, found["hrv"].last, found["hrv"].note) == (7, "2026-04-06", None)
    assert found["stress"] == (0, "2026-03-20", "no stress since 2026-03-20")
    assert found["weight"] == (0, None, "no weight in a year")


def test_a_session_answered_today_is_done(filled: Mirror) -> None:
    report = briefing(filled, TODAY)
    assert report.plan_done == [part.id for part in report.plan]
    tomorrow = briefing(filled, TODAY + timedelta(days=1))
    assert tomorrow.plan
    assert tomorrow.plan_done == []


def test_how_far_the_plan_reaches(small: Mirror) -> None:
    last = small.db.execute("SELECT max(date) FROM workouts_planned").fetchone()[0]
    assert briefing(small, TODAY).plan_until == last
    small.db.execute("DELETE FROM workouts_planned")
    assert briefing(small, TODAY).plan_until is None


def test_news_of_the_plan_are_of_two_weeks_on_the_athletes_clock(small: Mirror) -> None:
    small.db.execute("UPDATE athletes SET timezone = 'Europe/Berlin'")
    small.db.execute("DELETE FROM plan_changes")
    session = planned_id(TODAY)
    first = TODAY - timedelta(days=13)
    before = first - timedelta(days=1)
    seen = {
        "in": f"{before}T23:30:00+00:00",  # half past midnight or later of the first day, there
        "out": f"{before}T20:30:00+00:00",
        "now": f"{TODAY}T08:00:00+00:00",
    }
    for name, at in seen.items():
        small.db.execute(
            "INSERT INTO plan_changes VALUES (?, ?, ?, 'moved', ?, NULL)",
            (name, session, at, '{"date": "2026-04-01"}'),
        )
    news = plan_news(small, TODAY)
    assert news.since == first.isoformat()
    assert [edit.seen_on for edit in news.edits] == [TODAY.isoformat(), first.isoformat()]
    edit = news.edits[0]
    assert (edit.planned_id, edit.kind, edit.date) == (session, "moved", TODAY.isoformat())
    assert edit.before == {"date": "2026-04-01"}
    assert edit.after is None
