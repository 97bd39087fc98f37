"""FIT originals to the hub's storage and back: each once, resumable, newest first.

They are named by their content (`<athlete>/<sha256>.<kind>.gz`), so sending one twice is harmless
and a killed run goes on with the next one. Only what this device has not sent or fetched is asked.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from mirror import hubstate as store
from mirror.athlete import athlete
from mirror.database import Mirror


class Storage(Protocol):
    """The private bucket."""

    def upload(self, path: str, data: bytes) -> None: ...

    def download(self, path: str) -> bytes | None: ...

    def sizes(self, folder: str) -> dict[str, int]:
        """Name -> bytes of everything in the folder."""
        ...


class Carried(NamedTuple):
    """missing: originals that neither this device nor the hub has."""

    sent: int
    fetched: int
    missing: int
    sent_bytes: int


def carry(
    mirror: Mirror,
    folder: Path,
    storage: Storage,
    *,
    stop: Callable[[], bool] = lambda: False,
    done: Callable[[int, int], None] | None = None,
) -> Carried:
    """Sends what the hub lacks and fetches what is lacking here. Raises HubError.

    folder: the originals beside the mirror. done: told (so many, of so many).
    """
    owner = athlete(mirror).id
    _look_around(mirror, folder, storage, owner)
    waiting = store.originals_to_carry(mirror)
    sent = fetched = missing = sent_bytes = 0
    for number, name in enumerate(waiting, start=1):
        if stop():
            break
        remote = f"{owner}/{Path(name).name}"
        local = folder / name
        size = 0
        if local.exists():
            data = local.read_bytes()
            storage.upload(remote, data)
            size = len(data)
            sent += 1
            sent_bytes += size
        else:
            found = storage.download(remote)
            if found is None:
                missing += 1  # not sent yet by the device that has it: asked again next time
                continue
            _put(local, found)
            fetched += 1
        with mirror.transaction():
            store.note_original(mirror, name)
            _count(mirror, size)
        if done is not None:
            done(number, len(waiting))
    return Carried(sent, fetched, missing, sent_bytes)


def _look_around(mirror: Mirror, folder: Path, storage: Storage, owner: str) -> None:
    """Once a hub: what lies there already need not be sent."""
    if store.state(mirror, "originals") == "known":
        return
    there = storage.sizes(owner)
    with mirror.transaction():
        for name in store.originals_to_carry(mirror):
            if Path(name).name in there and (folder / name).exists():
                store.note_original(mirror, name)
        store.put_state(mirror, "storage_bytes", str(sum(there.values())))
        store.put_state(mirror, "originals", "known")


def _count(mirror: Mirror, size: int) -> None:
    """How much of the storage is used, as far as this device knows."""
    if size:
        before = int(store.state(mirror, "storage_bytes") or 0)
        store.put_state(mirror, "storage_bytes", str(before + size))


def _put(target: Path, data: bytes) -> None:
    """Whole or not at all."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.tmp")
    unfinished.write_bytes(data)
    unfinished.chmod(0o600)
    unfinished.replace(target)
