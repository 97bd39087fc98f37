"""A home whose mirror is full up to the athlete's today, and a way to run commands in it."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from mirror.database import open_mirror
from mirror.home import mirror_path
from reports.clock import local_now
from tests.filled import fill

DAYS = 120


def athletes_today() -> date:
    return local_now("Europe/Berlin").date()


def make_home(base: Path, days: int = DAYS) -> Path:
    with open_mirror(mirror_path(base)) as mirror:
        fill(mirror, athletes_today(), days)
    return base


def change(base: Path, statement: str, *values: object) -> None:
    """Runs one statement on the home's mirror."""
    with closing(sqlite3.connect(mirror_path(base))) as db, db:
        db.execute(statement, values)


@pytest.fixture(scope="package")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("home"))


@pytest.fixture
def home(filled_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """For commands that only read."""
    monkeypatch.setenv("TRAINING_BRAIN_HOME", str(filled_home))
    return filled_home


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """For commands that write."""
    monkeypatch.setenv("TRAINING_BRAIN_HOME", str(tmp_path))
    return make_home(tmp_path, 20)


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRAINING_BRAIN_HOME", str(tmp_path))
    return tmp_path


type Ask = Callable[..., Any]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """ask("recent", "--days", "3") -> the JSON document; nothing else was printed."""

    def run(*words: str) -> Any:
        assert main([*words, "--json"]) == 0
        captured = capsys.readouterr()
        assert captured.err == ""
        assert captured.out.count("\n") == 1
        return json.loads(captured.out)

    return run


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """say("recent") -> what a person reads in a pipe."""

    def run(*words: str) -> str:
        assert main([*words]) == 0
        captured = capsys.readouterr()
        assert captured.err == ""
        return captured.out

    return run
