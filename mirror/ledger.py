"""Writing how far a sync got: the state of every day or item, and the runs themselves."""

from typing import Literal

from mirror.database import Mirror

State = Literal["full", "summary", "absent", "failed", "pending"]

_RECORD = (
    "INSERT INTO sync_ledger"
    " (source, dataset, item, state, attempts, reason, next_try_at, updated_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (source, dataset, item) DO UPDATE SET"
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
