"""What this mirror and the hub last agreed on, what waits to be told, and whose word was lost."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.hub import KINDS, every_key

#: The change time of what nobody changed: any other change is later.
NEVER = "1970-01-01T00:00:00.000+00:00"


class Pending(NamedTuple):
    """A unit that the hub has not acknowledged as it is now."""

    kind: str
    key: str
    changed_at: str


class Agreed(NamedTuple):
    """The version both sides held last; `base`: the unit's row as of then, None without one."""

    version: int
    sha: str | None
    base: dict[str, Any] | None


class Conflict(NamedTuple):
    """One column that both sides changed. lost_by: whose value did not hold, "here" or "hub"."""

    field: str
    kept: Any
    lost: Any
    lost_by: str


def join(mirror: Mirror, epoch: str, hub_athlete: str | None) -> None:
    """Begins with a hub, or anew with one that was restored or replaced: everything is compared
    again, and what was agreed with its predecessor counts as changed here when we last spoke."""
    with mirror.transaction():
        before = state(mirror, "epoch")
        moment = (state(mirror, "last_success_at") or NEVER) if before else NEVER
        edited = is_pending(mirror, "athlete", athlete(mirror).id) is not None
        keys = {*every_key(mirror)}
        if before:
            keys.update(mirror.db.execute("SELECT kind, key FROM hub_units").fetchall())
        mirror.db.executemany(
            "INSERT OR IGNORE INTO outbox (kind, key, changed_at) VALUES (?, ?, ?)",
            [(kind, key, moment) for kind, key in sorted(keys) if kind in KINDS],
        )
        mirror.db.execute("DELETE FROM hub_units")
        mirror.db.execute(
            "DELETE FROM hub_state WHERE name IN ('cursor', 'originals')"
            " OR name LIKE 'load/%' OR name LIKE 'zone_time/%'"
        )
        if hub_athlete is not None:
            if not before and not edited:  # made by the machine, not by a person
                mirror.db.execute("DELETE FROM outbox WHERE kind = 'athlete'")
            _adopt_athlete(mirror, hub_athlete)
        put_state(mirror, "epoch", epoch)
        put_state(mirror, "derived", "due")


def _adopt_athlete(mirror: Mirror, athlete_id: str) -> None:
    """This mirror's athlete takes the id of the hub's; all rows follow by foreign key."""
    mirror.db.execute("UPDATE athletes SET id = ? WHERE id <> ?", (athlete_id, athlete_id))
    mirror.db.execute("UPDATE outbox SET key = ? WHERE kind = 'athlete'", (athlete_id,))


def waiting(mirror: Mirror) -> int:
    """How many units wait for the hub."""
    return int(mirror.db.execute("SELECT count(*) FROM outbox").fetchone()[0])


def pending(mirror: Mirror, limit: int, skip: int = 0) -> list[Pending]:
    """The next units to push: parents before those who refer to them, oldest change first."""
    order = " ".join(f"WHEN '{kind}' THEN {rank}" for rank, kind in enumerate(KINDS))
    return [
        Pending(*row)
        for row in mirror.db.execute(
            "SELECT kind, key, changed_at FROM outbox"
            f" ORDER BY CASE kind {order} ELSE 99 END, changed_at, key LIMIT ? OFFSET ?",
            (limit, skip),
        )
    ]


def is_pending(mirror: Mirror, kind: str, key: str) -> Pending | None:
    """The outbox row of the unit, None when it does not wait."""
    row = mirror.db.execute(
        "SELECT kind, key, changed_at FROM outbox WHERE kind = ? AND key = ?", (kind, key)
    ).fetchone()
    return None if row is None else Pending(*row)


def acknowledge(mirror: Mirror, done: Pending) -> None:
    """Clears the outbox row, unless the unit changed again after it was read."""
    mirror.db.execute("DELETE FROM outbox WHERE kind = ? AND key = ? AND changed_at = ?", done)


def agreed(mirror: Mirror, kind: str, key: str) -> Agreed | None:
    """What both sides held last, None when the hub never had the unit."""
    row = mirror.db.execute(
        "SELECT version, sha, base FROM hub_units WHERE kind = ? AND key = ?", (kind, key)
    ).fetchone()
    if row is None:
        return None
    return Agreed(row[0], row[1], None if row[2] is None else json.loads(row[2]))


def agree(mirror: Mirror, kind: str, key: str, now: Agreed) -> None:
    """Remembers what both sides hold."""
    base = None if now.base is None else json.dumps(now.base, ensure_ascii=False)
    mirror.db.execute(
        "INSERT OR REPLACE INTO hub_units (kind, key, version, sha, base) VALUES (?, ?, ?, ?, ?)",
        (kind, key, now.version, now.sha, base),
    )


def note_sent(mirror: Mirror, kind: str, key: str, row: dict[str, Any]) -> None:
    """Remembers what is about to be sent, until an answer comes: it may be stored though the answer
    is lost, and is then no change of somebody else."""
    before = sent(mirror, kind, key)
    if row not in before:
        text = json.dumps([*before[-4:], row], ensure_ascii=False)
        mirror.db.execute(
            "INSERT OR REPLACE INTO hub_units (kind, key, version, base) VALUES (?, ?, 0, ?)",
            (f"sent/{kind}", key, text),
        )


def sent(mirror: Mirror, kind: str, key: str) -> list[dict[str, Any]]:
    """Rows of the unit that were sent and not answered, oldest first."""
    row = mirror.db.execute(
        "SELECT base FROM hub_units WHERE kind = ? AND key = ?", (f"sent/{kind}", key)
    ).fetchone()
    found: list[dict[str, Any]] = json.loads(row[0]) if row is not None else []
    return found


def forget_sent(mirror: Mirror, kind: str, key: str) -> None:
    """The hub said how the unit stands."""
    mirror.db.execute("DELETE FROM hub_units WHERE kind = ? AND key = ?", (f"sent/{kind}", key))


def state(mirror: Mirror, name: str) -> str | None:
    """A value of `hub_state`, None where it was never set."""
    row = mirror.db.execute("SELECT value FROM hub_state WHERE name = ?", (name,)).fetchone()
    return None if row is None else row[0]


def put_state(mirror: Mirror, name: str, value: str | None) -> None:
    """Sets a value of `hub_state`; None forgets it."""
    if value is None:
        mirror.db.execute("DELETE FROM hub_state WHERE name = ?", (name,))
        return
    mirror.db.execute("INSERT OR REPLACE INTO hub_state (name, value) VALUES (?, ?)", (name, value))


def keep_conflicts(
    mirror: Mirror, kind: str, key: str, conflicts: Iterable[Conflict], seen_at: str
) -> None:
    """Keeps the values that did not hold."""
    mirror.db.executemany(
        "INSERT INTO hub_conflicts (seen_at, kind, key, field, kept, lost, lost_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (seen_at, kind, key, c.field, json.dumps(c.kept), json.dumps(c.lost), c.lost_by)
            for c in conflicts
        ],
    )


def originals_to_carry(mirror: Mirror) -> list[str]:
    """Relative paths of originals that this device has neither sent nor fetched, newest first."""
    rows = mirror.db.execute(
        "SELECT fit_file_path FROM workouts_executed WHERE fit_file_path IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM hub_units WHERE kind = 'original' AND key = fit_file_path)"
        " GROUP BY fit_file_path ORDER BY max(started_at) DESC"
    )
    return [row[0] for row in rows]


def note_original(mirror: Mirror, name: str) -> None:
    """The original is here and there."""
    agree(mirror, "original", name, Agreed(0, None, None))
