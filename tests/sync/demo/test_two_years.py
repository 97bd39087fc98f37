"""The whole demo as an athlete gets it: two years, looked at as a coach would."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from mirror.home import mirror_path
from sync.sources.demo import ensure, season

TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    home = tmp_path_factory.mktemp("two")
    ensure(home, today=TODAY, years=2, wait=True)
    opened = sqlite3.connect(mirror_path(home))
    yield opened
    opened.close()


def test_size_and_sports(db: sqlite3.Connection) -> None:
    counts = Counter(
        row[0] for row in db.execute("SELECT sport FROM workouts_executed WHERE parent_id IS NULL")
    )
    assert 820 < counts.total() < 960
    assert min(counts["swim"], counts["bike"], counts["run"]) > 180
    assert counts["brick"] >= 10
    assert counts["other"] >= 1
    hours = db.execute(
        "SELECT sum(duration_s) / 3600 FROM workouts_executed WHERE parent_id IS NULL"
    ).fetchone()[0]
    assert 750 < hours < 1100


def test_no_recording_is_impossible(db: sqlite3.Connection) -> None:
    rows = db.execute(
        "SELECT sport, sub_sport, distance_m / duration_s * 3.6, avg_hr, max_hr, intensity_factor,"
        " decoupling_pct, load, id FROM workouts_executed WHERE sub_sport IS NOT 'transition'"
    ).fetchall()
    fastest = {"bike": 42.0, "run": 16.0, "swim": 4.4}
    slowest = {"bike": 20.0, "run": 5.5, "swim": 2.2}
    for sport, _, speed, mean, peak, intensity, drift, load, key in rows:
        if sport in fastest:
            assert slowest[sport] < speed < fastest[sport], key
        assert 65 < mean < 178, key
        assert peak <= 187, key
        assert intensity is None or 0.4 < intensity < 1.1, key
        assert drift is None or -12 < drift < 15, key
        assert 0 < load < 420, key


def test_form_moves_within_the_bounds_of_an_age_grouper(db: sqlite3.Connection) -> None:
    rows = db.execute("SELECT local_date, ctl, atl, tsb FROM daily_load ORDER BY 1").fetchall()
    grown = [row for row in rows if row[0] >= "2025-02-01"]
    assert min(row[1] for row in grown) > 38
    assert max(row[1] for row in grown) < 95
    assert min(row[3] for row in grown) > -65
    assert max(row[3] for row in grown) < 45
    for race in (r for y in (2025, 2026) for r in season.year(y).races if r.priority == "A"):
        form = next((row[3] for row in rows if row[0] == race.day.isoformat()), None)
        if form is not None:
            assert form > -8, f"fresh on the day of {race.title}"


def test_ordinary_weeks_hold_five_to_eighteen_hours(db: sqlite3.Connection) -> None:
    hours: defaultdict[date, float] = defaultdict(float)
    for day, seconds in db.execute(
        "SELECT local_date, duration_s FROM workouts_executed WHERE parent_id IS NULL"
    ):
        at = date.fromisoformat(day)
        hours[at - timedelta(at.weekday())] += seconds / 3600
    special = 0
    for monday in sorted(hours)[1:-1]:
        week = [monday + timedelta(k) for k in range(7)]
        light = any(
            season.ill(d) is not None
            or season.trip(d) is not None
            or season.phase(d) in ("off", "recovery", "taper", "race")
            for d in week
        )
        special += light
        assert hours[monday] < 20, monday
        assert light or 4.5 < hours[monday] < 18, monday
    assert special < 60


def test_compliance_has_every_colour(db: sqlite3.Connection) -> None:
    rows = db.execute(
        "SELECT p.duration_planned_s, (SELECT w.duration_s FROM workouts_executed w"
        " WHERE w.planned_workout_id = p.id AND w.parent_id IS NULL LIMIT 1)"
        " FROM workouts_planned p WHERE p.status = 'planned' AND p.date < ?",
        (TODAY.isoformat(),),
    ).fetchall()
    ratios = [done / planned for planned, done in rows if done is not None]
    missed = (len(rows) - len(ratios)) / len(rows)
    green = sum(0.8 <= r <= 1.2 for r in ratios) / len(rows)
    far = sum(r < 0.5 or r > 1.5 for r in ratios) / len(rows)
    assert 0.04 < missed < 0.16
    assert 0.65 < green < 0.90
    assert 0.003 < far < 0.06
    lone = db.execute(
        "SELECT count(*) FROM workouts_executed WHERE match_method = 'none' AND parent_id IS NULL"
    ).fetchone()[0]
    assert 5 < lone < 80


def test_nothing_pinned_or_doubled(db: sqlite3.Connection) -> None:
    twice = db.execute(
        "SELECT planned_workout_id FROM workouts_executed WHERE planned_workout_id IS NOT NULL"
        " AND parent_id IS NULL GROUP BY 1 HAVING count(*) > 1"
    ).fetchall()
    assert len(twice) <= 1  # a brick recorded in parts
    assert db.execute("SELECT count(*) FROM workouts_executed WHERE match_method = 'pinned'") \
        .fetchone() == (0,)  # fmt: skip
