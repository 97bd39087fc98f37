"""Making and extending the demo mirror: whatever the way there, the same content."""

import sqlite3
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from mirror.database import open_mirror
from mirror.errors import MirrorError
from mirror.home import mirror_path
from sync.sources.demo import ensure
from sync.sources.demo.days import covers, first_day
from tests.sync.demo.dump import dump

FIRST = date(2026, 5, 4)


def make(home: Path, today: date) -> None:
    """Days from FIRST on."""
    ensure(home, today=today, years=(today - FIRST).days / 365.25, wait=True)


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("once")
    make(home, date(2026, 5, 18))
    return home


def test_day_by_day_gives_the_same_as_at_once(tmp_path: Path, at_once: Path) -> None:
    for day in range(9, 19):
        make(tmp_path, date(2026, 5, day))
    assert dump(tmp_path) == dump(at_once)


def test_a_longer_history_is_added_to_a_shorter_one(tmp_path: Path, at_once: Path) -> None:
    today = date(2026, 5, 18)
    ensure(tmp_path, today=today, years=5 / 365.25, wait=True)
    make(tmp_path, today)
    one, other = dump(tmp_path), dump(at_once)
    # The tests before the first day differ by how far back they had to be looked for.
    for table in ("workouts_executed", "wellness_daily", "workouts_planned", "daily_load"):
        assert one[table] == other[table], table


def test_again_changes_nothing(tmp_path: Path) -> None:
    today = date(2026, 5, 8)
    make(tmp_path, today)
    before = mirror_path(tmp_path).stat().st_mtime_ns, dump(tmp_path)
    make(tmp_path, today)
    make(tmp_path, today - timedelta(1))
    assert (mirror_path(tmp_path).stat().st_mtime_ns, dump(tmp_path)) == before


def test_killed_in_the_middle_then_done(tmp_path: Path, at_once: Path) -> None:
    script = (
        "import os, sys; from datetime import date; from pathlib import Path;"
        "from sync.sources.demo import ensure;"
        "ensure(Path(sys.argv[1]), today=date(2026, 5, 18), years=14 / 365.25, wait=True,"
        " progress=lambda done, total: os._exit(9) if done == 6 else None)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert killed.returncode == 9
    assert not covers(tmp_path, FIRST, date(2026, 5, 18))
    half = sum(len(rows) for rows in dump(tmp_path).values())
    assert half > 0
    make(tmp_path, date(2026, 5, 18))
    assert dump(tmp_path) == dump(at_once)


def test_stop_ends_early_and_can_be_resumed(tmp_path: Path, at_once: Path) -> None:
    asked = iter([False] * 4 + [True])
    today = date(2026, 5, 18)
    ensure(tmp_path, today=today, years=14 / 365.25, wait=False, stop=lambda: next(asked))
    days = [row[4] for row in dump(tmp_path)["workouts_executed"]]
    assert 4 <= len(days) <= 8, "whole recordings, a brick with its legs"
    assert min(days) >= "2026-05-14", "the newest come first"
    make(tmp_path, today)
    assert dump(tmp_path) == dump(at_once)


def test_two_processes_at_once_double_nothing(tmp_path: Path, at_once: Path) -> None:
    script = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from sync.sources.demo import ensure;"
        "ensure(Path(sys.argv[1]), today=date(2026, 5, 18), years=14 / 365.25, wait=True)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert dump(tmp_path) == dump(at_once)


def test_without_waiting_it_leaves_the_work_to_the_other(tmp_path: Path) -> None:
    from sync.lock import only_one

    with only_one(tmp_path, "another"):
        ensure(tmp_path, today=date(2026, 5, 18), years=0.02, wait=False)
    assert not mirror_path(tmp_path).exists()


def test_progress_tells_days_up_to_all_of_them(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    ensure(
        tmp_path,
        today=date(2026, 5, 8),
        years=4 / 365.25,
        wait=True,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(n, 5) for n in range(1, 6)]


def test_real_training_is_never_touched(tmp_path: Path) -> None:
    path = mirror_path(tmp_path)
    with open_mirror(path) as mirror:
        mirror.db.execute(
            "INSERT INTO wellness_daily (athlete_id, date) SELECT id, '2026-05-01' FROM athletes"
        )
    with pytest.raises(MirrorError, match=r"mirror\.db: holds real training"):
        ensure(tmp_path, today=date(2026, 5, 8), years=0.01, wait=True)
    with open_mirror(path) as mirror:
        assert mirror.db.execute("SELECT count(*) FROM wellness_daily").fetchone() == (1,)


def test_another_generator_s_mirror_is_made_anew(tmp_path: Path) -> None:
    today = date(2026, 5, 8)
    make(tmp_path, today)
    expected = dump(tmp_path)
    db = sqlite3.connect(mirror_path(tmp_path))
    with db:
        db.execute("UPDATE settings SET value = '0 2026-05-04 2026-05-08' WHERE name = 'demo_days'")
        db.execute("UPDATE settings SET value = '0' WHERE name = 'demo_generation'")
        db.execute("UPDATE workouts_executed SET title = 'of old'")
    db.close()
    make(tmp_path, today)
    assert dump(tmp_path) == expected


def test_the_check_of_a_finished_demo_imports_no_numpy(at_once: Path) -> None:
    script = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from sync.sources.demo import ensure;"
        "ensure(Path(sys.argv[1]), today=date(2026, 5, 18), years=14 / 365.25, wait=True);"
        "print(sorted({'numpy', 'dataclasses', 're', 'json'} & set(sys.modules)))"
    )
    out = subprocess.run(
        [sys.executable, "-c", script, str(at_once)], check=True, capture_output=True, text=True
    )
    assert "numpy" not in out.stdout
    assert "dataclasses" not in out.stdout


def test_a_clock_that_fell_behind_asks_for_nothing(at_once: Path) -> None:
    before = dump(at_once)
    ensure(at_once, today=date(1970, 1, 1), years=2, wait=True)
    assert dump(at_once) == before


def test_first_day_counts_back_from_today() -> None:
    assert first_day(date(2026, 11, 23), 2) == date(2024, 11, 23)
    assert first_day(date(2026, 11, 23), 0) == date(2026, 11, 23)


def test_a_dashboard_that_was_open_first_sees_it_fill(tmp_path: Path) -> None:
    with open_mirror(mirror_path(tmp_path)) as watching:
        assert watching.db.execute("SELECT count(*) FROM workouts_executed").fetchone() == (0,)
        ensure(tmp_path, today=FIRST, years=0.04, wait=True)
        assert watching.db.execute("SELECT count(*) FROM workouts_executed").fetchone() > (0,)
