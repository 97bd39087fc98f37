"""Whole tables, for taking the data out."""

from collections.abc import Iterator

from mirror.database import Mirror

#: What an athlete may want elsewhere; packed channels have ways of their own.
TABLES: tuple[str, ...] = (
    "athletes",
    "workouts_planned",
    "plan_changes",
    "workouts_executed",
    "workout_laps",
    "workout_sources",
    "wellness_daily",
    "training_zones",
    "thresholds",
    "daily_load",
)


def columns(mirror: Mirror, table: str) -> list[str]:
    """The table's columns in their order."""
    return [row[1] for row in mirror.db.execute(f"PRAGMA table_info({_known(table)})")]


def rows(mirror: Mirror, table: str) -> Iterator[tuple[object, ...]]:
    """Every row, in the order of the primary key or of arrival."""
    return mirror.db.execute(f"SELECT * FROM {_known(table)}")


def _known(table: str) -> str:
    if table not in TABLES:
        raise ValueError(f"no such table: {table}")
    return table
