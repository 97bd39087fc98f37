"""A pull's outcome as rows of the mirror: ids, keys, statuses, and the account of the edits."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from mirror.rows import PlanChange, Planned
from sync.sources.plan.reconcile import Change, Outcome
from sync.sources.plan.record import PlannedRecord
from sync.sources.plan.similarity import normal

_NAMESPACE = UUID("74fc7bea-e6b3-5b61-b6da-14c788aa0600")


class Rows(NamedTuple):
    """What to write. days: every local day that an old or new version of a session lies on."""

    planned: list[Planned]
    changes: list[PlanChange]
    days: set[str]


def rows(
    outcome: Outcome, stored: Sequence[Planned], *, source: str, athlete_id: str, now: str
) -> Rows:
    """Rows that differ from what is stored. now: UTC ISO-8601."""
    keys = _Keys(source, stored)
    by_id = {row.id: row for row in stored}
    found = Rows([], [], set())
    for row_id, record in outcome.paired.items():
        row = by_id[row_id]
        updated = _updated(row, record, now, keys)
        if updated is not row:
            found.planned.append(updated)
            if _tells(row) != _tells(updated):
                found.days.update((row.date, updated.date))
    for row_id in outcome.removed:
        row = by_id[row_id]
        found.planned.append(row._replace(status="removed", updated_at=now))
        found.days.add(row.date)
    ids: dict[int, str] = {}
    for record in sorted(outcome.new, key=_order):
        row = _new(record, keys, source=source, athlete_id=athlete_id, now=now)
        ids[id(record)] = row.id
        found.planned.append(row)
        found.days.add(row.date)
    found.changes.extend(_accounts(outcome.changes, ids, now))
    return found


class _Keys:
    """Content keys `date|sport|title|ordinal`, each given once; and ids, never given twice."""

    def __init__(self, source: str, stored: Sequence[Planned]) -> None:
        self._source = source
        self._taken = {row.dedup_key for row in stored}
        self._ids = {row.id for row in stored}

    def take(self, record: PlannedRecord) -> str:
        """The first free key of the content."""
        stem = self._stem(record)
        ordinal = 0
        while f"{stem}{ordinal}" in self._taken:
            ordinal += 1
        key = f"{stem}{ordinal}"
        self._taken.add(key)
        return key

    def fits(self, key: str, record: PlannedRecord) -> bool:
        """Whether the key is one of the record's content, whatever its ordinal."""
        stem = self._stem(record)
        return key.startswith(stem) and key[len(stem) :].isdigit()

    def identify(self, key: str) -> str:
        """An id made of the key, so that two machines that see the same plan agree; a key that an
        id was once made of (its session has moved on) gives another one."""
        for turn in range(len(self._ids) + 1):
            suffix = f"|{turn}" if turn else ""
            found = str(uuid5(_NAMESPACE, f"plan:{self._source}:{key}{suffix}"))
            if found not in self._ids:
                self._ids.add(found)
                return found
        raise AssertionError("as many ids as attempts cannot all be taken")

    @staticmethod
    def _stem(record: PlannedRecord) -> str:
        return f"{record.date}|{record.sport}|{normal(record.title)}|"


def _order(record: PlannedRecord) -> tuple[Any, ...]:
    """Equal titles of one day get their ordinals by size, whatever the feed's order is."""
    sizes = (record.duration_s, record.distance_m, record.load)
    return (record.date, *(value or 0.0 for value in sizes), record.starts_at or "", record.title)


def _new(record: PlannedRecord, keys: _Keys, *, source: str, athlete_id: str, now: str) -> Planned:
    key = keys.take(record)
    return Planned(
        id=keys.identify(key),
        athlete_id=athlete_id,
        date=record.date,
        sport=record.sport,
        title=record.title,
        duration_planned_s=record.duration_s,
        distance_planned_m=record.distance_m,
        tss_planned=record.load,
        description=record.description,
        structure=record.structure,
        source=source,
        source_uid=record.uid,
        dedup_key=key,
        starts_at=record.starts_at,
        status="planned",
        first_seen_at=now,
        updated_at=now,
    )


def _updated(row: Planned, record: PlannedRecord, now: str, keys: _Keys) -> Planned:
    """The row as the record has it; the very row where nothing but the UID differs.

    A UID alone is no news: many publishers renew it with every fetch, and a row that is written
    every hour would travel to the hub every hour.
    """
    key = row.dedup_key if keys.fits(row.dedup_key, record) else keys.take(record)
    updated = row._replace(
        date=record.date,
        sport=record.sport,
        title=record.title,
        duration_planned_s=record.duration_s,
        distance_planned_m=record.distance_m,
        tss_planned=record.load,
        description=record.description,
        structure=record.structure,
        source_uid=record.uid,
        dedup_key=key,
        starts_at=record.starts_at,
        status="planned",
        updated_at=now,
    )
    if updated._replace(source_uid=row.source_uid, updated_at=row.updated_at) == row:
        return row
    return updated


def _tells(row: Planned) -> tuple[Any, ...]:
    """What the matching looks at."""
    amounts = (row.duration_planned_s, row.distance_planned_m)
    return row.date, row.sport, row.title, row.status, *amounts


def _accounts(changes: Iterable[Change], ids: Mapping[int, str], now: str) -> Iterable[PlanChange]:
    for change in changes:
        planned_id = change.row_id or ids[id(change.after)]
        yield PlanChange(
            id=str(uuid5(_NAMESPACE, f"plan change:{planned_id}:{now}:{change.kind}")),
            planned_id=planned_id,
            seen_at=now,
            kind=change.kind,
            before=_snapshot(change.before),
            after=_snapshot(change.after),
        )


def _snapshot(record: PlannedRecord | None) -> str | None:
    """What the athlete would be told of the session, as JSON."""
    if record is None:
        return None
    told = {
        "date": record.date,
        "sport": record.sport,
        "title": record.title,
        "duration_planned_s": record.duration_s,
        "distance_planned_m": record.distance_m,
        "tss_planned": record.load,
    }
    return json.dumps(told, ensure_ascii=False)
