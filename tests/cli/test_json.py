"""The keys that agents rely on, command by command."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.errors import CommandError
from cli.main import main
from mirror.rows import Lap, Wellness, Workout
from tests.cli.conftest import Ask, athletes_today, change
from tests.filled import AHEAD, planned_id, workout_id

KEYS: dict[str, set[str]] = {
    "briefing": {
        "date", "wellness", "wellness_fallback_to_yesterday", "yesterday", "plan",
        "load_14d_avg_tss", "anomalies", "form", "plan_changes", "plan_done", "plan_until",
    },
    "today": {"date", "plan"},
    "last": {"workout"},
    "recent": {"days", "workouts"},
    "recovery": {"days", "wellness", "baseline", "hrv", "rhr", "flags", "offered"},
    "analyze": {
        "workout", "stream_rows", "laps", "mean_max_metric", "mean_max_curve",
        "time_in_hr_zone_s", "time_in_power_zone_s", "time_in_pace_zone_s",
        "aerobic_decoupling_pct", "zones", "curves", "load", "load_method", "thresholds_used",
    },
    "status": {
        "latest_wellness_date", "daily_updated_at", "intraday_updated_at", "row_counts",
        "fit_files", "sources", "hub", "ledger", "mirror_bytes",
    },
    "calendar": {"timezone", "start", "end", "days", "weeks"},
    "fitness": {"days", "now", "weeks", "zones"},
    "curve": {"sport", "metric", "unit", "kinds", "one", "other", "estimates"},
    "zones": {"date", "tables"},
    "thresholds": {"current", "history"},
    "athlete": {"id", "name", "timezone", "birth_year", "sex", "weight_kg", "week_start", "units"},
    "doctor": {"ok", "checks"},
}  # fmt: skip


@pytest.mark.parametrize("command", KEYS)
def test_keys(command: str, home: Path, ask: Ask) -> None:
    assert KEYS[command] <= set(ask(command))


@pytest.mark.parametrize("command", KEYS)
def test_keys_of_an_empty_mirror(command: str, empty_home: Path, ask: Ask) -> None:
    assert KEYS[command] <= set(ask(command))


def test_briefing(home: Path, ask: Ask) -> None:
    found = ask("briefing")
    assert set(found["wellness"]) == set(Wellness._fields)
    assert {"ctl", "atl", "tsb"} <= set(found["form"])
    assert set(found["plan"][0]) >= PLANNED
    assert found["date"] == athletes_today().isoformat()


PLANNED = {
    "title", "duration_planned_s", "distance_planned_m", "tss_planned", "description", "structure",
}  # fmt: skip


def test_recent_counts_today(home: Path, ask: Ask) -> None:
    """Fourteen local days with today: what lies a fortnight back is out."""
    found = ask("recent", "--days", "14")
    today = athletes_today()
    assert found["start"] == (today - timedelta(days=13)).isoformat()
    dates = [workout["local_date"] for workout in found["workouts"]]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 12  # two of fourteen days rest
    assert ask("recent", "--days", "1")["workouts"][0]["id"] == workout_id(today)


def test_recovery(home: Path, ask: Ask) -> None:
    found = ask("recovery", "--days", "5")
    assert found["days"] == 5
    assert len(found["wellness"]) == 5
    assert {"hrv_low", "hrv_high", "hrv_7d", "rhr_median"} <= set(found["baseline"])


def test_last(home: Path, ask: Ask) -> None:
    assert set(ask("last")["workout"]) == set(Workout._fields)
    assert ask("last", "--sport", "run")["workout"]["sport"] == "run"


def test_analyze(home: Path, ask: Ask) -> None:
    found = ask("analyze", workout_id(athletes_today())[:10])
    assert set(found["laps"][0]) == set(Lap._fields)
    assert list(found["mean_max_curve"]) == ["5", "30", "60", "300", "1200", "3600"]
    assert set(found["curves"]) <= {"power", "hr", "speed"}
    assert len(found["curves"]["power"]) == 18  # of the standard durations, those up to 1:30 h
    assert set(found["time_in_hr_zone_s"]) == {"1", "2", "3", "4", "5", "6", "7"}
    assert set(found["thresholds_used"][0]) == {"metric", "value", "unit", "valid_from", "source"}


def test_status(home: Path, ask: Ask) -> None:
    found = ask("status")
    state = {"state", "last_success_at", "next_try_at", "reason"}
    assert set(found["sources"]["file"]) == state
    assert set(found["hub"]) >= {"configured", "cursor", "pending", "last_success_at"}
    assert set(found["ledger"]) == {"full", "summary", "absent", "failed", "pending"}
    assert found["row_counts"]["wellness_daily"] == 120


def test_calendar(home: Path, ask: Ask) -> None:
    today = athletes_today()
    end = today + timedelta(days=2)
    found = ask("calendar", "--from", today.isoformat(), "--to", end.isoformat())
    assert list(found["days"]) == [(today + timedelta(days=n)).isoformat() for n in range(3)]
    (item,) = found["days"][today.isoformat()]["items"]
    assert {"id", "kind", "sport", "planned", "executed", "compliance"} <= set(item)
    assert set(item["planned"]) >= PLANNED
    assert {"status", "level"} <= set(item["compliance"])
    week = {"start", "planned_s", "done_s", "planned_load", "done_load", "ctl", "atl", "tsb"}
    assert week <= set(found["weeks"][0])


def test_calendar_without_dates_holds_today(home: Path, ask: Ask) -> None:
    assert athletes_today().isoformat() in ask("calendar")["days"]


def test_fitness(home: Path, ask: Ask) -> None:
    found = ask("fitness", "--days", "10")
    assert len(found["days"]) == 10 + AHEAD
    assert set(found["days"][0]) == {
        "date", "load", "ctl", "atl", "tsb", "forecast", "ramp", "form",
    }  # fmt: skip
    assert {"ctl", "atl", "tsb", "ramp"} <= set(found["now"])


def test_null_stays_null(home: Path, ask: Ask) -> None:
    run = ask("last", "--sport", "run")["workout"]
    assert run["tss"] is None
    assert run["avg_power"] is None
    night: dict[str, Any] = ask("briefing")["wellness"]
    assert night["spo2_avg"] is None


def test_thresholds_set_and_removed(own_home: Path, ask: Ask) -> None:
    today = athletes_today().isoformat()
    found = ask("thresholds", "set", "threshold_pace_s_per_km", "4:10")
    assert found["effect"]["workouts"] >= 0
    ruling = {(entry["sport"], entry["metric"]): entry for entry in found["current"]}
    assert ruling["run", "threshold_pace_s_per_km"] == {
        "sport": "run",
        "metric": "threshold_pace_s_per_km",
        "value": 250.0,
        "unit": "s/km",
        "valid_from": today,
        "source": "athlete",
    }
    after = ask("thresholds", "remove", "threshold_pace_s_per_km")
    assert [e["value"] for e in after["current"] if e["sport"] == "run"] == [260.0]


def test_athlete_is_editable(own_home: Path, ask: Ask) -> None:
    options = ("--name", "Ada", "--timezone", "Asia/Tokyo", "--week-start", "sunday",
               "--units", "imperial", "--weight-kg", "61.5", "--birth-year", "1990")  # fmt: skip
    ask("athlete", *options)
    found = ask("athlete")
    assert (found["name"], found["timezone"], found["week_start"]) == ("Ada", "Asia/Tokyo", 7)
    assert (found["units"], found["weight_kg"], found["birth_year"]) == ("imperial", 61.5, 1990)


def test_own_zones_set_and_reset(own_home: Path, ask: Ask) -> None:
    """Pace bounds from slow to fast; a swim's are given per 100 m and kept per km."""
    bounds = ("1:50", "1:40")
    made = ask("zones", "--sport", "swim", "set", "swim", "pace", *bounds)
    (own,) = (table for table in made["tables"] if table["metric"] == "pace_s_per_km")
    assert own["source"] == "athlete"
    assert [(zone["lower"], zone["upper"]) for zone in own["zones"]] == [
        (1100.0, None),
        (1000.0, 1100.0),
        (None, 1000.0),
    ]
    after = ask("zones", "--sport", "swim", "reset", "swim", "pace")
    (usual,) = (table for table in after["tables"] if table["metric"] == "pace_s_per_km")
    assert (usual["source"], len(usual["zones"])) == ("estimated", 7)


def test_doctor_finds_a_whole_mirror_whole(own_home: Path, ask: Ask) -> None:
    ask("zones", "set", "bike", "hr", "120", "140")
    checks = {check["name"]: check for check in ask("doctor")["checks"]}
    assert checks["mirror"]["state"] == "ok"
    assert checks["thresholds"]["state"] == "note"
    assert "css_s_per_100m" in checks["thresholds"]["advice"]


def test_doctor_finds_a_damaged_mirror(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own_home / "mirror.db"
    content = bytearray(path.read_bytes())
    content[8192 * 3 : 8192 * 6] = b"\xff" * (8192 * 3)
    path.write_bytes(content)
    assert main(["doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["ok"]
    (mirror,) = (check for check in found["checks"] if check["name"] == "mirror")
    assert mirror["state"] == "bad"
    assert mirror["advice"]


def test_changes_of_the_plan(own_home: Path, ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    today = athletes_today()
    change(own_home, "DELETE FROM plan_changes")
    assert main(["calendar", "--changes"]) == 0
    assert "Nothing in the plan has changed since" in capsys.readouterr().out
    change(
        own_home,
        "INSERT INTO plan_changes VALUES ('c', ?, ?, 'moved', ?, NULL)",
        planned_id(today),
        f"{today - timedelta(days=3)}T10:00:00+00:00",
        '{"date": "2026-01-05"}',
    )
    (edit,) = ask("calendar", "--changes")["edits"]
    assert (edit["planned_id"], edit["kind"], edit["date"]) == (
        planned_id(today), "moved", today.isoformat(),
    )  # fmt: skip
    assert main(["calendar", "--changes"]) == 0
    assert "moved from Mon 5 Jan" in capsys.readouterr().out
    with pytest.raises(CommandError, match="--changes takes no --from"):
        main(["calendar", "--changes", "--from", today.isoformat()])
