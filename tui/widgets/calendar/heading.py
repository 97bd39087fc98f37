"""The line over weeks and month: the weekdays, the month, and the one sport that is shown."""

from tui.palette import SPORT_LETTERS, SPORT_NAMES, Palette
from tui.text import right
from tui.widgets.calendar.cursor import DAYS, CalendarView
from tui.widgets.chart.canvas import Canvas


def heading(canvas: Canvas, view: CalendarView, columns: tuple[int, int], colours: Palette) -> None:
    """columns: cells of a day, of the totals."""
    cell, totals = columns
    for column in range(7):
        number = (view.week_start - 1 + column) % 7
        today = view.today.weekday() == number
        ink = colours.accent if today else colours.muted
        canvas.text(column * cell, 0, DAYS[number], ink, bold=today)
    month, sport = view.marker()
    x = cell * 7
    canvas.text(x, 0, right(month, totals), colours.strong, bold=True)
    if sport is None:
        return
    name = f"{SPORT_NAMES.get(sport, sport)} only"
    room = totals - len(month) - 1
    if len(name) + 2 > room:
        name = SPORT_LETTERS.get(sport, "O")
    text = f" {name} " if len(name) + 2 <= room else name
    canvas.text(x, 0, text, colours.on_colour, colours.sport(sport), bold=True)
