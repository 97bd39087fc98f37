"""Thresholds in force beside what the efforts of a period say: each method with its efforts."""

from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from reports.estimates import Estimate, Estimated, Estimates
from reports.season_curve import WINDOWS
from tui.actions import Action, bindings
from tui.levels import LEVEL_NAMES, level, level_change
from tui.palette import SPORT_NAMES
from tui.text import cut, right
from tui.units import Units
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.scale import duration_name
from tui.widgets.pane import Pane

ACTIONS = (
    Action("down,j", "scroll_by(1)", "Lower", "Further down", "↑↓", "Scroll", palette=False),
    Action("up,k", "scroll_by(-1)", "Higher", "Further up", palette=False),
)
#: Columns: method, value, difference, then the efforts.
_METHOD, _VALUE, _CHANGE = 31, 10, 10

#: (column, text, kind: strong | text | muted | warn | good, right-aligned in so many cells)
type Piece = tuple[int, str, str, int]


class LevelsPane(Pane):
    """A block a threshold; scrolls where it is longer than the pane."""

    can_focus = True
    title = "Thresholds"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    def __init__(self, units: Units) -> None:
        super().__init__(id="levels")
        self.units = units
        self.estimates: Estimates | None = None
        self.top = 0

    def show(self, estimates: Estimates) -> None:
        self.estimates = estimates
        self.redraw()

    def paint(self, canvas: Canvas) -> None:
        found = self.estimates
        self.note = f"from the efforts of {WINDOWS[found.window]} · a" if found else ""
        super().paint(canvas)

    def content(self, canvas: Canvas) -> None:
        found = self.estimates
        if found is None:
            return
        if not found.thresholds:
            self.say(
                canvas, "None yet: they come with efforts of 20 minutes, or press 6 to set yours."
            )
            return
        lines = [row for threshold in found.thresholds for row in self._block(threshold, canvas)]
        room = canvas.height - 1
        self.top = max(0, min(self.top, len(lines) - room))
        colours = self.colours
        inks = {"strong": colours.strong, "text": colours.text, "muted": colours.muted,
                "warn": colours.warn, "good": colours.good}  # fmt: skip
        for y, pieces in enumerate(lines[self.top : self.top + room], start=1):
            for x, text, kind, width in pieces:
                shown = right(text, width) if width else cut(text, canvas.width - x)
                canvas.text(x, y, shown, inks[kind], bold=kind == "strong")
        if self.top + room < len(lines):
            canvas.text(canvas.width - 8, canvas.height - 1, " ↓ more ", colours.accent)

    def _block(self, found: Estimated, canvas: Canvas) -> list[list[Piece]]:
        narrow = canvas.width < 60
        ruling = found.in_force
        name = f"{SPORT_NAMES.get(found.sport, found.sport)} {LEVEL_NAMES[found.metric]}"
        if narrow:
            name = cut(name, _METHOD - 1)
        head: list[Piece] = [(0, name, "strong", 0)]
        if ruling is None:
            head.append((_METHOD, "none set", "muted", 0))
        else:
            day = date.fromisoformat(ruling.valid_from)
            since = f"{ruling.source} {day.day} {day:%b %y}"
            head.append((_METHOD, level(found.metric, ruling.value, self.units), "strong", _VALUE))
            head.append((_METHOD + _VALUE + 1, since, "muted", 0))
        rows = [head]
        if found.note:
            rows.append([(2, found.note, "muted", 0)])
        for made in found.estimates:
            rows.extend(self._method(found, made, canvas.width))
        return [*rows, []]

    def _method(self, found: Estimated, made: Estimate, width: int) -> list[list[Piece]]:
        change = level_change(found.metric, made.difference, self.units)
        row: list[Piece] = [
            (2, made.method, "text", 0),
            (_METHOD, level(found.metric, made.value, self.units), "text", _VALUE),
            (_METHOD + _VALUE + 1, change, "muted", _CHANGE),
        ]
        x = _METHOD + _VALUE + _CHANGE + 3
        efforts = _efforts(made)
        if width - x >= len(efforts):
            return [[*row, (x, efforts, "muted", 0)]]
        return [row, [(4, efforts, "muted", 0)]]

    def action_scroll_by(self, step: int) -> None:
        self.top = max(0, self.top + step)
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_scroll_by(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_scroll_by(-2)


def _efforts(made: Estimate) -> str:
    """What it rests on; of one effort with its day, of a model with its reserve."""
    first, last = made.efforts[0], made.efforts[-1]
    if len(made.efforts) == 1:
        if first.date is None:
            return duration_name(first.seconds)
        day = date.fromisoformat(first.date)
        return f"{duration_name(first.seconds)} on {day.day} {day:%b}"
    text = (
        f"{len(made.efforts)} bests, {duration_name(first.seconds)}–{duration_name(last.seconds)}"
    )
    if made.reserve is not None:
        text += (
            f", W′ {made.reserve / 1000:.1f} kJ"
            if made.reserve_unit == "J"
            else f", D′ {made.reserve:.0f} m"
        )
    return f"{text}, Pmax {made.p_max_w:.0f} W" if made.p_max_w is not None else text
