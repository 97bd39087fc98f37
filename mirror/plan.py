"""Writing the plan: sessions as the coach has them now, and what each pull changed."""

import json
from collections.abc import Iterable, Sequence

from mirror.database import Mirror
from mirror.outbox import mark
from mirror.rows import PlanChange, Planned

_FIELDS = Planned._fields
_UPSERT = (
    f"INSERT INTO workouts_planned ({', '.join(_FIELDS)})"
    f" VALUES ({', '.join('?' * len(_FIELDS))}) ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _FIELDS[1:] if name != "first_seen_at")
)
_CHANGE = (
    f"INSERT OR IGNORE INTO plan_changes ({', '.join(PlanChange._fields)})"
    f" VALUES ({', '.join('?' * len(PlanChange._fields))})"
)
_REKEY = "UPDATE workouts_planned SET dedup_key = 'moving ' || id WHERE id = ? AND dedup_key <> ?"


def kind_of(structure: str | None) -> str:
    """workout, rest or race, as a session's `structure` says; without one it is a workout."""
    found = json.loads(structure) if structure else None
    return str(found.get("kind", "workout")) if isinstance(found, dict) else "workout"


def of_source(mirror: Mirror, source: str) -> list[Planned]:
    """Every session that the feed ever had, removed ones too, in the order of the days."""
    rows = mirror.db.execute(
        f"SELECT {', '.join(_FIELDS)} FROM workouts_planned WHERE source = ? ORDER BY date, id",
        (source,),
    )
    return [Planned._make(row) for row in rows]


def save_pull(mirror: Mirror, planned: Sequence[Planned], changes: Iterable[PlanChange]) -> None:
    """Stores one pull of the plan whole: the sessions it changed and the account of the changes.

    A session that left the plan comes with status 'removed'; rows are never deleted, so that what
    was trained on it keeps its partner.
    """
    with mirror.transaction():
        # Sessions may take each other's keys: all leave theirs before any takes its new one.
        mirror.db.executemany(_REKEY, [(session.id, session.dedup_key) for session in planned])
        mirror.db.executemany(_UPSERT, planned)
        mirror.db.executemany(_CHANGE, changes)
        mark(mirror, "planned", *(session.id for session in planned))
