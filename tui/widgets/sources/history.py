"""The last syncs, whoever ran them."""

from datetime import UTC, datetime

from reports.sources import Run
from tui.syncing import duration
from tui.text import fit, right
from tui.widgets.chart.canvas import Canvas
from tui.widgets.sources.listpane import ListPane
from tui.widgets.sources.words import OUTCOMES, PROFILES, moment


class HistoryPane(ListPane):
    title = "Sync history"
    nothing = "No sync has run yet; s starts one."

    def __init__(self) -> None:
        super().__init__(id="history")
        self.runs: list[Run] = []
        self.now = datetime.now(UTC)

    def show(self, runs: list[Run], now: datetime) -> None:
        self.runs, self.now = runs, now
        self.redraw()

    @property
    def count(self) -> int:
        return len(self.runs)

    def line(self, canvas: Canvas, y: int, index: int, *, here: bool) -> None:
        run, colours = self.runs[index], self.colours
        glyph, level, words = OUTCOMES.get(run.outcome, ("?", "muted", run.outcome))
        ink: str = getattr(colours, level)
        canvas.put(0, y, glyph, ink, bold=True)
        canvas.text(
            2, y, fit(moment(run.started_at, self.now) or "", 18), colours.strong, bold=here
        )
        canvas.text(21, y, fit(PROFILES.get(run.profile, run.profile), 9), colours.text)
        canvas.text(31, y, fit(words, 13), ink)
        if run.finished_at:
            self._numbers(canvas, y, run)

    def _numbers(self, canvas: Canvas, y: int, run: Run) -> None:
        """As many as there is room for."""
        parts = [f"{run.written:,} written"]
        if run.seconds is not None:
            parts.append(duration(run.seconds))
        if run.failed:
            parts.append(f"{run.failed:,} put off")
        room = canvas.width - 46
        while parts and len(" · ".join(parts)) > room:
            parts.pop()
        canvas.text(45, y, right(" · ".join(parts), room), self.colours.muted)

    def detail(self, index: int) -> str:
        run = self.runs[index]
        if run.outcome == "killed":
            return "It was ended from outside; what it had fetched is stored."
        return run.message or "It is under way."
