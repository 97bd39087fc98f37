"""What the coach did to planned sessions since they were first seen."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import plan
from reports.clock import zone
from reports.jsonable import document

#: A session is edited at most so long before its day, and so long after it.
_BEFORE, _AFTER = timedelta(days=90), timedelta(days=14)

#: The first sight of a session is no edit of it.
_TOLD = frozenset({"moved", "retitled", "resized", "removed", "restored"})


class PlanEdit(NamedTuple):
    """kind: moved | retitled | resized | removed | restored. before, after: the session's date,
    sport, title and planned amounts, None where it was not there."""

    kind: str
    seen_at: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


#: How far back the news go, and how many of them are told.
NEWS_DAYS = 14
_MOST = 200


class Edit(NamedTuple):
    """One edit of a session: seen_on is the athlete's local day of the pull that saw it, date the
    session's day as it is now. kind: as of `PlanEdit`, or added."""

    planned_id: str
    seen_on: str
    kind: str
    date: str
    sport: str
    title: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class PlanNews(NamedTuple):
    """edits: newest first, of the days from `since` on."""

    since: str
    edits: list[Edit]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def plan_news(mirror: Mirror, today: date, days: int = NEWS_DAYS) -> PlanNews:
    """What changed in the plan in the last `days` days, `today` included."""
    clock = zone(athlete(mirror).timezone)
    since = today - timedelta(days=days - 1)
    midnight = datetime.combine(since, time(), clock).astimezone(UTC)
    rows = plan.changes_since(mirror, midnight.isoformat(timespec="seconds"), _MOST)
    edits = [
        Edit(
            row.planned_id,
            datetime.fromisoformat(row.seen_at).astimezone(clock).date().isoformat(),
            row.kind,
            row.date,
            row.sport,
            row.title,
            _opened(row.before),
            _opened(row.after),
        )
        for row in rows
    ]
    return PlanNews(since.isoformat(), edits)


def edits_of(mirror: Mirror, start: date, end: date) -> dict[str, list[PlanEdit]]:
    """Planned session's id -> its edits, newest first, of sessions on local days [start, end]."""
    since, until = (start - _BEFORE).isoformat(), (end + _AFTER).isoformat()
    found: dict[str, list[PlanEdit]] = {}
    for row in plan.changes_between(mirror, since, until):
        if row.kind in _TOLD:
            edit = PlanEdit(row.kind, row.seen_at, _opened(row.before), _opened(row.after))
            found.setdefault(row.planned_id, []).append(edit)
    return found


def _opened(text: str | None) -> dict[str, Any] | None:
    value = json.loads(text) if text else None
    return value if isinstance(value, dict) else None
