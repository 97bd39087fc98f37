"""Words of titles, notes and plans; the edits of a plan; one day; partners."""

import json
from datetime import timedelta

import pytest

from mirror.database import Mirror
from mirror.reads import plan
from reports.calendar import calendar
from reports.day import day_numbers
from reports.fitness import fitness
from reports.partners import partners
from reports.search import search, sports
from tests.filled import planned_id, workout_id
from tests.reports.conftest import TODAY

YESTERDAY = TODAY - timedelta(days=1)


def say(mirror: Mirror, day: int, **said: str | None) -> str:
    """Words on the workout of so many days ago; its id."""
    ident = workout_id(TODAY - timedelta(days=day))
    for name, value in said.items():
        mirror.db.execute(f"UPDATE workouts_executed SET {name} = ? WHERE id = ?", (value, ident))
    return ident


def test_every_word_has_to_be_there_in_title_or_notes(small: Mirror) -> None:
    both = say(small, 1, title="Club hills", notes="left knee a bit sore")
    say(small, 2, title="Club flat")
    assert [found.id for found in search(small, "KNEE club").found] == [both]
    assert search(small, "knee flat").found == []


def test_newest_first_and_no_more_than_asked_for(small: Mirror) -> None:
    answer = search(small, "steady", limit=3)
    dates = [found.date for found in answer.found]
    assert len(dates) == 3
    assert dates == sorted(dates, reverse=True)
    assert answer.more
    assert not search(small, "steady", limit=10_000).more


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "\\", "100%"])
def test_signs_of_sql_are_only_signs(small: Mirror, words: str) -> None:
    assert search(small, words).found == []


def test_a_percent_sign_is_found_where_it_stands(small: Mirror) -> None:
    ident = say(small, 1, notes="all at 100% of it")
    assert [found.id for found in search(small, "100%").found] == [ident]


@pytest.mark.parametrize("words", ["übung", "ÜBUNG", "Übung", "лес", "ЛЕС"])
def test_letters_beyond_ascii_are_found_in_either_case(small: Mirror, words: str) -> None:
    ident = say(small, 1, title="Große Übung", notes="в лес")
    assert [found.id for found in search(small, words).found] == [ident]


def test_one_sport(small: Mirror) -> None:
    found = search(small, "steady", sport="swim").found
    assert found
    assert {one.sport for one in found} == {"swim"}
    assert sports(small) == ["swim", "bike", "run"]


def test_what_the_coach_wrote_finds_the_workout_that_answered_it(small: Mirror) -> None:
    small.db.execute(
        "UPDATE workouts_planned SET description = 'four times the long bridge' WHERE id IN (?, ?)",
        (planned_id(TODAY), planned_id(TODAY + timedelta(days=1))),
    )
    open_one, done = search(small, "bridge").found
    assert (open_one.kind, open_one.id) == ("planned", planned_id(TODAY + timedelta(days=1)))
    assert (done.kind, done.id) == ("completed", workout_id(TODAY))
    assert done.excerpt == "four times the long bridge"


def test_an_excerpt_is_the_surroundings(small: Mirror) -> None:
    say(small, 1, notes="word " * 40 + "needle " + "more " * 40)
    (found,) = search(small, "needle").found
    assert found.excerpt is not None
    assert found.excerpt.startswith("… ")
    assert "needle" in found.excerpt
    assert len(found.excerpt) < 90


def test_the_coachs_edits_are_on_the_card(small: Mirror) -> None:
    ident = planned_id(TODAY + timedelta(days=1))
    small.db.execute("DELETE FROM plan_changes")
    before = {"date": YESTERDAY.isoformat(), "title": "Old", "duration_planned_s": 60.0}
    for number, kind in enumerate(("added", "moved")):
        small.db.execute(
            "INSERT INTO plan_changes VALUES (?, ?, ?, ?, ?, NULL)",
            (f"c{number}", ident, f"{YESTERDAY}T06:00:00+00:00", kind, json.dumps(before)),
        )
    day = TODAY + timedelta(days=1)
    (item,) = calendar(small, day, day, TODAY).days[day.isoformat()].items
    assert [(edit.kind, edit.before) for edit in item.changes] == [("moved", before)]


def test_the_forecast_of_a_week_is_the_fitness_reports(filled: Mirror) -> None:
    weeks = calendar(filled, TODAY, TODAY + timedelta(days=20), TODAY).weeks
    ahead = {day.date: day for day in fitness(filled, TODAY).days if day.forecast}
    assert weeks[0].ctl is not None
    assert weeks[1].ctl is None
    for week in weeks[:2]:
        assert week.forecast is not None
        day = ahead[week.forecast.date]
        assert tuple(week.forecast)[1:] == (day.ctl, day.atl, day.tsb)


def test_no_forecast_beyond_the_plan_nor_for_the_past(filled: Mirror) -> None:
    last = plan.last_date(filled)
    assert last is not None
    weeks = calendar(filled, TODAY - timedelta(days=20), TODAY + timedelta(days=60), TODAY).weeks
    for week in weeks:
        assert (week.forecast is not None) == (TODAY.isoformat() <= week.start <= last)


def test_a_day_has_its_night_and_its_form(filled: Mirror) -> None:
    day = day_numbers(filled, YESTERDAY, TODAY)
    assert day.wellness is not None
    assert day.wellness.date == YESTERDAY.isoformat()
    assert day.form is not None
    assert day.form.date == YESTERDAY.isoformat()
    assert day_numbers(filled, TODAY + timedelta(days=1), TODAY)[1:] == (None, None, None)


def test_partners_are_the_sessions_of_three_days_around(small: Mirror) -> None:
    found = partners(small, workout_id(TODAY))
    dates = [entry.planned.date for entry in found.candidates]
    assert dates == sorted(dates)
    assert min(dates) >= (TODAY - timedelta(days=3)).isoformat()
    assert max(dates) <= (TODAY + timedelta(days=3)).isoformat()
    assert [entry.planned.id for entry in found.candidates if entry.chosen] == [planned_id(TODAY)]
    assert any(entry.taken_by for entry in found.candidates)


def test_a_partner_far_away_is_offered_too(small: Mirror) -> None:
    far = planned_id(TODAY - timedelta(days=10))
    small.db.execute(
        "UPDATE workouts_executed SET planned_workout_id = ? WHERE id = ?",
        (far, workout_id(TODAY)),
    )
    assert partners(small, workout_id(TODAY)).candidates[0].planned.id == far
