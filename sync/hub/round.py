"""The hub's turn in a sync: credentials, one round, the originals; told like any other source."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from mirror import hubstate as store
from mirror.database import Mirror
from mirror.home import originals_path
from sync import progress as events
from sync.credentials import CredentialError, Credentials
from sync.engine.result import SourceResult, State
from sync.hub import originals
from sync.hub.client import Hub
from sync.hub.errors import HubError, HubOfflineError, HubRestoredError, HubSignedOutError
from sync.hub.syncing import HubSync, Moved, Round
from sync.ingest import refresh_stale
from sync.progress import Progress

NAME = "supabase"
URL, KEY = "supabase-url", "supabase-key"


def configured(mirror: Mirror, credentials: Credentials) -> bool:
    """Is there a hub for this mirror? Notes its address for those who only read ("": there is
    none, so that no keyring is asked at every sync). Raises CredentialError."""
    known = store.state(mirror, "url")
    if known == "" and credentials.given(URL) is None:
        return False
    try:
        address = credentials.read(URL)
    except CredentialError:
        if known:
            raise
        address = None
    url = address.reveal() if address is not None else ""
    if url != known:
        with mirror.transaction():
            store.put_state(mirror, "url", url)
    return bool(url)


def run(
    base: Path,
    mirror: Mirror,
    credentials: Credentials,
    *,
    progress: Progress,
    cancel: threading.Event,
    make: Callable[..., Hub] = Hub,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> SourceResult | None:
    """Pushes and pulls; None where no hub is set up. Never raises a HubError."""
    began = time.monotonic()
    hub: Hub | None = None
    sync: HubSync | None = None
    try:
        if _is_demo(mirror) or not configured(mirror, credentials):
            return None
        address, key = credentials.read(URL), credentials.read(KEY)
        if address is None or key is None:
            raise HubSignedOutError(
                "Supabase: there is an address and no key; run `training-brain login supabase`"
            )
        hub = make(address.reveal(), key.reveal(), pause=cancel.wait)
        sync = HubSync(
            mirror,
            hub.rpc,
            watch=_Watch(progress),
            stop=cancel.is_set,
            settled=refresh_stale,
            now=now,
        )
        done = _round(sync)
        carried = originals.carry(
            mirror,
            originals_path(base),
            hub,
            stop=cancel.is_set,
            done=lambda so_far, of: (
                progress(events.Note(f"Originals: {so_far} of {of}."))
                if so_far % 100 == 0 or so_far == of
                else None
            ),
        )
        moved = done.pushed + carried.sent
        return SourceResult(
            "cancelled" if cancel.is_set() else "partly" if done.refused else "done",
            fetched=done.pulled + carried.fetched,
            written=moved,
            skipped=done.unchanged,
            failed=len(done.refused),
            requests=hub.requests,
            seconds=time.monotonic() - began,
            errors=done.refused,
        )
    except (CredentialError, HubSignedOutError) as error:
        return _failed("sign_in", str(error), sync, hub, began)
    except HubOfflineError as error:
        return _failed("offline", str(error), sync, hub, began)
    except HubError as error:
        return _failed("partly", str(error), sync, hub, began)
    finally:
        if hub is not None:
            hub.close()


def _is_demo(mirror: Mirror) -> bool:
    """A generated athlete is nobody's truth: it is never sent."""
    found = mirror.db.execute("SELECT 1 FROM workout_sources WHERE source = 'demo' LIMIT 1")
    return found.fetchone() is not None


def _round(sync: HubSync) -> Round:
    """A database that is restored under our hands is compared anew at once."""
    try:
        return sync.run()
    except HubRestoredError:
        return sync.run()


def _failed(
    state: State, message: str, sync: HubSync | None, hub: Hub | None, began: float
) -> SourceResult:
    moved = sync.so_far() if sync is not None else None
    return SourceResult(
        state,
        fetched=moved.pulled if moved else 0,
        written=moved.pushed if moved else 0,
        failed=1 if state == "partly" else 0,
        requests=hub.requests if hub is not None else 0,
        seconds=time.monotonic() - began,
        errors=(message,),
    )


class _Watch:
    """Progress for whoever looks: what came in, then what is left to go."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._known = self._told = 0

    def __call__(self, moved: Moved) -> None:
        done = moved.pulled + moved.pushed
        total = done + moved.waiting
        if not self._known:
            self._progress(events.Started(NAME, total))
        elif total > self._known:
            self._progress(events.Found(total - self._known))
        self._known = max(total, self._known)
        for _ in range(done - self._told):
            self._progress(events.Done(NAME, "stored"))
        self._told = done
        self._progress(events.Left(moved.waiting, None))
