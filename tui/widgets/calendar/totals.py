"""The week's column: hours, load, fitness, sports."""

from reports.calendar import Week

from tui.palette import SPORT_LETTERS, SPORTS, Palette
from tui.units import Units, hours, signed
from tui.widgets.chart.canvas import Canvas

#: (x, y, width)
type _Place = tuple[int, int, int]


def totals(
    canvas: Canvas,
    at: tuple[int, int, int, int],
    week: Week,
    look: tuple[Palette, Units],
    *,
    future: bool,
) -> None:
    """Draw into (x, y, width, rows); the less important lines only where there is room."""
    x, y, width, rows = at
    colours, units = look
    if future:
        lines = [_planned_time, _planned_load]
    elif rows >= 4:
        lines = [_time, _share, _load, _form] + ([_sports] if rows >= 5 else [])
    else:
        lines = [_time, _load, _form]
    for offset, draw in enumerate(lines[:rows]):
        draw(canvas, (x, y + offset, width), week, colours, units)


def _planned_time(
    canvas: Canvas, at: _Place, week: Week, colours: Palette, units: Units
) -> None:
    if week.planned_s:
        canvas.text(at[0], at[1], f"Plan {hours(week.planned_s)}", colours.muted)


def _planned_load(
    canvas: Canvas, at: _Place, week: Week, colours: Palette, units: Units
) -> None:
    if week.planned_load:
        canvas.text(at[0], at[1], f"Load {week.planned_load:.0f}", colours.muted)


def _pair(canvas: Canvas, at: tuple[int, int], texts: tuple[str, str, str], colours: Palette) -> None:
    """Name, done, and ` / planned` where there is a plan."""
    x, y = at
    name, done, planned = texts
    canvas.text(x, y, name, colours.muted)
    x += len(name) + (1 if name else 0)
    canvas.text(x, y, done, colours.strong, bold=True)
    if planned:
        canvas.text(x + len(done), y, f" / {planned}", colours.muted)


def _time(
    canvas: Canvas, at: _Place, week: Week, colours: Palette, units: Units
) -> None:
    x, y, width = at
    planned = hours(week.planned_s) if week.planned_s else ""
    if week.done_s or planned:
        name = "Time" if width >= 18 else ""
        done = hours(week.done_s) + ("" if name or planned else " h")
        _pair(canvas, (x, y), (name, done, planned), colours)


def _load(
    canvas: Canvas, at: _Place, week: Week, colours: Palette, units: Units
) -> None:
    x, y, width = at
    planned = f"{week.planned_load:.0f}" if week.planned_load else ""
    if week.done_load or planned:
        _pair(canvas, (x, y), ("Load", f"{week.done_load:.0f}", planned), colours)


def _form(
    canvas: Canvas, at: _Place, week: Week, colours: Palette, units: Units
) -> None:
    if week.ctl is None or week.atl is None or week.tsb is None:
        return
    x, y, width = at
    parts = [("CTL", f"{week.ctl:.0f}"), ("ATL", f"{week.atl:.0f}"), ("TSB", signed(week.tsb))]
    if width < 20:
        parts = [parts[0], parts[2]]
    for name, value in parts:
        canvas.text(x, y, name, colours.muted)
        canvas.text(x + 4, y, value, colours.text)
        x += 5 + max(2, len(value))


def _share(
    canvas: Canvas, at: _Place, week: Week, colours: Palette, units: Units
) -> None:
    """Done time by sport as one bar, against the week's plan."""
    x, y, width = at
    whole = max(week.done_s, week.planned_s)
    if whole <= 0:
        return
    width = min(width, 24)
    track = "━" * width
    canvas.text(x, y, track, colours.rule)
    start = 0.0
    for sport in SPORTS:
        total = week.by_sport.get(sport)
        if total is None or total.done_s <= 0:
            continue
        end = start + total.done_s / whole * width
        for column in range(round(start), max(round(end), round(start) + 1)):
            if column < width:
                canvas.put(x + column, y, "━", colours.sport(sport))
        start = end


def _sports(
    canvas: Canvas, at: _Place, week: Week, colours: Palette, units: Units
) -> None:
    x, y, width = at
    end = x + width
    for sport in SPORTS:
        total = week.by_sport.get(sport)
        if total is None or total.done_m <= 0:
            continue
        text = units.short_distance(total.done_m, sport).replace(".0k", "k")
        if x + 2 + len(text) > end:
            return
        canvas.text(x, y, SPORT_LETTERS[sport], colours.sport(sport), bold=True)
        canvas.text(x + 2, y, text, colours.text)
        x += len(text) + 3


