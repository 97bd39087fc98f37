"""Areas and columns of eighth blocks."""

from collections.abc import Sequence

from tui.widgets.chart.canvas import EIGHTHS, FULL, Canvas


def rise(canvas: Canvas, x: int, bottom: int, eighths: int, ink: str) -> None:
    """A column standing on row `bottom` (its last row), `eighths` high."""
    full, rest = divmod(eighths, 8)
    for row in range(bottom, bottom - full, -1):
        canvas.put(x, row, FULL, ink)
    if rest:
        canvas.put(x, bottom - full, EIGHTHS[rest], ink)


def hang(canvas: Canvas, x: int, top: int, eighths: int, ink: str) -> None:
    """A column hanging from row `top` (its first row): the block is what is left free."""
    full, rest = divmod(eighths, 8)
    for row in range(top, top + full):
        canvas.put(x, row, FULL, ink)
    row = top + full
    if rest and 0 <= row < canvas.height and 0 <= x < canvas.width:
        free = canvas.papers[row][x]
        canvas.put(x, row, EIGHTHS[8 - rest], free, ink)


def area(
    canvas: Canvas, x: int, bottom: int, heights: Sequence[int | None], inks: Sequence[str]
) -> None:
    """Columns side by side from `x` on; None leaves a gap."""
    for offset, (eighths, ink) in enumerate(zip(heights, inks, strict=True)):
        if eighths is not None:
            rise(canvas, x + offset, bottom, eighths, ink)


def stack(canvas: Canvas, x: int, bottom: int, parts: Sequence[tuple[float, str]]) -> None:
    """Parts on top of each other, sizes in eighths; a shared cell shows its two largest."""
    spans: list[tuple[float, float, str]] = []
    base = 0.0
    for size, ink in parts:
        if size > 0:
            spans.append((base, base + size, ink))
            base += size
    for cell in range(int((base + 7) // 8)):
        low, high = cell * 8, cell * 8 + 8
        inside = [
            (min(end, high) - max(start, low), ink)
            for start, end, ink in spans
            if end > low and start < high
        ]
        _stacked_cell(canvas, x, bottom - cell, inside)


def _stacked_cell(canvas: Canvas, x: int, y: int, inside: list[tuple[float, str]]) -> None:
    filled = sum(size for size, _ in inside)
    if filled < 7.5 or len(inside) == 1:  # the top of the column: the paper shows above it
        ink = max(inside)[1]
        rounded = round(filled)
        if rounded:
            canvas.put(x, y, EIGHTHS[rounded], ink)
        return
    lower, upper = inside[0], inside[-1]
    if len(inside) > 2:
        largest = sorted(inside, reverse=True)[:2]
        lower, upper = [part for part in inside if part in largest][:2]
    split = round(8 * lower[0] / (lower[0] + upper[0]))
    if split <= 0 or split >= 8:
        canvas.put(x, y, FULL, lower[1] if split >= 8 else upper[1])
    else:
        canvas.put(x, y, EIGHTHS[split], lower[1], upper[1])
