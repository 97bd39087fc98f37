"""What `training-brain import` prints, and where."""

import json
import os
import pty
import subprocess
from pathlib import Path

from tests.sync.files.recordings import (
    COMMAND,
    REPO,
    START,
    command_here,
    environment,
    fit,
    folder_of,
)


def test_the_json_has_every_file_and_the_counts(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "fit", 2)
    (folder / "copy.fit").write_bytes(fit(START, 120, power=150.0))
    (folder / "broken.fit").write_bytes(b"no")
    done = command_here(tmp_path / "home", "import", "--json", str(folder))
    assert done.returncode == 1
    assert done.stderr == ""
    document = json.loads(done.stdout)
    files = document.pop("files")
    assert document.pop("seconds") > 0
    assert document == {
        "imported": 2,
        "duplicate": 1,
        "skipped": 0,
        "failed": 1,
        "stopped": False,
        "error": None,
    }
    assert [Path(file["path"]).name for file in files] == [
        "0000.fit",
        "0001.fit",
        "broken.fit",
        "copy.fit",
    ]
    assert all(
        set(file) == {"path", "outcome", "workout_id", "reason", "warnings"} for file in files
    )
    assert files[3]["workout_id"] == files[0]["workout_id"]


def test_the_summary_is_plain_and_silent_when_piped(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "fit", 2)
    (folder / "notes.txt").write_text("dear diary")
    (folder / "broken.fit").write_bytes(b"no")
    done = command_here(tmp_path / "home", "import", str(folder))
    assert done.returncode == 1
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert any(line.split()[:1] == ["imported"] and line.endswith("2") for line in lines)
    assert any("broken.fit" in line and "no FIT file" in line for line in lines)
    assert any(line.startswith("skipped 1: no training file") for line in lines)
    assert lines[-1].startswith("4 files in ")
    assert "\x1b" not in done.stdout


def test_a_terminal_gets_a_bar_with_rate(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "fit", 40)
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "import", str(folder)],
        cwd=REPO,
        env={**environment(tmp_path / "home"), "TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=writer,
    )
    os.close(writer)
    drawn = b""
    try:
        while chunk := os.read(reader, 4096):
            drawn += chunk
    except OSError:  # Linux says so when the other end has closed
        pass
    os.close(reader)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"40/40" in drawn
    assert b"/s" in drawn
    assert out.splitlines()[-1].startswith(b"40 files in ")


def test_a_wait_that_is_no_number_is_a_usage_error(tmp_path: Path) -> None:
    done = command_here(tmp_path / "home", "import", "--wait", "soon", str(tmp_path))
    assert done.returncode == 2
    assert "soon" in done.stderr
    assert done.stderr.count("\n") == 1
