"""Completeness: datasets by weeks or months, each cell a sign in a colour, with its reasons."""

from datetime import UTC, date, datetime
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from reports.sources import Cell, Completeness, Row
from tui.actions import Action, bindings
from tui.palette import Palette, mix
from tui.text import fit, wrap
from tui.widgets.chart.canvas import Canvas
from tui.widgets.pane import Pane
from tui.widgets.sources.words import DATASETS, dataset, moment, span

ACTIONS = (
    Action("left,h", "column(-1)", "Period before", "The week or month before", palette=False),
    Action("right,l", "column(1)", "Period after", "The week or month after", palette=False),
    Action("up,k", "row(-1)", "Dataset above", "The dataset above", palette=False),
    Action("down,j", "row(1)", "Dataset below", "The dataset below", palette=False),
    Action("home,g", "column(-100000)", "Oldest period", "As far back as is shown"),
    Action("end,G", "column(100000)", "Newest period", "To this week or month"),
    Action("minus,o", "step('month')", "By months", "A column is a month", "+ −", "Range"),
    Action("plus,equals_sign,i", "step('week')", "By weeks", "A column is a week"),
)
#: Sign -> what it says; `_sign` gives the sign of a cell.
LEGEND = {
    "■": "full",
    "□": "summary",
    "–": "nothing",
    "○": "to come",
    "✗": "put off",
    "·": "not asked",
}
_LABEL = 16
_DETAIL = 3


def sign(cell: Cell) -> str:
    """What most needs to be seen."""
    if cell.failed:
        return "✗"
    if cell.pending:
        return "○"
    if cell.full:
        return "■"
    if cell.summary:
        return "□"
    return "–" if cell.absent else "·"


def said(cell: Cell) -> list[str]:
    """`5 full`, `2 put off: HTTP 500`."""
    words = (
        ("full", cell.full, "full"),
        ("summary", cell.summary, "as summary only"),
        ("absent", cell.absent, "without data"),
        ("pending", cell.pending, "to come"),
        ("failed", cell.failed, "put off"),
        ("", cell.unasked, "not asked for"),
    )
    found = []
    for state, count, text in words:
        if count:
            reason = cell.reasons.get(state, "").rstrip(".")
            found.append(f"{count} {text}" + (f" ({reason})" if reason else ""))
    return found


class HeatPane(Pane):
    """Posts `Stepped` when other periods are wanted."""

    can_focus = True
    title = "What is stored"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class Stepped(Message):
        def __init__(self, step: str) -> None:
            super().__init__()
            self.step = step

    def __init__(self) -> None:
        super().__init__(id="heat")
        self.found: Completeness | None = None
        self.rows: list[Row] = []
        self.now = datetime.now(UTC)
        self.row = self.back = 0  # back: columns before the newest
        self._left = 0

    def show(self, found: Completeness, now: datetime) -> None:
        self.found, self.now = found, now
        order = list(DATASETS)
        shown = [row for row in found.rows if any(cell != _NOTHING for cell in row.cells)]
        self.rows = sorted(
            shown, key=lambda row: order.index(row.dataset) if row.dataset in order else 99
        )
        self.row = min(self.row, max(0, len(self.rows) - 1))
        self.note = f"by {found.step}s" if self.rows else ""
        self.redraw()

    @property
    def columns(self) -> int:
        return len(self.found.periods) if self.found else 0

    def _cell_width(self, width: int) -> int:
        return 2 if width >= 58 else 1

    def content(self, canvas: Canvas) -> None:
        found = self.found
        if found is None or not self.rows:
            self.say(canvas, "Nothing was asked for yet. After the first sync each day has a cell.")
            return
        wide = self._cell_width(canvas.width)
        count = min(self.columns, (canvas.width - _LABEL) // wide)
        chosen = self.columns - 1 - self.back
        self._left = max(0, min(chosen, self.columns - count))
        visible = range(self._left, self._left + count)
        self._axis(canvas, found, visible, wide)
        room = canvas.height - 3 - _DETAIL
        top = max(0, min(self.row - room + 1, len(self.rows) - room)) if room > 0 else 0
        for offset, row in enumerate(self.rows[top : top + max(1, room)]):
            self._line(canvas, 2 + offset, row, top + offset, visible, wide)
        last = 2 + min(len(self.rows) - top, max(1, room))
        self._legend(canvas, last)
        self._detail(canvas, last + 1, found, chosen)

    def _axis(self, canvas: Canvas, found: Completeness, visible: range, wide: int) -> None:
        """Months over weeks, years over months; a name only where the one before has ended."""
        free, before = 0, ""
        for column in visible:
            start = date.fromisoformat(found.periods[column].start)
            name = f"{start:%b}" if found.step == "week" else f"{start.year}"
            if name != before:
                x = _LABEL + (column - visible.start) * wide
                opens = start.day <= 7 and (found.step == "week" or start.month == 1)
                if x >= free and (before or opens) and x + len(name) <= canvas.width:
                    canvas.text(x, 1, name, self.colours.muted)
                    free = x + len(name) + 1
                before = name

    def _line(
        self, canvas: Canvas, y: int, row: Row, index: int, visible: range, wide: int
    ) -> None:
        colours = self.colours
        here = index == self.row and self.has_focus
        ink = colours.strong if here else colours.text
        canvas.text(0, y, fit(dataset(row.dataset), _LABEL - 1), ink, bold=here)
        chosen = self.columns - 1 - self.back
        for column in visible:
            cell = row.cells[column]
            x = _LABEL + (column - visible.start) * wide
            mark = here and column == chosen
            glyph = sign(cell)
            canvas.put(x, y, glyph, self._ink(cell, glyph, colours), bold=glyph == "✗")
            if mark:
                canvas.fill(x, y, 1, 1, colours.strong)
                canvas.put(x, y, glyph, colours.background, bold=True)

    def _ink(self, cell: Cell, glyph: str, colours: Palette) -> str:
        """The fewer days of the cell are there, the fainter it is."""
        if glyph == "■":
            days = cell.full + cell.summary + cell.absent + cell.unasked
            share = cell.full / days if days else 1.0
            return mix(colours.background, colours.good, 0.45 + 0.55 * share)
        inks = {"✗": colours.bad, "○": colours.accent, "□": colours.good, "–": colours.muted}
        return inks.get(glyph, colours.faint)

    def _legend(self, canvas: Canvas, y: int) -> None:
        x, colours = 0, self.colours
        probe = {"■": Cell({}, full=1)}
        for glyph, words in LEGEND.items():
            if x + 2 + len(words) > canvas.width:
                return
            cell = probe.get(glyph, _NOTHING)
            canvas.put(x, y, glyph, self._ink(cell, glyph, colours), bold=True)
            canvas.text(x + 2, y, words, colours.muted)
            x += len(words) + 4

    def _detail(self, canvas: Canvas, y: int, found: Completeness, chosen: int) -> None:
        """The chosen cell in words."""
        row, period = self.rows[self.row], found.periods[chosen]
        cell = row.cells[chosen]
        days = span(period.start, period.end, self.now)
        text = f"{dataset(row.dataset)}, {days}: {', '.join(said(cell)) or 'nothing'}."
        if cell.next_try_at:
            text += f" Tried again {moment(cell.next_try_at, self.now)}."
        undated = said(row.undated)
        if undated:
            text += f" Without a known day: {', '.join(undated)}."
        ink = self.colours.text if self.has_focus else self.colours.muted
        for offset, part in enumerate(wrap(text, canvas.width)[:_DETAIL]):
            canvas.text(0, y + offset, part, ink)

    def action_column(self, step: int) -> None:
        self.back = max(0, min(self.columns - 1, self.back - step))
        self.redraw()

    def action_row(self, step: int) -> None:
        self.row = max(0, min(len(self.rows) - 1, self.row + step))
        self.redraw()

    def action_step(self, step: str) -> None:
        self.back = 0
        self.post_message(self.Stepped(step))

    def on_click(self, event: events.Click) -> None:
        wide = self._cell_width(self.size.width)
        column, row = self._left + (event.x - _LABEL) // wide, event.y - 2
        if event.x >= _LABEL and 0 <= row < len(self.rows) and column < self.columns:
            self.row, self.back = row, self.columns - 1 - column
            self.redraw()


_NOTHING = Cell({})
