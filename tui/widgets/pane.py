"""A part of a screen with a titled rule on top, like the calendar's weeks."""

from tui.text import wrap
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget


class Pane(CanvasWidget):
    """Subclasses give `title` and draw below row 0 in `content`."""

    title: str = ""
    #: Written at the right end of the rule: units, a key, a choice.
    note: str = ""
    #: With fewer rows there is only the rule.
    least_rows: int = 2

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        rule = colours.accent if self.has_focus else colours.rule
        canvas.text(0, 0, "─" * canvas.width, rule)
        ink = colours.accent if self.has_focus else colours.strong
        if self.title:
            canvas.text(0, 0, f"{self.title} ", ink, bold=True)
        if self.note and len(self.title) + len(self.note) + 4 <= canvas.width:
            canvas.text(canvas.width - len(self.note) - 1, 0, f" {self.note}", colours.muted)
        if canvas.height >= self.least_rows:
            self.content(canvas)

    def content(self, canvas: Canvas) -> None:
        """Draw from row 1 on."""
        raise NotImplementedError

    def say(self, canvas: Canvas, text: str) -> None:
        """A sentence instead of a drawing, wrapped."""
        for y, line in enumerate(wrap(text, canvas.width), start=2):
            canvas.text(0, y, line, self.colours.muted)
