"""An edit of the plan in a few words, for the screens and the command line alike."""

from datetime import date
from typing import Any

from tui.units import Units, hours

_METRES = ("duration_planned_s", "distance_planned_m", "tss_planned")


def edit_text(kind: str, before: dict[str, Any] | None, units: Units, sport: str) -> str:
    """One edit in a few words; what was before, for the plan shows what is now."""
    before = before or {}
    if kind == "moved" and before.get("date"):
        return f"moved from {_day(before['date'])}"
    if kind == "retitled" and before.get("title"):
        return f"was called {before['title']}"
    if kind == "resized":
        was = _size(before, units, sport)
        return f"was {was}" if was else "planned amounts have changed"
    words = {
        "added": "new in the plan",
        "removed": "taken out of the plan",
        "restored": "back in the plan",
    }
    return words.get(kind, "")


def _size(amounts: dict[str, Any], units: Units, sport: str) -> str:
    seconds, metres, load = (amounts.get(name) for name in _METRES)
    parts = [
        hours(seconds) if seconds else "",
        units.distance(metres, sport) if metres else "",
        f"load {load:.0f}" if load else "",
    ]
    return " · ".join(part for part in parts if part)


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day:%a} {day.day} {day:%b}"
