"""Fixtures: a running replica of Garmin, and a home folder that is signed in to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mirror.athlete import athlete, save_athlete
from mirror.database import open_mirror
from mirror.home import mirror_path
from sync.engine.contract import Profile
from sync.engine.result import RunResult
from sync.engine.run import run
from tests.replicas.garmin import GarminReplica, running
from tests.replicas.garmin_athlete import Athlete

#: Where the clocks of these tests stand: a Monday, 14:00 in Berlin.
NOW = datetime(2026, 11, 23, 13, tzinfo=UTC)


def machines_today() -> date:
    """Today in Berlin by the machine's clock, by which programs run that a test starts."""
    return datetime.now(ZoneInfo("Europe/Berlin")).date()


@dataclass
class Home:
    """A home folder and the clock of its machine."""

    base: Path
    now: datetime = NOW
    events: list[Any] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.date()

    def sync(self, profile: Profile, **options: Any) -> RunResult:
        return run(self.base, profile, progress=self.events.append, now=lambda: self.now, **options)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def live_in(self, zone: str) -> None:
        with open_mirror(mirror_path(self.base)) as mirror:
            save_athlete(mirror, athlete(mirror)._replace(timezone=zone))

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(mirror_path(self.base))) as db:
            return db.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        return self.rows(query, *values)[0][0]

    def ledger(self, dataset: str) -> dict[str, str]:
        return dict(self.rows("SELECT item, state FROM sync_ledger WHERE dataset = ?", dataset))


@pytest.fixture
def garmin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GarminReplica]:
    """The replica, with ten weeks of history; this process talks to it."""
    folder = tmp_path / "replica"
    folder.mkdir()
    with running(Athlete(NOW.date() - timedelta(days=70), NOW.date()), folder) as replica:
        for name, value in replica.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("TRAINING_BRAIN_GARMIN_PACE", "2000")
        yield replica


@pytest.fixture
def home(tmp_path: Path, garmin: GarminReplica, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Signed in: the tokens come from the environment, renewed ones go to the file."""
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "file")
    monkeypatch.setenv("TRAINING_BRAIN_GARMIN_TOKENS", garmin.tokens())
    base = tmp_path / "home"
    home = Home(base)
    base.mkdir()
    home.live_in("Europe/Berlin")
    return home


@pytest.fixture
def by_the_machines_clock(home: Home, garmin: GarminReplica) -> None:
    """The ten weeks end today: for tests that start programs."""
    home.now = datetime.now(UTC)
    today = machines_today()
    garmin.athlete.first, garmin.athlete.last = today - timedelta(days=70), today
