"""Every Postgres query of AGENTS.md runs as the agents' role, and says what the report says."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg.rows import dict_row

from mirror.athlete import athlete
from mirror.database import Mirror, open_mirror
from mirror.home import mirror_path
from reports.analyze import analyze
from reports.briefing import briefing
from reports.calendar import calendar
from reports.clock import local_now
from reports.fitness import fitness
from reports.last import last
from reports.recovery import recovery
from reports.status import status
from reports.today import today as todays
from sync.hub.syncing import HubSync
from sync.sources import demo
from tests.replicas.postgres import postgres
from tests.replicas.supabase import execute, project

TEXT = (Path(__file__).parents[1] / "AGENTS.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```postgres (\S+)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE))

type Rows = list[dict[str, Any]]


class Asked(NamedTuple):
    """A filled mirror, its today, and the hub that was filled from it."""

    mirror: Mirror
    today: date
    dsn: str

    def ask(self, name: str, role: str = "training_agent") -> Rows:
        dsn = self.dsn.replace("training_agent", role)
        with psycopg.connect(dsn, row_factory=dict_row) as db:
            return db.execute(BLOCKS[name].encode()).fetchall()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    base = tmp_path_factory.mktemp("agents") / "demo"
    demo.ensure(base, today=local_now(demo.TIMEZONE).date(), years=0.3, wait=True)
    with postgres() as server, project(server) as hub, open_mirror(mirror_path(base)) as mirror:
        HubSync(mirror, lambda name, given: execute(hub.dsn, name, given)[1]).run()
        hub.sql("alter role training_agent login")
        today = local_now(athlete(mirror).timezone).date()
        yield Asked(mirror, today, hub.dsn.replace("user=postgres", "user=training_agent"))


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, float) and found is not None:
        return bool(float(found) == pytest.approx(expected, rel=1e-6, abs=1e-6))
    if isinstance(found, date):
        return found.isoformat() == str(expected)[:10]
    return bool(found == expected)


def agree(row: dict[str, Any], report: Any, *names: str) -> None:
    for name in names:
        assert same(row[name], getattr(report, name)), name


@pytest.mark.parametrize("name", BLOCKS)
def test_every_query_answers(name: str, asked: Asked) -> None:
    rows = asked.ask(name)
    assert rows or name == "today", name
    assert all(any(value is not None for value in row.values()) for row in rows)
    # Supabase's MCP comes as a role of its own.
    assert asked.ask(name, "supabase_read_only_user") == rows


def test_night_and_form_are_the_briefings(asked: Asked) -> None:
    report = briefing(asked.mirror, asked.today)
    night = asked.ask("night")[0]
    assert report.wellness is not None
    agree(
        night, report.wellness, "date", "hrv_overnight_ms", "hrv_baseline_low_ms",
        "hrv_baseline_high_ms", "rhr_bpm", "sleep_total_s", "sleep_score", "training_readiness",
    )  # fmt: skip
    form = asked.ask("form")[0]
    assert report.form is not None
    agree(form, report.form, "date", "ctl", "atl", "tsb")
    baseline = recovery(asked.mirror, date.fromisoformat(str(night["date"])), 14).baseline
    assert same(night["rhr_median_14d"], baseline.rhr_median)


def test_todays_plan(asked: Asked) -> None:
    titles = [row["title"] for row in asked.ask("today")]
    assert sorted(titles) == sorted(part.title for part in todays(asked.mirror, asked.today).plan)


def test_recovery(asked: Asked) -> None:
    rows = asked.ask("recovery")
    report = recovery(asked.mirror, asked.today, 14)
    assert len(rows) == len(report.wellness)
    for row, night in zip(rows, report.wellness, strict=True):
        agree(row, night, "date", "hrv_overnight_ms", "rhr_bpm", "sleep_total_s", "sleep_score")


def test_volume_and_plan_against_done_are_the_calendars(asked: Asked) -> None:
    start = asked.today - timedelta(days=28)
    report = calendar(asked.mirror, start, asked.today, asked.today)
    rows = asked.ask("volume")
    for week in report.weeks:
        found = {row["sport"]: row for row in rows if row["monday"].isoformat() == week.start}
        for sport, total in week.by_sport.items():
            if total.done_count:
                assert same(float(found[sport]["seconds"]), total.done_s), (week.start, sport)
    pairs = {
        item.planned.id: item
        for day in report.days.values()
        for item in day.items
        if item.planned and item.executed
    }
    done = [row for row in asked.ask("plan-done") if row["duration_s"] is not None]
    titles = {item.planned.title for item in pairs.values() if item.planned}
    assert done
    assert {row["title"] for row in done} <= titles


def test_the_latest_workout(asked: Asked) -> None:
    row = asked.ask("last")[0]
    workout = last(asked.mirror, None).workout
    assert workout is not None
    assert str(row["id"]) == workout.id
    agree(row, workout, "local_date", "sport", "title", "duration_s", "distance_m", "load",
          "load_method", "avg_hr", "avg_power", "normalized_power", "decoupling_pct")  # fmt: skip
    report = analyze(asked.mirror, workout.id, asked.today)
    assert report is not None
    laps = asked.ask("laps")
    assert len(laps) == len(report.laps)
    for lap, expected in zip(laps, report.laps, strict=True):
        agree(lap, expected, "lap_index", "duration_s", "avg_hr", "avg_power")
    bests: dict[str, dict[str, float]] = {}
    for best in asked.ask("bests"):
        bests.setdefault(best["metric"], {})[str(best["duration_s"])] = best["value"]
    assert bests == report.curves
    zones: dict[str, dict[str, float]] = {}
    for zone in asked.ask("zones"):
        zones.setdefault(zone["metric"], {})[str(zone["zone"])] = zone["seconds"]
    assert zones.get("hr") == report.time_in_hr_zone_s
    assert zones.get("power") == report.time_in_power_zone_s
    assert zones.get("pace_s_per_km") == report.time_in_pace_zone_s
    assert sum(row["seconds"] for row in asked.ask("development")) == report.stream_rows


def test_a_window_is_the_one_of_the_curve(asked: Asked) -> None:
    row = asked.ask("window")[0]
    with psycopg.connect(asked.dsn) as db:
        found = db.execute("select best_average(%s, 'power', 1200)", (row["id"],)).fetchone()
    report = analyze(asked.mirror, str(row["id"]), asked.today)
    assert found is not None
    assert report is not None
    assert found[0]["value"] == pytest.approx(report.curves["power"]["1200"], abs=0.06)
    assert found[0]["value"] <= row["best_7_minutes"]["value"]


def test_fitness(asked: Asked) -> None:
    rows = asked.ask("fitness")
    days = {day.date: day for day in fitness(asked.mirror, asked.today, 90).days}
    assert len(rows) > 60
    for row in rows:
        agree(row, days[row["local_date"].isoformat()], "load", "ctl", "atl", "tsb")


def test_season_bests(asked: Asked) -> None:
    rows = asked.ask("season")
    for metric, sport, seconds in (("power", "bike", "1200"), ("speed", "run", "1800")):
        top = next(row for row in rows if row["metric"] == metric)
        bests = [
            report.curves[metric][seconds]
            for report in (
                analyze(asked.mirror, key, asked.today) for key in _ids(asked, 90, sport)
            )
            if report is not None and seconds in report.curves.get(metric, {})
        ]
        assert top["value"] == pytest.approx(max(bests))


def test_intensity_is_the_sum_of_the_analyses(asked: Asked) -> None:
    expected: dict[tuple[str, str], float] = {}
    for key in _ids(asked, 28):
        report = analyze(asked.mirror, key, asked.today)
        assert report is not None
        day = date.fromisoformat(report.workout.local_date)
        monday = str(day - timedelta(days=day.weekday()))
        for zone, seconds in (report.time_in_hr_zone_s or {}).items():
            expected[monday, zone] = expected.get((monday, zone), 0.0) + seconds
    rows = asked.ask("intensity")
    found = {(str(row["monday"]), str(row["zone"])): row["seconds"] for row in rows}
    assert found == pytest.approx(expected)


def _ids(asked: Asked, days: int, sport: str | None = None) -> list[str]:
    """Workouts of the last days that are counted: legs, and what has none."""
    found = asked.mirror.db.execute(
        "SELECT id FROM workouts_executed w WHERE excluded_reason IS NULL AND local_date > ?"
        " AND coalesce(?, sport) = sport"
        " AND NOT EXISTS (SELECT 1 FROM workouts_executed leg WHERE leg.parent_id = w.id)",
        ((asked.today - timedelta(days=days)).isoformat(), sport),
    )
    return [row[0] for row in found]


def test_changes_and_freshness(asked: Asked) -> None:
    report = status(asked.mirror)
    fresh = asked.ask("fresh")[0]
    assert fresh["latest_wellness_date"].isoformat() == report.latest_wellness_date
    assert fresh["latest_workout_at"] == datetime.fromisoformat(report.latest_workout_at or "")
    assert len(asked.ask("changes")) == min(20, report.row_counts["plan_changes"])


def test_the_blocks_are_all_there() -> None:
    assert len(BLOCKS) == TEXT.count("```postgres")
