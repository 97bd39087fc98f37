"""The sync that runs beside the dashboard: started, paused and followed from here.

It runs in a process of its own, which decodes and analyses without taking the interpreter from the
keys; a thread of ours reads its events and keeps the newest state, the screens look at it when they
draw. Pausing ends the process after the unit under way; going on starts the same order again, and
the ledger knows what is left.
"""

import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from sync import progress as events

if TYPE_CHECKING:
    from sync.apart import Apart
    from sync.engine.contract import Profile
    from sync.engine.result import RunResult

type Phase = Literal["idle", "running", "pausing", "paused"]

_TITLES = {"auto": "sync", "backfill": "backfill", "daily": "daily sync", "intraday": "sync"}


class Running(NamedTuple):
    """The state of our own sync. total: units known so far. left_s: None before it is known.
    outcome: how the last one ended, with `message` as its sentence."""

    phase: Phase = "idle"
    profile: str = "auto"
    since: date | None = None
    done: int = 0
    total: int = 0
    failed: int = 0
    left_s: float | None = None
    label: str = ""
    note: str = ""
    outcome: str = ""
    message: str = ""

    @property
    def share(self) -> float:
        """0…1 of what is known to be there."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    def line(self) -> str:
        """For the top bar; short, since at 80 columns there is little room."""
        title = _TITLES[self.profile]
        if self.phase == "pausing":
            return f"{title} pausing"
        if self.phase == "paused":
            return f"{title} paused"
        if self.phase == "idle":
            return ""
        if not self.total:
            return f"{title} starts"
        left = f" · {duration(self.left_s)}" if self.left_s is not None else ""
        return f"{title} {self.share * 100:.0f} %{left}"


def duration(seconds: float) -> str:
    """`40 s`, `3 min`, `2 h 05`."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02}"


class Syncing:
    """One sync at a time. Every method returns at once; `state` is what is known now."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._process: Apart[RunResult] | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.state = Running()

    @property
    def busy(self) -> bool:
        return self.state.phase in ("running", "pausing")

    def start(self, profile: "Profile", since: date | None = None) -> bool:
        """False where one is under way."""
        if self.busy:
            return False
        self.state = Running("running", profile, since)
        self._thread = threading.Thread(
            target=self._run, args=(profile, since), name="sync", daemon=True
        )
        self._thread.start()
        return True

    def pause(self) -> None:
        """After the unit under way; a second time at once. What was fetched is stored."""
        if self.busy:
            again = self.state.phase == "pausing"
            self._change(phase="pausing")
            if self._process is not None:
                (self._process.end if again else self._process.stop)()

    def go_on(self) -> bool:
        """The paused order again."""
        state = self.state
        if state.phase != "paused":
            return False
        return self.start(cast("Profile", state.profile), state.since)

    def stop(self) -> None:
        """The dashboard closes; the process ends by itself."""
        if self._process is not None and self.busy:
            self._process.stop()

    def wait(self, seconds: float) -> None:
        """For tests: until the sync under way is over."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, profile: "Profile", since: date | None) -> None:
        from mirror.errors import MirrorError
        from sync.engine.process import sync_apart

        process = sync_apart(self._base, profile, since=since, progress=self._heard)
        self._process = process
        if self.state.phase == "pausing":  # the key was faster than the thread
            process.stop()
        outcome, message = "failed", "The sync has ended without a word; try again."
        try:
            result = process.run()
            outcome, message = result.state, result.message
        except MirrorError as error:
            message = str(error)
        finally:
            paused = self.state.phase == "pausing" and outcome in ("cancelled", "failed")
            phase = "paused" if paused else "idle"
            self._change(phase=phase, outcome=outcome, message=message, note="")
            self._process = None

    def _heard(self, event: events.Event) -> None:
        """In the thread that reads the process."""
        state = self.state
        match event:
            case events.Started():
                self._change(done=0, total=event.total, left_s=None)
            case events.Found():
                self._change(total=state.total + event.more)
            case events.Done():
                failed = state.failed + (event.outcome == "failed")
                self._change(done=state.done + 1, failed=failed, label=event.name, note="")
            case events.Left():
                self._change(left_s=event.seconds)
            case events.Note():
                self._change(note=event.text)

    def _change(self, **fields: Any) -> None:
        """Two threads write: the one that reads the process, and the keys."""
        with self._lock:
            self.state = self.state._replace(**fields)
