"""What a mirror without anything in it shows instead: how to begin."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType

from tui.actions import Action, bindings
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget

ACTIONS = (
    Action("up,k", "move(-1)", "Way above", "The way above", palette=False),
    Action("down,j", "move(1)", "Way below", "The way below", palette=False),
    Action("enter", "begin", "Begin", "Take the way under the cursor", "enter"),
    Action("i", "app.import_files", "Import", "Bring in files", "i", palette=False),
    Action("d", "app.show_demo", "Demo", "Look around with a made-up athlete", "d"),
)

#: (key, name, what it is, action)
_WAYS = (
    (
        "i",
        "Import files",
        ("FIT, GPX and TCX files, a folder of them, or the", "archive that Garmin or Strava sent."),
        "app.import_files",
    ),
    (
        "5",
        "Sign in",
        ("Garmin, and the address of your training plan;", "then everything comes by itself."),
        "app.show('sources')",
    ),
    (
        "d",
        "Look around first",
        ("An athlete that is made up, in a place of its own.", "Start again for your own days."),
        "app.show_demo",
    ),
    (
        "6",
        "Settings",
        ("Time zone, units, thresholds; all can wait.",),
        "app.show('settings')",
    ),
)
_DEMO = (
    "The newest days come first and appear here by themselves;",
    "two years take about a minute. The top line tells how far it is.",
)
_WIDTH = 74


class EmptyState(CanvasWidget):
    """A first-run guide: four ways to begin, each with its key."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))
    demo = False

    def __init__(self) -> None:
        super().__init__()
        self.cursor = 0
        self._rows: dict[int, int] = {}

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        x = max(1, (canvas.width - _WIDTH) // 2)
        y = max(0, (canvas.height - 16) // 2 - 1)
        self._rows = {}
        if self.demo:
            canvas.text(x, y, "The demo athlete is being made.", colours.strong, bold=True)
            for line, text in enumerate(_DEMO, start=y + 2):
                canvas.text(x, line, text, colours.muted)
            return
        canvas.text(x, y, "Welcome to training-brain.", colours.strong, bold=True)
        canvas.text(x, y + 1, "Nothing is here yet. How do you want to begin?", colours.text)
        y += 3
        for index, (key, name, lines, _) in enumerate(_WAYS):
            here = index == self.cursor
            if here:
                canvas.fill(x - 1, y, min(_WIDTH, canvas.width - x), len(lines), colours.selected)
            canvas.text(x + 1, y, key, colours.accent, bold=True)
            canvas.text(x + 4, y, name, colours.strong, bold=here)
            for text in lines:
                canvas.text(x + 23, y, text, colours.text if here else colours.muted)
                self._rows[y] = index
                y += 1
            y += 1
        canvas.text(x, y, "Everything stays on this machine.", colours.muted)

    def tell(self, *, demo: bool) -> None:
        """Whether the days of a made-up athlete are on their way."""
        if demo != self.demo:
            self.demo = demo
            self.redraw()

    def action_move(self, step: int) -> None:
        self.cursor = max(0, min(len(_WAYS) - 1, self.cursor + step))
        self.redraw()

    async def action_begin(self) -> None:
        if not self.demo:
            await self.run_action(_WAYS[self.cursor][3])

    async def on_click(self, event: events.Click) -> None:
        index = self._rows.get(event.y)
        if index is not None:
            self.cursor = index
            self.redraw()
            await self.action_begin()
