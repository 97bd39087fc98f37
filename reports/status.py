"""What is stored, how fresh is it, and what is waiting?"""

from typing import Any, NamedTuple

from mirror.database import Mirror

from reports.jsonable import document


class SourceState(NamedTuple):
    """state: ready | waiting | failed | not set up."""

    state: str
    last_success_at: str | None
    next_try_at: str | None
    reason: str | None


class HubState(NamedTuple):
    configured: bool
    cursor: str | None
    pending: int
    last_success_at: str | None


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
    raise NotImplementedError
