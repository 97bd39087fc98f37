"""kill -9 and Ctrl-C at any moment, two at once: in the end the same mirror, row by row."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mirror.database import open_mirror
from sync.lock import only_one
from tests.sync.files.recordings import COMMAND, REPO, command, environment, folder_of
from tests.sync.ingest.activities import dump

_FILES = 24

#: Imports, and kills itself after so many SQL statements: inside of a transaction or between two.
_DYING = """
import os, signal, sys
from pathlib import Path
from mirror.database import open_mirror
from sync.sources.files.importer import Importer
home, folder, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
def count(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
with open_mirror(home / "mirror.db") as mirror:
    mirror.db.set_trace_callback(count)
    Importer(mirror).run([folder])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("rides") / "fit", _FILES)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> dict[str, list[Any]]:
    home = tmp_path_factory.mktemp("undisturbed")
    done = command(home, "import", "--json", str(folder))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["imported"] == _FILES
    return contents(home)


def contents(home: Path) -> dict[str, list[Any]]:
    """Every row, and the names of the originals."""
    with open_mirror(home / "mirror.db", create=False) as mirror:
        assert mirror.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert mirror.db.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = dump(mirror)
    kept = [path.name for path in sorted((home / "originals").rglob("*")) if path.is_file()]
    return {**rows, "originals": kept}


def test_killed_at_any_statement(
    tmp_path: Path, folder: Path, undisturbed: dict[str, list[Any]]
) -> None:
    chosen = random.Random(20260)
    killed = 0
    torn = tmp_path / "originals" / "ab" / ".torn.tmp"
    torn.parent.mkdir(parents=True)
    torn.write_bytes(b"half")
    for _ in range(8):
        statements = str(chosen.randint(1, 400))
        done = subprocess.run(
            [sys.executable, "-c", _DYING, str(tmp_path), str(folder), statements],
            cwd=REPO,
            env=environment(tmp_path),
            check=False,
            timeout=60,
        )
        killed += done.returncode == -signal.SIGKILL
    assert killed >= 3
    last = command(tmp_path, "import", str(folder))
    assert last.returncode == 0, last.stderr
    assert contents(tmp_path) == undisturbed


def test_killed_before_the_season_was_computed(
    tmp_path: Path,
    folder: Path,
    undisturbed: dict[str, list[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All files are in, the last step is not: the next run must notice."""
    monkeypatch.setenv("TZ", "UTC")  # as for the commands
    with open_mirror(tmp_path / "mirror.db") as mirror:
        from sync.decode import read_file
        from sync.ingest import SourceRef, ingest_activity_file
        from sync.originals import sha256

        for path in sorted(folder.iterdir()):
            data = path.read_bytes()
            ref = SourceRef("file", sha256(data), "2026-01-01T00:00:00+00:00", path.name)
            file = read_file(path.name, data)
            ingest_activity_file(mirror, file, ref, data, refresh=False)
    done = command(tmp_path, "import", "--json", str(folder))
    assert json.loads(done.stdout)["duplicate"] == _FILES
    assert contents(tmp_path) == undisturbed


def test_killed_by_the_clock(
    tmp_path: Path, folder: Path, undisturbed: dict[str, list[Any]]
) -> None:
    chosen = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen(
            [*COMMAND, "import", str(folder)],
            cwd=REPO,
            env=environment(tmp_path),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chosen.uniform(0.1, 0.7))
        process.kill()
        process.wait()
    done = command(tmp_path, "import", str(folder))
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path) == undisturbed


def test_two_at_once_lose_and_double_nothing(
    tmp_path: Path, folder: Path, undisturbed: dict[str, list[Any]]
) -> None:
    both = [
        subprocess.Popen(
            [*COMMAND, "import", "--wait", "60", "--json", str(folder)],
            cwd=REPO,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=90) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    counts = [json.loads(out) for out, _ in said]
    assert sorted(count["imported"] for count in counts) == [0, _FILES]
    assert sorted(count["duplicate"] for count in counts) == [0, _FILES]
    assert contents(tmp_path) == undisturbed


def test_the_second_says_who_is_at_work(tmp_path: Path, folder: Path) -> None:
    with only_one(tmp_path, "daily sync"):
        done = command(tmp_path, "import", "--wait", "0", "--json", str(folder))
    assert done.returncode == 6
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"daily sync, process {os.getpid()}" in done.stderr
    assert not (tmp_path / "mirror.db").exists()


def test_ctrl_c_stops_between_two_files_and_the_next_run_goes_on(
    tmp_path: Path,
) -> None:
    more = folder_of(tmp_path / "more", 300)
    process = subprocess.Popen(
        [*COMMAND, "import", "--json", str(more)],
        cwd=REPO,
        env=environment(tmp_path / "home"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lock = tmp_path / "home" / "sync.lock"
    database = tmp_path / "home" / "mirror.db-wal"
    while not (lock.exists() and database.exists()):
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "run it again" in err
    first = json.loads(out)
    assert first["stopped"] is True
    assert first["imported"] < 300
    second = json.loads(command(tmp_path / "home", "import", "--json", str(more)).stdout)
    assert second["imported"] + first["imported"] == 300
    assert second["duplicate"] == first["imported"]
