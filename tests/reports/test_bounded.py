"""No question grows with the years behind it: every query walks an index, within its dates."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mirror.database import Mirror, open_mirror
from reports.analyze import analyze
from reports.briefing import briefing
from reports.calendar import calendar
from reports.fitness import fitness
from reports.last import last
from reports.recent import recent
from reports.recovery import recovery
from reports.season_curve import season_curve
from reports.status import status
from reports.streams import lanes, track
from reports.thresholds import thresholds
from reports.today import today as today_report
from reports.zones import zones
from tests.filled import fill, workout_id
from tests.reports.conftest import TODAY

type Question = Callable[[Mirror], object]

QUESTIONS: dict[str, Question] = {
    "briefing": lambda mirror: briefing(mirror, TODAY),
    "today": lambda mirror: today_report(mirror, TODAY),
    "today without a plan": lambda mirror: today_report(mirror, TODAY - timedelta(days=6)),
    "last": last,
    "last run": lambda mirror: last(mirror, "run"),
    "recent": lambda mirror: recent(mirror, TODAY, 14),
    "recovery": lambda mirror: recovery(mirror, TODAY, 14),
    "analyze": lambda mirror: analyze(mirror, None, TODAY),
    "analyze prefix": lambda mirror: analyze(mirror, workout_id(TODAY)[:8], TODAY),
    "analyze date": lambda mirror: analyze(mirror, TODAY.isoformat(), TODAY),
    "analyze Garmin id": lambda mirror: analyze(mirror, str(10**10 + TODAY.toordinal()), TODAY),
    "fitness": lambda mirror: fitness(mirror, TODAY, 90),
    "calendar": lambda mirror: calendar(mirror, TODAY - timedelta(days=20), TODAY, TODAY),
    "zones": lambda mirror: zones(mirror, TODAY),
    "thresholds": lambda mirror: thresholds(mirror, TODAY),
    "lanes": lambda mirror: lanes(mirror, workout_id(TODAY)),
    "track": lambda mirror: track(mirror, workout_id(TODAY)),
    "season curve": lambda mirror: season_curve(mirror, "power", TODAY, "90d", "bike"),
}

#: One row, or a row a change of the athlete's: small whatever the years.
SMALL = ("athletes", "thresholds", "training_zones", "settings", "hub_state")


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Mirror]]:
    """Mirrors of one and of six years."""
    made = {}
    for count in (1, 6):
        mirror = open_mirror(tmp_path_factory.mktemp(f"years{count}") / "mirror.db")
        fill(mirror, TODAY, 365 * count, seconds_stored=False)
        made[count] = mirror
    yield made
    for mirror in made.values():
        mirror.close()


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_query_walks_an_index(name: str, filled: Mirror) -> None:
    statements = statements_of(filled, QUESTIONS[name])
    assert statements
    for statement in statements:
        for step in plan_of(filled, statement):
            scans = step.startswith("SCAN ") and "VIRTUAL" not in step
            allowed = step.split()[1] in SMALL or "CONSTANT ROW" in step
            # min and max over an index, and ORDER BY ... LIMIT 1, read its end alone.
            ends = "USING" in step and ("LIMIT 1" in statement or "SELECT m" in statement)
            assert not scans or allowed or ends, f"{statement}: {step}"


@pytest.mark.parametrize("name", QUESTIONS)
def test_six_years_cost_as_much_as_one(name: str, years: dict[int, Mirror]) -> None:
    """In SQLite's own instructions, so that no other process disturbs the count."""
    one, six = (instructions(years[count], QUESTIONS[name]) for count in (1, 6))
    assert six <= one * 1.02 + 20


def test_counts_of_status_walk_the_smallest_index(filled: Mirror) -> None:
    for statement in statements_of(filled, status):
        for step in plan_of(filled, statement):
            big = "workout_streams" in step or "workouts_executed" in step
            assert not (step.startswith("SCAN") and big) or "USING" in step, step


def statements_of(mirror: Mirror, question: Question) -> list[str]:
    seen: list[str] = []
    mirror.db.set_trace_callback(seen.append)
    question(mirror)
    mirror.db.set_trace_callback(None)
    return [statement for statement in seen if statement.lstrip().startswith("SELECT")]


def plan_of(mirror: Mirror, statement: str) -> list[str]:
    rows: list[tuple[int, int, int, str]] = mirror.db.execute(
        f"EXPLAIN QUERY PLAN {statement}"
    ).fetchall()
    return [row[3] for row in rows]


def instructions(mirror: Mirror, question: Question) -> int:
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    mirror.db.set_progress_handler(tick, 10)
    question(mirror)
    mirror.db.set_progress_handler(None, 10)
    return count * 10


def test_the_plan_check_would_see_a_scan(filled: Mirror) -> None:
    (step,) = plan_of(filled, "SELECT title FROM workouts_executed WHERE title = 'x'")
    assert step.startswith("SCAN workouts_executed")


def test_reads_work_on_a_mirror_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "mirror.db"
    with open_mirror(path) as mirror:
        fill(mirror, TODAY, 20)
    with open_mirror(path, readonly=True) as mirror:
        for question in QUESTIONS.values():
            question(mirror)
        with pytest.raises(sqlite3.OperationalError):
            mirror.db.execute("DELETE FROM athletes")


def test_dates_are_not_cut_from_utc(small: Mirror) -> None:
    """A workout late in the evening stays on the athlete's day."""
    small.db.execute(
        "UPDATE workouts_executed SET started_at = ?, local_date = ?, utc_offset_s = -36000 "
        "WHERE id = ?",
        (f"{TODAY}T08:30:00+00:00", (TODAY - timedelta(days=1)).isoformat(), workout_id(TODAY)),
    )
    found = recent(small, TODAY - timedelta(days=1), 1).workouts
    assert next((part.local_date, part.local_start) for part in found) == (
        date(2026, 4, 5).isoformat(),
        "22:30",
    )
