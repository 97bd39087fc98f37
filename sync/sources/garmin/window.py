"""Days, newest first, in windows of what one request can carry."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def windows(first: date, last: date, length: int) -> Iterator[tuple[date, date]]:
    """(start, end) pairs that cover first..last, the newest first."""
    end = last
    while end >= first:
        start = max(first, end - timedelta(days=length - 1))
        yield start, end
        end = start - timedelta(days=1)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=k) for k in range((last - first).days + 1)]


def spans(wanted: Iterable[date], length: int) -> list[tuple[date, date]]:
    """The wanted days as few requests of at most `length` days, newest first. A hole of settled
    days inside a request costs nothing, so only the length divides."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(wanted), reverse=True):
        if found and (found[-1][1] - day).days < length:
            found[-1] = (day, found[-1][1])
        else:
            found.append((day, day))
    return found


def settles_at(day: date, timezone: str) -> datetime:
    """From when on what Garmin says of a day is final: noon of the second day after it, when the
    watch has been in reach and the night was worked on."""
    return datetime.combine(day + timedelta(days=2), time(12), ZoneInfo(timezone))


def unsettled_from(now: datetime, timezone: str) -> date:
    """The first day of which Garmin's word is not final yet at `now`."""
    day = now.astimezone(ZoneInfo(timezone)).date()
    while settles_at(day - timedelta(days=1), timezone) > now:
        day -= timedelta(days=1)
    return day
