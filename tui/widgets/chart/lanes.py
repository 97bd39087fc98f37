"""Stream lanes on one time axis: power by zone, heart rate over its zones, pace, altitude."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from reports.selection import Selection
from reports.streams import Lane, Lanes
from tui.palette import Palette, mix
from tui.text import right
from tui.units import Units, clock, whole
from tui.widgets.chart import scale
from tui.widgets.chart.area import area
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.line import line

#: Columns left of the plot: tick labels and lane titles.
GUTTER = 6
_TITLES = {
    "power": "Power",
    "hr": "Heart",
    "speed": "Speed",
    "cadence": "Cad.",
    "altitude": "Alt.",
}
_WEIGHTS = {"power": 5, "hr": 4, "speed": 3, "cadence": 2, "altitude": 2}


class View(NamedTuple):
    """The seconds shown, [start, end), the one under the cursor, and where a selection began."""

    start: float
    end: float
    cursor: int | None = None
    anchor: int | None = None

    @property
    def span(self) -> float:
        return self.end - self.start

    @property
    def selected(self) -> tuple[int, int] | None:
        """The seconds [first, end) between anchor and cursor, one at least."""
        if self.anchor is None or self.cursor is None:
            return None
        first, end = min(self.anchor, self.cursor), max(self.anchor, self.cursor)
        return first, max(end, first + 1)


class Box(NamedTuple):
    """A lane's rows on the canvas."""

    lane: Lane
    top: int
    rows: int


class Look(NamedTuple):
    """How to draw: colours, units, the thresholds to mark (lane -> (value, name)), and what the
    selected seconds were worth."""

    colours: Palette
    units: Units
    marks: dict[str, tuple[float, str]]
    selection: Selection | None = None


def order(lanes: Lanes) -> list[str]:
    """The channels worth a lane, most telling first, for this sport."""
    leading = ["power", "hr", "speed"] if lanes.sport == "bike" else ["speed", "hr", "power"]
    wanted = [*leading, "altitude", "cadence"]
    return [name for name in wanted if name in lanes.lanes and _alive(lanes.lanes[name])]


def _alive(lane: Lane) -> bool:
    return lane.highest is not None and (lane.channel == "altitude" or lane.highest > 0)


def layout(lanes: Lanes, rows: int) -> list[Box]:
    """Give `rows` to the lanes: fewer lanes when it is tight, the leading ones more rows."""
    names = order(lanes)
    most = max(1, min(len(names), rows // 4))
    if rows < 18 and "altitude" in names and most == 3 and lanes.sport != "swim":
        names = [*names[:2], "altitude"]
    chosen = names[:most]
    if not chosen:
        return []
    chosen.sort(key=lambda name: (name == "altitude", names.index(name)))
    weights = [_WEIGHTS[name] + (2 if index == 0 else 0) for index, name in enumerate(chosen)]
    total = sum(weights)
    heights = [max(2, rows * weight // total) for weight in weights]
    heights[0] += rows - sum(heights)
    boxes, top = [], 0
    for name, height in zip(chosen, heights, strict=True):
        boxes.append(Box(lanes.lanes[name], top, height))
        top += height
    return boxes


def means(lane: Lane, start: float, end: float, columns: int) -> list[float | None]:
    """Mean of each column's seconds; O(columns) at any zoom, by the lane's prefix sums."""
    last = len(lane.sums) - 1
    step = (end - start) / columns
    sums, counts, unit = lane.sums, lane.counts, lane.scale
    found: list[float | None] = []
    for column in range(columns):
        low = min(last, max(0, int(start + column * step)))
        high = min(last, max(low + 1, int(start + (column + 1) * step)))
        count = counts[high] - counts[low] if high > low else 0
        found.append((sums[high] - sums[low]) / count / unit if count else None)
    return found


def zone_of(value: float, bounds: Sequence[float]) -> int:
    """1…n by ascending lower bounds; 0 without any."""
    return max(1, bisect_right(bounds, value)) if bounds else 0


def draw(canvas: Canvas, lanes: Lanes, view: View, look: Look) -> None:
    """Readout on row 0, lanes, time axis on the last row."""
    rows = canvas.height - 2
    width = canvas.width - GUTTER
    boxes = layout(lanes, rows)
    if width < 10 or rows < 2 or not boxes:
        return
    for box in boxes:
        _draw_lane(canvas, lanes, box, view, look, width)
    _lap_marks(canvas, lanes, view, look, boxes[0], width)
    _axis(canvas, view, look, width)
    if view.selected is not None:
        _dim_rest(canvas, view, view.selected, look, width)
    if view.cursor is not None:
        column = GUTTER + int((view.cursor - view.start) / view.span * width)
        if GUTTER <= column < canvas.width:
            tint = mix(look.colours.background, look.colours.strong, 0.35)
            canvas.cursor(column, 1, rows, look.colours.strong, tint)
    if look.selection is not None:
        _worth(canvas, lanes.sport, look.selection, look)
    else:
        readout(canvas, lanes, boxes, view, look)


def _dim_rest(
    canvas: Canvas, view: View, selected: tuple[int, int], look: Look, width: int
) -> None:
    """What is not selected steps back."""
    scale_x = width / view.span
    first = GUTTER + int((selected[0] - view.start) * scale_x)
    last = GUTTER + int((selected[1] - 1 - view.start) * scale_x)
    rows = canvas.height - 2
    paper = look.colours.background
    canvas.dim(GUTTER, 1, max(0, first - GUTTER), rows, paper)
    canvas.dim(max(GUTTER, last + 1), 1, canvas.width, rows, paper)


def _worth(canvas: Canvas, sport: str, part: Selection, look: Look) -> None:
    """The averages of the selection, the most telling first."""
    units, colours = look.units, look.colours
    name = f"{clock(part.start)}–{clock(part.end)}"
    canvas.text(GUTTER, 0, name, colours.accent, bold=True)
    texts = [clock(part.duration_s)]
    if part.distance_m is not None:
        texts.append(units.distance(part.distance_m, sport))
    rate_text = None
    if part.avg_speed_m_s:
        rate_text = f"{units.rate(part.avg_speed_m_s, sport)} {units.rate_name(sport)}"
    power = [] if part.avg_power is None else [whole(part.avg_power, "W")]
    if part.normalized_power is not None:
        power.append(f"NP {whole(part.normalized_power, 'W')}")
    heart = [] if part.avg_hr is None else [whole(part.avg_hr, "bpm")]
    pace = [rate_text] if rate_text else []
    texts += [*pace, *heart, *power] if sport in ("run", "swim") else [*power, *heart, *pace]
    if part.elevation_gain_m is not None:
        texts.append(f"↑{units.height(part.elevation_gain_m)}")
    x = GUTTER + len(name) + 2
    for text in texts:
        if x + len(text) > canvas.width:
            return
        canvas.text(x, 0, text, colours.strong)
        x += len(text) + 2


def readout(canvas: Canvas, lanes: Lanes, boxes: list[Box], view: View, look: Look) -> None:
    """The numbers at the cursor, or of the part shown."""
    colours = look.colours
    start, end = round(view.start), round(view.end)
    if view.cursor is None:
        name = clock(end - start) + (" whole" if end - start >= lanes.n else " shown")
    else:
        start, end = view.cursor, min(view.cursor + 1, lanes.n)
        name = clock(view.cursor)
    x = GUTTER
    canvas.text(x, 0, name, colours.strong, bold=True)
    x += len(name) + 3
    order_shown = [box.lane.channel for box in boxes]
    for channel in order_shown + [name for name in order(lanes) if name not in order_shown]:
        lane = lanes.lanes[channel]
        mean = lane.mean(start, end)
        bounds = lanes.bounds.get(channel, [])
        text = shown(lane, mean, lanes.sport, look.units)
        zone = f"Z{zone_of(mean, bounds)}" if bounds and mean is not None else ""
        if x + len(text) + len(zone) + 1 > canvas.width:
            return
        canvas.text(x, 0, text, colours.text)
        x += len(text)
        if zone:
            canvas.text(x + 1, 0, zone, colours.zone(int(zone[1:])), bold=True)
            x += 1 + len(zone)
        x += 3


def shown(lane: Lane, value: float | None, sport: str, units: Units) -> str:
    """A value with its unit, as the sport tells it."""
    match lane.channel:
        case "speed":
            return f"{units.rate(value, sport)} {units.rate_name(sport)}"
        case "altitude":
            return units.height(value)
        case "cadence":
            return whole(value, "spm" if sport in ("run", "swim") else "rpm")
        case _:
            return whole(value, lane.unit)


def _draw_lane(canvas: Canvas, lanes: Lanes, box: Box, view: View, look: Look, width: int) -> None:
    top = box.top + 1
    channel = box.lane.channel
    title = _TITLES.get(channel, channel)
    if channel == "speed" and lanes.sport in ("run", "swim"):
        title = "Pace"
    bounds = lanes.bounds.get(channel, [])
    if channel in ("hr", "cadence"):
        _line_lane(canvas, box, top, view, look, width, bounds if channel == "hr" else [])
    else:
        _area_lane(canvas, box, top, view, look, width, (lanes.sport, bounds))
    ink = look.colours.heart if channel == "hr" else look.colours.strong
    canvas.text(0, top, title, ink, bold=True)


def _area_lane(
    canvas: Canvas,
    box: Box,
    top: int,
    view: View,
    look: Look,
    width: int,
    zoned: tuple[str, list[float]],
) -> None:
    sport, bounds = zoned
    colours, channel = look.colours, box.lane.channel
    values = means(box.lane, view.start, view.end, width)
    ruler = _area_scale(box, values, sport)
    plain = colours.terrain
    if channel != "altitude":
        plain = mix(colours.background, colours.sport(sport), 0.55)
    heights = [None if v is None else max(1, ruler.eighths(v)) for v in values]
    inks = [colours.zone(zone_of(v, bounds)) if bounds and v is not None else plain for v in values]
    area(canvas, GUTTER, top + box.rows - 1, heights, inks)
    _ticks(canvas, box, top, ruler, look, width, sport)


def _area_scale(box: Box, values: Sequence[float | None], sport: str) -> scale.Scale:
    present = [v for v in values if v is not None] or [0.0]
    high, low = max(present), min(present)
    if box.lane.channel == "altitude":
        low, high = scale.widened(low, high, least=30, margin=0.12)
    elif box.lane.channel == "speed" and sport in ("run", "swim"):
        moving = sorted(v for v in present if v > 0) or [1.0]
        low, high = moving[len(moving) // 10] * 0.6, high * 1.04
    else:
        low, high = 0.0, max(high, 1.0) * 1.08
    return scale.Scale(low, max(high, low + 0.1), box.rows)


def _line_lane(
    canvas: Canvas, box: Box, top: int, view: View, look: Look, width: int, bounds: list[float]
) -> None:
    colours, lane = look.colours, box.lane
    values = means(lane, view.start, view.end, width * 2)
    low, high = _line_range(values)
    ruler = scale.Scale(low, high, box.rows)
    if bounds:
        for row in range(box.rows):
            middle = high - (row + 0.5) * (high - low) / box.rows
            tint = mix(colours.background, colours.zone(zone_of(middle, bounds)), 0.17)
            canvas.fill(GUTTER, top + row, width, 1, tint)
    _ticks(canvas, box, top, ruler, look, width, "")
    ink = colours.heart if lane.channel == "hr" else colours.muted
    quarters = [None if v is None else ruler.quarter(v) for v in values]
    line(canvas, GUTTER, top, quarters, ink)


def _line_range(values: Sequence[float | None]) -> tuple[float, float]:
    """The range shown; the first minutes of a warm-up may fall below it."""
    present = sorted(v for v in values if v is not None) or [0.0, 1.0]
    low = present[len(present) * 4 // 100]
    return scale.widened(low, present[-1], least=30, margin=0.08)


def _ticks(
    canvas: Canvas, box: Box, top: int, ruler: scale.Scale, look: Look, width: int, sport: str
) -> None:
    """Tick labels in the gutter (not on the title's row), dotted lines in what is empty."""
    colours, channel = look.colours, box.lane.channel
    used = {0}
    mark = look.marks.get(channel)
    if mark and ruler.low < mark[0] < ruler.high:
        row = ruler.row(mark[0])
        canvas.grid_row(GUTTER, top + row, width, colours.muted)
        if row > 0:
            canvas.text(0, top + row, right(mark[1], GUTTER - 1), colours.text)
        used.update((row - 1, row, row + 1))
    for value in _tick_values(channel, ruler, sport, look.units):
        row = ruler.row(value)
        if row in used or (value == 0 and row >= box.rows - 1):
            continue
        used.update((row - 1, row, row + 1))
        text = look.units.rate(value, sport) if channel == "speed" else f"{value:.0f}"
        if channel == "altitude":
            text = look.units.height(value).split(" ")[0]
        if channel == "speed" and sport not in ("run", "swim"):
            text = text.split(".")[0]
        canvas.text(0, top + row, right(text, GUTTER - 1), colours.muted)
        canvas.grid_row(GUTTER, top + row, width, colours.rule)


def _tick_values(channel: str, ruler: scale.Scale, sport: str, units: Units) -> list[float]:
    count = max(2, ruler.cells // 3)
    if channel != "speed":
        return scale.ticks(ruler.low, ruler.high, count)
    unit = units.rate(1.0, sport)
    if sport not in ("run", "swim"):
        kilometres = float(unit)
        found = scale.ticks(ruler.low * kilometres, ruler.high * kilometres, count)
        return [value / kilometres for value in found]
    return scale.pace_ticks(ruler.low, ruler.high, units.pace_metres(sport), count)


def _lap_marks(canvas: Canvas, lanes: Lanes, view: View, look: Look, box: Box, width: int) -> None:
    inside = [lap for lap in lanes.laps if view.start < lap < view.end]
    if len(inside) > width // 6:
        return
    for lap in inside:
        column = GUTTER + int((lap - view.start) / view.span * width)
        canvas.column_rule(column, box.top + 1, box.rows, look.colours.faint)


def _axis(canvas: Canvas, view: View, look: Look, width: int) -> None:
    for x, text in scale.time_labels(view.start, view.end, width):
        canvas.text(GUTTER + x, canvas.height - 1, text, look.colours.muted)
