"""Where an import begins and ends: the card that asks, the news on the top bar, the toast."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.importing import Importing, told

if TYPE_CHECKING:
    from tui.app import TrainingBrainApp

#: How often the top bar tells how far it is (s).
_TICK_S = 0.5
#: So many days back the calendar shows at least.
_IN_SIGHT_DAYS = 14


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
