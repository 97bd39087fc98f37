"""Horizontal bars: zones with their share, one a row."""

from typing import NamedTuple

from tui.palette import Palette, mix
from tui.text import fit, right
from tui.widgets.chart.canvas import FULL, LEFT_EIGHTHS, Canvas


class Bar(NamedTuple):
    """label `Z2`, name `Endurance`, value of any unit, what to print behind it."""

    label: str
    name: str
    value: float
    shown: str
    share: str
    ink: str


def bar(canvas: Canvas, x: int, y: int, eighths: int, ink: str) -> None:
    """A bar from column `x` on, `eighths` of a cell long."""
    full, rest = divmod(eighths, 8)
    canvas.text(x, y, FULL * full, ink)
    if rest:
        canvas.put(x + full, y, LEFT_EIGHTHS[rest], ink)


def bars(canvas: Canvas, x: int, y: int, width: int, rows: list[Bar], colours: Palette) -> None:
    """Label, name (when there is room), bar on a faint track, value, share."""
    if not rows:
        return
    names = max(len(row.name) for row in rows) + 1 if width >= 46 else 0
    label = max(len(row.label) for row in rows) + 1
    shown = max(len(row.shown) for row in rows)
    share = max(len(row.share) for row in rows)
    tail = shown + share + 3
    track = max(4, width - names - label - tail)
    longest = max((row.value for row in rows), default=0) or 1
    for offset, row in enumerate(rows):
        at = y + offset
        canvas.text(x, at, fit(row.label, label), row.ink, bold=True)
        canvas.text(x + label, at, fit(row.name, names), colours.muted)
        left = x + label + names
        canvas.fill(left, at, track, 1, mix(canvas.paper, colours.rule, 0.35))
        eighths = round(row.value / longest * track * 8)
        if row.value > 0:
            bar(canvas, left, at, max(1, eighths), row.ink)
        canvas.text(left + track + 1, at, right(row.shown, shown), colours.text)
        canvas.text(left + track + 2 + shown, at, right(row.share, share + 1), colours.muted)
