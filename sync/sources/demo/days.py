"""Which days the demo mirror holds; light, for it is on the path of every `--demo` command."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from mirror.home import mirror_path

#: Raise it when the generator's output changes: old demo mirrors are then made anew.
GENERATION = 3

#: The settings row that says what is there: "<generation> <first day> <today>".
STATE = "demo_days"

#: Called with (units done, units in all) after each one.
type Progress = Callable[[int, int], None]


def first_day(today: date, years: float) -> date:
    """The day on which the demo's history begins."""
    return today - timedelta(round(years * 365.25))


def covers(home: Path, first: date, today: date) -> bool:
    """Whether the demo mirror holds all the days, made by this generator. A clock that has fallen
    behind its first day asks for nothing."""
    state = read_state(mirror_path(home))
    return state is not None and (state[0] <= first or today < state[0]) and state[1] >= today


def read_state(path: Path) -> tuple[date, date] | None:
    """(first day, today) of a finished fill by this generator, else None. Never makes a file."""
    if not path.exists():
        return None
    try:
        with_mode = f"{path.absolute().as_uri()}?mode=ro"
        db = sqlite3.connect(with_mode, uri=True, timeout=5.0)
        try:
            row = db.execute("SELECT value FROM settings WHERE name = ?", (STATE,)).fetchone()
        finally:
            db.close()
    except sqlite3.Error:
        return None  # no mirror yet, or a damaged one: the fill tells which
    generation, first, last = str(row[0]).split() if row else ("", "", "")
    if generation != str(GENERATION):
        return None
    return date.fromisoformat(first), date.fromisoformat(last)
