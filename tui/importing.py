"""The import that runs beside the dashboard: started, followed and stopped from here."""

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sync import progress as events

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.sources.files.process import Imported, ImportProcess
    from tui.app import TrainingBrainApp

#: How often the top bar tells how far it is (s).
_TICK_S = 0.5
#: So many days back the calendar shows at least.
_IN_SIGHT_DAYS = 14


def _nothing() -> None:
    """Nobody waits for the end yet."""


class Importing:
    """One import. What is known now is read by whoever draws; `finished` or `problem` end it."""

    def __init__(self, app: "TrainingBrainApp", path: Path) -> None:
        self._app, self.path = app, path
        self._process: ImportProcess | None = None
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
        from sync.sources.files.process import ImportProcess

        self._process = ImportProcess(self._app.base, [self.path], progress=self._heard)
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


class Imports:
    """Belongs to the app: the card that asks, the import under way, its news on the top bar."""

    def __init__(self, app: "TrainingBrainApp") -> None:
        self._app = app
        self.job: Importing | None = None
        self._first = False

    def open(self) -> None:
        """The card: it asks for a path, or shows how far the import under way is."""
        from tui.screens.edit.importing import ImportCard

        if self._app.demo:
            self._app.notify(
                "These days are made up. Start training-brain without --demo for your own.",
                severity="warning",
            )
            return
        running = self.job if self.job is not None and self.job.busy else None
        self._app.push_screen(ImportCard(running))

    def start(self, path: Path) -> Importing:
        """Brings in a path; the card and the top bar follow it."""
        self._first = self._app.reader.empty()
        self.job = job = Importing(self._app, path)
        self._app.run_worker(lambda: self._run(job), thread=True, group="import")
        ticks = self._app.set_interval(_TICK_S, lambda: self._tell(job))
        job.ended = ticks.stop
        return job

    def stop(self) -> None:
        """The dashboard closes."""
        if self.job is not None:
            self.job.stop()

    def _tell(self, job: Importing) -> None:
        if job.busy:
            self._app.tell(job.line())

    def _run(self, job: Importing) -> None:
        job.run()
        if self._app.is_running:
            self._app.call_from_thread(self._ended, job)

    def _newest(self) -> str:
        """Where to look, if the newest workout is not in sight on the calendar. The first files
        of all take the calendar there: nobody shall look at empty weeks."""
        from tui.screens.calendar import CalendarScreen

        day = self._app.reader.newest_day()
        if day is None or (self._app.reader.today() - day).days < _IN_SIGHT_DAYS:
            return ""
        written = f"{day.day} {day:%b %Y}"
        calendar = self._app.get_screen("calendar")
        if self._first and isinstance(calendar, CalendarScreen) and calendar.is_mounted:
            calendar.view.centre(day)
            return f" The calendar stands at the newest, {written}: t goes to today, 2 opens it."
        return f" The newest is of {written}: 2 opens it, g goes to any day."

    def _ended(self, job: Importing) -> None:
        job.ended()
        self._app.tell("")
        self._app.action_reload()
        if job.finished is None:
            self._app.notify(job.problem, title="Import", severity="error", timeout=10)
        else:
            text = told(job.finished) + self._newest()
            worried = bool(job.finished.failed or job.finished.aborted)
            severity: Literal["warning", "information"] = "warning" if worried else "information"
            self._app.notify(text, title="Import", severity=severity, timeout=10)
