"""The writes of each table, and the marks they leave for the hub."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mirror import ledger, load, plan, raw, settings, thresholds, workouts
from mirror.database import Mirror, open_mirror
from mirror.first_run import ATHLETE_ID
from mirror.rows import (
    Curve,
    Histogram,
    Lap,
    LoadDay,
    PlanChange,
    Planned,
    Source,
    Stream,
    Threshold,
    Workout,
    Zone,
)
from mirror.workouts import WorkoutUnit

NOW = "2026-01-02T03:04:05+00:00"


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with open_mirror(tmp_path / "mirror.db") as opened:
        yield opened


def marks(mirror: Mirror) -> set[tuple[str, str]]:
    return set(mirror.db.execute("SELECT kind, key FROM outbox").fetchall())


def rows(mirror: Mirror, table: str) -> list[tuple[object, ...]]:
    return mirror.db.execute(f"SELECT * FROM {table}").fetchall()


def unit(workout_id: str = "w", day: str = "2026-01-02", load: float = 50.0) -> WorkoutUnit:
    workout = Workout(workout_id, ATHLETE_ID, f"{day}T10:00:00+00:00", 0, day, "bike", load=load)
    return WorkoutUnit(
        workout,
        laps=[Lap(workout_id, 0), Lap(workout_id, 1)],
        stream=Stream(workout_id, 3, hr=b"x"),
        curves=[Curve(workout_id, "hr", 1, b"\1\0", "{}")],
        histograms=[Histogram(workout_id, "hr", 1.0, 40, b"\1\0\0\0")],
        sources=[Source("file", workout_id, workout_id, None, None, 1, NOW, NOW, NOW)],
    )


def planned(planned_id: str = "p", title: str = "Long ride") -> Planned:
    return Planned(
        planned_id,
        ATHLETE_ID,
        "2026-01-03",
        "bike",
        title,
        7200.0,
        None,
        90.0,
        None,
        None,
        "ical",
        None,
        planned_id,
        None,
        "planned",
        NOW,
        NOW,
    )


def test_a_unit_replaces_the_parts_it_had(mirror: Mirror) -> None:
    workouts.save(mirror, unit())
    workouts.save(mirror, unit()._replace(laps=[Lap("w", 0)], curves=[], stream=None))
    assert len(rows(mirror, "workouts_executed")) == 1
    assert len(rows(mirror, "workout_laps")) == 1
    assert rows(mirror, "workout_curves") == rows(mirror, "workout_streams") == []
    assert len(rows(mirror, "workout_sources")) == 1
    assert marks(mirror) == {("workout", "w")}


def test_a_unit_that_breaks_leaves_nothing(mirror: Mirror) -> None:
    broken = unit()._replace(histograms=[Histogram("nobody", "hr", 1.0, 0, b"")])
    with pytest.raises(Exception, match="FOREIGN KEY"):
        workouts.save(mirror, broken)
    assert rows(mirror, "workouts_executed") == rows(mirror, "workout_laps") == []
    assert marks(mirror) == set()
    assert load.stale_from(mirror) is None


def test_a_workout_that_moves_makes_both_days_stale(mirror: Mirror) -> None:
    workouts.save(mirror, unit(day="2026-01-05"))
    load.replace_from(mirror, "2026-01-05", [LoadDay("2026-01-05", 50, 1, 7, 0, "{}")])
    assert load.stale_from(mirror) is None
    workouts.save(mirror, unit(day="2026-01-09"))
    assert load.stale_from(mirror) == "2026-01-05"
    load.replace_from(mirror, "2026-01-06", [])
    assert load.stale_from(mirror) == "2026-01-05"  # a later refresh does not answer it


def test_renamed_and_absorbed_rows_take_their_parts_along(mirror: Mirror) -> None:
    for name in ("one", "two"):
        workouts.save(mirror, unit(name))
    leg = unit("leg")
    workouts.save(mirror, leg._replace(workout=leg.workout._replace(parent_id="two")))
    with mirror.transaction():
        workouts.rename(mirror, "one", "new")
        workouts.absorb(mirror, "two", "new")
    ids = mirror.db.execute("SELECT id, parent_id FROM workouts_executed ORDER BY id").fetchall()
    assert ids == [("leg", "new"), ("new", None)]
    owners = mirror.db.execute("SELECT workout_id FROM workout_sources ORDER BY source_id")
    assert owners.fetchall() == [("leg",), ("new",), ("new",)]
    assert marks(mirror) == {("workout", name) for name in ("one", "two", "new", "leg")}


def test_a_deleted_workout_takes_legs_and_parts_along(mirror: Mirror) -> None:
    workouts.save(mirror, unit("whole"))
    leg = unit("leg")
    workouts.save(mirror, leg._replace(workout=leg.workout._replace(parent_id="whole")))
    workouts.delete(mirror, "whole")
    for table in ("workouts_executed", "workout_laps", "workout_streams", "workout_sources"):
        assert rows(mirror, table) == []
    assert load.stale_from(mirror) == "2026-01-02"


def test_a_pull_of_the_plan_is_stored_whole(mirror: Mirror) -> None:
    change = PlanChange("c", "p", NOW, "added", None, "{}")
    plan.save_pull(mirror, [planned()], [change])
    later = planned(title="Longer ride")._replace(first_seen_at="2027-01-01T00:00:00+00:00")
    plan.save_pull(mirror, [later], [change])
    kept = mirror.db.execute("SELECT title, first_seen_at FROM workouts_planned").fetchall()
    assert kept == [("Longer ride", NOW)]
    assert len(rows(mirror, "plan_changes")) == 1
    assert marks(mirror) == {("planned", "p")}


def test_thresholds_and_zones_are_dated(mirror: Mirror) -> None:
    row = Threshold(ATHLETE_ID, "bike", "ftp_w", 250.0, "2026-01-01", "athlete")
    thresholds.save_threshold(mirror, row)
    thresholds.save_threshold(mirror, row._replace(value=255.0))
    thresholds.save_threshold(mirror, row._replace(value=260.0, valid_from="2026-02-01"))
    values = mirror.db.execute("SELECT value FROM thresholds ORDER BY valid_from").fetchall()
    assert values == [(255.0,), (260.0,)]
    assert thresholds.delete_threshold(mirror, "bike", "ftp_w", "2026-02-01")
    assert not thresholds.delete_threshold(mirror, "bike", "ftp_w", "2026-02-01")
    zones = [
        Zone(ATHLETE_ID, "bike", "power", n, n * 100.0, None, None, "2026-01-01") for n in (1, 2)
    ]
    thresholds.replace_zones(mirror, "bike", "power", "2026-01-01", zones)
    thresholds.replace_zones(mirror, "bike", "power", "2026-01-01", zones[:1])
    assert len(rows(mirror, "training_zones")) == 1
    assert marks(mirror) == {
        ("threshold", "bike/ftp_w/2026-01-01"),
        ("threshold", "bike/ftp_w/2026-02-01"),
        ("zones", "bike/power/2026-01-01"),
    }


def test_the_ledger_counts_attempts_and_keeps_the_last_word(mirror: Mirror) -> None:
    ledger.record(mirror, "garmin", "hrv", "2026-01-01", "pending", now=NOW, attempted=False)
    ledger.record(mirror, "garmin", "hrv", "2026-01-01", "failed", now=NOW, reason="offline")
    ledger.record(mirror, "garmin", "hrv", "2026-01-01", "full", now=NOW)
    kept = mirror.db.execute("SELECT state, attempts, reason FROM sync_ledger").fetchall()
    assert kept == [("full", 2, None)]
    ledger.start_run(mirror, "r", "daily", NOW)
    assert rows(mirror, "sync_runs") == [("r", "daily", NOW, None, None, None)]
    ledger.finish_run(mirror, "r", "done", "{}", NOW)
    assert rows(mirror, "sync_runs") == [("r", "daily", NOW, NOW, "done", "{}")]


def test_raw_payloads_are_kept_once_until_they_change(mirror: Mirror) -> None:
    def keep(payload: bytes, minute: int) -> bool:
        stamp = f"2026-01-01T00:{minute:02}:00+00:00"
        return raw.keep(mirror, "garmin", "day", "2026-01-01", payload, fetched_at=stamp)

    assert keep(b"one", 1)
    assert not keep(b"one", 2)
    assert keep(b"two", 3)
    assert raw.newest(mirror, "garmin", "day", "2026-01-01") == b"two"
    assert keep(b"one", 4)  # it came back
    assert raw.newest(mirror, "garmin", "day", "2026-01-01") == b"one"
    assert len(rows(mirror, "raw_payloads")) == 2
    assert raw.newest(mirror, "garmin", "day", "never") is None


def test_settings(mirror: Mirror) -> None:
    assert settings.get(mirror, "x") is None
    settings.lower(mirror, "x", "2026-02-01")
    settings.lower(mirror, "x", "2026-03-01")
    assert settings.get(mirror, "x") == "2026-02-01"
    settings.drop(mirror, "x")
    assert settings.get(mirror, "x") is None
