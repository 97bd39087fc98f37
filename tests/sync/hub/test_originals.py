"""Originals travel once, whole, and a run that was cut off goes on."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from mirror import hubstate
from mirror.database import Mirror
from sync.hub import originals
from sync.hub.errors import HubError
from sync.hub.originals import Carried
from tests.filled import fill
from tests.replicas.supabase import Project
from tests.sync.hub.conftest import Make, connect, sync

FILES = 5


@pytest.fixture
def laptop(device: Make) -> Mirror:
    """A mirror with some originals beside it."""
    mirror = device("laptop")
    fill(mirror, date(2026, 5, 20), 10, seconds_stored=False)
    ids = mirror.db.execute("SELECT id FROM workouts_executed ORDER BY started_at DESC").fetchall()
    for number, (key,) in enumerate(ids[:FILES]):
        name = f"{number:02d}/{number:064d}.fit.gz"
        path = folder(mirror) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(f"recording {number}\r\n".encode()))
        mirror.db.execute(
            "UPDATE workouts_executed SET fit_file_path = ? WHERE id = ?", (name, key)
        )
    mirror.db.execute("UPDATE workouts_executed SET fit_file_path = NULL"
                      " WHERE fit_file_path NOT LIKE '__/%'")  # fmt: skip
    return mirror


def folder(mirror: Mirror) -> Path:
    return mirror.path.parent / "originals"


def carry(mirror: Mirror, project: Project) -> Carried:
    return originals.carry(mirror, folder(mirror), connect(project))


def files(mirror: Mirror) -> dict[str, bytes]:
    root = folder(mirror)
    return {str(p.relative_to(root)): p.read_bytes() for p in root.glob("*/*")}


def test_there_and_on_the_other_device(quick: Project, laptop: Mirror, device: Make) -> None:
    sync(laptop, quick)
    sent = carry(laptop, quick)
    assert (sent.sent, sent.fetched, sent.missing) == (FILES, 0, 0)
    assert sorted(quick.objects.values()) == sorted(files(laptop).values())
    assert int(hubstate.state(laptop, "storage_bytes") or 0) == sent.sent_bytes
    quick.requests.clear()
    assert carry(laptop, quick) == Carried(0, 0, 0, 0)
    assert quick.requests == []

    other = device("other")
    sync(other, quick)
    assert carry(other, quick).fetched == FILES
    assert files(other) == files(laptop)
    assert hubstate.state(other, "storage_bytes") == hubstate.state(laptop, "storage_bytes")
    assert carry(other, quick).fetched == 0


def test_cut_off_it_goes_on(quick: Project, laptop: Mirror) -> None:
    sync(laptop, quick)
    uploads = []

    def fails_after_two(_number: int, path: str) -> int | None:
        if "/object/fit-files/" in path:
            uploads.append(path)
            return 403 if len(uploads) > 2 else None
        return None

    quick.faults = fails_after_two
    with pytest.raises(HubError):
        carry(laptop, quick)
    quick.faults = lambda _number, _path: None
    quick.requests.clear()
    assert carry(laptop, quick).sent == FILES - 2
    assert len(quick.requests) == FILES - 2


def test_what_the_storage_has_is_not_sent_again(quick: Project, laptop: Mirror) -> None:
    """The database was restored, the files are still there."""
    sync(laptop, quick)
    carry(laptop, quick)
    quick.sql("update training.hub set epoch = gen_random_uuid()")
    sync(laptop, quick)
    quick.requests.clear()
    assert carry(laptop, quick).sent == 0
    assert quick.requests == ["POST /storage/v1/object/list/fit-files"]


def test_one_that_nobody_sent_yet_is_asked_for_again(
    quick: Project, laptop: Mirror, device: Make
) -> None:
    other = device("other")
    sync(laptop, quick)
    sync(other, quick)
    assert carry(other, quick).missing == FILES
    carry(laptop, quick)
    assert carry(other, quick).fetched == FILES
