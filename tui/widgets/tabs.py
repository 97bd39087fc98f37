"""A line of names of which one is chosen."""

from typing import ClassVar

from textual import events
from textual.message import Message

from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget


class Tabs(CanvasWidget):
    """Draws the names; posts `Chosen` on a click. Keys belong to the screen."""

    DEFAULT_CSS: ClassVar[str] = "Tabs { height: 1; }"

    class Chosen(Message):
        def __init__(self, tabs: "Tabs", index: int) -> None:
            super().__init__()
            self.tabs, self.index = tabs, index

        @property
        def control(self) -> "Tabs":
            return self.tabs

    def __init__(
        self,
        names: list[str],
        chosen: int = 0,
        *,
        hint: str = "",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.names, self.chosen, self.hint = names, chosen, hint
        self._spans: list[tuple[int, int]] = []

    def rename(self, names: list[str]) -> None:
        """Other names in their place; the chosen one stays by name where it can."""
        chosen = self.names[self.chosen]
        self.names = names
        self.choose(names.index(chosen) if chosen in names else 0)

    def choose(self, index: int) -> None:
        self.chosen = index % len(self.names)
        self.redraw()

    def paint(self, canvas: Canvas) -> None:
        colours, x = self.colours, 0
        self._spans = []
        for index, name in enumerate(self.names):
            here = index == self.chosen
            text = f" {name} "
            if here:
                canvas.text(x, 0, text, colours.on_colour, colours.accent, bold=True)
            else:
                canvas.text(x, 0, text, colours.muted)
            self._spans.append((x, x + len(text)))
            x += len(text) + 1
        if x + len(self.hint) < canvas.width:
            canvas.text(canvas.width - len(self.hint), 0, self.hint, colours.muted)

    def on_click(self, event: events.Click) -> None:
        for index, (start, end) in enumerate(self._spans):
            if start <= event.x < end:
                self.post_message(self.Chosen(self, index))
