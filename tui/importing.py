"""One import that runs beside the dashboard: how far it is, how it ended, and in what words."""

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sync import progress as events

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.apart import Apart
    from sync.sources.files.process import Imported
    from tui.app import TrainingBrainApp


def _nothing() -> None:
    """Nobody waits for the end yet."""


class Importing:
    """One import. What is known now is read by whoever draws; `finished` or `problem` end it."""

    def __init__(self, app: "TrainingBrainApp", path: Path) -> None:
        self._app, self.path = app, path
        self._process: Apart[Imported] | None = None
        self.total = 0
        self.counts: Counter[str] = Counter()
        self.name = ""
        self._began = time.monotonic()
        self.finished: Imported | None = None
        self.problem = ""
        self.ended: Callable[[], None] = _nothing

    @property
    def busy(self) -> bool:
        return self.finished is None and not self.problem

    @property
    def done(self) -> int:
        return sum(self.counts.values())

    @property
    def left_s(self) -> float | None:
        """At the pace so far; None before there is one."""
        if self.done < 20 or self.total <= self.done:
            return None
        return (time.monotonic() - self._began) / self.done * (self.total - self.done)

    def line(self) -> str:
        """For the top bar."""
        if not self.busy:
            return ""
        return f"import {self.done * 100 // self.total} %" if self.total else "import starts"

    def run(self) -> None:
        """Until it has ended; for a worker thread."""
        from mirror.errors import MirrorError
        from sync.sources.files.process import import_apart

        self._process = import_apart(self._app.base, [self.path], progress=self._heard)
        try:
            self.finished = self._process.run()
        except (MirrorError, OSError) as error:
            self.problem = str(error)

    def stop(self) -> None:
        """After the file under way; what was read is stored."""
        if self._process is not None and self.busy:
            self._process.stop()

    def _heard(self, event: events.Event) -> None:
        if isinstance(event, events.Started):
            if event.what == "import":
                self.total, self.counts = event.total, Counter()
                self._began = time.monotonic()
        elif isinstance(event, events.Found):
            self.total += event.more
        elif isinstance(event, events.Done):
            self.counts[event.outcome] += 1
            self.name = event.name
        elif isinstance(event, events.Note):
            self.name = event.text


def told(imported: "Imported") -> str:
    """How it ended, and what to do next, for a toast."""
    parts = [
        f"{count:,} {word}"
        for count, word in (
            (imported.imported, "imported"),
            (imported.duplicate, "known already"),
            (imported.skipped, "skipped"),
            (imported.failed, "failed"),
        )
        if count
    ]
    text = (", ".join(parts) or "No workout files found there") + "."
    if imported.aborted:
        return f"{text} {imported.aborted}"
    if imported.stopped:
        return f"{text} Stopped; import it again and it goes on."
    if imported.failed:
        text += " training-brain import with the same path tells each reason."
    return text
