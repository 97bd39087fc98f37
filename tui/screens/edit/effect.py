"""What a change of a threshold would do, before it is stored."""

from datetime import date
from typing import TYPE_CHECKING

from tui.text import cut, fit, right
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget
from tui.widgets.settings.words import day_text

if TYPE_CHECKING:
    from sync.thresholds import Effect


def change_text(before: float, after: float, digits: int = 0) -> str:
    """`−312`, `+4.1`, `±0`."""
    text = f"{after - before:+,.{digits}f}"
    if not float(text.replace(",", "")):
        return "±0"
    return text.replace("-", "−")


def summary(effect: "Effect") -> str:
    """One line for a toast."""
    if not effect.workouts:
        return "No workout's load changes with it."
    noun = "workout" if effect.workouts == 1 else "workouts"
    text = f"{effect.workouts:,} {noun} computed anew"
    if effect.ctl_before is not None and effect.ctl_after is not None:
        text += f"; CTL {effect.ctl_before:.1f} → {effect.ctl_after:.1f}"
    return text + "."


class EffectView(CanvasWidget):
    """`effect`, or while there is none `waiting` says why."""

    def __init__(self) -> None:
        super().__init__(id="effect")
        self.effect: Effect | None = None
        self.waiting = ""
        self.today = date(2000, 1, 1)

    def on_mount(self) -> None:
        self.styles.height = 9 if self.app.size.height >= 30 else 7

    def show(self, effect: "Effect | None", today: date, waiting: str = "") -> None:
        self.effect, self.today, self.waiting = effect, today, waiting
        self.redraw()

    def paint(self, canvas: Canvas) -> None:
        colours = self.colours
        canvas.fill(0, 0, canvas.width, canvas.height, colours.surface)
        canvas.text(0, 0, "─" * canvas.width, colours.rule)
        canvas.text(0, 0, "What changes ", colours.strong, bold=True)
        effect = self.effect
        if effect is None:
            canvas.text(0, 1, cut(self.waiting, canvas.width), colours.muted)
            return
        if not effect.workouts or effect.first_day is None:
            canvas.text(0, 1, "No workout's load: there is none it would apply to,", colours.text)
            canvas.text(0, 2, "or all of them follow something else.", colours.text)
            return
        canvas.text(0, 1, cut(self._where(effect), canvas.width), colours.text)
        self._pair(canvas, 2, "Load", effect.load_before, effect.load_after, 0)
        if effect.ctl_before is not None and effect.ctl_after is not None:
            self._pair(canvas, 3, "CTL now", effect.ctl_before, effect.ctl_after, 1)
        for y, moved in enumerate(effect.largest[: canvas.height - 4], start=4):
            loads = f"{moved.before or 0:.0f} → {moved.after or 0:.0f}"
            canvas.text(0, y, day_text(moved.day, self.today), colours.muted)
            canvas.text(12, y, fit(moved.title or "Untitled", canvas.width - 26), colours.text)
            canvas.text(canvas.width - 13, y, right(loads, 13), colours.text)

    def _where(self, effect: "Effect") -> str:
        assert effect.first_day is not None
        workouts = f"{effect.workouts:,} workout{'s' if effect.workouts > 1 else ''}"
        days = f"{effect.days:,} day{'s' if effect.days > 1 else ''}"
        since = day_text(effect.first_day, self.today)
        return f"{workouts} on {days}, from {since} on"

    def _pair(
        self, canvas: Canvas, y: int, name: str, before: float, after: float, digits: int
    ) -> None:
        colours = self.colours
        canvas.text(0, y, name, colours.muted)
        text = f"{before:,.{digits}f} → {after:,.{digits}f}"
        canvas.text(12, y, text, colours.strong, bold=True)
        canvas.text(13 + len(text), y, change_text(before, after, digits), colours.accent)
