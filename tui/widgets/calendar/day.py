"""The cursor's day in full, beside the calendar where it is wide enough."""

from datetime import date

from rich.cells import cell_len

from reports.calendar import Item
from reports.day import DayNumbers
from tui.units import Units
from tui.widgets.calendar.details import Line, numbers, session
from tui.widgets.chart.canvas import Canvas
from tui.widgets.pane import Pane


class DayPanel(Pane):
    """Every session of the day, then the night and the form; the chosen session is in sight."""

    def __init__(self, units: Units) -> None:
        super().__init__(id="day")
        self.units = units
        self.items: list[Item] = []
        self.index = 0
        self.numbers: DayNumbers | None = None

    def show(self, day: date, items: list[Item], index: int, about: DayNumbers) -> None:
        """Another day, or another card of it."""
        self.title = f"{day:%A} {day.day} {day:%B} {day.year}"
        self.items, self.index, self.numbers = items, index, about
        self.redraw()

    def content(self, canvas: Canvas) -> None:
        lines, start = self._lines(canvas.width)
        room = canvas.height - 2
        first = max(0, min(start, len(lines) - room))
        for offset, line in enumerate(lines[first : first + room]):
            draw(canvas, 0, 2 + offset, line)
        if len(lines) > first + room:
            canvas.text(0, canvas.height - 1, " " * canvas.width, self.colours.muted)
            canvas.text(0, canvas.height - 1, "… space shows all of it", self.colours.muted)

    def _lines(self, width: int) -> tuple[list[Line], int]:
        """(all lines, where the chosen session begins)."""
        lines: list[Line] = []
        start = 0
        chosen = min(self.index, len(self.items) - 1)
        for number, item in enumerate(self.items):
            if number == chosen and number:
                start = len(lines)
            lines += session(item, self.units, self.colours, width, chosen=number == chosen)
            lines.append([])
        if not self.items:
            lines = [[("Nothing planned, nothing done.", "muted")], []]
        about = numbers(self.numbers) if self.numbers else []
        if about:
            lines += [[("The day", "strong")], *about]
        return [self._inked(line) for line in lines], start

    def _inked(self, line: Line) -> Line:
        colours = self.colours
        inks = {
            "strong": colours.strong,
            "text": colours.text,
            "muted": colours.muted,
            "accent": colours.accent,
        }
        return [(text, inks.get(kind, kind)) for text, kind in line]


def draw(canvas: Canvas, x: int, y: int, line: Line) -> None:
    """A line whose kinds are colours."""
    for text, ink in line:
        canvas.text(x, y, text, ink)
        x += cell_len(text)
