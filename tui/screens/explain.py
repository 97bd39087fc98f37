"""Where each number of a workout comes from: a list, and the chosen one told beside it."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from reports.explain import Explained, Explanation
from tui.amounts import amount, threshold_value
from tui.screens.card import Line
from tui.screens.modal import Modal
from tui.text import cut, right, wrap
from tui.units import Units
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget

_LIST = 24


class Board(CanvasWidget):
    """The list and the words."""

    def __init__(self, found: Explanation, units: Units, index: int) -> None:
        super().__init__(id="explanation")
        self.found, self.units, self.index = found, units, index
        self._top = 0

    def choose(self, index: int) -> None:
        self.index = max(0, min(len(self.found.numbers) - 1, index))
        self.redraw()

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.paper = colours.surface
        canvas.fill(0, 0, canvas.width, canvas.height, colours.surface)
        title = f"Explain · {cut(self.found.title or self.found.sport, canvas.width - 30)}"
        canvas.text(0, 0, title, colours.accent, bold=True)
        hint = "↑↓ other number"
        canvas.text(canvas.width - len(hint), 0, hint, colours.muted)
        rows = canvas.height - 2
        self._top = max(self.index - rows + 1, min(self._top, self.index), 0)
        shown = self.found.numbers[self._top : self._top + rows]
        for offset, number in enumerate(shown):
            self._entry(canvas, 2 + offset, number, here=self._top + offset == self.index)
        for y in range(2, canvas.height):
            canvas.put(_LIST + 1, y, "│", colours.rule)
        self._words(canvas, self.found.numbers[self.index])

    def _entry(self, canvas: Canvas, y: int, number: Explained, *, here: bool) -> None:
        colours = self.colours
        if here:
            canvas.fill(0, y, _LIST, 1, colours.selected)
        canvas.text(1, y, cut(number.label, 12), colours.strong if here else colours.muted)
        value = right(self._amount(number.value, number.unit), _LIST - 13)
        canvas.text(12, y, value, colours.strong if here else colours.text, bold=here)

    def _amount(self, value: float | None, unit: str) -> str:
        return amount(value, unit, self.found.sport, self.units)

    def _words(self, canvas: Canvas, number: Explained) -> None:
        colours, x = self.colours, _LIST + 3
        inks = {"strong": colours.strong, "text": colours.text, "muted": colours.muted}
        for y, line in enumerate(self.lines(number, canvas.width - x), start=2):
            at = x
            for text, kind in line:
                canvas.text(at, y, text, inks[kind], bold=kind == "strong")
                at += len(text)

    def lines(self, number: Explained, width: int) -> list[Line]:
        """Value, formula, inputs, thresholds in force, what else to know, whence."""
        value = self._amount(number.value, number.unit)
        found: list[Line] = [[(f"{number.label} ", "muted"), (value, "strong")]]
        found += [[(part, "text")] for part in wrap(f"= {number.formula}", width)]
        if number.inputs:
            found += [[], [("From", "muted")]]
        for entry in number.inputs:
            told = self._amount(entry.value, entry.unit)
            found.append([(f"{entry.name}  ", "text"), (told, "strong")])
        if number.thresholds:
            found += [[], [("Threshold in force", "muted")]]
        for used in number.thresholds:
            since = f", since {used.valid_from}" if used.valid_from else ""
            found.append([(threshold_value(used, self.units), "strong")])
            found.append([(f"  {used.source}{since}", "text")])
        if number.why:
            found += [[], *([(part, "text")] for part in wrap(number.why, width))]
        whence = wrap(f"Recorded by {self.found.source}", width)
        return [*found, [], *([(part, "muted")] for part in whence)]

    def on_click(self, event: events.Click) -> None:
        event.stop()
        index = self._top + event.y - 2
        if event.x < _LIST and event.y >= 2 and index < len(self.found.numbers):
            self.choose(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.choose(self.index + 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.choose(self.index - 1)


class ExplainCard(Modal[None]):
    """Any number at the head of a workout. key: the one to begin with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,x,enter", "dismiss", "Close"),
        Binding("j,down,tab", "move(1)", "Next", show=False),
        Binding("k,up,shift+tab", "move(-1)", "Before", show=False),
        Binding("home,g", "move(-99)", "First", show=False),
        Binding("end,G", "move(99)", "Last", show=False),
    ]

    def __init__(self, found: Explanation, units: Units, key: str = "load") -> None:
        super().__init__()
        self.found, self.units = found, units
        keys = [number.key for number in found.numbers]
        self.first = keys.index(key) if key in keys else 0

    def compose(self) -> ComposeResult:
        yield Board(self.found, self.units, self.first)

    def action_move(self, step: int) -> None:
        board = self.query_one(Board)
        board.choose(board.index + step)

    def on_click(self) -> None:
        self.dismiss()
