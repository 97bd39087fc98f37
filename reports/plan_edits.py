"""What the coach did to planned sessions since they were first seen."""

import json
from datetime import date, timedelta
from typing import Any, NamedTuple

from mirror.database import Mirror
from mirror.reads import plan

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
