"""Do mirrors and hub hold the same?"""

import json
from typing import Any

from mirror import hub as units
from mirror.database import Mirror
from sync.hub import wire
from tests.replicas.supabase import Project

#: References to rows that are not there are empty in a mirror and may dangle in the hub.
_REFERENCES = {"planned_workout_id": "planned", "parent_id": "workout"}

type Content = dict[tuple[str, str], str]


def content(mirror: Mirror) -> Content:
    """Every unit of the mirror as the hub would receive it."""
    found = {}
    for kind, key in units.every_key(mirror):
        body = units.read_unit(mirror, kind, key)
        assert body is not None
        found[kind, key] = wire.respelled(body)
    return _comparable(found)


def hub_content(project: Project) -> Content:
    """Every living unit of the hub as a mirror would receive it."""
    rows = project.sql(
        "select kind, key, training.body(kind, key) from training.units"
        " where not deleted and kind not in ('load', 'zone_time')"
    )
    return _comparable({(kind, key): wire.decode(body) for kind, key, body in rows})


def _comparable(found: dict[tuple[str, str], dict[str, Any]]) -> Content:
    made = {}
    for (kind, key), body in found.items():
        row = body.get("row", {})
        for column, target in _REFERENCES.items():
            if row.get(column) is not None and (target, row[column]) not in found:
                row[column] = None
                if column == "planned_workout_id":
                    row["match_method"] = "none"
        made[kind, key] = json.dumps(body, sort_keys=True, default=bytes.hex)
    return made


def differences(one: Content, other: Content) -> list[str]:
    """What is in one and not, or not alike, in the other; for a readable failure."""
    found = []
    for name in sorted(one.keys() | other.keys()):
        mine, theirs = one.get(name), other.get(name)
        if mine != theirs:
            columns = ""
            if mine and theirs:
                a, b = json.loads(mine), json.loads(theirs)
                columns = str(
                    {
                        part: [
                            (k, a[part][k], b[part][k])
                            for k in a[part]
                            if a[part][k] != b[part].get(k)
                        ]
                        if isinstance(a[part], dict) and isinstance(b.get(part), dict)
                        else "differs"
                        for part in a
                        if a[part] != b.get(part)
                    }
                )
            found.append(f"{name}: {'missing' if not mine or not theirs else columns[:500]}")
    return found
