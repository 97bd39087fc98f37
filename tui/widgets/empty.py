"""What a mirror without anything in it shows instead: how to begin."""

from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget

_LINES: tuple[tuple[str, str], ...] = (
    ("strong", "Nothing here yet."),
    ("", ""),
    ("muted", "Leave with q and bring in your files, a folder or a whole archive:"),
    ("accent", "training-brain import FOLDER"),
    ("", ""),
    ("muted", "Or look around first, with an athlete that is made up:"),
    ("accent", "training-brain --demo"),
    ("", ""),
    ("muted", "Workouts appear here while they come in. FIT, GPX and TCX are read;"),
    ("muted", "everything stays on this machine."),
)


_DEMO: tuple[tuple[str, str], ...] = (
    ("strong", "The demo athlete is being made."),
    ("", ""),
    ("muted", "The newest days come first and appear here by themselves;"),
    ("muted", "two years take about a minute. The top line tells how far it is."),
)


class EmptyState(CanvasWidget):
    """Sentences with the next step, in the middle."""

    demo = False

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        lines = _DEMO if self.demo else _LINES
        inks = {"strong": colours.strong, "muted": colours.muted, "accent": colours.accent}
        widest = max(len(text) for _, text in lines)
        x = max(1, (canvas.width - widest) // 2)
        y = max(0, (canvas.height - len(lines)) // 2 - 1)
        for offset, (kind, text) in enumerate(lines):
            indent = 4 if kind == "accent" else 0
            bold = kind in ("strong", "accent")
            canvas.text(x + indent, y + offset, text, inks.get(kind, colours.text), bold=bold)
