"""What `auto` does, and what an order means on a given day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mirror import settings
from mirror.athlete import athlete
from mirror.database import Mirror
from sync.engine.contract import DAYS_BACK, Order, Profile

_DAILY_AT, _INTRADAY_AT = "sync.daily_at", "sync.intraday_at"
BACKFILL_SINCE = "sync.backfill_since"
_DAILY_EVERY, _INTRADAY_EVERY = timedelta(hours=6), timedelta(minutes=10)
_LONGEST_GAP_DAYS = 56
_DEFAULT_HISTORY = timedelta(days=365)


def orders(
    mirror: Mirror,
    profile: Profile,
    now: datetime,
    *,
    since: date | None = None,
    days_back: int | None = None,
) -> list[Order]:
    """What is to be asked, in this order. `auto`: the day if it is due, and then the rest of a
    backfill that was begun."""
    today = local_today(mirror, now)
    if profile == "backfill":
        return [Order("backfill", today, since=_since(mirror, since, today), asked_by_hand=True)]
    if profile == "intraday":
        return [Order("intraday", today)]
    back = days_back or _days_back(mirror, today)
    if profile == "daily":
        return [Order("daily", today, days_back=back)]
    found = []
    if _is_older(mirror, _DAILY_AT, now, _DAILY_EVERY, today):
        found.append(Order("daily", today, days_back=back))
    elif _is_older(mirror, _INTRADAY_AT, now, _INTRADAY_EVERY, today):
        found.append(Order("intraday", today))
    begun = settings.get(mirror, BACKFILL_SINCE)
    if begun:
        found.append(Order("backfill", today, since=date.fromisoformat(begun)))
    return found


def local_today(mirror: Mirror, now: datetime) -> date:
    """The athlete's day. East of home it may already be tomorrow at Garmin: that day comes when
    home has it too, so that no day is taken for empty before it has begun everywhere."""
    return now.astimezone(ZoneInfo(athlete(mirror).timezone)).date()


def note_done(mirror: Mirror, order: Order, now: datetime) -> None:
    """An order was carried out without anything left over."""
    stamp = now.isoformat(timespec="seconds")
    if order.profile == "daily":
        settings.put(mirror, _DAILY_AT, stamp)
    if order.profile in ("daily", "intraday"):
        settings.put(mirror, _INTRADAY_AT, stamp)


def _since(mirror: Mirror, given: date | None, today: date) -> date:
    """The day asked for, which is remembered; else the one remembered; else a year back."""
    known = settings.get(mirror, BACKFILL_SINCE)
    since = given or (date.fromisoformat(known) if known else today - _DEFAULT_HISTORY)
    settings.put(mirror, BACKFILL_SINCE, since.isoformat())
    return since


def _days_back(mirror: Mirror, today: date) -> int:
    """The usual days, and those since the last time if it is longer ago."""
    last = settings.get(mirror, _DAILY_AT)
    if last is None:
        return DAYS_BACK
    day = local_today(mirror, datetime.fromisoformat(last))
    if day > today:  # by a clock that was ahead: when it really was, nobody knows
        return _LONGEST_GAP_DAYS
    return min(max(DAYS_BACK, (today - day).days + 2), _LONGEST_GAP_DAYS)


def _is_older(mirror: Mirror, name: str, now: datetime, age: timedelta, today: date) -> bool:
    text = settings.get(mirror, name)
    if text is None:
        return True
    at = datetime.fromisoformat(text)
    return now - at >= age or at > now or local_today(mirror, at) < today
