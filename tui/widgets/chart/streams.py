"""The stream chart as a widget: cursor, zoom, pan, by keys and mouse."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from reports.streams import Lanes
from tui.actions import Action, bindings
from tui.units import Units
from tui.widgets.chart import lanes as drawing
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.lanes import GUTTER, Look, View
from tui.widgets.chart.widget import CanvasWidget

ACTIONS = (
    Action(
        "left,h",
        "cursor(-1)",
        "Cursor",
        "Move the cursor one column back",
        glyph="←→",
        palette=False,
    ),
    Action("right,l", "cursor(1)", "Cursor on", "Move the cursor one column on", palette=False),
    Action("shift+left,H", "cursor(-10)", "Back ten", "Ten columns back", palette=False),
    Action("shift+right,L", "cursor(10)", "On ten", "Ten columns on", palette=False),
    Action("plus,equals_sign,i", "zoom(0.5)", "Zoom", "Zoom in around the cursor", glyph="+ −"),
    Action("minus,o", "zoom(2.0)", "Zoom out", "Zoom out"),
    Action("comma,less_than_sign", "pan(-0.5)", "Pan back", "Half a screen back"),
    Action("full_stop,greater_than_sign", "pan(0.5)", "Pan on", "Half a screen on"),
    Action("0", "whole", "Whole", "The whole workout again, no cursor"),
    Action("n", "lap(1)", "Next lap", "Cursor to the next lap's start"),
    Action("p", "lap(-1)", "Previous lap", "Cursor to the lap before"),
)
#: The least span one can zoom to (s).
_CLOSEST = 20.0


class StreamChart(CanvasWidget):
    """Draws `reports.streams.Lanes`. Posts `CursorMoved` whenever the second under it changes."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class CursorMoved(Message):
        """`second` from the start, None without a cursor."""

        def __init__(self, second: int | None) -> None:
            super().__init__()
            self.second = second

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.lanes: Lanes | None = None
        self.known = False
        self.units = Units()
        self.marks: dict[str, tuple[float, str]] = {}
        self.view = View(0, 1)

    def show(self, lanes: Lanes | None, units: Units, marks: dict[str, tuple[float, str]]) -> None:
        """Another workout, whole."""
        self.lanes, self.units, self.marks, self.known = lanes, units, marks, True
        self.view = View(0, max(1, lanes.n if lanes else 1))
        self.redraw()

    def paint(self, canvas: Canvas) -> None:
        if not self.known:
            return
        if self.lanes is None or not drawing.order(self.lanes):
            note = "No second-by-second recording of this workout."
            canvas.text(GUTTER, canvas.height // 2, note, self.colours.muted)
            return
        drawing.draw(canvas, self.lanes, self.view, Look(self.colours, self.units, self.marks))

    def jump(self, second: int) -> None:
        """Cursor to `second`, panned into sight."""
        if self.lanes is None:
            return
        second = max(0, min(self.lanes.n - 1, second))
        view = self.view
        if not view.start <= second < view.end:
            view = self._window(second - view.span / 2, view.span)
        self._set(view._replace(cursor=second))

    def action_cursor(self, columns: int) -> None:
        view = self.view
        if view.cursor is None:
            self.jump(round(view.start if columns > 0 else view.end - 1))
            return
        step = max(1.0, view.span / max(1, self.size.width - GUTTER))
        self.jump(round(view.cursor + columns * step))

    def action_zoom(self, factor: float) -> None:
        if self.lanes is None:
            return
        view = self.view
        centre = view.cursor if view.cursor is not None else (view.start + view.end) / 2
        span = min(float(self.lanes.n), max(_CLOSEST, view.span * factor))
        share = (centre - view.start) / view.span
        self._set(self._window(centre - span * share, span)._replace(cursor=view.cursor))

    def action_pan(self, share: float) -> None:
        view = self.view
        self._set(
            self._window(view.start + share * view.span, view.span)._replace(cursor=view.cursor)
        )

    def action_whole(self) -> None:
        if self.lanes is not None:
            self._set(View(0, max(1, self.lanes.n)))

    def action_lap(self, step: int) -> None:
        if self.lanes is None or not self.lanes.laps:
            return
        here = self.view.cursor if self.view.cursor is not None else -1
        if step > 0:
            following = [lap for lap in self.lanes.laps if lap > here]
            self.jump(following[0] if following else self.lanes.laps[-1])
        else:
            before = [lap for lap in self.lanes.laps if lap < here]
            self.jump(before[-1] if before else 0)

    def on_click(self, event: events.Click) -> None:
        self._point(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if event.button:
            self._point(event.x)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_zoom(0.8)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_zoom(1.25)

    def _point(self, x: int) -> None:
        width = self.size.width - GUTTER
        if x >= GUTTER and width > 0:
            self.jump(int(self.view.start + (x - GUTTER + 0.5) / width * self.view.span))

    def _window(self, start: float, span: float) -> View:
        last = float(self.lanes.n if self.lanes else 1)
        start = max(0.0, min(start, last - span))
        return View(start, min(last, start + span))

    def _set(self, view: View) -> None:
        if view != self.view:
            moved = view.cursor != self.view.cursor
            self.view = view
            self.redraw()
            if moved:
                self.post_message(self.CursorMoved(view.cursor))
