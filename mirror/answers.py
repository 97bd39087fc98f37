"""The raw answers of one day as a unit of the hub: of each kind the newest, none older."""

import sqlite3
from typing import Any

FIELDS = ("source", "kind", "key", "fetched_at", "sha256", "payload")

#: Kinds of a source by steps through the primary key, since it leads by kind and not by day.
_KINDS = """
WITH RECURSIVE kinds (kind) AS (
    SELECT min(kind) FROM raw_payloads WHERE source = :source
    UNION ALL
    SELECT (SELECT min(kind) FROM raw_payloads WHERE source = :source AND kind > kinds.kind)
    FROM kinds WHERE kinds.kind IS NOT NULL)
"""
_OF_THE_DAY = (
    "FROM kinds JOIN raw_payloads AS r"
    " ON r.source = :source AND r.kind = kinds.kind AND r.key = :key"
)
_NEWEST = (
    f"{_KINDS} SELECT r.source, r.kind, r.key, max(r.fetched_at), r.sha256, r.payload"
    f" {_OF_THE_DAY} GROUP BY r.kind ORDER BY r.kind"
)
_PUT = (
    f"INSERT INTO raw_payloads ({', '.join(FIELDS)}) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (source, kind, key, sha256) DO UPDATE SET fetched_at = excluded.fetched_at"
)


def _named(key: str) -> dict[str, str]:
    return dict(zip(("source", "key"), key.split("/"), strict=True))


def read(db: sqlite3.Connection, key: str) -> list[dict[str, Any]]:
    """The newest answer of each kind, in the order of the kinds. key: `<source>/<day>`."""
    rows = db.execute(_NEWEST, _named(key)).fetchall()
    return [dict(zip(FIELDS, row, strict=True)) for row in rows]


def write(db: sqlite3.Connection, key: str, answers: list[dict[str, Any]]) -> None:
    """Makes these the newest ones of the unit; earlier answers of their kinds stay."""
    source, day = key.split("/")
    db.executemany(_PUT, [tuple(answer[name] for name in FIELDS) for answer in answers])
    until = {answer["kind"]: answer["fetched_at"] for answer in answers}
    stored = db.execute(f"{_KINDS} SELECT r.kind, r.fetched_at {_OF_THE_DAY}", _named(key))
    for kind, fetched_at in stored.fetchall():
        if kind not in until or fetched_at > until[kind]:
            db.execute(
                "DELETE FROM raw_payloads"
                " WHERE source = ? AND kind = ? AND key = ? AND fetched_at = ?",
                (source, kind, day, fetched_at),
            )
