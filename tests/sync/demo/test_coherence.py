"""What a coach would notice: numbers of recordings that cannot be."""

import itertools
import sqlite3
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from mirror.codec import values
from tests.sync.demo.conftest import DAYS, TODAY

# sport, sub_sport: km/h from … to, average heart rate from … to, highest heart rate
LIMITS: dict[tuple[str, str], tuple[float, float, float, float, float]] = {
    ("bike", "indoor_cycling"): (20, 36, 95, 160, 184),
    ("bike", "road"): (20, 42, 95, 165, 185),
    ("run", "street"): (5.5, 16, 100, 176, 187),
    ("run", "track"): (10, 15, 130, 172, 187),
    ("run", "trail"): (7, 13, 125, 162, 183),
    ("swim", "lap_swimming"): (2.2, 3.6, 115, 155, 180),
    ("swim", "open_water"): (2.8, 4.3, 125, 168, 180),
}


def workouts(db: sqlite3.Connection, columns: str, where: str = "1") -> list[tuple[Any, ...]]:
    return db.execute(f"SELECT {columns} FROM workouts_executed WHERE {where}").fetchall()


def test_all_sports_are_there_and_races_too(summer: sqlite3.Connection) -> None:
    found = {row[0] for row in workouts(summer, "sport")}
    assert found >= {"swim", "bike", "run", "strength", "mobility", "brick"}
    titles = {row[0] for row in workouts(summer, "title", "sport = 'brick'")}
    assert {"Half distance: Rapperswil", "Olympic triathlon: Zug"} <= titles


def test_nothing_was_read_with_a_warning(summer: sqlite3.Connection) -> None:
    assert workouts(summer, "warnings", "warnings IS NOT NULL") == []


def test_speeds_and_heart_rates_by_sport(summer: sqlite3.Connection) -> None:
    rows = workouts(summer, "sport, sub_sport, distance_m / duration_s * 3.6, avg_hr, max_hr, id")
    seen = set()
    for sport, sub_sport, speed, mean, peak, key in rows:
        if (sport, sub_sport) in LIMITS:
            slow, fast, low, high, highest = LIMITS[sport, sub_sport]
            seen.add((sport, sub_sport))
            assert slow < speed < fast, key
            assert low < mean < high, key
            assert mean < peak <= highest, key
    assert seen >= set(LIMITS) - {("run", "trail")}


def test_power_belongs_to_the_athlete(summer: sqlite3.Connection) -> None:
    rows = workouts(
        summer, "avg_power, normalized_power, max_power, variability_index, id", "sport = 'bike'"
    )
    assert len(rows) > 15
    for mean, normalised, peak, variability, key in rows:
        assert 90 < mean < 245, key
        assert mean * 0.995 <= normalised < 255, key
        assert normalised < peak < 1000, key
        assert 0.99 < variability < 1.35, key


def test_recordings_never_overlap(summer: sqlite3.Connection) -> None:
    rows = workouts(summer, "started_at, elapsed_s, sport", "parent_id IS NULL")
    spans = sorted((datetime.fromisoformat(start), seconds or 0) for start, seconds, _ in rows)
    for (start, seconds), (following, _) in itertools.pairwise(spans):
        assert start + timedelta(seconds=seconds) < following


def test_intervals_are_laps_with_higher_power(summer: sqlite3.Connection) -> None:
    rows = summer.execute(
        "SELECT w.id, l.intensity, avg(l.avg_power), avg(l.avg_hr), count(*) FROM workout_laps l"
        " JOIN workouts_executed w ON w.id = l.workout_id WHERE w.sub_sport = 'indoor_cycling'"
        " AND (w.title LIKE 'Threshold%' OR w.title LIKE 'VO2%') GROUP BY 1, 2"
    ).fetchall()
    by_workout: defaultdict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for key, intensity, power, beats, _ in rows:
        by_workout[key][intensity] = power, beats
    assert by_workout
    for kinds in by_workout.values():
        assert set(kinds) == {"warmup", "active", "rest", "cooldown"}
        assert kinds["active"][0] > 1.5 * kinds["rest"][0]
        assert kinds["active"][1] > kinds["warmup"][1]


def test_runs_have_a_lap_a_kilometre(summer: sqlite3.Connection) -> None:
    rows = summer.execute(
        "SELECT l.distance_m FROM workout_laps l JOIN workouts_executed w ON w.id = l.workout_id"
        " WHERE w.sport = 'run' AND l.lap_trigger = 'distance'"
    ).fetchall()
    assert len(rows) > 60
    assert all(990 < metres < 1012 for (metres,) in rows)


def test_pool_swims_are_whole_lengths(summer: sqlite3.Connection) -> None:
    rows = summer.execute(
        "SELECT l.distance_m, l.swim_lengths, l.duration_s, l.swim_stroke FROM workout_laps l"
        " JOIN workouts_executed w ON w.id = l.workout_id"
        " WHERE w.sub_sport = 'lap_swimming' AND l.distance_m > 0"
    ).fetchall()
    assert len(rows) > 100
    for metres, lengths, seconds, _ in rows:
        assert metres == 50 * lengths  # the summer's pool
        assert 75 < seconds / metres * 100 < 145
    assert {stroke for *_, stroke in rows} >= {"freestyle", "drill"}


def test_loops_end_where_they_began_on_the_same_height(summer: sqlite3.Connection) -> None:
    rows = summer.execute(
        "SELECT s.lat, s.lon, s.altitude FROM workout_streams s"
        " JOIN workouts_executed w ON w.id = s.workout_id"
        " WHERE w.sub_sport = 'road' AND w.parent_id IS NULL"
    ).fetchall()
    assert rows
    for lat, lon, altitude in rows:
        for blob, scale, most in (
            (lat, "lat", 0.004),
            (lon, "lon", 0.005),
            (altitude, "altitude", 25),
        ):
            known = [v for v in values(blob, scale) if v is not None]
            assert abs(known[0] - known[-1]) < most


def test_speed_and_distance_agree(summer: sqlite3.Connection) -> None:
    rows = summer.execute(
        "SELECT s.speed, w.distance_m, w.id FROM workout_streams s JOIN workouts_executed w"
        " ON w.id = s.workout_id WHERE w.sport IN ('bike', 'run') AND w.distance_m > 0"
    ).fetchall()
    assert rows
    for speed, metres, key in rows:
        summed = sum(v or 0.0 for v in values(speed, "speed"))
        assert abs(summed / metres - 1) < 0.02, key


def test_hours_and_loads_of_the_weeks(summer: sqlite3.Connection) -> None:
    weeks: defaultdict[date, list[float]] = defaultdict(lambda: [0.0, 0.0])
    rows = workouts(summer, "local_date, duration_s, load", "parent_id IS NULL")
    for local_date, seconds, load in rows:
        day = date.fromisoformat(local_date)
        week = weeks[day - timedelta(day.weekday())]
        week[0] += seconds / 3600
        week[1] += load
    complete = [w for monday, w in sorted(weeks.items()) if monday > TODAY - timedelta(DAYS)][:-1]
    assert len(complete) >= 7
    assert all(3.5 < hours < 18 for hours, _ in complete)
    assert all(130 < load < 1000 for _, load in complete)


def test_most_of_the_plan_is_done_and_some_is_not(summer: sqlite3.Connection) -> None:
    planned = summer.execute(
        "SELECT count(*) FROM workouts_planned WHERE status = 'planned' AND date < ?",
        (TODAY.isoformat(),),
    ).fetchone()[0]
    paired = workouts(summer, "count(*)", "match_method = 'auto' AND parent_id IS NULL")[0][0]
    unplanned = workouts(summer, "count(*)", "match_method = 'none' AND parent_id IS NULL")[0][0]
    assert 0.80 * planned < paired < 0.98 * planned
    assert unplanned < 0.1 * paired


def test_the_plan_reaches_two_weeks_ahead_with_words(summer: sqlite3.Connection) -> None:
    rows = summer.execute(
        "SELECT date, description, duration_planned_s, structure FROM workouts_planned"
        " WHERE date >= ?",
        (TODAY.isoformat(),),
    ).fetchall()
    days = {row[0] for row in rows}
    assert max(days) >= (TODAY + timedelta(12)).isoformat()
    assert max(days) <= (TODAY + timedelta(15)).isoformat()
    assert len(days) < 15, "there are rest days"
    assert all(row[1] and row[2] for row in rows)
    assert any(row[3] and "%ftp" in row[3] for row in rows)


def test_the_coach_edits_the_plan(summer: sqlite3.Connection) -> None:
    kinds = {row[0] for row in summer.execute("SELECT DISTINCT kind FROM plan_changes")}
    assert {"moved", "resized"} <= kinds
    latest = summer.execute("SELECT max(seen_at) FROM plan_changes").fetchone()[0]
    assert (TODAY - timedelta(7)).isoformat() < latest < TODAY.isoformat()
