"""What a read command may import: the interpreter's own few, and ours. Each start pays for it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "numpy", "pydantic", "httpx", "keyring", "textual", "rich", "dataclasses", "inspect",
    "logging", "asyncio", "platformdirs", "plotext", "icalendar", "garminconnect", "stravalib",
    "supabase", "sqlite_utils", "shutil", "tempfile", "importlib.metadata", "importlib.resources",
    "unittest", "concurrent.futures", "migrations.runner",
}  # fmt: skip

READS = ["briefing", "today", "last", "recent", "recovery", "analyze", "fitness", "curve",
         "calendar", "status", "zones", "thresholds", "athlete"]  # fmt: skip

PROBE = """
import json, sys
from cli.main import main
code = main(sys.argv[1:])
sys.stderr.write(json.dumps([code, sorted(sys.modules)]))
"""


def modules_after(arguments: list[str], home: Path) -> set[str]:
    environment = {**os.environ, "TRAINING_BRAIN_HOME": str(home)}
    found = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        capture_output=True, text=True, env=environment, timeout=60, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    code, modules = json.loads(found.stderr)
    assert code == 0
    return set(modules)


@pytest.mark.parametrize("command", READS)
def test_read_commands_stay_light(command: str, filled_home: Path) -> None:
    modules = modules_after([command, "--json"], filled_home)
    assert "sqlite3" in modules
    assert not HEAVY & modules
    assert not {name for name in modules if name.startswith(("sync", "textual"))}


@pytest.mark.parametrize("command", READS)
def test_tables_in_a_pipe_need_no_rich(command: str, filled_home: Path) -> None:
    assert not {"rich", "numpy", "textual"} & modules_after([command], filled_home)


def test_help_needs_no_database(filled_home: Path) -> None:
    assert "sqlite3" not in modules_after(["--help"], filled_home)


def test_the_guard_sees_an_import(filled_home: Path) -> None:
    assert "plotext" in modules_after(["fitness", "--plot"], filled_home)
