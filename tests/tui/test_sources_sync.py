"""A sync beside the dashboard, in a real terminal, against the replica: progress, pause, resume."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mirror.athlete import athlete, save_athlete
from mirror.database import open_mirror
from mirror.home import mirror_path
from tests.replicas.garmin import GarminReplica, running
from tests.replicas.garmin_athlete import Athlete
from tests.replicas.garmin_home import machines_today
from tests.tui.terminal import ROOT, Terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]


@pytest.fixture
def garmin(tmp_path: Path) -> Iterator[GarminReplica]:
    folder = tmp_path / "replica"
    folder.mkdir()
    last = machines_today()
    with running(Athlete(last - timedelta(days=60), last), folder) as replica:
        yield replica


@pytest.fixture
def base(tmp_path: Path) -> Path:
    base = tmp_path / "home"
    base.mkdir()
    with open_mirror(mirror_path(base)) as mirror:
        save_athlete(mirror, athlete(mirror)._replace(timezone="Europe/Berlin"))
    return base


def environment(garmin: GarminReplica, pace: int) -> dict[str, str]:
    return {
        **garmin.environment(),
        "TRAINING_BRAIN_STORE": "file",
        "TRAINING_BRAIN_GARMIN_TOKENS": garmin.tokens(),
        "TRAINING_BRAIN_GARMIN_PACE": str(pace),
    }


def one(base: Path, query: str) -> Any:
    with closing(sqlite3.connect(mirror_path(base))) as db:
        return db.execute(query).fetchone()[0]


def test_paused_and_gone_on(base: Path, garmin: GarminReplica) -> None:
    with Terminal(base, environment(garmin, 10)) as terminal:
        terminal.until("5 Sources")
        terminal.press("5")
        terminal.until("No sync has run yet")
        terminal.press("b")
        terminal.until("Bring in history")
        terminal.press("Enter")
        terminal.until("Backfill since", "p pauses", "left")
        terminal.press("1")
        terminal.until("backfill ", " %")  # on the top bar of another screen
        terminal.press("5")
        terminal.until("p pauses")
        terminal.press("p")
        terminal.until("Backfill paused", "p goes on")
        stored = one(base, "SELECT count(*) FROM sync_ledger")
        asked = len(garmin.log)
        assert stored > 0
        assert one(base, "SELECT outcome FROM sync_runs") == "cancelled"
        terminal.press("p")
        terminal.until("Last backfill", "done", seconds=60)
    assert len(garmin.log) > asked
    assert one(base, "SELECT count(*) FROM workouts_executed") > 20
    downloads = [entry.path for entry in garmin.asked("/download-service/files/activity/")]
    assert len(downloads) == len(set(downloads)), "going on asked for what was already here"


def test_a_sync_by_a_timer_shows_by_itself(base: Path, garmin: GarminReplica) -> None:
    given = environment(garmin, 8)
    with Terminal(base, given) as terminal:
        terminal.until("5 Sources")
        terminal.press("5")
        terminal.until("No sync has run yet")
        timer = subprocess.Popen(
            [sys.executable, "-c", "from cli.main import entry; entry()", "--sync", "daily"],
            env={**terminal.environment, "TRAINING_BRAIN_HOME": str(base)},
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            terminal.until("sync daily runs", "Another process is at work")
        finally:
            assert timer.wait(60) == 0
        terminal.until("Last daily", "done", "Signed in as Test Athlete")
        terminal.without("sync daily runs")


def test_the_end_of_the_dashboard_is_the_end_of_its_sync(base: Path, garmin: GarminReplica) -> None:
    with Terminal(base, environment(garmin, 4)) as terminal:
        terminal.until("5 Sources")
        terminal.press("5")
        terminal.until("No sync has run yet")
        terminal.press("s")
        terminal.until("p pauses", " %")
        terminal.press("q", "q")
        ended = "SELECT count(*) FROM sync_runs WHERE outcome = 'cancelled'"
        terminal.when(lambda _: one(base, ended) == 1, "the end of the sync", 20)
