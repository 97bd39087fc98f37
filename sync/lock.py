"""One importer or sync at a time, across processes: a lock file that the system itself releases
when its holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mirror.database import explain_os


class AlreadyRunningError(Exception):
    """Another process holds the lock; `str(error)` is one line that names it and the way out."""


@contextmanager
def only_one(
    base: Path,
    what: str,
    *,
    wait_s: float = 0.0,
    waiting: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Holds the lock of the home `base` inside the `with`.

    what: what we do, for the one who finds us there ("import"). wait_s: how long to wait for
    another; waiting: called once with a line that says for whom. Raises AlreadyRunningError, and
    MirrorError where the folder cannot be written.
    """
    path = base / "sync.lock"
    try:
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise explain_os(error, path) from error
    try:
        _acquire(descriptor, wait_s, waiting)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{what}, process {os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)  # releases the lock; the file stays, for removing it would be a race


def holder(base: Path) -> str | None:
    """Who is at work on the home `base` ("sync daily, process 4711"), None when nobody is. It only
    looks: taking the lock for a moment could turn another one away."""
    try:
        text = (base / "sync.lock").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
    number = text.rpartition(" ")[2]
    if not number.isdigit():
        return None
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return None  # it was killed and could not say goodbye
    except PermissionError:
        pass
    return text


def _acquire(descriptor: int, wait_s: float, waiting: Callable[[str], None] | None) -> None:
    deadline = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = os.pread(descriptor, 200, 0).decode(errors="replace").strip()
            holder = holder or "another training-brain"
        if time.monotonic() >= deadline:
            raise AlreadyRunningError(
                f"{holder} is already at work on this mirror; try again when it is done"
            )
        if waiting is not None:
            waiting(f"waiting for {holder}")
            waiting = None
        time.sleep(0.1)
