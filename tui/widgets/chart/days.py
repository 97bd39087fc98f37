"""Charts over days: dots in a band, lines, stacked columns, two-sided bars, one date axis."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tui.palette import Palette
from tui.text import right
from tui.widgets.chart import scale
from tui.widgets.chart.area import hang, rise, stack
from tui.widgets.chart.canvas import DOT, Canvas
from tui.widgets.chart.line import line

#: Columns left of every day chart.
GUTTER = 5
#: Days at least this many columns wide stand apart, narrower ones join to steps.
APART = 4

type Values = Sequence[float | None]


class DayAxis(NamedTuple):
    """`days` days from `start` over `width` columns that begin at `x`."""

    start: date
    days: int
    x: int
    width: int

    def column(self, index: float) -> int:
        """First column of a day."""
        return self.x + int(index * self.width / self.days)

    def centre(self, index: int) -> int:
        return self.x + int((index + 0.5) * self.width / self.days)

    def day_at(self, column: int) -> int:
        """The day at a column."""
        return max(0, min(self.days - 1, int((column - self.x + 0.5) * self.days / self.width)))

    def span(self, column: int) -> tuple[int, int]:
        """The days [first, end) that share a column."""
        first = int((column - self.x) * self.days / self.width)
        end = int((column - self.x + 1) * self.days / self.width)
        return first, max(first + 1, end)

    def draw(self, canvas: Canvas, y: int, ink: str) -> None:
        """Labels on row `y`."""
        for x, text in scale.date_labels(self.start, self.days, self.width):
            canvas.text(self.x + x, y, text, ink)

    def day(self, index: int) -> date:
        return self.start + timedelta(index)


class Plot(NamedTuple):
    """Rows `top` … `top + scale.cells - 1` of a canvas with their axis."""

    axis: DayAxis
    top: int
    scale: scale.Scale

    @property
    def bottom(self) -> int:
        return self.top + self.scale.cells - 1


def mean(values: Values, span: tuple[int, int]) -> float | None:
    """Of the days of one column; None where there is none."""
    present = [v for v in values[span[0] : span[1]] if v is not None]
    return sum(present) / len(present) if present else None


def ranged(series: Sequence[Values], rows: int, least: float) -> scale.Scale | None:
    """A scale over all present values; None without any."""
    present = [v for values in series for v in values if v is not None]
    if not present:
        return None
    return scale.Scale(*scale.widened(min(present), max(present), least=least), rows)


def ticks(canvas: Canvas, plot: Plot, colours: Palette, text: Callable[[float], str]) -> None:
    """Round values left of the plot, dotted lines in empty cells."""
    ruler, used = plot.scale, {-9}
    for value in scale.ticks(ruler.low, ruler.high, max(2, ruler.cells // 3)):
        row = ruler.row(value)
        if {row - 1, row, row + 1} & used:
            continue
        used.add(row)
        canvas.text(0, plot.top + row, right(text(value), GUTTER - 1), colours.muted)
        canvas.grid_row(plot.axis.x, plot.top + row, plot.axis.width, colours.rule)


def band(canvas: Canvas, plot: Plot, lows: Values, highs: Values, paper: str) -> None:
    """Paper between two lines."""
    for column in range(plot.axis.x, plot.axis.x + plot.axis.width):
        span = plot.axis.span(column)
        low, high = mean(lows, span), mean(highs, span)
        if low is not None and high is not None:
            first, last = plot.scale.row(high), plot.scale.row(low)
            canvas.fill(column, plot.top + first, 1, last - first + 1, paper)


def curve(canvas: Canvas, plot: Plot, values: Values, ink: str) -> None:
    """A braille line through the days."""
    axis, ruler = plot.axis, plot.scale
    halves: list[int | None] = []
    for half in range(axis.width * 2):
        place = (half + 0.5) * axis.days / (axis.width * 2) - 0.5
        halves.append(_between(values, place, ruler))
    line(canvas, axis.x, plot.top, halves, ink)


def _between(values: Values, place: float, ruler: scale.Scale) -> int | None:
    first = max(0, min(len(values) - 1, int(place // 1)))
    second = min(len(values) - 1, first + 1)
    one, two = values[first], values[second]
    if one is None or two is None:
        lone = one if two is None else two
        near = one if place - first < 0.5 else two
        return None if near is None or lone is None else ruler.quarter(near)
    share = max(0.0, min(1.0, place - first))
    return ruler.quarter(one + share * (two - one))


def dots(canvas: Canvas, plot: Plot, values: Values, inks: Sequence[str], glyph: str = DOT) -> None:
    """A dot a day."""
    for index, value in enumerate(values):
        if value is not None:
            row = plot.top + plot.scale.row(value)
            canvas.put(plot.axis.centre(index), row, glyph, inks[index])


def columns(canvas: Canvas, plot: Plot, values: Values, ink: Callable[[float, int], str]) -> None:
    """An area of the days; `ink` by value and day."""
    for column in range(plot.axis.x, plot.axis.x + plot.axis.width):
        span = plot.axis.span(column)
        value = mean(values, span)
        if value is not None:
            eighths = max(1, plot.scale.eighths(value))
            rise(canvas, column, plot.bottom, eighths, ink(value, span[0]))


def bars(canvas: Canvas, plot: Plot, days: Sequence[Sequence[tuple[float, str]]]) -> None:
    """A stack a day (value, ink), from the scale's foot.

    Days wide enough stand apart; days that share a column are averaged.
    """
    axis, ruler = plot.axis, plot.scale
    eighth = ruler.cells * 8 / (ruler.high - ruler.low)
    if axis.width >= APART * axis.days:
        for index, parts in enumerate(days):
            for column in range(axis.column(index), axis.column(index + 1) - 1):
                stack(canvas, column, plot.bottom, [(v * eighth, ink) for v, ink in parts])
        return
    for column in range(axis.x, axis.x + axis.width):
        first, end = axis.span(column)
        group = [parts for parts in days[first:end] if parts]
        if group:
            merged = [
                (sum(parts[n][0] for parts in group) / len(group) * eighth, group[0][n][1])
                for n in range(len(group[0]))
            ]
            stack(canvas, column, plot.bottom, merged)


def two_sided(canvas: Canvas, plot: Plot, values: Values, ink: Callable[[float, int], str]) -> None:
    """Bars up and down from the row below which 0 lies."""
    ruler = plot.scale
    zero = plot.top + round(ruler.high / (ruler.high - ruler.low) * ruler.cells)
    eighth = ruler.cells * 8 / (ruler.high - ruler.low)
    for column in range(plot.axis.x, plot.axis.x + plot.axis.width):
        span = plot.axis.span(column)
        value = mean(values, span)
        if value is None:
            continue
        size = round(abs(value) * eighth)
        if value >= 0:
            rise(canvas, column, zero - 1, max(1, size), ink(value, span[0]))
        else:
            hang(canvas, column, zero, max(1, size), ink(value, span[0]))
