"""What a pull changed: the stored plan against the feed, as a pure function.

Absence is a removal only between the feed's oldest and newest event and not in the past: feeds
show a sliding window, and what has left it is not deleted. How sessions are recognised is told in
`pairing`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from mirror.rows import Planned
from sync.sources.plan.pairing import Pairing, as_record, size
from sync.sources.plan.record import PlannedRecord, Window
from sync.sources.plan.similarity import normal

Kind = Literal["added", "moved", "retitled", "resized", "removed", "restored"]


class Change(NamedTuple):
    """One edit. row_id: the stored session's, None for a new one (then `after` is its content)."""

    kind: Kind
    row_id: str | None
    before: PlannedRecord | None
    after: PlannedRecord | None


class Outcome(NamedTuple):
    """new: records without a stored session. paired: stored id -> the record it is now.

    removed: ids of sessions that left the plan. changes: the coach's edits, in the order of the
    plan; sessions first seen because the window moved on are new, but no edit.
    """

    new: list[PlannedRecord]
    paired: dict[str, PlannedRecord]
    removed: list[str]
    changes: list[Change]


def reconcile(
    stored: Sequence[Planned],
    records: Sequence[PlannedRecord],
    window: Window | None,
    *,
    today: date,
    known_until: date | None,
    series_until: date | None = None,
) -> Outcome:
    """Compares the plan of one feed with what is stored of it.

    stored: all its rows, removed ones too. window: what this fetch speaks about. today: the
    athlete's day. known_until: the last day that the pulls before could see, None at the first
    pull (then nothing is an edit). series_until: the same for repeating events.
    """
    pairing = Pairing(stored, records, window, today=today, known_until=known_until)
    pairing.run()
    outcome = Outcome([], {}, [], [])
    for row_id, record in pairing.pairs.items():
        row = pairing.rows[row_id]
        settled = _settled(row, record)
        outcome.paired[row_id] = settled
        outcome.changes.extend(_edits(row, settled))
    for record in pairing.left_over():
        outcome.new.append(record)
        if known_until is not None and _was_visible(record, known_until, series_until):
            outcome.changes.append(Change("added", None, None, record))
    for row in pairing.gone():
        outcome.removed.append(row.id)
        outcome.changes.append(Change("removed", row.id, as_record(row), None))
    outcome.changes.sort(key=_place)
    return outcome


def _was_visible(record: PlannedRecord, known_until: date, series_until: date | None) -> bool:
    """Whether the pulls before would have shown it. Races are shown however far ahead."""
    if record.kind == "race":
        return True
    until = min(known_until, series_until) if record.series and series_until else known_until
    return date.fromisoformat(record.date) <= until


def _place(change: Change) -> tuple[str, str, str]:
    record = change.after or change.before
    return (record.date, record.title, change.kind) if record else ("", "", change.kind)


def _settled(row: Planned, record: PlannedRecord) -> PlannedRecord:
    """The record to store: a session that is done keeps the day and hour it was planned for."""
    if record.completed is not None and row.status == "planned":
        return record._replace(date=row.date, starts_at=row.starts_at)
    return record


def _edits(row: Planned, record: PlannedRecord) -> Iterable[Change]:
    before = as_record(row)
    if row.status == "removed":
        yield Change("restored", row.id, None, record)
    if row.date != record.date:
        yield Change("moved", row.id, before, record)
    if normal(row.title) != normal(record.title):
        yield Change("retitled", row.id, before, record)
    if size(before) != size(record):
        yield Change("resized", row.id, before, record)
