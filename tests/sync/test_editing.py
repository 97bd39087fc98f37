"""The athlete's word on a workout, and what follows from it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mirror.database import Mirror, open_mirror
from mirror.reads import load, workouts
from sync import matching, season
from sync.editing import EditError, edit, read_rpe
from tests.filled import fill, planned_id, workout_id

TODAY = date(2026, 4, 6)
NOW = "2026-04-06T10:00:00+00:00"
RIDE = workout_id(TODAY)


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with open_mirror(tmp_path / "mirror.db") as made:
        fill(made, TODAY, 20, seconds_stored=False)
        season.refresh(made, "2000-01-01")
        yield made


def say(mirror: Mirror, ident: str = RIDE, **said: str | float | None) -> None:
    edit(mirror, ident, now=NOW, today=TODAY.isoformat(), **said)


def test_words_are_stored_and_taken_away(mirror: Mirror) -> None:
    say(mirror, title="  Hills  ", rpe=6.5, notes="left knee")
    row = workouts.by_id(mirror, RIDE)
    assert row is not None
    assert (row.title, row.rpe, row.notes) == ("Hills", 6.5, "left knee")
    say(mirror, notes="", rpe=None)
    row = workouts.by_id(mirror, RIDE)
    assert row is not None
    assert (row.title, row.rpe, row.notes) == ("Hills", None, None)


def test_excluded_it_counts_nowhere_and_included_everything_is_as_before(mirror: Mirror) -> None:
    iso = TODAY.isoformat()
    before = load.between(mirror, iso, iso)
    assert before[0].load > 0
    say(mirror, excluded_reason="strap failed")
    row = workouts.by_id(mirror, RIDE)
    assert row is not None
    assert (row.excluded_reason, row.planned_workout_id) == ("strap failed", None)
    assert sum(day.load for day in load.between(mirror, iso, iso)) == 0
    say(mirror, excluded_reason=None)
    row = workouts.by_id(mirror, RIDE)
    assert row is not None
    assert (row.excluded_reason, row.planned_workout_id) == (None, planned_id(TODAY))
    assert load.between(mirror, iso, iso) == before


def test_another_workout_answers_the_session_then(mirror: Mirror) -> None:
    """The same ride from a second watch: it takes the place of the one that is excluded."""
    other = workouts.by_id(mirror, RIDE)
    assert other is not None
    row = other._replace(
        id="second", garmin_activity_id=None, planned_workout_id=None, match_method="none"
    )
    mirror.db.execute(f"INSERT INTO workouts_executed VALUES ({', '.join('?' * len(row))})", row)
    say(mirror, excluded_reason="the wrong watch")
    (answer,) = workouts.by_plan(mirror, planned_id(TODAY))
    assert answer.id == "second"


def test_a_pin_outlives_the_exclusion(mirror: Mirror) -> None:
    matching.pin(mirror, RIDE, planned_id(TODAY))
    say(mirror, excluded_reason="strap failed")
    row = workouts.by_id(mirror, RIDE)
    assert row is not None
    assert (row.planned_workout_id, row.match_method) == (planned_id(TODAY), "pinned")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"excluded_reason": " "}, "why"),
        ({"title": "x" * 201}, "at most 200"),
        ({"rpe": "11"}, "0 "),
        ({"rpe": "hard"}, "hard"),
        ({"rpe": "nan"}, "nan"),
    ],
)
def test_what_cannot_be_changes_nothing(mirror: Mirror, said: dict[str, str], words: str) -> None:
    before = workouts.by_id(mirror, RIDE)
    with pytest.raises(EditError, match=words):
        say(mirror, notes="lost", **said)
    assert workouts.by_id(mirror, RIDE) == before


def test_rpe_as_people_write_it() -> None:
    assert [read_rpe(text) for text in ("7", " 6.5 ", "6,5", "0", "")] == [7.0, 6.5, 6.5, 0.0, None]
