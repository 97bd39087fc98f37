"""The stream chart as a widget: cursor, zoom, pan, by keys and mouse."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from reports.selection import Effort, Selection
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
    Action("H", "cursor(-10)", "Back ten", "Ten columns back"),
    Action("L", "cursor(10)", "On ten", "Ten columns on"),
    Action("shift+left", "extend(-1)", "Select back", "Select back from the cursor", palette=False),
    Action("shift+right", "extend(1)", "Select on", "Select on from the cursor", palette=False),
    Action("v", "select", "Select", "Begin to select at the cursor, then move it", "v"),
    Action("escape", "unselect", "End selection", "No selection", "esc", palette=False),
    Action("enter", "zoom_in", "Zoom to selection", "The selection, as wide as the chart"),
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
    ALLOW_SELECT = False  # dragging selects seconds, not text
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
        self.effort: Effort | None = None
        self._pressed: int | None = None

    def show(
        self,
        lanes: Lanes | None,
        effort: Effort | None,
        units: Units,
        marks: dict[str, tuple[float, str]],
    ) -> None:
        """Another workout, whole. effort: answers for its selections."""
        self.lanes, self.effort, self.units, self.marks = lanes, effort, units, marks
        self.known = True
        self._set(View(0, max(1, lanes.n if lanes else 1)))
        self.redraw()
        self.screen.refresh_bindings()  # with seconds there is more to do

    def paint(self, canvas: Canvas) -> None:
        if not self.known:
            return
        if self.lanes is None or not drawing.order(self.lanes):
            note = "No second-by-second recording of this workout."
            canvas.text(GUTTER, canvas.height // 2, note, self.colours.muted)
            return
        look = Look(self.colours, self.units, self.marks, self.selection)
        drawing.draw(canvas, self.lanes, self.view, look)

    @property
    def selection(self) -> Selection | None:
        """What the selected seconds were worth."""
        selected = self.view.selected
        return self.effort.between(*selected) if selected and self.effort else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a selection escape is the screen's, without seconds there is nothing to do."""
        if self.lanes is None and hasattr(self, f"action_{action}"):
            return False
        if action in ("unselect", "zoom_in"):
            return self.view.anchor is not None
        return super().check_action(action, parameters)

    def jump(self, second: int) -> None:
        """Cursor to `second`, panned into sight."""
        if self.lanes is None:
            return
        second = max(0, min(self.lanes.n - 1, second))
        view = self.view
        if not view.start <= second < view.end:
            view = self._window(second - view.span / 2, view.span)
        self._set(self._kept(view)._replace(cursor=second))

    def select(self, start: int, end: int) -> None:
        """Seconds [start, end), zoomed out as far as they need."""
        if self.lanes is None or end <= start:
            return
        end = min(end, self.lanes.n)
        view = self.view
        if not (view.start <= start and end <= view.end):
            span = max(view.span, (end - start) * 1.2)
            view = self._window((start + end - span) / 2, min(span, self.lanes.n))
        self._set(view._replace(cursor=end, anchor=start))

    def action_cursor(self, columns: int) -> None:
        view = self.view
        if view.cursor is None:
            self.jump(round(view.start if columns > 0 else view.end - 1))
            return
        step = max(1.0, view.span / max(1, self.size.width - GUTTER))
        self._follow(round(view.cursor + columns * step))

    def _follow(self, second: int) -> None:
        """Cursor to `second`; beyond an edge the window comes along, a tenth ahead."""
        if self.lanes is None:
            return
        view, second = self.view, max(0, min(self.lanes.n - 1, second))
        if second < view.start:
            view = self._window(second - 0.1 * view.span, view.span)
        elif second >= view.end:
            view = self._window(second - 0.9 * view.span, view.span)
        self._set(self._kept(view)._replace(cursor=second))

    def action_extend(self, columns: int) -> None:
        if self.view.cursor is None:
            self.action_cursor(columns)
        if self.view.anchor is None:
            self.action_select()
        self.action_cursor(columns)

    def action_select(self) -> None:
        if self.lanes is None:
            return
        if self.view.cursor is None:
            self.jump(round((self.view.start + self.view.end) / 2))
        self._set(self.view._replace(anchor=self.view.cursor))

    def action_unselect(self) -> None:
        cursor = self.view.cursor
        if (
            cursor is not None and self.lanes is not None
        ):  # of the last lap it stands behind the end
            cursor = min(cursor, self.lanes.n - 1)
        self._set(self.view._replace(anchor=None, cursor=cursor))

    def action_zoom_in(self) -> None:
        selected = self.view.selected
        if selected is not None:
            span = max(_CLOSEST, float(selected[1] - selected[0]))
            self._set(self._kept(self._window(selected[0], span)))

    def _kept(self, view: View) -> View:
        """Another window, the same cursor and selection."""
        return view._replace(cursor=self.view.cursor, anchor=self.view.anchor)

    def action_zoom(self, factor: float) -> None:
        if self.lanes is None:
            return
        view = self.view
        centre = view.cursor if view.cursor is not None else (view.start + view.end) / 2
        span = min(float(self.lanes.n), max(_CLOSEST, view.span * factor))
        share = (centre - view.start) / view.span
        self._set(self._kept(self._window(centre - span * share, span)))

    def action_pan(self, share: float) -> None:
        view = self.view
        self._set(self._kept(self._window(view.start + share * view.span, view.span)))

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

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Dragging selects; a click alone only puts the cursor."""
        self._set(self.view._replace(anchor=None))
        self._point(event.x)
        self._pressed = self.view.cursor
        self.capture_mouse()

    def on_mouse_up(self) -> None:
        self._pressed = None
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if event.button and self._pressed is not None:
            self._point(event.x)
            if self.view.cursor != self._pressed:
                self._set(self.view._replace(anchor=self._pressed))

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
            selecting = (view.anchor is None) != (self.view.anchor is None)
            self.view = view
            self.redraw()
            if selecting and self.has_focus:
                self.screen.refresh_bindings()
            if moved:
                self.post_message(self.CursorMoved(view.cursor))
