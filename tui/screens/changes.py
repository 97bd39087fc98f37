"""What the coach did to the plan lately, newest first; Enter goes to the session's day."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from reports.plan_edits import NEWS_DAYS, Edit
from tui.edits import edit_text
from tui.palette import SPORT_LETTERS, Palette
from tui.screens.card import Line
from tui.screens.choose import Choose
from tui.text import cut, fit
from tui.theme import palette_for
from tui.units import Units

if TYPE_CHECKING:
    from tui.app import TrainingBrainApp

_TITLE = 24


def change_list(app: "TrainingBrainApp", edits: Sequence[Edit]) -> Choose:
    """Every edit as a line: when it was seen, the session's day now, what was done to it."""
    title = f"What changed in the plan in {NEWS_DAYS} days"
    if not edits:
        return Choose(title, [[("Nothing: it stands as it was.", "muted")]], hint="esc leaves")
    colours = palette_for(app.theme, colour=not app.no_color)
    units = app.reader.who().units
    lines = [_line(edit, units, colours) for edit in edits]
    return Choose(title, lines, hint="enter goes to its day, esc leaves")


def _line(edit: Edit, units: Units, colours: Palette) -> Line:
    return [
        (f"seen {_day(edit.seen_on):<7}", "muted"),
        (f"{SPORT_LETTERS.get(edit.sport, 'O')} ", colours.sport(edit.sport)),
        (f"{_weekday(edit.date):<11}", "muted"),
        (f"{fit(edit.title, _TITLE)} ", "text"),
        (cut(edit_text(edit.kind, edit.before, units, edit.sport), 40), "accent"),
    ]


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%b}"


def _weekday(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day:%a} {day.day} {day:%b}"
