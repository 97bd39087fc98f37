"""Reading a component's property without minding how broken it is."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icalendar import Component


def value(component: "Component", name: str) -> date | timedelta | None:
    """The date, time or length of the property, the first of several, of a period its start; None
    where there is none or it cannot be read."""
    found = attribute(_first(component.get(name)), "dt")
    if isinstance(found, tuple):
        found = found[0] if found else None
    return found if isinstance(found, date | timedelta) else None


def attribute(found: Any, name: str) -> Any:
    """What icalendar parsed, None where it could not."""
    from icalendar.error import BrokenCalendarProperty

    try:
        return getattr(found, name, None)
    except BrokenCalendarProperty:
        return None


def dates(component: "Component", name: str) -> int:
    """How many dates the property lists (RDATE, EXDATE)."""
    found = component.get(name)
    lists = found if isinstance(found, list) else [found]
    return sum(len(attribute(one, "dts") or ()) for one in lists)


def string(component: "Component", name: str) -> str:
    """The property's text, the first of several; empty where there is none or it is no text."""
    found = _first(component.get(name))
    if isinstance(found, str):
        return found
    raw = found if isinstance(found, bytes) else attribute(found, "obj")  # unknown to icalendar
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _first(found: Any) -> Any:
    if isinstance(found, list):
        return found[0] if found else None
    return found
