"""One short demo mirror for all tests that only look: nine weeks of summer with two races."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mirror.home import mirror_path
from sync.sources.demo import ensure

TODAY = date(2026, 7, 22)
DAYS = 63


@pytest.fixture(scope="session")
def summer_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    ensure(home, today=TODAY, years=DAYS / 365.25, wait=True)
    return home


@pytest.fixture
def summer(summer_home: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(f"{mirror_path(summer_home).as_uri()}?mode=ro", uri=True)
    yield db
    db.close()
