"""One pull of one feed: ask, read, compare, and store all of it or nothing."""

import hashlib
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from mirror import plan, raw
from mirror.athlete import athlete
from mirror.database import Mirror
from sync import matching
from sync.engine.errors import BadRequestError
from sync.sources.plan import address, recurrence, state, structure
from sync.sources.plan.fetch import Fetched, Limits, fetch
from sync.sources.plan.parse import parse, text_of
from sync.sources.plan.reconcile import reconcile
from sync.sources.plan.record import Feed
from sync.sources.plan.state import State
from sync.sources.plan.store import rows

if TYPE_CHECKING:
    import httpx

_REREAD_DAYS = 7
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class PullResult(NamedTuple):
    """fetched: sessions of the plan in the feed. written: rows written. changes: the coach's edits.

    unchanged: nothing new since the last pull. requests: sent, redirects included.
    """

    fetched: int
    written: int
    changes: int
    unchanged: bool
    requests: int
    warnings: list[str]


def pull(
    mirror: Mirror,
    name: str,
    url: str,
    *,
    now: datetime,
    client: "httpx.Client | None" = None,
    limits: Limits | None = None,
) -> PullResult:
    """Brings the plan of feed `name` up to date. now: an aware instant.

    Raises SourceError (one line, never with the address) when the feed gives no plan; the mirror
    is then as it was. Raises MirrorError when the mirror cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise BadRequestError("a plan's name is made of small letters, digits, - and _")
    target = address.usable(url)
    owner = athlete(mirror)
    fresh = State(address.fingerprint(target), owner.timezone, state.READER_VERSION)
    last = state.load(mirror, name)
    zone = ZoneInfo(owner.timezone)
    today = now.astimezone(zone).date()
    same = last is not None and last[:3] == fresh[:3]
    known = last if same and _is_recent(last, today) else None
    answer = fetch(
        target,
        etag=known.etag if known else None,
        last_modified=known.last_modified if known else None,
        client=client,
        limits=limits,
    )
    if answer.body is None:
        return PullResult(0, 0, 0, unchanged=True, requests=answer.requests, warnings=[])
    text = address.without(text_of(answer.body), target)
    feed = structure.with_steps(parse(text, zone, today))
    if last is not None and last.address == fresh.address:
        fresh = fresh._replace(horizon_days=last.horizon_days, known_until=last.known_until)
    fresh = fresh._replace(content=_content(feed, today))
    unchanged = same and last is not None and last.content == fresh.content
    fresh = state.seen(_validated(fresh, answer), feed.window, today)
    fetched = sum(record.planned and not record.cancelled for record in feed.records)
    with mirror.transaction():
        written, changes = (0, 0)
        if not unchanged:
            raw.keep(mirror, name, "ics", "feed", text.encode(), fetched_at=_stamp(now))
            written, changes = _store(mirror, name, feed, last, now)
        state.save(mirror, name, fresh)
    warnings = list(feed.warnings)
    if not feed.records:
        warnings.append("the calendar holds no event; TrainingPeaks publishes to Premium only")
    return PullResult(fetched, written, changes, unchanged, answer.requests, warnings)


def _store(
    mirror: Mirror, name: str, feed: Feed, last: State | None, now: datetime
) -> tuple[int, int]:
    """Writes what differs and pairs the touched days anew. (rows, edits)"""
    owner = athlete(mirror)
    today = now.astimezone(ZoneInfo(owner.timezone)).date()
    pulled_on = _day(last.pulled_on) if last else None
    stored = plan.of_source(mirror, name)
    outcome = reconcile(
        stored,
        feed.records,
        feed.window,
        today=today,
        known_until=_day(last.known_until) if last else None,
        series_until=recurrence.last_day(pulled_on) if pulled_on else None,
    )
    found = rows(outcome, stored, source=name, athlete_id=owner.id, now=_stamp(now))
    plan.save_pull(mirror, found.planned, found.changes)
    if found.days:
        matching.refresh(mirror, min(found.days), max(found.days), today=today.isoformat())
    return len(found.planned), len(found.changes)


def _validated(fresh: State, answer: Fetched) -> State:
    return fresh._replace(etag=answer.etag, last_modified=answer.last_modified)


def _content(feed: Feed, today: date) -> str:
    """What the feed says, without what publishers renew with every fetch. The day is part of it:
    what is missing is judged by it."""
    told = [record._replace(uid=None) for record in feed.records]
    return hashlib.sha256(repr((today, feed.window, told)).encode()).hexdigest()


def _is_recent(last: State | None, today: date) -> bool:
    """Whether an unchanged feed may be left unread: its repeating events are read some months
    ahead only, so now and then it must be."""
    pulled_on = _day(last.pulled_on) if last else None
    return pulled_on is not None and abs((today - pulled_on).days) < _REREAD_DAYS


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")
