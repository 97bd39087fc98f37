"""Raw answers of the sources, compressed: a new row only when the content changed, so that every
canonical row can be rebuilt without asking the service again. What a source says of one day is
small and goes to the hub as well; the rest stays here."""

import hashlib
import zlib

from mirror.database import Mirror
from mirror.outbox import mark


def keep(
    mirror: Mirror, source: str, kind: str, key: str, payload: bytes, *, fetched_at: str
) -> bool:
    """Keeps the payload where the newest kept one differs; True if it was new."""
    digest = hashlib.sha256(payload).hexdigest()
    with mirror.transaction():
        newest = mirror.db.execute(
            "SELECT sha256 FROM raw_payloads WHERE source = ? AND kind = ? AND key = ?"
            " ORDER BY fetched_at DESC LIMIT 1",
            (source, kind, key),
        ).fetchone()
        if newest is not None and newest[0] == digest:
            return False
        # Content that came back after a change counts from its return on.
        mirror.db.execute(
            "INSERT INTO raw_payloads (source, kind, key, fetched_at, sha256, payload)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (source, kind, key, sha256)"
            " DO UPDATE SET fetched_at = excluded.fetched_at",
            (source, kind, key, fetched_at, digest, zlib.compress(payload, 6)),
        )
        if is_day(key):
            mark(mirror, "raw", f"{source}/{key}")
    return True


def is_day(key: str) -> bool:
    """Is the key a date (and no id, no "latest")?"""
    return len(key) == 10 and key[4] == key[7] == "-"


def newest(mirror: Mirror, source: str, kind: str, key: str) -> bytes | None:
    """The newest kept payload, None where there is none."""
    row = mirror.db.execute(
        "SELECT payload FROM raw_payloads WHERE source = ? AND kind = ? AND key = ?"
        " ORDER BY fetched_at DESC LIMIT 1",
        (source, kind, key),
    ).fetchone()
    return None if row is None else zlib.decompress(row[0])
