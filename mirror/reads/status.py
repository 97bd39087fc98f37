"""How much is stored and how fresh it is. Counts walk the smallest index of their table."""

from typing import NamedTuple

from mirror.database import Mirror

TABLES: tuple[str, ...] = (
    "workouts_planned",
    "plan_changes",
    "workouts_executed",
    "workout_laps",
    "workout_streams",
    "workout_curves",
    "wellness_daily",
    "training_zones",
    "thresholds",
    "daily_load",
    "raw_payloads",
)


class Freshness(NamedTuple):
    """Of the newest days of wellness; None when never."""

    daily_updated_at: str | None
    intraday_updated_at: str | None


class LedgerRow(NamedTuple):
    source: str
    state: str
    items: int
    next_try_at: str | None
    reason: str | None


def row_counts(mirror: Mirror) -> dict[str, int]:
    """Rows by table."""
    query = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
    return dict(zip(TABLES, mirror.db.execute(query).fetchone(), strict=True))


def freshness(mirror: Mirror, since: str) -> Freshness:
    """The last updates of the days from `since` on: every sync touches the newest days."""
    row = mirror.db.execute(
        "SELECT max(daily_updated_at), max(intraday_updated_at) FROM wellness_daily "
        "WHERE athlete_id = (SELECT id FROM athletes) AND date >= ?",
        (since,),
    ).fetchone()
    return Freshness._make(row)


def original_files(mirror: Mirror) -> int:
    """How many original files stand behind the workouts."""
    row = mirror.db.execute("SELECT count(DISTINCT sha256) FROM workout_sources").fetchone()
    count: int = row[0]
    return count


def last_fetches(mirror: Mirror) -> dict[str, str]:
    """source -> when it last gave a workout."""
    rows = mirror.db.execute("SELECT source, max(fetched_at) FROM workout_sources GROUP BY source")
    return dict(rows.fetchall())


def ledger(mirror: Mirror) -> list[LedgerRow]:
    """Items by source and state, with the nearest next try and a reason.

    Nearly all of them are full, so those are what remains after counting the others.
    """
    counts = dict(
        mirror.db.execute("SELECT source, count(*) FROM sync_ledger GROUP BY source").fetchall()
    )
    rows = mirror.db.execute(
        "SELECT source, state, count(*), min(next_try_at), max(reason) FROM sync_ledger "
        "WHERE state <> 'full' GROUP BY source, state ORDER BY source, state"
    )
    others = [LedgerRow._make(row) for row in rows]
    for row in others:
        counts[row.source] -= row.items
    full = [LedgerRow(source, "full", left, None, None) for source, left in counts.items() if left]
    return full + others


def outbox_size(mirror: Mirror) -> int:
    """Units that the hub has not acknowledged."""
    count: int = mirror.db.execute("SELECT count(*) FROM outbox").fetchone()[0]
    return count


def hub_state(mirror: Mirror) -> dict[str, str | None]:
    return dict(mirror.db.execute("SELECT name, value FROM hub_state").fetchall())


def hub_conflicts(mirror: Mirror) -> int:
    """How many values did not hold against a later change elsewhere."""
    count: int = mirror.db.execute("SELECT count(*) FROM hub_conflicts").fetchone()[0]
    return count
