"""Runs a command that obeys file permissions, which root otherwise does not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]


def run(
    arguments: list[str], env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`python ARGUMENTS` in the repository, without root's power over permissions."""
    command = [sys.executable, *arguments]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("runs as root, and there is no setpriv to lay its powers down")
        powers = "-dac_override,-dac_read_search,-fowner"
        command = ["setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}", *command]
    return subprocess.run(
        command,
        cwd=REPO,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
