from collections.abc import Iterator
from pathlib import Path

import pytest

from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror, open_mirror
from tests.replicas.feed import FeedServer


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with open_mirror(tmp_path / "mirror.db") as opened:
        save_athlete(opened, athlete(opened)._replace(timezone="Europe/Berlin"))
        yield opened


@pytest.fixture
def feed() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server
