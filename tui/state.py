"""What the dashboard remembers between runs: one small file beside the mirror.

The theme and the ranges are choices and stay. Screen, day and workout are a place: they come back
on the day they were left; the next morning begins at home, on today.
"""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tui.looks import DARK, THEMES


class State(NamedTuple):
    """left: the athlete's date of the last run. day: under the calendar's cursor. ranges: a
    screen's name -> the days it shows."""

    theme: str = DARK
    left: str | None = None
    screen: str | None = None
    day: str | None = None
    workout: str | None = None
    ranges: dict[str, int] = {}  # noqa: RUF012 - never changed in place

    def on(self, today: date) -> "State":
        """As the dashboard begins on `today`."""
        if self.left == today.isoformat():
            return self
        return State(self.theme, today.isoformat(), ranges=self.ranges)


def _path(base: Path) -> Path:
    return base / "dashboard.json"


def load(base: Path) -> State:
    """The stored state; what is missing or unreadable is as on the first run."""
    try:
        stored = json.loads(_path(base).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return State()
    return _checked(stored) if isinstance(stored, dict) else State()


def _checked(stored: dict[str, Any]) -> State:
    theme, ranges = stored.get("theme"), stored.get("ranges")
    return State(
        theme if isinstance(theme, str) and theme in THEMES else DARK,
        _day(stored.get("left")),
        _text(stored.get("screen")),
        _day(stored.get("day")),
        _text(stored.get("workout")),
        {k: v for k, v in ranges.items() if type(v) is int} if isinstance(ranges, dict) else {},
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _day(value: object) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def save(base: Path, state: State) -> None:
    """Written beside and moved over, so that a killed process leaves the old file whole."""
    path = _path(base)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        draft.write_text(json.dumps(state._asdict()), encoding="utf-8")
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)  # a read-only home still shows everything
