"""The GPS track as a braille line: where, how hard, and where the cursor is."""

from bisect import bisect_left
from math import cos, radians
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.message import Message

from reports.streams import Lane, Lanes, Track
from tui.actions import Action, bindings
from tui.palette import Palette
from tui.units import Units
from tui.widgets.chart import scale
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.lanes import zone_of
from tui.widgets.pane import Pane

ACTIONS = (
    Action("left,h", "along(-1)", "Back along", "The cursor back along the track", palette=False),
    Action("right,l", "along(1)", "On along", "The cursor on along the track", palette=False),
)
#: More points than this show nothing more in a terminal.
_MOST = 2500
#: Seconds without a fix after which the line breaks.
_GAP_S = 60
_METRES = 111_195.0
_NAMES = {"power": "power", "hr": "heart rate", "speed": "pace"}


class Dot(NamedTuple):
    """Braille pixel, and the second one was there."""

    x: int
    y: int
    second: int

    @property
    def cell(self) -> tuple[int, int]:
        """On the pane, below its rule."""
        return self.x // 2, self.y // 4 + 1


class TrackPane(Pane):
    """Posts `CursorMoved` with a second of the recording."""

    can_focus = True
    title = "Track"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class CursorMoved(Message):
        def __init__(self, second: int) -> None:
            super().__init__()
            self.second = second

    def __init__(self, units: Units) -> None:
        super().__init__(id="track", classes="track")
        self.units = units
        self.track: Track | None = None
        self.lanes: Lanes | None = None
        self.second: int | None = None
        self._made: tuple[tuple[int, int], list[Dot], float] | None = None
        self._inked: tuple[tuple[object, ...], list[tuple[int, int, str]]] | None = None

    def show(self, track: Track | None, lanes: Lanes | None) -> None:
        self.track, self.lanes, self.second = track, lanes, None
        self._made = self._inked = None
        self.redraw()

    def point(self, second: int | None) -> None:
        """The cursor of the chart has moved."""
        if second != self.second:
            self.second = second
            self.redraw()

    def content(self, canvas: Canvas) -> None:
        self._draw(canvas)

    def paint(self, canvas: Canvas) -> None:
        lane = self._lane()
        self.note = f"by {_NAMES[lane.channel]} zone" if lane and self.track else ""
        super().paint(canvas)

    def _lane(self) -> Lane | None:
        """What the colours tell: the sport's leading channel that has zones."""
        if self.lanes is None:
            return None
        order = ("speed", "hr") if self.lanes.sport in ("run", "swim") else ("power", "hr")
        found = [
            self.lanes.lanes[c] for c in order if self.lanes.bounds.get(c) and c in self.lanes.lanes
        ]
        return found[0] if found else None

    def _draw(self, canvas: Canvas) -> None:
        if self.track is None:
            self.say(canvas, "No GPS track: indoors, or none recorded.")
            return
        rows = canvas.height - 2
        if rows < 3 or canvas.width < 8:
            return
        dots, metres = self._dots(canvas.width, rows)
        for x, y, ink in self._pixels(dots):
            canvas.braille(x, y + 4, ink)
        self._marks(canvas, dots)
        self._ruler(canvas, metres)

    def _marks(self, canvas: Canvas, dots: list[Dot]) -> None:
        colours, paper = self.colours, self.colours.background
        start, end = dots[0].cell, dots[-1].cell
        if start == end:  # a loop: side by side
            end = (end[0] + 1, end[1])
        canvas.put(*end, "■", colours.bad, paper, bold=True)
        canvas.put(*start, "●", colours.good, paper, bold=True)
        if self.second is not None:
            x, y = _nearest(dots, self.second).cell
            canvas.fill(x - 1, y, 3, 1, colours.selected)
            canvas.put(x, y, "◆", colours.accent, bold=True)

    def _ruler(self, canvas: Canvas, metres: float) -> None:
        """A round distance for comparison, and the signs."""
        y, colours = canvas.height - 1, self.colours
        unit = 1000.0 if self.units.metric else 1609.344
        step = scale.step_of(metres * canvas.width * 2 / unit, 7)
        cells = max(2, round(step * unit / metres / 2))
        name = f"{step:g} {'km' if self.units.metric else 'mi'}"
        if cells + len(name) + 1 < canvas.width:
            canvas.text(0, y, "├" + "─" * (cells - 2) + "┤", colours.muted)
            canvas.text(cells + 1, y, name, colours.muted)
        legend = canvas.width - 14
        if cells + len(name) + 3 < legend:
            canvas.put(legend, y, "●", colours.good)
            canvas.text(legend + 2, y, "start", colours.muted)
            canvas.put(legend + 8, y, "■", colours.bad)
            canvas.text(legend + 10, y, "end", colours.muted)

    def _dots(self, width: int, rows: int) -> tuple[list[Dot], float]:
        """The line's pixels in the order of the ride, and the metres of one; kept by size."""
        if self._made is None or self._made[0] != (width, rows):
            assert self.track is not None
            dots, metres = project(self.track, width * 2, rows * 4)
            self._made = ((width, rows), dots, metres)
        return self._made[1], self._made[2]

    def _pixels(self, dots: list[Dot]) -> list[tuple[int, int, str]]:
        """(x, y, ink), each pixel once, as the last time there was; kept until size or look change:
        a step of the cursor must not ask for the zone of every dot."""
        assert self._made is not None
        colours, lane = self.colours, self._lane()
        key = (self._made[0], self.app.theme, lane.channel if lane else "")
        if self._inked is None or self._inked[0] != key:
            plain = colours.sport(self.lanes.sport if self.lanes else "other")
            bounds = self.lanes.bounds[lane.channel] if lane and self.lanes else []
            last: dict[tuple[int, int], int] = {}
            for dot in reversed(dots):
                last.setdefault((dot.x, dot.y), dot.second)
            found = [
                (x, y, plain if lane is None else _ink(lane, second, bounds, colours, plain))
                for (x, y), second in reversed(last.items())
            ]
            self._inked = (key, found)
        return self._inked[1]

    def action_along(self, step: int) -> None:
        if self.track is None or not len(self.track.second):
            return
        seconds = self.track.second
        here = self.second if self.second is not None else (seconds[0] if step > 0 else seconds[-1])
        stride = max(1, (seconds[-1] - seconds[0]) // 200)
        found = max(seconds[0], min(seconds[-1], here + step * stride))
        self.post_message(self.CursorMoved(found))

    def on_click(self, event: events.Click) -> None:
        if self._made is None:
            return
        px, py = event.x * 2 + 1, (event.y - 1) * 4 + 2
        near = min(self._made[1], key=lambda dot: (dot.x - px) ** 2 + (dot.y - py) ** 2)
        if abs(near.x - px) < 8 and abs(near.y - py) < 12:
            self.post_message(self.CursorMoved(near.second))


def _ink(lane: Lane, second: int, bounds: list[float], colours: Palette, plain: str) -> str:
    """The zone of the half minute around."""
    last = len(lane.counts) - 1
    value = lane.mean(max(0, min(last, second - 15)), min(last, second + 15))
    return plain if value is None else colours.zone(zone_of(value, bounds))


def _nearest(dots: list[Dot], second: int) -> Dot:
    """The dot nearest in time, the earlier of two; dots: one or more, in order of time."""
    after = bisect_left(dots, second, key=lambda dot: dot.second)
    around = dots[max(0, after - 1) : after + 1]
    return min(around, key=lambda dot: abs(dot.second - second))


def project(track: Track, width: int, height: int) -> tuple[list[Dot], float]:
    """Pixels (square ones) that show the whole track as large as it fits, joined to a line.

    Also the metres of a pixel. East shrinks with latitude; the date line is stepped over.
    """
    stride = max(1, -(-len(track.second) // _MOST))
    picks = [*range(0, len(track.second), stride), len(track.second) - 1]
    first = track.lon[0]
    lats = [track.lat[i] for i in picks]
    lons = [(track.lon[i] - first + 540) % 360 - 180 for i in picks]
    narrow = max(0.01, cos(radians((min(lats) + max(lats)) / 2)))
    xs, ys = [lon * narrow * _METRES for lon in lons], [-lat * _METRES for lat in lats]
    left, top = min(xs), min(ys)
    wide, high = max(xs) - left, max(ys) - top
    metres = max(wide / max(1, width - 1), high / max(1, height - 1), 0.05)
    dx, dy = (width - 1 - wide / metres) / 2, (height - 1 - high / metres) / 2
    dots: list[Dot] = []
    for x, y, i in zip(xs, ys, picks, strict=True):
        here = Dot(round((x - left) / metres + dx), round((y - top) / metres + dy), track.second[i])
        if dots and here.second - dots[-1].second <= _GAP_S + stride:
            dots += _between(dots[-1], here)
        if not dots or here[:2] != dots[-1][:2]:
            dots.append(here)
    return dots, metres


def _between(start: Dot, end: Dot) -> list[Dot]:
    """The pixels between two, both left out."""
    steps = max(abs(end.x - start.x), abs(end.y - start.y))
    found = []
    for n in range(1, steps):
        share = n / steps
        found.append(
            Dot(
                round(start.x + (end.x - start.x) * share),
                round(start.y + (end.y - start.y) * share),
                round(start.second + (end.second - start.second) * share),
            )
        )
    return found
