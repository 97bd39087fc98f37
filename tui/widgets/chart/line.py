"""Braille lines."""

from collections.abc import Sequence

from tui.widgets.chart.canvas import Canvas


def line(canvas: Canvas, x: int, y: int, quarters: Sequence[int | None], ink: str) -> None:
    """A line through points half a cell apart, from cell (x, y); quarter rows, None breaks it.

    Neighbouring points are joined by a vertical run split between their two columns, so that
    steep flanks stay one line.
    """
    px, py = x * 2, y * 4
    previous: int | None = None
    for offset, quarter in enumerate(quarters):
        if quarter is not None:
            if previous is not None and abs(quarter - previous) > 1:
                middle = (quarter + previous) // 2
                _run(canvas, px + offset - 1, py + previous, py + middle, ink)
                _run(canvas, px + offset, py + middle, py + quarter, ink)
            else:
                canvas.braille(px + offset, py + quarter, ink)
        previous = quarter


def _run(canvas: Canvas, px: int, start: int, end: int, ink: str) -> None:
    step = 1 if end >= start else -1
    for row in range(start, end + step, step):
        canvas.braille(px, row, ink)
