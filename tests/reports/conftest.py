"""A mirror with a hundred and twenty days of training, and an empty one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mirror.database import Mirror, open_mirror
from tests.filled import fill

#: A Monday after a change to summer time, so that days and weeks meet it.
TODAY = date(2026, 4, 6)
DAYS = 120


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    with open_mirror(tmp_path_factory.mktemp("filled") / "mirror.db") as mirror:
        fill(mirror, TODAY, DAYS)
        yield mirror


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Mirror]:
    with open_mirror(tmp_path / "mirror.db") as mirror:
        yield mirror


@pytest.fixture
def small(empty: Mirror) -> Mirror:
    """Twenty days, for tests that write."""
    fill(empty, TODAY, 20)
    return empty
