"""Writing how far a sync got: the state of every day or item, and the runs themselves."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from mirror.database import Mirror

State = Literal["full", "summary", "absent", "failed", "pending"]

_RECORD = (
    "INSERT INTO sync_ledger"
    " (source, dataset, item, state, attempts, reason, next_try_at, updated_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, dataset, item) DO UPDATE SET"
    " state = excluded.state, attempts = attempts + excluded.attempts, reason = excluded.reason,"
    " next_try_at = excluded.next_try_at, updated_at = excluded.updated_at"
)


def record(
    mirror: Mirror,
    source: str,
    dataset: str,
    item: str,
    state: State,
    *,
    now: str,
    attempted: bool = True,
    reason: str | None = None,
    next_try_at: str | None = None,
) -> None:
    """What is known of one day or item after this try; call it in the transaction of its data."""
    with mirror.transaction():
        mirror.db.execute(
            _RECORD,
            (source, dataset, item, state, int(attempted), reason, next_try_at, now),
        )


def start_run(mirror: Mirror, run_id: str, profile: str, now: str) -> None:
    """Opens a run; one without `finished_at` was killed."""
    with mirror.transaction():
        mirror.db.execute(
            "INSERT INTO sync_runs (id, profile, started_at) VALUES (?, ?, ?)",
            (run_id, profile, now),
        )


def finish_run(mirror: Mirror, run_id: str, outcome: str, result: str, now: str) -> None:
    """Closes it. result: the JSON that the command prints."""
    with mirror.transaction():
        mirror.db.execute(
            "UPDATE sync_runs SET finished_at = ?, outcome = ?, result = ? WHERE id = ?",
            (now, outcome, result, run_id),
        )


class Entry(NamedTuple):
    """One day or item. attempts: failures in a row, 0 after a success. next_try_at of a full or
    absent one: it may still change, ask again then; None = settled."""

    item: str
    state: State
    attempts: int = 0
    reason: str | None = None
    next_try_at: str | None = None


def entries(
    mirror: Mirror, source: str, dataset: str, states: Sequence[State] = ()
) -> dict[str, Entry]:
    """What is known of a dataset by item, of all states or of some."""
    marks = ", ".join("?" * len(states))
    rows = mirror.db.execute(
        "SELECT item, state, attempts, reason, next_try_at FROM sync_ledger"
        " WHERE source = ? AND dataset = ?" + (f" AND state IN ({marks})" if states else ""),
        (source, dataset, *states),
    )
    return {row[0]: Entry._make(row) for row in rows}


def count(mirror: Mirror, source: str, dataset: str, state: State, first: str, last: str) -> int:
    """How many items of first..last are in a state."""
    found: int = mirror.db.execute(
        "SELECT count(*) FROM sync_ledger WHERE source = ? AND dataset = ? AND state = ?"
        " AND item BETWEEN ? AND ?",
        (source, dataset, state, first, last),
    ).fetchone()[0]
    return found


def put(mirror: Mirror, source: str, dataset: str, found: Iterable[Entry], *, now: str) -> None:
    """Stores the entries as they are; one that says nothing new is not written."""
    with mirror.transaction():
        mirror.db.executemany(
            "INSERT INTO sync_ledger"
            " (source, dataset, item, state, attempts, reason, next_try_at, updated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, dataset, item)"
            " DO UPDATE SET state = excluded.state, attempts = excluded.attempts,"
            " reason = excluded.reason, next_try_at = excluded.next_try_at,"
            " updated_at = excluded.updated_at WHERE state <> excluded.state"
            " OR attempts <> excluded.attempts OR reason IS NOT excluded.reason"
            " OR next_try_at IS NOT excluded.next_try_at",
            [(source, dataset, *entry, now) for entry in found],
        )


def forget_days(mirror: Mirror, source: str, *, since: date, said_after: str) -> None:
    """Takes back every word on the days from `since` on that was said after an instant."""
    with mirror.transaction():
        mirror.db.execute(
            "DELETE FROM sync_ledger WHERE source = ? AND item LIKE '____-__-__'"
            " AND item >= ? AND updated_at > ?",
            (source, since.isoformat(), said_after),
        )


def try_again(mirror: Mirror, source: str, dataset: str, item: str, *, now: str) -> None:
    """A failed item is due at once, as if it had never failed; another one stays as it is."""
    with mirror.transaction():
        mirror.db.execute(
            "UPDATE sync_ledger SET attempts = 0, next_try_at = ?, updated_at = ?"
            " WHERE source = ? AND dataset = ? AND item = ? AND state = 'failed'",
            (now, now, source, dataset, item),
        )
