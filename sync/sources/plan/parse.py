"""iCalendar text to planned sessions of the athlete's local days.

Bounded whatever the feed says: so many events, so many repeating ones, so many rows. A damaged
event costs itself and a warning; only a text that is no whole calendar raises.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from sync.engine.errors import ShapeError, TroubleError
from sync.sources.plan import dialects, recurrence
from sync.sources.plan.dialects import EventText, Extracted
from sync.sources.plan.record import Completed, Feed, PlannedRecord, Window
from sync.sources.plan.values import attribute, string, value

if TYPE_CHECKING:
    from icalendar import Calendar, Event

#: More events than this a plan does not have; the nearest to today are kept.
MAX_EVENTS = 20_000
MAX_RECORDS = 4_000
_MAX_TITLE = 300
_MAX_TEXT = 8_000
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_FOLD = re.compile(rb"\r?\n[ \t]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")


class Moment(NamedTuple):
    """When an event is. day: the athlete's local day; start: None for an all-day event."""

    day: date
    start: datetime | None
    length_s: float | None


def text_of(body: bytes) -> str:
    """The feed as text with its folds undone: in bytes, as a fold may split a character."""
    return _FOLD.sub(b"", body).decode("utf-8-sig", errors="replace")


def parse(text: str, zone: ZoneInfo, today: date) -> Feed:
    """All sessions of an unfolded feed. Raises SourceError when it is no whole calendar."""
    warnings: list[str] = []
    events = _events(text, today, warnings)
    texts = [_text(event) for event in events[0]]
    dialect = dialects.detect(events[1], texts)
    extract = dialects.EXTRACTORS[dialect]
    records: list[PlannedRecord] = []
    broken = 0
    for event, event_text in zip(events[0], texts, strict=True):
        moment = _moment(event, zone)
        if moment is None:
            broken += 1
            continue
        timed = event_text._replace(all_day=moment.start is None, timed_s=moment.length_s)
        records.append(_record(event, moment, extract(timed)))
    if broken:
        warnings.append(f"{broken} event(s) without a usable date were left out")
    if len(records) > MAX_RECORDS:
        warnings.append(f"{len(records)} events; the {MAX_RECORDS} nearest to today were taken")
        records.sort(key=lambda record: abs((date.fromisoformat(record.date) - today).days))
        records = records[:MAX_RECORDS]
    records.sort(key=lambda record: (record.date, record.starts_at or "", record.title))
    return Feed(records, _window(records), dialect, warnings)


def _events(text: str, today: date, warnings: list[str]) -> "tuple[list[Event], str]":
    """Single events and the occurrences of repeating ones, and the feed's PRODID."""
    import warnings as python_warnings

    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")  # icalendar's hints on vendors' time zone names
        calendars = _calendars(text, warnings)
        found: list[Event] = []
        for calendar in calendars:
            single, series = recurrence.split(calendar)
            found += single
            found += recurrence.expand(calendar, series, today, warnings)
        if len(found) > MAX_EVENTS:
            warnings.append(f"{len(found)} events; only the first {MAX_EVENTS} were read")
            del found[MAX_EVENTS:]
        prodid = string(calendars[0], "PRODID") if calendars else ""
        return found, prodid


def _calendars(text: str, warnings: list[str]) -> "list[Calendar]":
    from icalendar import Calendar

    stripped = text.strip()
    if not stripped[:15].upper() == "BEGIN:VCALENDAR":
        raise ShapeError("the answer is no iCalendar feed")
    if stripped[-13:].upper() != "END:VCALENDAR":
        raise TroubleError("the calendar breaks off before its end; try again later")
    try:
        found = Calendar.from_ical(text, multiple=True)
        if all(isinstance(calendar, Calendar) for calendar in found):
            return list(found)
        return [_piecewise(text, warnings)]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        return [_piecewise(text, warnings)]


def _piecewise(text: str, warnings: list[str]) -> "Calendar":
    """A calendar with something broken between its events: the events that can be read."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    lost = 0
    for block in _blocks(text):
        try:
            calendar.add_component(Event.from_ical(block))
        except (ValueError, IndexError, KeyError, TypeError, AttributeError):
            lost += 1
    if not calendar.subcomponents:
        raise ShapeError("the calendar is damaged and none of it can be read")
    warnings.append(f"the calendar is damaged; {lost} event(s) could not be read")
    return calendar


def _blocks(text: str) -> Iterator[str]:
    lines: list[str] | None = None
    for line in text.splitlines():
        mark = line.strip().upper()
        if mark == "BEGIN:VEVENT":
            lines = []
        if lines is not None:
            lines.append(line)
            if mark == "END:VEVENT":
                yield "\r\n".join(lines)
                lines = None


def _text(event: "Event") -> EventText:
    estimated = string(event, "X-WORKOUT-ESTIMATED-DURATION").strip()
    seconds = int(estimated) if estimated.isascii() and estimated.isdigit() else 0
    return EventText(
        summary=_clean(string(event, "SUMMARY").replace("\n", " "), _MAX_TITLE),
        description=_clean(string(event, "DESCRIPTION"), _MAX_TEXT),
        all_day=True,
        estimated_s=float(seconds) if 0 < seconds < 48 * 3600 else None,
        categories=tuple(_categories(event)),
    )


def _categories(event: "Event") -> Iterator[str]:
    found = event.get("CATEGORIES")
    for part in found if isinstance(found, list) else [found]:
        for name in list(attribute(part, "cats") or ())[:20]:
            yield str(name)[:60]


def _clean(text: str, most: int) -> str:
    return _CONTROL.sub(" ", text[:most].replace("\r\n", "\n"))


def _moment(event: "Event", zone: ZoneInfo) -> Moment | None:
    """When the event is for this athlete; None when its start cannot be read."""
    start = value(event, "DTSTART")
    if isinstance(start, datetime):
        try:
            return _timed(start, _end(event, start), zone)
        except (OverflowError, ValueError):  # a date at the edge of the calendar
            return None
    if isinstance(start, date) and _FIRST_YEAR <= start.year <= _LAST_YEAR:
        return Moment(start, None, None)
    return None


def _end(event: "Event", start: datetime) -> datetime | None:
    end = value(event, "DTEND")
    if isinstance(end, datetime):
        return end
    length = value(event, "DURATION")
    if isinstance(length, timedelta):  # exact time, across a change of the clocks too
        aware = start.tzinfo is not None
        return (start.astimezone(UTC) if aware else start) + length
    return None


def _timed(start: datetime, end: datetime | None, zone: ZoneInfo) -> Moment | None:
    if not _FIRST_YEAR <= start.year <= _LAST_YEAR:
        return None
    begin = _in_zone(start, zone)
    length = None
    if end is not None:
        length = (_in_zone(end, zone).astimezone(UTC) - begin.astimezone(UTC)).total_seconds()
        whole_days = length > 0 and length % 86_400 == 0
        if start.time() == time(0) and whole_days:  # an all-day event in disguise
            return Moment(start.date(), None, None)
    usable = length is not None and 0 < length < 86_400
    return Moment(begin.date(), begin.astimezone(UTC), length if usable else None)


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """The athlete's clock. Floating times are on it already."""
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _record(event: "Event", moment: Moment, found: Extracted) -> PlannedRecord:
    start = None if moment.start is None else moment.start.isoformat(timespec="seconds")
    load = found.load
    if load is None and found.intensity is not None and found.duration_s is not None:
        load = round(found.duration_s / 3600 * found.intensity**2 * 100, 1)
    uid = string(event, "UID").strip()[:200]
    again = value(event, "RECURRENCE-ID")
    if isinstance(again, date) and uid:
        uid = f"{uid}/{again.isoformat()}"
    return PlannedRecord(
        date=moment.day.isoformat(),
        sport=found.sport,
        title=found.title,
        duration_s=found.duration_s,
        distance_m=found.distance_m,
        load=load,
        intensity=found.intensity,
        description=found.text,
        starts_at=None if found.done else start,
        uid=uid or None,
        kind=found.kind,
        completed=Completed(start, found.done_s, found.done_m) if found.done else None,
        planned=found.planned,
        cancelled=string(event, "STATUS").strip().upper() == "CANCELLED",
        series="RECURRENCE-ID" in event,
    )


def _window(records: list[PlannedRecord]) -> Window | None:
    days = [record.date for record in records if record.kind != "race"]
    if not days:
        return None
    return Window(date.fromisoformat(min(days)), date.fromisoformat(max(days)))
