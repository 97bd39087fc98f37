"""An import in a process of its own: events, result, stop, and what goes wrong."""

import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mirror.database import open_mirror
from mirror.errors import MirrorError
from mirror.home import mirror_path
from sync import progress as events
from sync.lock import only_one
from sync.sources.files.process import Imported, import_apart
from tests.sync.files.recordings import folder_of

if TYPE_CHECKING:
    from sync.apart import Apart


def test_events_and_result(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "rides", 3)
    (folder / "broken.fit").write_bytes(b"\x0e\x20nothing.FIT")
    heard: list[events.Event] = []
    found = import_apart(tmp_path / "home", [folder], progress=heard.append).run()
    assert (found.imported, found.failed, found.stopped, found.aborted) == (3, 1, False, None)
    ((path, reason),) = found.failures
    assert path.endswith("broken.fit")
    assert reason
    assert events.Started("import", 4) in heard
    assert sum(isinstance(event, events.Done) for event in heard) == 4
    with open_mirror(mirror_path(tmp_path / "home")) as mirror:
        assert mirror.db.execute("SELECT count(*) FROM workouts_executed").fetchone() == (3,)
    again = import_apart(tmp_path / "home", [folder]).run()
    assert (again.imported, again.duplicate) == (0, 3)


def test_stop_keeps_what_was_read(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "rides", 60)
    job: Apart[Imported]

    def heard(event: events.Event) -> None:
        if isinstance(event, events.Done):
            job.stop()

    job = import_apart(tmp_path / "home", [folder], progress=heard)
    found = job.run()
    assert found.stopped
    assert 1 <= found.imported < 60
    with open_mirror(mirror_path(tmp_path / "home")) as mirror:
        (stored,) = mirror.db.execute("SELECT count(*) FROM workouts_executed").fetchone()
    assert stored == found.imported


def test_a_killed_process_is_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "rides", 30)
    job: Apart[Imported]

    def heard(event: events.Event) -> None:
        process = job._process
        if isinstance(event, events.Started) and process is not None:
            os.kill(process.pid, signal.SIGKILL)

    job = import_apart(tmp_path / "home", [folder], progress=heard)
    with pytest.raises(MirrorError, match="ended from outside"):
        job.run()


def test_another_one_at_work_is_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "rides", 1)
    notes: list[str] = []

    def heard(event: events.Event) -> None:
        if isinstance(event, events.Note):
            notes.append(event.text)

    with (
        only_one(tmp_path / "home", "sync daily"),
        pytest.raises(MirrorError, match=r"sync daily, process .* is already at work"),
    ):
        import_apart(tmp_path / "home", [folder], progress=heard).run()
    assert notes[0].startswith("waiting for sync daily")


def test_stop_before_it_began(tmp_path: Path) -> None:
    job = import_apart(tmp_path / "home", [folder_of(tmp_path / "rides", 5)])
    job.stop()
    thread = threading.Thread(target=job.run)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
