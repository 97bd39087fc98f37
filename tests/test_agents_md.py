"""Every command and query printed in AGENTS.md runs on a filled mirror, and says what the report
says."""

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cli.main import main
from mirror.athlete import athlete
from mirror.database import Mirror, open_mirror
from mirror.home import home, mirror_path
from reports.analyze import analyze
from reports.calendar import calendar
from reports.clock import local_now
from reports.fitness import fitness
from reports.recovery import recovery
from reports.status import status
from sync.sources import demo

TEXT = (Path(__file__).parents[1] / "AGENTS.md").read_text(encoding="utf-8")
SHELL = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
    if line.strip()
]
SQL = dict(re.findall(r"^```sql (\S+)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE))

type Rows = list[dict[str, Any]]


class Asked(NamedTuple):
    """A filled mirror and its today."""

    mirror: Mirror
    today: date

    def ask(self, name: str) -> Rows:
        """As an agent does: the file, read-only."""
        db = sqlite3.connect(f"file:{self.mirror.path}?mode=ro", uri=True)
        try:
            cursor = db.execute(SQL[name])
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]
        finally:
            db.close()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    base = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRAINING_BRAIN_HOME", str(base))
        demo.ensure(home(demo=True), today=local_now(demo.TIMEZONE).date(), years=0.35, wait=True)
        patch.setattr("cli.demo.fill", lambda _base: None)  # the commands would fill two years
        with open_mirror(mirror_path(home(demo=True))) as mirror:
            yield Asked(mirror, local_now(athlete(mirror).timezone).date())


@pytest.mark.parametrize("line", SHELL)
def test_command(line: str, asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    words = line.split()
    assert words[0] == "training-brain"
    assert main(["--demo", *words[1:]]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert any(answer.values())


@pytest.mark.parametrize("name", SQL)
def test_query(name: str, asked: Asked) -> None:
    assert asked.ask(name)


def test_the_blocks_are_all_there() -> None:
    assert len(SQL) == TEXT.count("```sql")


def test_volume_is_the_calendars(asked: Asked) -> None:
    start = asked.today - timedelta(days=28)
    rows = {(row["monday"], row["sport"]): row for row in asked.ask("volume")}
    compared = 0
    for week in calendar(asked.mirror, start, asked.today, asked.today).weeks:
        for sport, total in week.by_sport.items():
            if total.done_count:
                row = rows[week.start, sport]
                assert row["workouts"] == total.done_count
                assert row["hours"] == pytest.approx(total.done_s / 3600, abs=0.051)
                compared += 1
    assert compared > 8


def test_plan_against_done_is_the_calendars(asked: Asked) -> None:
    start = asked.today - timedelta(days=14)
    done = {
        (item.planned.date, item.planned.title, item.planned.duration_planned_s,
         item.executed.duration_s)
        for day in calendar(asked.mirror, start, asked.today, asked.today).days.values()
        for item in day.items
        if item.planned and item.executed
    }  # fmt: skip
    rows = [row for row in asked.ask("plan-done") if row["duration_s"] is not None]
    assert len(rows) > 8
    for row in rows:
        names = ("date", "title", "duration_planned_s", "duration_s")
        assert tuple(row[name] for name in names) in done


def test_hrv_is_the_recoverys(asked: Asked) -> None:
    nights = {night.date: night for night in recovery(asked.mirror, asked.today, 9).wellness}
    for row in asked.ask("hrv"):
        night = nights[row["date"]]
        assert row["hrv_overnight_ms"] == night.hrv_overnight_ms
        assert row["hrv_baseline_low_ms"] == night.hrv_baseline_low_ms


def test_form_is_the_fitness_reports(asked: Asked) -> None:
    days = {day.date: day for day in fitness(asked.mirror, asked.today, 130).days}
    rows = asked.ask("form-by-week")
    assert len(rows) > 15
    for row in rows:
        day = days[row["day"]]
        assert (row["ctl"], row["atl"], row["tsb"]) == tuple(
            pytest.approx(value, abs=0.051) for value in (day.ctl, day.atl, day.tsb)
        )


def test_the_best_20_minutes_are_the_analysis_of_that_day(asked: Asked) -> None:
    top = asked.ask("best-20")[0]
    found = asked.mirror.db.execute(
        "SELECT id FROM workouts_executed WHERE local_date = ? AND title = ?",
        (top["local_date"], top["title"]),
    ).fetchone()
    report = analyze(asked.mirror, found[0], asked.today)
    assert report is not None
    assert top["watts"] == pytest.approx(report.curves["power"]["1200"])


def test_the_coachs_changes_are_all_counted(asked: Asked) -> None:
    count = status(asked.mirror).row_counts["plan_changes"]
    assert len(asked.ask("changes")) == min(20, count)
