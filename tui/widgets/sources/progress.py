"""The sync: how far the running one is, or how the last one ended and what to press."""

from datetime import UTC, datetime

from reports.sources import Run
from tui.syncing import Running, duration
from tui.text import cut
from tui.widgets.chart.canvas import LEFT_EIGHTHS, Canvas
from tui.widgets.pane import Pane
from tui.widgets.sources.words import OUTCOMES, PROFILES, moment


class ProgressPane(Pane):
    """Three rows under its title."""

    title = "Sync"

    def __init__(self) -> None:
        super().__init__(id="progress")
        self.running = Running()
        self.elsewhere: str | None = None
        self.last: Run | None = None
        self.begun: str | None = None
        self.now = datetime.now(UTC)

    def show(self, last: Run | None, begun: str | None, now: datetime) -> None:
        """last: the newest finished run. begun: since when history is wanted."""
        self.last, self.begun, self.now = last, begun, now
        self.redraw()

    def show_run(self, running: Running, elsewhere: str | None) -> None:
        if (running, elsewhere) != (self.running, self.elsewhere):
            self.running, self.elsewhere = running, elsewhere
            self.redraw()

    def content(self, canvas: Canvas) -> None:
        if self.running.phase in ("running", "pausing"):
            self._under_way(canvas)
        elif self.running.phase == "paused":
            self._paused(canvas)
        elif self.elsewhere:
            self._elsewhere(canvas)
        else:
            self._last(canvas)

    def _under_way(self, canvas: Canvas) -> None:
        colours, run = self.colours, self.running
        what = PROFILES[run.profile].capitalize()
        if run.since:
            what += f" since {run.since.isoformat()}"
        canvas.text(0, 1, what, colours.strong, bold=True)
        pausing = run.phase == "pausing"
        keys = "ends after this step; p again ends it at once" if pausing else "p pauses"
        canvas.text(canvas.width - len(keys), 1, keys, colours.muted)
        self._bar(canvas, 2, run)
        below = run.note or run.label or "Looking what is due"
        put_off = f" · {run.failed} put off" if run.failed else ""
        canvas.text(0, 3, cut(below + put_off, canvas.width), colours.muted)

    def _bar(self, canvas: Canvas, y: int, run: Running) -> None:
        colours = self.colours
        left = f"{duration(run.left_s)} left" if run.left_s is not None else ""
        words = f"{run.share * 100:3.0f} %  {run.done}/{run.total}  {left}".rstrip()
        width = max(10, canvas.width - len(words) - 2)
        canvas.fill(0, y, width, 1, colours.raised)
        eighths = round(run.share * width * 8)
        canvas.text(0, y, "█" * (eighths // 8), colours.accent)
        if eighths % 8:
            canvas.put(eighths // 8, y, LEFT_EIGHTHS[eighths % 8], colours.accent)
        canvas.text(width + 2, y, words, colours.text)

    def _paused(self, canvas: Canvas) -> None:
        colours, run = self.colours, self.running
        canvas.text(0, 1, f"{PROFILES[run.profile].capitalize()} paused", colours.strong, bold=True)
        canvas.text(canvas.width - 9, 1, "p goes on", colours.accent)
        self._bar(canvas, 2, run._replace(left_s=None))
        text = "What was fetched is stored; going on asks for the rest only."
        canvas.text(0, 3, cut(text, canvas.width), colours.muted)

    def _elsewhere(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.text(0, 1, f"{self.elsewhere}", colours.strong, bold=True)
        text = "Another process is at work on this mirror; what it brings appears here by itself."
        canvas.text(0, 2, cut(text, canvas.width), colours.muted)

    def _last(self, canvas: Canvas) -> None:
        colours, last = self.colours, self.last
        if last is None:
            canvas.text(0, 1, "No sync has run yet.", colours.strong, bold=True)
            canvas.text(
                0, 2, "Sign in to a source below, then s brings in what is new.", colours.muted
            )
            return
        glyph, level, words = OUTCOMES.get(last.outcome, ("?", "muted", last.outcome))
        canvas.put(0, 1, glyph, getattr(colours, level), bold=True)
        when = moment(last.finished_at, self.now)
        head = f"Last {PROFILES.get(last.profile, last.profile)} {when}: {words}"
        canvas.text(2, 1, head, colours.strong, bold=True)
        message = self.running.message if self.running.outcome in ("busy", "failed") else ""
        canvas.text(0, 2, cut(message or last.message, canvas.width), colours.text)
        hint = "s syncs now, b brings in history"
        if self.begun:
            hint += f" (begun since {self.begun})"
        canvas.text(0, 3, cut(hint, canvas.width), colours.muted)
