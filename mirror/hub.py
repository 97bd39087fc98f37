"""The mirror's side of the hub: units read and written whole, and what was last agreed on.

A unit's *body* is plain data: {"row": {...}} or {"rows": [...]}, a workout's with its parts. Rows
are dicts of column -> stored value; blobs are bytes here and become arrays on the wire
(sync/hub/wire.py).
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from mirror.database import Mirror
from mirror.load import mark_stale
from mirror.rows import (
    Athlete,
    Curve,
    Histogram,
    Lap,
    PlanChange,
    Planned,
    Source,
    Stream,
    Threshold,
    Wellness,
    Workout,
    Zone,
)
from mirror.workouts import mark_day_stale

type Body = dict[str, Any]

#: Parents before those who refer to them.
KINDS = ("athlete", "threshold", "zones", "planned", "workout", "wellness")

_PARTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "laps": ("workout_laps", Lap._fields, "lap_index"),
    "curves": ("workout_curves", Curve._fields, "metric"),
    "histograms": ("workout_histograms", Histogram._fields, "metric"),
    "sources": ("workout_sources", Source._fields, "source, source_id"),
}
_ROWS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "athlete": ("athletes", Athlete._fields, ("id",)),
    "planned": ("workouts_planned", Planned._fields, ("id",)),
    "workout": ("workouts_executed", Workout._fields, ("id",)),
    "wellness": ("wellness_daily", Wellness._fields, ("date",)),
    "threshold": ("thresholds", Threshold._fields, ("sport", "metric", "valid_from")),
    "zones": ("training_zones", Zone._fields, ("sport", "metric", "valid_from")),
}


_CONSEQUENCES: dict[str, tuple[str, ...]] = {
    "planned": (
        "DELETE FROM plan_changes WHERE planned_id = ?",
        "UPDATE workouts_executed SET planned_workout_id = NULL WHERE planned_workout_id = ?",
    ),
    "workout": tuple(
        f"DELETE FROM {table} WHERE workout_id = ?"
        for table in (*(part[0] for part in _PARTS.values()), "workout_streams")
    ),
}


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


def read_unit(mirror: Mirror, kind: str, key: str) -> Body | None:
    """The unit as it is now, None when there is nothing of it (deleted)."""
    table, fields, keys = _ROWS[kind]
    order = " ORDER BY zone" if kind == "zones" else ""
    rows = _dicts(mirror.db, table, fields, keys, _split(kind, key), order)
    if not rows:
        return None
    if kind == "zones":
        return {"rows": rows}
    body: Body = {"row": rows[0]}
    if kind == "planned":
        body["changes"] = _dicts(
            mirror.db, "plan_changes", PlanChange._fields, ("planned_id",), (key,),
            " ORDER BY seen_at, id",
        )  # fmt: skip
    if kind == "workout":
        for name, (part, part_fields, part_order) in _PARTS.items():
            body[name] = _dicts(
                mirror.db, part, part_fields, ("workout_id",), (key,), f" ORDER BY {part_order}"
            )
        streams = _dicts(mirror.db, "workout_streams", Stream._fields, ("workout_id",), (key,), "")
        body["stream"] = streams[0] if streams else None
    return body


def write_unit(mirror: Mirror, kind: str, key: str, body: Body) -> None:
    """Stores the unit in place of what is there. It is not marked for the hub: it comes from it."""
    with mirror.transaction():
        if kind == "workout":
            _make_room(mirror, key, body)
        if kind in ("athlete", "planned", "workout"):
            _upsert(mirror.db, kind, body["row"])
        else:
            delete_unit(mirror, kind, key)
            table, fields, _ = _ROWS[kind]
            _insert(mirror.db, table, fields, body.get("rows") or [body["row"]])
        if kind == "planned":
            _insert(
                mirror.db, "plan_changes", PlanChange._fields, body["changes"], "INSERT OR REPLACE"
            )
        if kind == "workout":
            _replace_parts(mirror.db, key, body)
            mark_stale(mirror, body["row"]["local_date"])


def delete_unit(mirror: Mirror, kind: str, key: str) -> None:
    """Removes the unit with its parts; the athlete is never removed."""
    if kind == "athlete":
        return
    with mirror.transaction():
        if kind == "workout":
            mark_day_stale(mirror, key)
        # Spelled out, because `unchecked` takes the foreign keys' own actions away.
        for sql in _CONSEQUENCES.get(kind, ()):
            mirror.db.execute(sql, (key,))
        table, _, keys = _ROWS[kind]
        where = " AND ".join(f"{name} = ?" for name in keys)
        mirror.db.execute(f"DELETE FROM {table} WHERE {where}", _split(kind, key))


@contextmanager
def unchecked(mirror: Mirror) -> Iterator[None]:
    """Units arrive in the order of their versions: a leg may come before its parent, a workout
    before its plan. Inside, references are not checked; `mend_references` settles them."""
    mirror.db.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        mirror.db.execute("PRAGMA foreign_keys=ON")


def mend_references(mirror: Mirror) -> None:
    """Once all is pulled: what still refers to nothing refers to nothing on the hub either."""
    with mirror.transaction():
        mirror.db.execute(
            "UPDATE workouts_executed SET planned_workout_id = NULL, match_method = 'none'"
            " WHERE planned_workout_id IS NOT NULL"
            " AND planned_workout_id NOT IN (SELECT id FROM workouts_planned)"
        )
        mirror.db.execute(
            "UPDATE workouts_executed SET parent_id = NULL WHERE parent_id IS NOT NULL"
            " AND parent_id NOT IN (SELECT id FROM workouts_executed)"
        )


def every_key(mirror: Mirror) -> Iterator[tuple[str, str]]:
    """(kind, key) of all units, parents first: for the first fill of a hub."""
    for kind in KINDS:
        table, _, keys = _ROWS[kind]
        joined = " || '/' || ".join(keys)
        for (key,) in mirror.db.execute(f"SELECT DISTINCT {joined} FROM {table} ORDER BY 1"):
            yield kind, key


def mark_everything(mirror: Mirror) -> int:
    """Puts every unit into the outbox that is not agreed on; returns how many wait."""
    with mirror.transaction():
        mirror.db.executemany(
            "INSERT OR IGNORE INTO outbox (kind, key, changed_at)"
            " SELECT ?1, ?2, '1970-01-01T00:00:00.000+00:00' WHERE NOT EXISTS"
            " (SELECT 1 FROM hub_units WHERE kind = ?1 AND key = ?2)",
            list(every_key(mirror)),
        )
    return waiting(mirror)


def waiting(mirror: Mirror) -> int:
    """How many units wait for the hub."""
    return int(mirror.db.execute("SELECT count(*) FROM outbox").fetchone()[0])


def pending(mirror: Mirror, limit: int) -> list[Pending]:
    """The next units to push: parents before those who refer to them, oldest change first."""
    order = " ".join(f"WHEN '{kind}' THEN {rank}" for rank, kind in enumerate(KINDS))
    return [
        Pending(*row)
        for row in mirror.db.execute(
            "SELECT kind, key, changed_at FROM outbox WHERE kind <> 'raw'"
            f" ORDER BY CASE kind {order} ELSE 99 END, changed_at, key LIMIT ?",
            (limit,),
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


def forget_agreements(mirror: Mirror) -> None:
    """The hub was restored or replaced: everything is compared anew."""
    with mirror.transaction():
        mirror.db.execute("DELETE FROM hub_units")
        mirror.db.execute("DELETE FROM hub_state WHERE name IN ('cursor', 'epoch')")


def state(mirror: Mirror, name: str) -> str | None:
    """A value of `hub_state`, None where it was never set."""
    row = mirror.db.execute("SELECT value FROM hub_state WHERE name = ?", (name,)).fetchone()
    return None if row is None else row[0]


def put_state(mirror: Mirror, name: str, value: str) -> None:
    """Sets a value of `hub_state`."""
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


def adopt_athlete(mirror: Mirror, athlete_id: str) -> None:
    """This mirror's athlete takes the id of the hub's; all rows follow by foreign key."""
    with mirror.transaction():
        mirror.db.execute("UPDATE athletes SET id = ?", (athlete_id,))
        mirror.db.execute("DELETE FROM outbox WHERE kind = 'athlete' AND key <> ?", (athlete_id,))


def originals_to_carry(mirror: Mirror) -> list[str]:
    """Relative paths of originals that this device has neither sent nor fetched, newest first."""
    rows = mirror.db.execute(
        "SELECT DISTINCT fit_file_path FROM workouts_executed WHERE fit_file_path IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM hub_units WHERE kind = 'original' AND key = fit_file_path)"
        " ORDER BY started_at DESC"
    )
    return [row[0] for row in rows]


def note_original(mirror: Mirror, name: str) -> None:
    """The original is here and there."""
    agree(mirror, "original", name, Agreed(0, None, None))


def load_years(mirror: Mirror) -> list[str]:
    """The calendar years that `daily_load` covers."""
    rows = mirror.db.execute("SELECT DISTINCT substr(local_date, 1, 4) FROM daily_load ORDER BY 1")
    return [row[0] for row in rows]


def load_rows(mirror: Mirror, year: str) -> list[dict[str, Any]]:
    """The days of `daily_load` in that year."""
    fields = ("local_date", "load", "ctl", "atl", "tsb", "by_sport")
    rows = mirror.db.execute(
        f"SELECT {', '.join(fields)} FROM daily_load WHERE local_date BETWEEN ? AND ?"
        " ORDER BY local_date",
        (f"{year}-01-01", f"{year}-12-31"),
    )
    return [dict(zip(fields, row, strict=True)) for row in rows]


def _split(kind: str, key: str) -> tuple[str, ...]:
    return tuple(key.split("/")) if kind in ("threshold", "zones") else (key,)


def _dicts(
    db: sqlite3.Connection,
    table: str,
    fields: tuple[str, ...],
    keys: tuple[str, ...],
    values: tuple[str, ...],
    order: str,
) -> list[dict[str, Any]]:
    where = " AND ".join(f"{name} = ?" for name in keys)
    rows = db.execute(f"SELECT {', '.join(fields)} FROM {table} WHERE {where}{order}", values)
    return [dict(zip(fields, row, strict=True)) for row in rows]


def _insert(
    db: sqlite3.Connection,
    table: str,
    fields: tuple[str, ...],
    rows: Iterable[dict[str, Any]],
    verb: str = "INSERT",
) -> None:
    marks = ", ".join("?" * len(fields))
    db.executemany(
        f"{verb} INTO {table} ({', '.join(fields)}) VALUES ({marks})",
        [tuple(row.get(name) for name in fields) for row in rows],
    )


def _upsert(db: sqlite3.Connection, kind: str, row: dict[str, Any]) -> None:
    table, fields, _ = _ROWS[kind]
    assignments = ", ".join(f"{name} = excluded.{name}" for name in fields[1:])
    db.execute(
        f"INSERT INTO {table} ({', '.join(fields)}) VALUES ({', '.join('?' * len(fields))})"
        f" ON CONFLICT (id) DO UPDATE SET {assignments}",
        tuple(row.get(name) for name in fields),
    )


def _make_room(mirror: Mirror, key: str, body: Body) -> None:
    """What stands in the way of the unit: the same service's workout under another id (a merge on
    the other device renamed it), and references to rows that have not arrived yet."""
    row = body["row"]
    mark_day_stale(mirror, key)
    for column in ("garmin_activity_id", "strava_activity_id"):
        if row.get(column) is not None:
            for (other,) in mirror.db.execute(
                f"SELECT id FROM workouts_executed WHERE {column} = ? AND id <> ?",
                (row[column], key),
            ).fetchall():
                delete_unit(mirror, "workout", other)
    mirror.db.executemany(
        "DELETE FROM workout_sources WHERE source = ? AND source_id = ? AND workout_id <> ?",
        [(source["source"], source["source_id"], key) for source in body["sources"]],
    )


def _replace_parts(db: sqlite3.Connection, key: str, body: Body) -> None:
    for name, (table, fields, _) in _PARTS.items():
        db.execute(f"DELETE FROM {table} WHERE workout_id = ?", (key,))
        _insert(db, table, fields, body[name])
    db.execute("DELETE FROM workout_streams WHERE workout_id = ?", (key,))
    if body["stream"] is not None:
        _insert(db, "workout_streams", Stream._fields, [body["stream"]])
