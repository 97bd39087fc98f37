"""Whatever is thrown at the import: one line, the right exit code, stored data untouched."""

import gzip
import io
import json
import os
import resource
import sqlite3
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from mirror.database import open_mirror
from tests.mirror import unprivileged
from tests.sync.files.recordings import (
    COMMAND,
    REPO,
    START,
    Said,
    command_here,
    environment,
    fit,
    folder_of,
)
from tests.sync.ingest.activities import dump


def taken_in(home: Path, *paths: Path, code: int) -> list[dict[str, Any]]:
    """The files of the JSON, of a run that must end with `code` and without a traceback."""
    done = command_here(home, "import", "--json", *map(str, paths))
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    files: list[dict[str, Any]] = json.loads(done.stdout)["files"]
    return files


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


_CASES: dict[str, tuple[str, bytes, str]] = {
    "text": ("notes.txt", b"dear diary\n", ""),
    "text called FIT": ("notes.fit", b"dear diary\n" * 20, ""),
    "empty": ("empty.fit", b"", "empty"),
    "only a header": ("head.fit", fit()[:14], ""),
    "noise": ("noise.fit", bytes(range(256)) * 40, ""),
    "gzip of nothing": ("nothing.fit.gz", gzip.compress(b""), "empty"),
    "cut gzip": ("cut.fit.gz", gzip.compress(fit())[:-40], "cut off"),
    "gzip of noise": ("x.fit.gz", b"\x1f\x8b" + b"\x99" * 90, "gzip"),
    "gzip bomb": ("bomb.fit.gz", gzip.compress(bytes(300 << 20), 1), "bomb"),
    "entity bomb": (
        "bomb.gpx",
        b'<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "aaaaaaaaaa">'
        b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><gpx>&b;</gpx>',
        "",
    ),
    "no zip": ("no.zip", b"no zip at all", "zip"),
    "cut zip": ("cut.zip", b"PK\x03\x04" + b"\0" * 60, "zip"),
}


@pytest.mark.parametrize("case", _CASES)
def test_a_file_that_cannot_be_taken_in(tmp_path: Path, case: str) -> None:
    name, data, said = _CASES[case]
    path = tmp_path / name
    path.write_bytes(data)
    good = tmp_path / "good.fit"
    good.write_bytes(fit())
    bad, fine = taken_in(tmp_path / "home", path, good, code=1)
    assert bad["outcome"] == "failed"
    assert bad["workout_id"] is None
    assert said in bad["reason"]
    assert "\n" not in bad["reason"]
    assert fine["outcome"] == "imported"


def test_a_truncated_recording_is_taken_in_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "cut.fit"
    path.write_bytes(fit(seconds=600)[:-4000])
    (file,) = taken_in(tmp_path / "home", path, code=0)
    assert file["outcome"] == "imported"
    assert any("cut" in warning for warning in file["warnings"])


def test_a_recording_from_the_future_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clock.fit"
    path.write_bytes(fit(START + 100 * 365 * 86_400))
    (file,) = taken_in(tmp_path / "home", path, code=1)
    assert file["outcome"] == "failed"
    assert "its clock says 2125-05-22" in file["reason"]


def test_what_is_no_training_in_a_folder_is_skipped(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "fit", 1)
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "notes.txt").write_text("dear diary")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.fit")
    files = taken_in(tmp_path / "home", folder, code=1)
    outcomes = {Path(file["path"]).name: file["outcome"] for file in files}
    assert outcomes == {
        ".DS_Store": "skipped",
        "notes.txt": "skipped",
        "0000.fit": "imported",
        "pipe.fit": "failed",
    }
    assert all(file["reason"] for file in files if file["outcome"] != "imported")


def test_nothing_there(tmp_path: Path) -> None:
    (file,) = taken_in(tmp_path / "home", tmp_path / "nowhere", code=1)
    assert file["reason"] == "no such file or folder"
    assert command_here(tmp_path / "home", "import").returncode == 2


def test_a_folder_without_permission(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "fit", 1)
    locked = folder / "locked"
    locked.mkdir()
    (folder / "mine.fit").write_bytes(fit(START + 10**6))
    (folder / "mine.fit").chmod(0)
    locked.chmod(0)
    done = unprivileged.run(
        [*COMMAND[1:], "import", "--json", str(folder)], environment(tmp_path / "home")
    )
    locked.chmod(0o700)
    assert done.returncode == 1, done.stderr
    files = json.loads(done.stdout)["files"]
    outcomes = {Path(file["path"]).name: (file["outcome"], file["reason"]) for file in files}
    assert outcomes == {
        "0000.fit": ("imported", None),
        "locked": ("failed", "permission denied"),
        "mine.fit": ("failed", "permission denied"),
    }


def test_an_archive_of_files_and_archives(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("b.fit", fit(START + 86_400))
    path = archive(
        tmp_path / "export.zip",
        {
            "part/a.fit": fit(),
            "part/a.fit.gz": gzip.compress(fit()),
            "part/inner.zip": inner.getvalue(),
            "profile.json": b"{}",
        },
    )
    files = taken_in(tmp_path / "home", path, code=0)
    assert {file["path"].removeprefix(str(path)): file["outcome"] for file in files} == {
        "/part/a.fit": "imported",
        "/part/a.fit.gz": "duplicate",
        "/part/inner.zip/b.fit": "imported",
        "/profile.json": "skipped",
    }


def test_names_that_lead_out_of_an_archive_are_only_names(tmp_path: Path) -> None:
    inside = tmp_path / "deep" / "inside"
    inside.mkdir(parents=True)
    members = {"../../evil.fit": fit(), "/tmp/evil-absolute.fit": fit(START + 86_400)}
    path = archive(inside / "evil.zip", members)
    files = taken_in(tmp_path / "home", path, code=0)
    assert [file["outcome"] for file in files] == ["imported", "imported"]
    assert sorted(p.name for p in tmp_path.rglob("*evil*")) == ["evil.zip"]
    assert not Path("/tmp/evil-absolute.fit").exists()


def test_zip_bombs_are_refused_before_they_unfold(tmp_path: Path) -> None:
    flat = archive(tmp_path / "flat.zip", {"zeros.fit": bytes(40 << 20)})
    layer = fit()
    for depth in range(5):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr("ride.fit" if depth == 0 else f"{depth}.zip", layer)
        layer = buffer.getvalue()
    deep = tmp_path / "deep.zip"
    deep.write_bytes(layer)
    reasons = [file["reason"] for file in taken_in(tmp_path / "home", flat, deep, code=1)]
    assert "bomb" in reasons[0]
    assert "deep" in reasons[1]


def test_an_encrypted_archive_says_so(tmp_path: Path) -> None:
    path = archive(tmp_path / "secret.zip", {"a.fit": fit()})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag in the member's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    path.write_bytes(data)
    (file,) = taken_in(tmp_path / "home", path, code=1)
    assert "encrypted" in file["reason"]


def test_strava_s_archive_names_its_recordings(tmp_path: Path) -> None:
    header = ",".join(f"column {number}" for number in range(20))
    row = '42,"6 May 2024, 04:02:34",Bergfahrt,Ride,"oben\nwindig",1,1,,55,false,,,'
    table = f"{header}\n{row}activities/1.fit.gz,,,,,,,\n".encode()
    members = {"activities/1.fit.gz": gzip.compress(fit()), "activities.csv": table}
    home = tmp_path / "home"
    taken_in(home, archive(tmp_path / "export.zip", members), code=0)
    with open_mirror(home / "mirror.db") as mirror:
        row_of = mirror.db.execute(
            "SELECT title, notes, relative_effort, strava_activity_id FROM workouts_executed"
        )
        assert row_of.fetchall() == [("Bergfahrt", "oben\nwindig", 55.0, "42")]


def stored(tmp_path: Path) -> tuple[Path, dict[str, list[Any]]]:
    """A home with two workouts, and what is in it."""
    home = tmp_path / "home"
    taken_in(home, folder_of(tmp_path / "first", 2), code=0)
    with open_mirror(home / "mirror.db") as mirror:
        return home, dump(mirror)


def one_line(done: Said | subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert done.returncode == code, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_full_disk_keeps_what_was_stored(tmp_path: Path) -> None:
    home, before = stored(tmp_path)
    more = folder_of(tmp_path / "more", 40, seconds=1800, start=START + 10**6)

    def small_disk() -> None:
        size = (home / "mirror.db").stat().st_size + 60_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = subprocess.run(
        [*COMMAND, "import", "--json", str(more)],
        cwd=REPO,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=small_disk,
    )
    one_line(done, 1, "mirror.db", "space")
    said = json.loads(done.stdout)
    assert said["error"]
    with open_mirror(home / "mirror.db") as mirror:
        assert mirror.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        after = dump(mirror)["workouts_executed"]
    assert set(before["workouts_executed"]) <= set(after)
    assert len(after) == 2 + said["imported"]
    files = taken_in(home, more, code=0)  # with room again, the rest comes in
    assert {file["outcome"] for file in files} <= {"imported", "duplicate"}


def test_a_read_only_home(tmp_path: Path) -> None:
    home, before = stored(tmp_path)
    for path in home.rglob("*"):
        path.chmod(0o500 if path.is_dir() else 0o400)
    home.chmod(0o500)
    done = unprivileged.run([*COMMAND[1:], "import", str(tmp_path / "first")], environment(home))
    asked = unprivileged.run([*COMMAND[1:], "recent", "--json"], environment(home))
    for path in (home, *home.rglob("*")):
        path.chmod(0o700)
    one_line(done, 1, str(home), "permission")
    assert asked.returncode == 0, asked.stderr
    with open_mirror(home / "mirror.db") as mirror:
        assert dump(mirror) == before


def test_a_mirror_of_a_newer_version(tmp_path: Path) -> None:
    home, _ = stored(tmp_path)
    db = sqlite3.connect(home / "mirror.db")
    db.execute("PRAGMA user_version=7")
    db.close()
    before = (home / "mirror.db").read_bytes()
    one_line(command_here(home, "import", str(tmp_path / "first")), 1, "mirror.db", "upgrade")
    assert (home / "mirror.db").read_bytes() == before


def test_a_corrupt_mirror(tmp_path: Path) -> None:
    home, _ = stored(tmp_path)
    data = bytearray((home / "mirror.db").read_bytes())
    data[8192:] = os.urandom(len(data) - 8192)
    (home / "mirror.db").write_bytes(data)
    done = command_here(home, "import", str(tmp_path / "first"))
    one_line(done, 1, "mirror.db", "damaged", "backup")
    assert (home / "mirror.db").read_bytes() == data
