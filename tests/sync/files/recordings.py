"""Small FIT files for the import, and the command itself in a process of its own."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np

from cli.main import entry
from sync.fit.writer import write_activity

REPO = Path(__file__).parents[3]
START = 1_750_000_000
_BIKE = 2

COMMAND = [sys.executable, "-c", "import sys; from cli.main import entry; sys.exit(entry())"]


def fit(start: int = START, seconds: int = 120, *, power: float = 200.0, serial: int = 77) -> bytes:
    """A ride at a steady power."""
    records = {
        "time": start + np.arange(seconds, dtype=float),
        "hr": np.full(seconds, 140.0),
        "power": np.full(seconds, power),
        "speed": np.full(seconds, 8.0),
        "distance": np.arange(seconds) * 8.0,
    }
    session = {
        "start_time": start,
        "timestamp": start + seconds,
        "total_timer_time": seconds,
        "total_elapsed_time": seconds,
    }
    return write_activity(
        time_created=start,
        serial=serial,
        sport=_BIKE,
        sub_sport=0,
        records=records,
        laps=[{**session}],
        sessions=[session],
        utc_offset_s=0,
    )


def folder_of(path: Path, count: int, seconds: int = 120, start: int = START) -> Path:
    """`count` rides, four a day."""
    path.mkdir(parents=True)
    for number in range(count):
        data = fit(start + number * 21_600, seconds, power=150.0 + number)
        (path / f"{number:04}.fit").write_bytes(data)
    return path


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "TRAINING_BRAIN_HOME": str(home), "TZ": "UTC", "NO_COLOR": "1"}


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`training-brain ARGUMENTS`, whole."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=REPO,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


class Said(NamedTuple):
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def command_here(home: Path, *arguments: str) -> Said:
    """The same in this process: quicker, for what needs no process of its own."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, environment(home)),
        patch.object(sys, "argv", ["training-brain", *arguments]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = entry()
    return Said(code, out.getvalue(), err.getvalue())
