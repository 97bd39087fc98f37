"""Files made ready by processes beside the writer: the same mirror, whatever becomes of them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mirror.database import open_mirror
from mirror.rows import Threshold
from mirror.thresholds import save_threshold
from sync.ready import Book, Order, ReadyFile, Refused, Stopped, book_of
from sync.sources.files import crew
from sync.sources.files.crew import Crew, workers_for
from sync.sources.files.importer import Importer, ImportResult
from tests.sync.files.recordings import REPO, environment, fit, folder_of
from tests.sync.ingest.activities import dump

#: A worker that dies of one file.
_MORTAL = """
import os
from sync.sources.files import worker
real = worker.make_ready
def mortal(order, book):
    return os.abort() if order.name == "0003.fit" else real(order, book)
worker.make_ready = mortal
worker.main()
"""

_IMPORTING = """
import sys
from pathlib import Path
from mirror.database import open_mirror
from sync.sources.files.importer import Importer
with open_mirror(Path(sys.argv[1]) / "mirror.db") as mirror:
    Importer(mirror, workers=2).run([Path(sys.argv[2])])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Rides, a copy of one, and what is none."""
    made = folder_of(tmp_path / "fit", 12)
    (made / "0005 copy.fit").write_bytes((made / "0005.fit").read_bytes())
    (made / "0006 other watch.fit").write_bytes(fit(1_750_000_000 + 6 * 21_600, serial=78))
    (made / "0007 cut.fit").write_bytes((made / "0007.fit").read_bytes()[:40])
    (made / "0008.txt").write_text("no training")
    return made


def imported(home: Path, folder: Path, workers: int) -> tuple[ImportResult, dict[str, list[Any]]]:
    with open_mirror(home / "mirror.db") as mirror:
        result = Importer(mirror, workers=workers).run([folder])
        return result, dump(mirror)


def test_workers_change_nothing(tmp_path: Path, folder: Path) -> None:
    alone, rows = imported(tmp_path / "alone", folder, 0)
    together, same_rows = imported(tmp_path / "together", folder, 3)
    assert together.files == alone.files
    assert [file.outcome for file in alone.files].count("imported") == 12
    assert same_rows == rows
    again, _ = imported(tmp_path / "together", folder, 3)
    assert again.count("duplicate") == 14


def test_a_worker_s_death_fails_its_file_alone(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_COMMAND", [sys.executable, "-c", _MORTAL])
    result, _ = imported(tmp_path / "home", folder, 2)
    failed = {Path(file.path).name: file.reason or "" for file in result.files}
    assert result.count("imported") == 11
    assert failed["0003.fit"].startswith("reading it ended the process that did (signal 6)")
    monkeypatch.undo()
    result, _ = imported(tmp_path / "home", folder, 2)
    assert result.count("imported") == 1


def test_where_no_process_is_to_be_had_it_goes_on_without(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_COMMAND", ["/no/such/python"])
    result, _ = imported(tmp_path / "home", folder, 2)
    assert result.count("imported") == 12


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_workers_outlive_no_writer(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "fit", 400)
    process = subprocess.Popen(
        [sys.executable, "-c", _IMPORTING, str(tmp_path / "home"), str(folder)],
        cwd=REPO,
        env=environment(tmp_path),
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    workers: list[int] = []
    while len(workers) < 2:
        assert process.poll() is None
        workers = [
            int(child)
            for task in children.parents[1].glob("*/children")
            for child in task.read_text().split()
        ]
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 30
    while any(_lives(worker) for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    result, _ = imported(tmp_path / "home", folder, 2)
    assert result.aborted is None
    assert result.count("imported") + result.count("duplicate") == 400


def _lives(pid: int) -> bool:
    """A zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_thresholds_that_changed_meanwhile_are_the_ones_that_count(
    tmp_path: Path, folder: Path
) -> None:
    """What a worker analysed by an older book is analysed anew."""
    with open_mirror(tmp_path / "home" / "mirror.db") as mirror:
        importer = Importer(mirror, workers=2)
        stale = book_of(mirror)
        me = mirror.db.execute("SELECT id FROM athletes").fetchone()[0]
        save_threshold(mirror, Threshold(me, "bike", "ftp_w", 250.0, "2020-01-01", "athlete"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sync.sources.files.importer.book_of", lambda _: stale)
            assert importer.run([folder]).count("imported") == 12
        used = mirror.db.execute("SELECT DISTINCT load_method FROM workouts_executed").fetchall()
    assert used == [("power",)]


def test_answers_say_what_is_wrong(tmp_path: Path) -> None:
    blocked = tmp_path / "originals"
    blocked.write_text("a file where the folder should be")
    book = Book(blocked, "UTC", None, None, [])
    with Crew(book, 1) as hands:
        sound = hands.submit(Order("a.fit", fit(), "ab" * 32))
        ahead = hands.submit(Order("b.fit", fit(int(time.time()) + 9 * 86_400), "cd" * 32))
        nothing = hands.submit(Order("c.fit", b"", "ef" * 32))
        stopped = sound.result(60)
        assert isinstance(stopped, Stopped)
        assert str(blocked) in stopped.reason
        assert ahead.result(60) == Refused("failed", _wrong_clock(time.time() + 9 * 86_400))
        assert nothing.result(60) == Refused("failed", "empty file")
    with Crew(book._replace(originals=tmp_path / "kept"), 1) as hands:
        ready = hands.submit(Order("a.fit", fit(), "ab" * 32)).result(60)
    assert isinstance(ready, ReadyFile)
    assert (tmp_path / "kept" / ready.path).exists()


def _wrong_clock(seconds: float) -> str:
    day = time.strftime("%Y-%m-%d", time.gmtime(int(seconds)))
    return f"its clock says {day}, a day to come; the device's clock was wrong"


def test_few_files_are_not_worth_a_process() -> None:
    assert workers_for(20) == 0
    assert workers_for(5000) <= (os.cpu_count() or 1)
