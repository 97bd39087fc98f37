"""What a sync could not get: why, how often it was tried, and when it is tried again."""

from datetime import UTC, datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from reports.sources import PutOff
from tui.actions import Action, bindings
from tui.text import cut, fit, right
from tui.widgets.chart.canvas import Canvas
from tui.widgets.sources import listpane
from tui.widgets.sources.listpane import ListPane
from tui.widgets.sources.words import dataset, many, moment, span

ACTIONS = (
    *listpane.ACTIONS,
    Action("r", "retry", "Try again", "Ask for it again with the next sync", "r", "Try again"),
)


class PutOffPane(ListPane):
    """Posts `Retried` with the line."""

    title = "Put off"
    nothing = "Nothing was put off: all that was asked for came, or is known not to exist."
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS[-1:]))

    class Retried(Message):
        def __init__(self, line: PutOff) -> None:
            super().__init__()
            self.line = line

    def __init__(self) -> None:
        super().__init__(id="putoff")
        self.lines: list[PutOff] = []
        self.now = datetime.now(UTC)

    def show(self, lines: list[PutOff], total: int, now: datetime) -> None:
        self.lines, self.now = lines, now
        self.note = many(total, "item") if total else ""
        self.redraw()

    @property
    def count(self) -> int:
        return len(self.lines)

    def line(self, canvas: Canvas, y: int, index: int, *, here: bool) -> None:
        one, colours = self.lines[index], self.colours
        gone = one.next_try_at is None
        canvas.put(0, y, "✗" if gone else "!", colours.bad if gone else colours.warn, bold=True)
        canvas.text(2, y, fit(dataset(one.dataset), 15), colours.strong, bold=here)
        when = self._when(one)
        canvas.text(17, y, right(f"{len(one.items):,}", 5), colours.muted)
        canvas.text(24, y, cut(one.reason, canvas.width - 24 - 2 - len(when)), colours.text)
        canvas.text(canvas.width - 17, y, right(when, 16), colours.muted)

    def _when(self, one: PutOff) -> str:
        if one.next_try_at is None:
            return "given up"
        if datetime.fromisoformat(one.next_try_at) <= self.now:
            return "next sync"
        return moment(one.next_try_at, self.now) or ""

    def detail(self, index: int) -> str:
        one = self.lines[index]
        days = span(one.first, one.last, self.now)
        parts = [days or f"{dataset(one.dataset)} {', '.join(one.items[:3])}", one.reason]
        parts.append(many(one.attempts, "try", "tries") if one.attempts else "due again")
        return " · ".join(parts)

    def action_retry(self) -> None:
        if self.lines:
            self.post_message(self.Retried(self.lines[self.index]))
