"""Repeating events, bounded: a feed's rules cannot make the sync hang or flood the plan.

dateutil walks a rule that never matches up to the year 9999, so only rules of the kinds that
training plans use are expanded; any other event counts once, on its first day, with a warning.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sync.sources.plan.values import dates, string, value

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MAX_SERIES = 50
PAST = timedelta(days=28)
AHEAD = timedelta(days=120)
_MAX_AGE = timedelta(days=3653)
_MAX_DATES = 400
_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def last_day(today: date) -> date:
    """The last day that a pull of this day reads occurrences of."""
    return today + AHEAD - timedelta(days=1)


def split(calendar: "Calendar") -> "tuple[list[Event], list[Event]]":
    """The calendar's events: those that stand alone, and those that belong to a series."""
    single: list[Event] = []
    series: list[Event] = []
    repeating = {string(event, "UID") for event in calendar.events if _repeats(event)}
    for event in calendar.events:
        belongs = _repeats(event) or (
            "RECURRENCE-ID" in event and string(event, "UID") in repeating
        )
        (series if belongs else single).append(event)
    return single, series


def _repeats(event: "Event") -> bool:
    return "RRULE" in event or "RDATE" in event


def expand(
    calendar: "Calendar", series: "list[Event]", today: date, warnings: list[str]
) -> "list[Event]":
    """The occurrences from four weeks back to four months ahead."""
    if not series:
        return []
    import recurring_ical_events  # type: ignore[import-untyped]
    from icalendar import Calendar

    kept: dict[str, list[Event]] = {}
    single: list[Event] = []
    for event in series:
        uid = string(event, "UID")
        if not _expandable(event, today) or (uid not in kept and len(kept) >= MAX_SERIES):
            single.append(event)
        else:
            kept.setdefault(uid, []).append(event)
    found: list[Event] = []
    for events in kept.values():
        one = Calendar()
        for component in [*calendar.timezones, *events]:
            one.add_component(component)
        try:
            found += recurring_ical_events.of(one).between(today - PAST, today + AHEAD)
        except (ValueError, TypeError, OverflowError, AttributeError, LookupError):
            single += events
    if single:
        warnings.append(
            f"{len(single)} repeating event(s) with a rule that plans do not use; taken once"
        )
    return found + single


def _expandable(event: "Event", today: date) -> bool:
    start = value(event, "DTSTART")
    if not isinstance(start, date):
        return False
    day = start.date() if isinstance(start, datetime) else start
    if today - day > _MAX_AGE or day - today > _MAX_AGE:
        return False
    if dates(event, "RDATE") > _MAX_DATES or dates(event, "EXDATE") > 10 * _MAX_DATES:
        return False
    rule = event.get("RRULE")
    return rule is None or (isinstance(rule, dict) and _is_usual(rule))


def _is_usual(rule: dict[str, Any]) -> bool:
    """Every rule that passes has an occurrence at least every few years, or an end."""
    names = {name.upper() for name in rule} - {"WKST"}
    frequency = _first(rule, "FREQ")
    interval = _first(rule, "INTERVAL", 1)
    if not names <= _PARTS or not isinstance(interval, int) or not 1 <= interval <= 60:
        return False
    count = _first(rule, "COUNT", 1)
    if not isinstance(count, int) or count < 1:
        return False
    filters = names & {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}
    if frequency == "DAILY":
        return not filters or (filters == {"BYDAY"} and interval == 1)
    if frequency == "WEEKLY":
        return filters <= {"BYDAY"}
    if frequency == "MONTHLY":
        return _is_usual_month(rule, filters, interval)
    return frequency == "YEARLY" and (
        not filters or (filters == {"BYMONTH", "BYMONTHDAY"} and _days_exist(rule))
    )


def _is_usual_month(rule: dict[str, Any], filters: set[str], interval: int) -> bool:
    if interval > 12 or "BYMONTH" in filters or len(filters - {"BYSETPOS"}) > 1:
        return False
    if "BYSETPOS" in filters and (
        "BYDAY" not in filters or _first(rule, "BYSETPOS") not in {1, -1}
    ):
        return False
    weeks = [str(day)[:-2].lstrip("+-") for day in rule.get("BYDAY", [])]
    if any(week and not 1 <= int(week) <= 5 for week in weeks):
        return False
    days = [int(day) for day in rule.get("BYMONTHDAY", [])]
    return all(1 <= abs(day) <= 31 for day in days)


def _days_exist(rule: dict[str, Any]) -> bool:
    longest = max(
        (_LONGEST[int(month) - 1] for month in rule["BYMONTH"] if 1 <= int(month) <= 12), default=0
    )
    return any(1 <= abs(int(day)) <= longest for day in rule["BYMONTHDAY"])


def _first(rule: dict[str, Any], name: str, default: Any = None) -> Any:
    found = rule.get(name, default)
    return found[0] if isinstance(found, list) and found else found
