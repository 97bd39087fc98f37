"""The mirror's side of the hub: units read and written whole, and what was last agreed on.

A unit's *body* is plain data: {"row": {...}} or {"rows": [...]}, a workout's with its parts, and
{"answers": [...]} for the newest raw answer of each kind that a source gave for one day. Rows
are dicts of column -> stored value; blobs are bytes here and become arrays on the wire
(sync/hub/wire.py).
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from mirror import answers
from mirror.database import Mirror
from mirror.load import mark_stale
from mirror.outbox import mark
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
KINDS = ("athlete", "threshold", "zones", "planned", "workout", "wellness", "raw")

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
    "raw": ("raw_payloads", answers.FIELDS, ("source", "key")),
}

#: Of the raw answers only those of one day travel.
_ONLY = {"raw": " WHERE key GLOB '????-??-??'"}
_REPLACE = "INSERT OR REPLACE"
_PARKED = "parked "
_CONSEQUENCES: dict[str, tuple[str, ...]] = {
    "planned": (
        "DELETE FROM plan_changes WHERE planned_id = ?",
        "UPDATE workouts_executed SET planned_workout_id = NULL, match_method = 'none'"
        " WHERE planned_workout_id = ?",
    ),
    "workout": tuple(
        f"DELETE FROM {table} WHERE workout_id = ?"
        for table in (*(part[0] for part in _PARTS.values()), "workout_streams")
    ),
}


def read_unit(mirror: Mirror, kind: str, key: str) -> Body | None:
    """The unit as it is now, None when there is nothing of it (deleted)."""
    table, fields, keys = _ROWS[kind]
    if kind == "raw":
        found = answers.read(mirror.db, key)
        return {"answers": found} if found else None
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
        if kind == "planned":
            _park(mirror, key, body["row"])
        if kind in ("athlete", "planned", "workout"):
            _upsert(mirror.db, kind, body["row"])
        elif kind == "raw":
            answers.write(mirror.db, key, body["answers"])
        else:
            delete_unit(mirror, kind, key)
            table, fields, _ = _ROWS[kind]
            _insert(mirror.db, table, fields, body.get("rows") or [body["row"]])
        if kind == "planned":
            mirror.db.execute("DELETE FROM plan_changes WHERE planned_id = ?", (key,))
            _insert(mirror.db, "plan_changes", PlanChange._fields, body["changes"], _REPLACE)
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
    """Once all is pulled: a reference to what is not there is empty here, whatever the hub's row
    says; it is back as soon as its target is."""
    with mirror.transaction():
        for column, table in (
            ("planned_workout_id", "workouts_planned"), ("parent_id", "workouts_executed"),
        ):  # fmt: skip
            method = ", match_method = 'none'" if column == "planned_workout_id" else ""
            mirror.db.execute(
                f"UPDATE workouts_executed SET {column} = NULL{method} WHERE {column} IS NOT NULL"
                f" AND {column} NOT IN (SELECT id FROM {table})"
            )
            method = ", match_method = base ->> '$.match_method'" if method else ""
            mirror.db.execute(
                f"UPDATE workouts_executed SET {column} = base ->> '$.{column}'{method}"
                " FROM hub_units AS h WHERE h.kind = 'workout' AND h.key = workouts_executed.id"
                f" AND workouts_executed.{column} IS NULL"
                f" AND base ->> '$.{column}' IN (SELECT id FROM {table})"
                " AND NOT EXISTS (SELECT 1 FROM outbox AS o"
                "   WHERE o.kind = 'workout' AND o.key = h.key)"
            )
        _settle_parked(mirror)


def _park(mirror: Mirror, key: str, row: dict[str, Any]) -> None:
    """Sessions of one plan may take each other's keys, and come one after the other."""
    mirror.db.execute(
        "UPDATE workouts_planned SET dedup_key = ? || id || ' ' || dedup_key"
        " WHERE source = ? AND dedup_key = ? AND id <> ?",
        (_PARKED, row["source"], row["dedup_key"], key),
    )


def _settle_parked(mirror: Mirror) -> None:
    """Who still stands aside is the same session, first seen by two devices under two ids: the one
    seen first stays, on every device alike."""
    db = mirror.db
    for parked, source, text, seen in db.execute(
        "SELECT id, source, dedup_key, first_seen_at FROM workouts_planned"
        " WHERE dedup_key LIKE ? ORDER BY id",
        (f"{_PARKED}%",),
    ).fetchall():
        original = text.removeprefix(f"{_PARKED}{parked} ")
        rival = db.execute(
            "SELECT id, first_seen_at FROM workouts_planned WHERE source = ? AND dedup_key = ?",
            (source, original),
        ).fetchone()
        gone = None
        if rival is not None:
            gone, kept = (rival[0], parked) if (seen, parked) < rival[::-1] else (parked, rival[0])
            for (workout,) in db.execute(
                "UPDATE workouts_executed SET planned_workout_id = ? WHERE planned_workout_id = ?"
                " RETURNING id",
                (kept, gone),
            ).fetchall():
                mark(mirror, "workout", workout)
            delete_unit(mirror, "planned", gone)
            mark(mirror, "planned", gone)
        if gone != parked:
            db.execute("UPDATE workouts_planned SET dedup_key = ? WHERE id = ?", (original, parked))


def every_key(mirror: Mirror) -> Iterator[tuple[str, str]]:
    """(kind, key) of all units, parents first: for the first fill of a hub."""
    for kind in KINDS:
        table, _, keys = _ROWS[kind]
        joined = " || '/' || ".join(keys)
        only = _ONLY.get(kind, "")
        for (key,) in mirror.db.execute(f"SELECT DISTINCT {joined} FROM {table}{only} ORDER BY 1"):
            yield kind, key


def _split(kind: str, key: str) -> tuple[str, ...]:
    return tuple(key.split("/")) if kind in ("threshold", "zones", "raw") else (key,)


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
    """What stands in the way of the unit: a recording, or a service's id, that another row here
    still has. A row left without any recording was this workout under another id."""
    row = body["row"]
    mark_day_stale(mirror, key)
    for column in ("garmin_activity_id", "strava_activity_id"):
        mirror.db.execute(
            f"UPDATE workouts_executed SET {column} = NULL WHERE {column} = ? AND id <> ?",
            (row[column], key),
        )
    robbed = set()
    for source in body["sources"]:
        robbed.update(
            mirror.db.execute(
                "DELETE FROM workout_sources WHERE source = ? AND source_id = ? AND workout_id <> ?"
                " RETURNING workout_id",
                (source["source"], source["source_id"], key),
            ).fetchall()
        )
    for (other,) in robbed:
        if not mirror.db.execute(
            "SELECT 1 FROM workout_sources WHERE workout_id = ? AND source <> 'athlete'", (other,)
        ).fetchone():
            delete_unit(mirror, "workout", other)
            mark(mirror, "workout", other)


def _replace_parts(db: sqlite3.Connection, key: str, body: Body) -> None:
    for name, (table, fields, _) in _PARTS.items():
        db.execute(f"DELETE FROM {table} WHERE workout_id = ?", (key,))
        _insert(db, table, fields, body[name])
    db.execute("DELETE FROM workout_streams WHERE workout_id = ?", (key,))
    if body["stream"] is not None:
        _insert(db, "workout_streams", Stream._fields, [body["stream"]])
