"""Lists over the calendar: all of a day, and the sports to choose from."""

from datetime import date
from typing import TYPE_CHECKING

from reports.calendar import Item
from tui.palette import SPORT_LETTERS, SPORT_NAMES, Palette
from tui.screens.card import Line
from tui.screens.choose import Choose
from tui.text import fit
from tui.theme import palette_for
from tui.units import Units
from tui.widgets.calendar.cards import distance_of, duration_of, glyph, load_of
from tui.widgets.calendar.details import numbers, session

if TYPE_CHECKING:
    from tui.app import TrainingBrainApp

_TITLE = 42
#: Cells a line of a copied day.
_TEXT_WIDTH = 78


def day_list(app: "TrainingBrainApp", day: date, items: list[Item], chosen: int) -> Choose:
    """Every session of the day; below it the one under the cursor in full, then the night."""
    colours = palette_for(app.theme, colour=not app.no_color)
    units = app.reader.who().units
    about = numbers(app.reader.day(day))
    title = f"{day:%A} {day.day} {day:%B} {day.year}"

    def details(index: int, width: int) -> list[Line]:
        lines = session(items[index], units, colours, width, chosen=False) if items else []
        return [*lines, [], *about] if about else lines

    lines = [_entry(item, units, colours) for item in items]
    if not items:
        return Choose(title, [[("Nothing planned, nothing done.", "muted")], [], *about],
                      hint="esc leaves")  # fmt: skip
    return Choose(title, lines, chosen=chosen, hint="enter opens, esc leaves", details=details)


def day_text(app: "TrainingBrainApp", day: date, items: list[Item]) -> str:
    """The day as plain text: every session in full, then the night and the form."""
    colours = palette_for(app.theme, colour=not app.no_color)
    units = app.reader.who().units
    lines: list[Line] = [[(f"{day:%A} {day.day} {day:%B} {day.year}", "strong")]]
    for item in items:
        lines += [[], *session(item, units, colours, _TEXT_WIDTH, chosen=False)]
    if not items:
        lines += [[], [("Nothing planned, nothing done.", "muted")]]
    about = numbers(app.reader.day(day))
    if about:
        lines += [[], *about]
    rows = ("".join(text for text, _ in line).replace("▐", " ").replace("▌", " ") for line in lines)
    return "\n".join(row.rstrip() for row in rows)


def sport_list(app: "TrainingBrainApp", sports: list[str], chosen: str | None) -> Choose:
    """All, then each sport; its letter takes it at once."""
    colours = palette_for(app.theme, colour=not app.no_color)
    lines: list[Line] = [[("A  ", "accent"), ("All sports", "text")]]
    for sport in sports:
        letter = SPORT_LETTERS.get(sport, "O")
        lines.append(
            [(f"{letter}  ", colours.sport(sport)), (SPORT_NAMES.get(sport, sport), "text")]
        )
    keys = {SPORT_LETTERS.get(s, "O").lower(): n for n, s in enumerate(sports, start=1)}
    return Choose(
        "Which sport?",
        lines,
        chosen=sports.index(chosen) + 1 if chosen in sports else 0,
        hint="its letter or enter takes one, a takes all, esc leaves",
        keys={**keys, "a": 0},
    )


def _entry(item: Item, units: Units, colours: Palette) -> Line:
    numbers = (duration_of(item), distance_of(item, units), load_of(item))
    mark, level = glyph(item)
    return [
        (f"{SPORT_LETTERS.get(item.sport, 'O')} ", colours.sport(item.sport)),
        (f"{item.starts_at or '':<6}", "muted"),
        (fit(item.title, _TITLE), "text"),
        ("".join(f"{text:>7}" for text in numbers), "muted" if item.executed is None else "text"),
        (f" {mark}", colours.compliance.get(level, colours.accent)),
    ]
