"""A workout's card in a day's cell: solid when done, dashed when only planned."""

from reports.calendar import Item
from tui.palette import COMPLIANCE, SPORT_LETTERS, Palette, mix
from tui.text import fit
from tui.units import Units, hours
from tui.widgets.chart.canvas import Canvas

#: Signs beside the compliance's: does not count; the coach has changed it.
EXCLUDED, CHANGED = "⊘", "Δ"
OTHER_SIGNS = (
    ("·", "done; nothing planned to measure it by"),
    (EXCLUDED, "excluded by you, counts nowhere"),
    (CHANGED, "the coach has changed it"),
)

#: From this width on a card's first row holds the title and the mark.
_ROOMY = 17


def glyph(item: Item) -> tuple[str, str]:
    """(compliance glyph, level); a done workout whose plan has no amount gets a neutral dot, one
    that does not count its own sign, and so has a session ahead that the coach has changed."""
    compliance = item.compliance
    if item.executed is not None and item.executed.excluded_reason is not None:
        return (EXCLUDED, "grey")
    if item.changes and item.executed is None and not (compliance and compliance.level):
        return (CHANGED, "changed")
    if compliance is None or compliance.status == "upcoming":
        return (" ", "grey")
    if compliance.level is None:
        return ("·", "grey") if compliance.status == "completed" else (" ", "grey")
    return (COMPLIANCE[compliance.level][0], compliance.level)


def duration_of(item: Item) -> str:
    """`1:02`, done before planned; the distance where there is no time."""
    if item.executed and item.executed.duration_s is not None:
        return hours(item.executed.duration_s)
    if item.planned and item.planned.duration_planned_s is not None:
        return hours(item.planned.duration_planned_s)
    return ""


def distance_of(item: Item, units: Units) -> str:
    """`42.2k` or nothing."""
    if item.executed:
        metres = item.executed.distance_m
    else:
        metres = item.planned.distance_planned_m if item.planned else None
    return units.short_distance(metres, item.sport) if metres else ""


def load_of(item: Item) -> str:
    """The load's number or nothing."""
    load = item.executed.load if item.executed else None
    if load is None and item.planned and not item.executed:
        load = item.planned.tss_planned
    return "" if load is None else f"{load:.0f}"


def card(
    canvas: Canvas,
    at: tuple[int, int, int, int],
    item: Item,
    look: tuple[Palette, Units],
    *,
    selected: bool,
) -> None:
    """Draw `item` into (x, y, width, rows 1 or 2)."""
    x, y, width, rows = at
    colours, units = look
    sport = colours.sport(item.sport)
    done = item.executed is not None
    missed = item.compliance is not None and item.compliance.status == "missed"
    base = canvas.paper_at(x, y)
    paper, text, soft = base, colours.text, colours.muted
    excluded = item.executed is not None and item.executed.excluded_reason is not None
    if excluded:
        text, soft = colours.muted, colours.muted
    elif done:
        paper = mix(base, sport, 0.17 if colours.dark else 0.13)
        text, soft = colours.strong, mix(paper, colours.text, 0.72)
    if selected:
        paper = mix(base, sport, 0.34 if colours.dark else 0.32)
        text = soft = colours.strong
    elif missed:
        text = soft = colours.muted
    canvas.fill(x, y, width, rows, paper)
    _bar(
        canvas,
        x,
        y,
        rows,
        item,
        (colours.strong if selected and not done else sport, colours.on_colour),
        done=done,
        paper=paper,
    )
    mark, level = glyph(item)
    marked = 0 if mark == " " else 2
    low = rows > 1 and width < _ROOMY  # the title needs its row, the mark goes below it
    room = width - 2 - (0 if low else marked)
    canvas.text(x + 2, y, fit(_headline(item, room, rows), room), text, bold=done or selected)
    if rows > 1:
        below = width - 2 - (marked if low else 0)
        canvas.text(x + 2, y + 1, fit(_numbers(item, below, units), below), soft)
    if marked:
        ink = colours.strong if selected else colours.compliance.get(level, colours.accent)
        canvas.text(x + width - 1, y + (1 if low else 0), mark, ink, bold=True)


def _bar(
    canvas: Canvas,
    x: int,
    y: int,
    rows: int,
    item: Item,
    inks: tuple[str, str],
    *,
    done: bool,
    paper: str,
) -> None:
    sport, on_colour = inks
    letter = SPORT_LETTERS.get(item.sport, "O")
    if done:
        canvas.fill(x, y, 1, rows, sport)
        canvas.put(x, y, letter, on_colour, sport, bold=True)
        return
    canvas.put(x, y, letter, sport, paper, bold=True)
    for row in range(1, rows):
        canvas.put(x, y + row, "┆", sport, paper)


def _headline(item: Item, room: int, rows: int) -> str:
    """The title; on a card of one row the time comes first and the title as far as it goes."""
    if rows > 1:
        return item.title
    time = duration_of(item)
    if not time:
        return item.title
    if len(time) > room:
        time = f"{time.partition(':')[0]}h"
    return f"{time} {item.title}" if room >= len(time) + 4 else time


def _numbers(item: Item, room: int, units: Units) -> str:
    """`1:02  12.3k  87`, as many as fit whole."""
    parts = (duration_of(item), distance_of(item, units), load_of(item))
    whole = [part for part in parts if part]
    gap = "  " if len("  ".join(whole)) <= room else " "
    shown = ""
    for part in whole:
        longer = f"{shown}{gap}{part}" if shown else part
        if len(longer) <= room:
            shown = longer
    return shown
