"""What is stored, how fresh is it, and what is waiting?"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from mirror.database import Mirror
from mirror.reads import status as stored
from mirror.reads import wellness, workouts
from reports.jsonable import document


class SourceState(NamedTuple):
    """state: ready | waiting | failed | not set up."""

    state: str
    last_success_at: str | None
    next_try_at: str | None
    reason: str | None


class HubState(NamedTuple):
    """database_bytes, storage_bytes: as of the last exchange; *_limit: what the free plan allows.
    conflicts: values that did not hold against a later change, all of them kept."""

    configured: bool
    cursor: str | None
    pending: int
    last_success_at: str | None
    database_bytes: int | None
    database_limit: int
    storage_bytes: int | None
    storage_limit: int
    conflicts: int


#: What Supabase gives for nothing.
DATABASE_LIMIT = 500_000_000
_STORAGE_LIMIT = 1_000_000_000


class LedgerCounts(NamedTuple):
    full: int
    summary: int
    absent: int
    failed: int
    pending: int


class Status(NamedTuple):
    latest_workout_at: str | None
    latest_workout_date: str | None
    latest_wellness_date: str | None
    daily_updated_at: str | None
    intraday_updated_at: str | None
    row_counts: dict[str, int]
    fit_files: int
    sources: dict[str, SourceState]
    hub: HubState
    ledger: LedgerCounts
    mirror_path: str
    mirror_bytes: int

    def to_json(self) -> dict[str, Any]:
        return document(self)


def status(mirror: Mirror) -> Status:
    """Counts and freshness; reads indexes only."""
    latest_workout = workouts.latest(mirror)
    latest_night = wellness.latest_date(mirror)
    fresh = stored.freshness(mirror, _days_before(latest_night, 60) if latest_night else "")
    rows = stored.ledger(mirror)
    states = dict.fromkeys(LedgerCounts._fields, 0)
    for row in rows:
        states[row.state] += row.items
    return Status(
        latest_workout_at=latest_workout.started_at if latest_workout else None,
        latest_workout_date=latest_workout.local_date if latest_workout else None,
        latest_wellness_date=latest_night,
        daily_updated_at=fresh.daily_updated_at,
        intraday_updated_at=fresh.intraday_updated_at,
        row_counts=stored.row_counts(mirror),
        fit_files=stored.original_files(mirror),
        sources=_sources(stored.last_fetches(mirror), rows),
        hub=_hub(mirror),
        ledger=LedgerCounts(**states),
        mirror_path=str(mirror.path),
        mirror_bytes=_bytes(mirror),
    )


def _days_before(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def _sources(fetched: dict[str, str], ledger: list[stored.LedgerRow]) -> dict[str, SourceState]:
    """Every source that has given something or was asked; its worst item decides the state."""
    found: dict[str, SourceState] = {}
    for name in sorted({*fetched, *(row.source for row in ledger)}):
        mine = {row.state: row for row in ledger if row.source == name}
        trouble = mine.get("failed") or mine.get("pending")
        found[name] = SourceState(
            state={"failed": "failed", "pending": "waiting"}[trouble.state] if trouble else "ready",
            last_success_at=fetched.get(name),
            next_try_at=trouble.next_try_at if trouble else None,
            reason=trouble.reason if trouble else None,
        )
    return found


def _hub(mirror: Mirror) -> HubState:
    state = stored.hub_state(mirror)
    return HubState(
        configured=bool(state.get("url")),
        cursor=state.get("cursor"),
        pending=stored.outbox_size(mirror),
        last_success_at=state.get("last_success_at"),
        database_bytes=_number(state.get("database_bytes")),
        database_limit=DATABASE_LIMIT,
        storage_bytes=_number(state.get("storage_bytes")),
        storage_limit=_STORAGE_LIMIT,
        conflicts=stored.hub_conflicts(mirror),
    )


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _bytes(mirror: Mirror) -> int:
    """The file with what the write-ahead log still holds."""
    total = mirror.path.stat().st_size
    log = mirror.path.with_name(mirror.path.name + "-wal")
    return total + log.stat().st_size if log.exists() else total
