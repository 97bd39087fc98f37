"""One device of the hub's benchmark, in a process of its own, so that its memory is its own:
`python -m benchmarks.hub_device HOME URL KEY` prints one JSON line about one sync."""

import json
import resource
import sys
import time
from pathlib import Path
from typing import NamedTuple

from mirror.database import open_mirror
from mirror.home import mirror_path, originals_path
from sync.hub import originals
from sync.hub.client import Hub
from sync.hub.syncing import HubSync, Moved
from sync.ingest import refresh_stale


class Turn(NamedTuple):
    """One sync of one device. requests, seconds: of the rows; file_*: of the originals."""

    pulled: int
    pushed: int
    requests: int
    seconds: float
    files: int
    file_requests: int
    file_seconds: float
    memory_mb: float


def main(home: str, url: str, key: str) -> None:
    base = Path(home)
    hub = Hub(url, key)
    with open_mirror(mirror_path(base)) as mirror:
        begun = time.perf_counter()
        done = HubSync(mirror, hub.rpc, watch=_tell, settled=refresh_stale).run()
        between, requests = time.perf_counter(), hub.requests
        carried = originals.carry(mirror, originals_path(base), hub)
        ended = time.perf_counter()
    hub.close()
    if done.refused:
        sys.exit(f"refused: {done.refused}")
    turn = Turn(
        done.pulled, done.pushed, requests, between - begun, carried.sent + carried.fetched,
        hub.requests - requests, ended - between, _memory_mb(),
    )  # fmt: skip
    sys.stdout.write(json.dumps(turn) + "\n")


def _tell(moved: Moved) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{moved.pulled:,} in, {moved.pushed:,} out, {moved.waiting:,} wait ")


def _memory_mb() -> float:
    """The most this process held; `getrusage` would count what its parent held when it forked."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main(*sys.argv[1:])
