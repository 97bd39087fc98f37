"""Strava's archive: `activities.csv` names what the recordings beside it do not.

The header is in the athlete's language, the order of the first columns is the same in all of them;
so they are read by position.
"""

import csv
import io
from typing import NamedTuple

_ID, _NAME, _TYPE, _DESCRIPTION, _EFFORT, _FILE = 0, 2, 3, 4, 8, 12

#: Strava's type (English accounts) -> our sport; others stay what the recording says.
_SPORTS = {
    "ride": "bike",
    "virtual ride": "bike",
    "e-bike ride": "bike",
    "run": "run",
    "virtual run": "run",
    "trail run": "run",
    "swim": "swim",
    "weight training": "strength",
    "workout": "strength",
    "yoga": "mobility",
    "pilates": "mobility",
}


class Entry(NamedTuple):
    """What the archive says about one recording."""

    activity_id: str
    title: str | None
    sport: str | None
    notes: str | None
    relative_effort: float | None


def entries(data: bytes) -> dict[str, Entry]:
    """File name inside of the archive (`activities/1.fit.gz`) -> its entry."""
    found: dict[str, Entry] = {}
    text = io.StringIO(data.decode("utf-8-sig", errors="replace"), newline="")
    rows = csv.reader(text)
    next(rows, None)
    for row in rows:
        if len(row) <= _FILE or not row[_FILE].strip() or not row[_ID].strip().isdigit():
            continue
        found[row[_FILE].strip()] = Entry(
            row[_ID].strip(),
            row[_NAME].strip() or None,
            _SPORTS.get(row[_TYPE].strip().lower()),
            row[_DESCRIPTION].strip() or None,
            _number(row[_EFFORT]),
        )
    return found


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
