"""Which file, folder or archive to bring in, and how far it is."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.importing import Importing, told
from tui.screens.edit.card import EditCard, text_input
from tui.text import cut, fit
from tui.units import clock
from tui.widgets.chart.canvas import FULL, LEFT_EIGHTHS, Canvas
from tui.widgets.chart.widget import CanvasWidget

if TYPE_CHECKING:
    from tui.app import TrainingBrainApp

_OFFERED = 6
#: How often the progress is drawn (s).
_TICK_S = 0.25
_WHAT = "FIT, GPX and TCX (.gz too), folders of them, archives of Garmin and Strava."


def offers(text: str, most: int = _OFFERED) -> list[str]:
    """Folders and files that begin with `text`, as they would be typed; folders first."""
    folder, start = os.path.split(text)
    try:
        with os.scandir(Path(folder or ".").expanduser()) as entries:
            found = [
                (not entry.is_dir(), entry.name)
                for entry in entries
                if entry.name.lower().startswith(start.lower())
                and (start.startswith(".") or not entry.name.startswith("."))
            ]
    except (OSError, RuntimeError, ValueError):
        return []
    return [
        os.path.join(folder, name) + ("" if is_file else "/")  # noqa: PTH118 - as typed, `~` too
        for is_file, name in sorted(found)[:most]
    ]


def begun_anew(text: str) -> str:
    """A whole path typed or dropped behind the `~/` that stands there at first takes its place."""
    for start in ("/", "~", "'", '"'):
        if text.startswith(f"~/{start}"):
            return text[2:]
    return text


def read_path(text: str) -> Path:
    """The path that was typed. Raises ValueError with one line where there is nothing."""
    if not text.strip():
        raise ValueError("Give a file, a folder or a zip archive.")
    try:
        path = Path(text.strip().strip("'\"")).expanduser()
        there = path.exists()
    except (OSError, RuntimeError, ValueError):
        there = False
    if not there:
        raise ValueError(f"There is no {text.strip()}. Tab completes what is there.")
    return path


class PathOffers(CanvasWidget):
    """What tab would take, then the rest; while it runs, how far it is."""

    def __init__(self) -> None:
        super().__init__(id="offers")
        self.names: list[str] = []
        self.job: Importing | None = None
        self.styles.height = _OFFERED

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.fill(0, 0, canvas.width, canvas.height, colours.surface)
        if self.job is not None:
            self._progress(canvas, self.job)
            return
        for y, name in enumerate(self.names):
            ink = colours.accent if y == 0 else colours.muted
            canvas.text(1, y, fit(name, canvas.width - 1), ink, bold=y == 0)

    def _progress(self, canvas: Canvas, job: Importing) -> None:
        colours = self.colours
        room = canvas.width - 2
        share = min(1.0, job.done / job.total) if job.total else float(not job.busy)
        whole, part = divmod(round(share * room * 8), 8)
        canvas.fill(1, 0, room, 1, colours.raised)
        canvas.text(1, 0, FULL * whole, colours.accent)
        if part:
            canvas.put(1 + whole, 0, LEFT_EIGHTHS[part], colours.accent)
        left = f"{clock(job.left_s)} left" if job.left_s and job.busy else ""
        canvas.text(1, 1, f"{job.done:,} of {job.total:,} files", colours.strong, bold=True)
        canvas.text(canvas.width - 1 - len(left), 1, left, colours.muted)
        words = (("imported", "imported"), ("duplicate", "known"), ("skipped", "skipped"))
        text = " · ".join(f"{job.counts[key]:,} {word}" for key, word in words if job.counts[key])
        canvas.text(1, 2, text, colours.text)
        if job.counts["failed"]:
            canvas.text(1 + len(text), 2, f" · {job.counts['failed']:,} failed", colours.bad)
        if job.busy:
            name = job.name if len(job.name) <= room else "…" + job.name[1 - room :]
            canvas.text(1, 3, cut(name, room), colours.muted)
            return
        if job.finished is None:
            return
        lines = [(Path(path).name, why, colours.bad) for path, why in job.finished.failures]
        lines += [(f"{count:,} skipped", why, colours.muted) for why, count in job.finished.skips]
        lines = lines[: canvas.height - 3]
        wide = min(22, max((cell_len(what) for what, _, _ in lines), default=0))
        for y, (what, why, ink) in enumerate(lines, start=3):
            canvas.text(1, y, fit(what, wide), colours.text)
            canvas.text(wide + 3, y, cut(why, room - wide - 2), ink)


class ImportCard(EditCard[None]):
    """Starts an import of the app; leaving the card leaves it running."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave"),
        Binding("enter", "save", "Close"),
        Binding("ctrl+x", "stop", "Stop"),
    ]

    def __init__(self, running: Importing | None = None) -> None:
        super().__init__("Import files", _WHAT, "tab completes · enter imports · esc leaves")
        self.job = running

    @property
    def brain(self) -> "TrainingBrainApp":
        return cast("TrainingBrainApp", self.app)

    def fields(self) -> ComposeResult:
        yield text_input("~/", "~/rides, or an archive.zip", id="path")
        yield PathOffers()

    def on_mount(self) -> None:
        field = self.query_one(Input)
        field.select_on_focus = False
        field.cursor_position = len(field.value)
        if self.job is not None:
            self._follow(self.job)
        else:
            self._offer(field.value)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        if self.job is not None:
            return
        field, value = event.input, begun_anew(event.value)
        if value != event.value:
            field.value = value
            field.cursor_position = len(value)
            return
        self.say("")
        self._offer(value)

    def _offer(self, text: str) -> None:
        view = self.query_one(PathOffers)
        view.names = offers(text)
        view.redraw()

    def key_tab(self) -> None:
        names = self.query_one(PathOffers).names
        if names and self.job is None:
            field = self.query_one(Input)
            field.value = names[0]
            field.cursor_position = len(field.value)

    def action_save(self) -> None:
        if self.job is not None:
            if not self.job.busy:
                self.dismiss()
            return
        try:
            path = read_path(self.query_one(Input).value)
        except ValueError as error:
            self.say(str(error), wrong=True)
            return
        self._follow(self.brain.imports.start(path))

    def _follow(self, job: Importing) -> None:
        self.job = job
        self.query_one(Input).disabled = True
        self.query_one(Input).value = str(job.path)
        self.focus()
        self.query_one(PathOffers).job = job
        self.query_one(".edit-keys").update("esc lets it run · ctrl+x stops")  # type: ignore[attr-defined]
        self.set_interval(_TICK_S, self._tick)
        self._tick()

    def _tick(self) -> None:
        job = self.job
        if job is None or self.leaving:
            return
        self.query_one(PathOffers).redraw()
        if job.busy:
            self.say("Workouts appear in the calendar while they come in.")
            return
        if job.finished is not None:
            self.say(told(job.finished), wrong=bool(job.finished.aborted))
        else:
            self.say(job.problem, wrong=True)
        self.query_one(".edit-keys").update("enter or esc closes")  # type: ignore[attr-defined]

    def action_stop(self) -> None:
        if self.job is not None:
            self.job.stop()
