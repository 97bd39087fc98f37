"""Days, cards and weeks."""

from datetime import date, timedelta

import pytest

from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror
from reports.calendar import calendar
from reports.weeks import week_start_of
from tests.filled import LOADS, SECONDS, planned_id, sport_of, structure_of, workout_id
from tests.reports.conftest import TODAY

YESTERDAY = TODAY - timedelta(days=1)


def test_every_day_is_there_once(filled: Mirror) -> None:
    report = calendar(filled, TODAY - timedelta(days=20), TODAY + timedelta(days=3), TODAY)
    assert len(report.days) == 24
    assert list(report.days) == sorted(report.days)
    assert (report.start, report.end) == ("2026-03-17", "2026-04-09")
    assert report.timezone == "Europe/Berlin"


def test_a_pair_is_one_card(filled: Mirror) -> None:
    (item,) = calendar(filled, TODAY, TODAY, TODAY).days[TODAY.isoformat()].items
    assert (item.kind, item.id) == ("completed", workout_id(TODAY))
    assert item.planned is not None
    assert item.executed is not None
    assert item.planned.structure == structure_of("bike")
    assert item.planned.tss_planned == LOADS["bike"]
    assert item.compliance is not None
    assert item.compliance[:4] == ("completed", "green", 100, "duration")


@pytest.mark.parametrize(
    ("seconds", "level"),
    [(5400, "green"), (4320, "green"), (4200, "yellow"), (2000, "orange"), (9000, "orange")],
)
def test_colours(small: Mirror, seconds: int, level: str) -> None:
    small.db.execute(
        "UPDATE workouts_executed SET duration_s = ? WHERE id = ?", (seconds, workout_id(TODAY))
    )
    (item,) = calendar(small, TODAY, TODAY, TODAY).days[TODAY.isoformat()].items
    assert item.compliance is not None
    assert item.compliance.level == level


def test_no_planned_amount_no_colour(small: Mirror) -> None:
    small.db.execute(
        "UPDATE workouts_planned SET duration_planned_s = NULL, tss_planned = NULL WHERE id = ?",
        (planned_id(TODAY),),
    )
    (item,) = calendar(small, TODAY, TODAY, TODAY).days[TODAY.isoformat()].items
    assert item.compliance is not None
    assert item.compliance.status == "completed"
    assert item.compliance.level is None


def test_missed_upcoming_and_unplanned(small: Mirror) -> None:
    small.db.execute("DELETE FROM workouts_executed WHERE id = ?", (workout_id(YESTERDAY),))
    small.db.execute(
        "UPDATE workouts_executed SET planned_workout_id = NULL WHERE id = ?", (workout_id(TODAY),)
    )
    report = calendar(small, YESTERDAY, TODAY + timedelta(days=1), TODAY)
    (missed,) = report.days[YESTERDAY.isoformat()].items
    assert missed.compliance is not None
    assert (missed.kind, missed.compliance.status, missed.compliance.level) == (
        "planned",
        "missed",
        "red",
    )
    done, still_open = report.days[TODAY.isoformat()].items
    assert done.compliance is not None
    assert (done.kind, done.compliance.level) == ("unplanned", "grey")
    assert still_open.compliance is not None
    assert (still_open.compliance.status, still_open.compliance.level) == ("upcoming", None)


def test_a_session_done_on_another_day_is_not_missed(small: Mirror) -> None:
    """Pinned to the plan of last week: one card, on the day it was done; the other day is free."""
    planned_on = TODAY - timedelta(days=9)
    small.db.execute("DELETE FROM workouts_executed WHERE id = ?", (workout_id(planned_on),))
    small.db.execute(
        "UPDATE workouts_executed SET planned_workout_id = ?, match_method = 'pinned' WHERE id = ?",
        (planned_id(planned_on), workout_id(TODAY)),
    )
    for start in (TODAY, planned_on):  # the other half outside of the range, and inside
        report = calendar(small, start, TODAY, TODAY)
        items = {item.id: item for item in report.days[TODAY.isoformat()].items}
        assert items[workout_id(TODAY)].kind == "completed"
        assert items[workout_id(TODAY)].planned is not None
    assert not report.days[planned_on.isoformat()].items
    assert not calendar(small, planned_on, planned_on, TODAY).days[planned_on.isoformat()].items


def test_a_removed_session_is_gone(small: Mirror) -> None:
    tomorrow = TODAY + timedelta(days=1)
    small.db.execute(
        "UPDATE workouts_planned SET status = 'removed' WHERE id = ?", (planned_id(tomorrow),)
    )
    assert not calendar(small, tomorrow, tomorrow, TODAY).days[tomorrow.isoformat()].items


def test_weeks_are_whole_even_where_the_range_cuts_them(filled: Mirror) -> None:
    (week,) = calendar(filled, YESTERDAY, YESTERDAY, TODAY).weeks
    days = [(TODAY - date(2026, 3, 30)).days - n for n in range(7)]
    done = [sport for ago in days if (sport := sport_of(ago)) is not None]
    assert week.start == "2026-03-30"
    assert week.done_load == sum(LOADS[sport] for sport in done)
    assert week.done_s == week.planned_s == sum(SECONDS[sport] for sport in done)
    assert sum(total.done_s for total in week.by_sport.values()) == week.done_s
    assert list(week.by_sport) == ["swim", "bike", "run"]


def test_the_weeks_form_is_its_last_days(filled: Mirror) -> None:
    past, running, future = calendar(filled, YESTERDAY, TODAY + timedelta(days=7), TODAY).weeks
    rows = dict(filled.db.execute("SELECT local_date, ctl FROM daily_load").fetchall())
    assert past.ctl == rows["2026-04-05"]
    assert running.ctl == rows[TODAY.isoformat()]
    assert future.ctl is None


def test_the_athletes_first_day_of_the_week(small: Mirror) -> None:
    save_athlete(small, athlete(small)._replace(week_start=7))
    (week,) = calendar(small, TODAY, TODAY, TODAY).weeks
    assert week.start == "2026-04-05"


@pytest.mark.parametrize("first", range(1, 8))
def test_week_start_lies_at_most_six_days_back(first: int) -> None:
    start = week_start_of(TODAY, first)
    assert start.isoweekday() == first
    assert 0 <= (TODAY - start).days <= 6


def test_excluded_workouts_are_shown_and_not_summed(small: Mirror) -> None:
    small.db.execute(
        "UPDATE workouts_executed SET excluded_reason = 'left on in the car' WHERE id = ?",
        (workout_id(TODAY),),
    )
    report = calendar(small, TODAY, TODAY, TODAY)
    assert report.days[TODAY.isoformat()].items
    assert report.weeks[0].done_s == 0


def test_legs_stay_within_their_whole(small: Mirror) -> None:
    small.db.execute(
        "UPDATE workouts_executed SET parent_id = ? WHERE id = ?",
        (workout_id(TODAY), workout_id(YESTERDAY)),
    )
    report = calendar(small, YESTERDAY, TODAY, TODAY)
    kinds = [item.kind for item in report.days[YESTERDAY.isoformat()].items]
    assert "unplanned" not in kinds
    assert "completed" not in kinds


def test_empty(empty: Mirror) -> None:
    report = calendar(empty, TODAY, TODAY, TODAY)
    assert report.days[TODAY.isoformat()].items == []
    (week,) = report.weeks
    assert (week.done_s, week.ctl, week.by_sport) == (0, None, {})
