"""The coach's text of each session as steps, where they are understood."""

import json
from typing import Any

from analytics.steps import Structure, parse_steps
from sync.sources.plan.record import Feed, PlannedRecord


def with_steps(feed: Feed) -> Feed:
    """The feed with the `structure` of every session that has one."""
    return feed._replace(records=[_with_steps(record) for record in feed.records])


def _with_steps(record: PlannedRecord) -> PlannedRecord:
    if not record.planned or record.cancelled:
        return record
    found = structure(record)
    return record._replace(structure=json.dumps(found, ensure_ascii=False) if found else None)


def structure(record: PlannedRecord) -> dict[str, Any] | None:
    """The steps of the description, else those of the title; of a rest day or a race its kind."""
    if record.kind != "workout":
        return {"version": 1, "kind": record.kind, "confidence": 1.0, "steps": []}
    steps = _steps(record, record.description or "") or _titled(record)
    return None if steps is None else steps.to_json()


def _steps(record: PlannedRecord, text: str) -> Structure | None:
    return parse_steps(text, record.sport, planned_s=record.duration_s)


def _titled(record: PlannedRecord) -> Structure | None:
    """A title is a name first: it counts when it holds a set, "4x8' @ threshold"."""
    found = _steps(record, record.title)
    if found is None or not any("repeat" in node for node in found.steps):
        return None
    return found
