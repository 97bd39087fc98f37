"""The coach's text of each session as steps, where they are understood."""

import json

from sync.sources.plan.record import Feed, PlannedRecord


def with_steps(feed: Feed) -> Feed:
    """The feed with the `structure` of every session that has one."""
    return feed._replace(records=[_with_steps(record) for record in feed.records])


def _with_steps(record: PlannedRecord) -> PlannedRecord:
    if record.kind != "workout":
        return record._replace(structure=json.dumps({"kind": record.kind, "steps": []}))
    return record
