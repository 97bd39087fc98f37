"""The mean-max curve on a logarithmic time axis, before the season's best."""

from bisect import bisect_left
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from tui.palette import Palette, mix
from tui.widgets.chart import scale
from tui.widgets.chart.area import area
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.line import line


class Curve(NamedTuple):
    """Ascending durations (s) and their best means."""

    seconds: Sequence[float]
    values: Sequence[float]

    def at(self, seconds: float) -> float | None:
        """Between two durations along the log of time; None outside the curve."""
        if not self.seconds or not self.seconds[0] <= seconds <= self.seconds[-1]:
            return None
        index = bisect_left(self.seconds, seconds)
        if self.seconds[index] == seconds or index == 0:
            return self.values[index]
        left, after = self.seconds[index - 1], self.seconds[index]
        share = log(seconds / left) / log(after / left)
        return self.values[index - 1] + share * (self.values[index] - self.values[index - 1])


class Tick(NamedTuple):
    """`values` to mark and their `texts`."""

    values: Sequence[float]
    texts: Sequence[str]


class Ink(NamedTuple):
    """zone: lower bounds that colour the curve. tick: how a value is written on the axis."""

    colours: Palette
    bounds: Sequence[float]
    tick: Tick


def draw(
    canvas: Canvas, place: tuple[int, int, int, int], own: Curve, best: Curve, ink: Ink
) -> scale.LogTime:
    """Into (x, y, width, height), axis on the last row; the time scale, for a cursor."""
    x, y, width, height = place
    colours, rows = ink.colours, height - 1
    longest = max([*own.seconds[-1:], 60.0])
    axis = scale.LogTime(1.0, longest, width)
    present = [*own.values, *(v for t, v in zip(*best, strict=True) if t <= longest)]
    low, high = _range(present, own)
    ruler = scale.Scale(low, high, rows)
    values = [own.at(min(axis.seconds(column), longest)) for column in range(width)]
    heights = [None if v is None else max(1, ruler.eighths(v)) for v in values]
    plain = mix(colours.background, colours.fitness, 0.75)
    inks = [
        plain if v is None or not ink.bounds else colours.zone(max(1, _zone(v, ink.bounds)))
        for v in values
    ]
    area(canvas, x, y + rows - 1, heights, inks)
    used: set[int] = set()
    for value, text in zip(*ink.tick, strict=True):
        row = ruler.row(value)
        if low < value < high and not {row - 1, row, row + 1} & used:
            used.add(row)
            canvas.text(x - len(text) - 1, y + row, text, colours.muted)
            canvas.grid_row(x, y + row, width, colours.rule)
    quarters = []
    for half in range(width * 2):
        top = best.at(min(axis.seconds(half / 2), longest))
        quarters.append(None if top is None else ruler.quarter(top))
    line(canvas, x, y, quarters, colours.strong)
    for label in axis.labels():
        canvas.text(x + label.x, y + rows, label.text, colours.muted)
    return axis


def _range(present: Sequence[float], own: Curve) -> tuple[float, float]:
    high, low = max(present, default=1.0), min(own.values, default=0.0)
    bottom = max(0.0, low - (high - low) * 0.35)
    return bottom, max(high + (high - bottom) * 0.06, bottom + 1e-6)


def _zone(value: float, bounds: Sequence[float]) -> int:
    return sum(1 for bound in bounds if value >= bound)
