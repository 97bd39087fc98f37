"""What has each source given, what is missing and why, and how did the last syncs go?"""

import json
from datetime import date, timedelta
from typing import Any, NamedTuple

from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import sources as stored
from mirror.reads import status as freshness
from mirror.reads.sources import Extent, Given, Group, WaitingItem
from reports.jsonable import document
from reports.status import DATABASE_LIMIT
from reports.weeks import week_start_of

_MOST_WAITING, _MOST_RUNS = 500, 50


class SourceState(NamedTuple):
    """state: `ready`, `waiting` (items still to come), `failed` (items put off or given up), or
    `empty`. gave: the workouts it stands behind. last_success_at: UTC."""

    state: str
    full: int
    summary: int
    absent: int
    failed: int
    pending: int
    last_success_at: str | None
    next_try_at: str | None
    reason: str | None
    gave: Given | None
    planned: Extent | None


class HubState(NamedTuple):
    """pending: units the hub has not acknowledged. database_bytes: as it said last;
    free_tier_pct: of what Supabase gives for nothing."""

    configured: bool
    pending: int
    cursor: str | None
    last_success_at: str | None
    database_bytes: int | None
    conflicts: int
    free_tier_pct: float | None


class Run(NamedTuple):
    """outcome: as the run said, `running`, or `killed`. message: one sentence."""

    id: str
    profile: str
    started_at: str
    finished_at: str | None
    outcome: str
    message: str
    seconds: float | None
    written: int
    failed: int
    requests: int


class PutOff(NamedTuple):
    """Items of a dataset that failed together. next_try_at: None when they were given up.
    first, last: their days, None where unknown."""

    source: str
    dataset: str
    items: list[str]
    first: str | None
    last: str | None
    attempts: int
    reason: str
    next_try_at: str | None


class Sources(NamedTuple):
    """waiting: what was put off or given up, at most 500 of the `waiting_total` items."""

    sources: dict[str, SourceState]
    wellness: Extent
    original_files: int
    mirror_bytes: int
    hub: HubState
    waiting: list[PutOff]
    waiting_total: int
    runs: list[Run]

    def to_json(self) -> dict[str, Any]:
        return document(self)


class Cell(NamedTuple):
    """One dataset in one period. unasked: days of it that nobody asked for. reasons: by state,
    one of them each."""

    reasons: dict[str, str]
    full: int = 0
    summary: int = 0
    absent: int = 0
    failed: int = 0
    pending: int = 0
    unasked: int = 0
    next_try_at: str | None = None


class Period(NamedTuple):
    start: str
    end: str


class Row(NamedTuple):
    """A dataset, cell by period. undated: items that belong to no known day."""

    dataset: str
    cells: list[Cell]
    undated: Cell


class Completeness(NamedTuple):
    """Datasets × periods, the newest period last. first: the oldest day ever asked for."""

    source: str
    step: str
    first: str | None
    periods: list[Period]
    rows: list[Row]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def sources(mirror: Mirror) -> Sources:
    """Everything but the completeness. Asks no service and no store of secrets."""
    states = _states(mirror)
    size = mirror.path.stat().st_size
    log = mirror.path.with_name(mirror.path.name + "-wal")
    return Sources(
        sources=states,
        wellness=stored.wellness(mirror),
        original_files=freshness.original_files(mirror),
        mirror_bytes=size + (log.stat().st_size if log.exists() else 0),
        hub=_hub(mirror),
        waiting=_put_off(stored.waiting(mirror, _MOST_WAITING)),
        waiting_total=sum(state.failed for state in states.values()),
        runs=_runs(mirror),
    )


def _states(mirror: Mirror) -> dict[str, SourceState]:
    gave = {given.source: given for given in stored.given(mirror)}
    planned = stored.planned(mirror)
    known: dict[str, dict[str, stored.Standing]] = {name: {} for name in sorted({*gave, *planned})}
    for row in stored.standings(mirror):
        known.setdefault(row.source, {})[row.state] = row
    return {name: _state(gave.get(name), planned.get(name), rows) for name, rows in known.items()}


def _state(
    gave: Given | None, planned: Extent | None, rows: dict[str, stored.Standing]
) -> SourceState:
    counts = {
        name: rows[name].items if name in rows else 0
        for name in ("full", "summary", "absent", "failed", "pending")
    }
    trouble = rows.get("failed") or rows.get("pending")
    worst = {"failed": "failed", "pending": "waiting"}.get(trouble.state if trouble else "")
    answered = [rows[name].updated_at for name in ("full", "summary", "absent") if name in rows]
    return SourceState(
        state=worst or ("ready" if gave or planned or rows else "empty"),
        **counts,
        last_success_at=max(answered, default=gave.fetched_at if gave else None),
        next_try_at=trouble.next_try_at if trouble else None,
        reason=trouble.reason if trouble else None,
        gave=gave,
        planned=planned,
    )


def _put_off(items: list[WaitingItem]) -> list[PutOff]:
    """What failed for one reason, as often, and is tried again at once, is one line."""
    together: dict[tuple[object, ...], list[WaitingItem]] = {}
    for one in items:
        key = (one.source, one.dataset, one.attempts, one.reason, one.next_try_at)
        together.setdefault(key, []).append(one)
    found = []
    for group in together.values():
        head, days = group[0], sorted(one.day for one in group if one.day)
        found.append(
            PutOff(
                head.source,
                head.dataset,
                [one.item for one in group],
                days[0] if days else None,
                days[-1] if days else None,
                head.attempts,
                head.reason or "no reason was given",
                head.next_try_at,
            )
        )
    return found


def _hub(mirror: Mirror) -> HubState:
    state = freshness.hub_state(mirror)
    size = state.get("database_bytes")
    return HubState(
        configured=bool(state.get("url")),
        pending=freshness.outbox_size(mirror),
        cursor=state.get("cursor"),
        last_success_at=state.get("last_success_at"),
        database_bytes=int(size) if size else None,
        conflicts=stored.conflicts(mirror),
        free_tier_pct=int(size) / DATABASE_LIMIT * 100 if size else None,
    )


def _runs(mirror: Mirror) -> list[Run]:
    rows = stored.runs(mirror, _MOST_RUNS)
    return [_run(row, newest=index == 0) for index, row in enumerate(rows)]


def _run(row: stored.RunRow, *, newest: bool) -> Run:
    """A run without an end is under way if it is the newest; an older one was killed."""
    result: dict[str, Any] = json.loads(row.result) if row.result else {}
    parts = list(result.get("sources", {}).values())
    return Run(
        row.id,
        row.profile,
        row.started_at,
        row.finished_at,
        row.outcome or ("running" if newest else "killed"),
        str(result.get("message", "")),
        result.get("seconds"),
        *(sum(part.get(name, 0) for part in parts) for name in ("written", "failed", "requests")),
    )


def completeness(
    mirror: Mirror, today: date, source: str, *, step: str = "week", columns: int = 52
) -> Completeness:
    """The last `columns` weeks or months of a source's datasets. step: `week` or `month`."""
    week_start = athlete(mirror).week_start
    periods = _periods(today, step, columns, week_start)
    found = stored.groups(
        mirror,
        source,
        periods[0].start,
        today.isoformat(),
        step=step,
        last_day=(week_start - 1) % 7,
    )
    by_dataset: dict[str, dict[str | None, list[Group]]] = {}
    for group in found:
        by_dataset.setdefault(group.dataset, {}).setdefault(group.period, []).append(group)
    return Completeness(
        source,
        step,
        stored.first_item(mirror, source),
        periods,
        [
            Row(
                dataset,
                [_cell(groups.get(period.start, []), _days(dataset, period)) for period in periods],
                _cell(groups.get(None, []), 0),
            )
            for dataset, groups in sorted(by_dataset.items())
        ],
    )


#: Datasets of items that are no days: nobody can say of a day that one was not asked for.
_UNCOUNTED = frozenset({"originals", "thresholds", "plan"})


def _days(dataset: str, period: Period) -> int:
    if dataset in _UNCOUNTED:
        return 0
    return (date.fromisoformat(period.end) - date.fromisoformat(period.start)).days + 1


def _cell(groups: list[Group], days: int) -> Cell:
    counts = {group.state: group.items for group in groups}
    tries = [group.next_try_at for group in groups if group.state == "failed" and group.next_try_at]
    return Cell(
        {group.state: group.reason for group in groups if group.reason},
        **counts,
        unasked=max(0, days - sum(counts.values())),
        next_try_at=min(tries, default=None),
    )


def _periods(today: date, step: str, columns: int, week_start: int) -> list[Period]:
    """The last one ends today."""
    starts = [today.replace(day=1) if step == "month" else week_start_of(today, week_start)]
    while len(starts) < columns:
        before = starts[-1] - timedelta(days=1)
        starts.append(before.replace(day=1) if step == "month" else before - timedelta(days=6))
    starts.reverse()
    ends = [*(start - timedelta(days=1) for start in starts[1:]), today]
    return [
        Period(start.isoformat(), end.isoformat()) for start, end in zip(starts, ends, strict=True)
    ]
