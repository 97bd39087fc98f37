"""One at a time: the lock is seen by other processes, waited for, and freed by death."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sync.lock import AlreadyRunningError, only_one
from tests.sync.files.recordings import REPO

_HOLDER = """
import sys, time
from pathlib import Path
from sync.lock import only_one
with only_one(Path(sys.argv[1]), "backfill"):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(base: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(base)], cwd=REPO, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_another_process_is_named_and_its_death_frees_the_lock(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        try:
            expected = pytest.raises(AlreadyRunningError, match=f"backfill, process {process.pid}")
            with expected, only_one(tmp_path, "import"):
                pass
        finally:
            process.send_signal(signal.SIGKILL)
        process.wait()
        with only_one(tmp_path, "import"):
            pass


def test_who_waits_says_so_once_and_gets_it(tmp_path: Path) -> None:
    said: list[str] = []
    held = threading.Event()

    def hold() -> None:
        with only_one(tmp_path, "daily"):
            held.set()
            time.sleep(0.3)

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    with only_one(tmp_path, "import", wait_s=30, waiting=said.append):
        pass
    other.join()
    assert len(said) == 1
    assert said[0].startswith("waiting for daily, process")


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), only_one(tmp_path, "import"):
        raise RuntimeError
    with only_one(tmp_path, "import"):
        pass
