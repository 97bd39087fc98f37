"""Signing in to Garmin by keys, in a real terminal, through the real client, to the replica."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mirror.athlete import athlete, save_athlete
from mirror.database import open_mirror
from mirror.home import mirror_path
from tests.replicas.garmin import CODE, EMAIL, PASSWORD, GarminReplica, running
from tests.replicas.garmin_athlete import Athlete
from tests.replicas.garmin_home import machines_today
from tests.tui.terminal import Terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux"),
]


@pytest.fixture
def garmin(tmp_path: Path) -> Iterator[GarminReplica]:
    folder = tmp_path / "replica"
    folder.mkdir()
    last = machines_today()
    with running(Athlete(last - timedelta(days=20), last), folder) as replica:
        replica.mfa = True
        yield replica


@pytest.fixture
def base(tmp_path: Path) -> Path:
    base = tmp_path / "home"
    base.mkdir()
    with open_mirror(mirror_path(base)) as mirror:
        save_athlete(mirror, athlete(mirror)._replace(timezone="Europe/Berlin"))
    return base


@pytest.fixture
def terminal(base: Path, garmin: GarminReplica) -> Iterator[Terminal]:
    environment = {
        **garmin.environment(),
        "TRAINING_BRAIN_STORE": "file",
        "TRAINING_BRAIN_GARMIN_PACE": "2000",
    }
    with Terminal(base, environment) as terminal:
        terminal.until("5 Sources")
        terminal.press("5")
        terminal.until("not signed in")
        yield terminal


def give_account(terminal: Terminal, password: str = PASSWORD) -> None:
    terminal.press("Enter")
    terminal.until("E-mail", "Password")
    terminal.type(EMAIL)
    terminal.press("Enter")
    terminal.type(password)
    terminal.until("•" * len(password))
    terminal.press("Enter")


def everything_written(folder: Path) -> bytes:
    """All files below, but for the store of secrets and the replica."""
    return b"".join(
        path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "secrets" not in path.parts and "replica" not in path.parts
    )


def test_wrong_code_then_right_code(terminal: Terminal, garmin: GarminReplica, base: Path) -> None:
    give_account(terminal)
    shown = [terminal.until("sent a code by e-mail", "enter sends the code")]
    terminal.type("000000")
    shown.append(terminal.until("••••••"))
    terminal.press("Enter")
    shown.append(terminal.until("did not take this code"))
    terminal.type(CODE)
    terminal.press("Enter")
    shown.append(terminal.until("✓ Signed in to Garmin as Test Athlete", "secrets.json"))
    assert len(garmin.asked("/mobile/api/login")) == 1
    assert (base / "secrets" / "secrets.json").stat().st_mode & 0o077 == 0
    terminal.press("Escape")
    shown.append(terminal.until("Signed in as Test Athlete"))
    tokens = (base / "secrets" / "secrets.json").read_text()
    secrets = (PASSWORD, CODE, "refresh-0", "di_token")
    assert "di_refresh_token" in tokens
    for secret in secrets:
        assert not any(secret in picture for picture in shown)
        assert secret.encode() not in everything_written(base.parent)


def test_the_first_sync_follows_the_sign_in(terminal: Terminal, base: Path) -> None:
    give_account(terminal)
    terminal.until("sent a code by e-mail")
    terminal.type(CODE)
    terminal.press("Enter")
    terminal.until("Signed in to Garmin as", "enter starts a sync")
    terminal.press("Enter")
    terminal.until("Last backfill", "done", "Recordings", "■", seconds=60)
    with closing(sqlite3.connect(mirror_path(base))) as db:
        assert db.execute("SELECT count(*) FROM workouts_executed").fetchone()[0] > 5


def test_left_in_the_middle(terminal: Terminal, garmin: GarminReplica, base: Path) -> None:
    give_account(terminal)
    terminal.until("sent a code by e-mail")
    terminal.press("Escape")
    terminal.without("sent a code by e-mail")
    terminal.until("not signed in")
    assert not garmin.asked("verifyCode")
    assert not (base / "secrets" / "secrets.json").exists()


def test_left_while_garmin_is_thinking(
    terminal: Terminal, garmin: GarminReplica, base: Path
) -> None:
    garmin.mfa = False
    give_account(terminal)
    terminal.until("Signing in; Garmin takes some seconds")
    terminal.press("Escape")
    terminal.without("Signing in; Garmin takes")
    terminal.press("q", "q")
    terminal.when(lambda shown: "Sources" not in shown, "the end", 10)
    assert not (base / "secrets" / "secrets.json").exists()


def test_wrong_password(terminal: Terminal, garmin: GarminReplica) -> None:
    give_account(terminal, "not the password")
    shown = terminal.until("does not take this e-mail and password")
    assert EMAIL in shown
    assert "•" not in shown  # one attempt, one typing
    assert len(garmin.asked("/api/login")) == 1


def test_throttled(terminal: Terminal, garmin: GarminReplica, base: Path) -> None:
    garmin.throttled = True
    give_account(terminal)
    shown = terminal.until("Garmin has throttled signing in; no new try before", seconds=60)
    assert "E-mail" not in shown
    asked = len(garmin.log)
    terminal.press("Escape")
    terminal.without("esc closes")  # else Escape and Enter arrive together, as Alt+Enter
    terminal.until("sign-in throttled", "throttled signing in until")
    terminal.press("Enter")
    terminal.until("E-mail")
    terminal.type(EMAIL)
    terminal.press("Enter")
    terminal.type(PASSWORD)
    terminal.press("Enter")
    terminal.until("no new try before")
    assert len(garmin.log) == asked, "Garmin was asked again before its time"
