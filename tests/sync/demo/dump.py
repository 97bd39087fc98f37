"""The content of a demo mirror, for comparing two of them."""

import sqlite3
from pathlib import Path
from typing import Any

from mirror.home import mirror_path

TABLES = (
    "workouts_planned",
    "plan_changes",
    "workouts_executed",
    "workout_laps",
    "workout_streams",
    "workout_curves",
    "workout_histograms",
    "workout_sources",
    "wellness_daily",
    "thresholds",
    "daily_load",
    "settings",
)


def dump(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """table -> its rows, sorted."""
    db = sqlite3.connect(mirror_path(home))
    try:
        return {t: sorted(db.execute(f"SELECT * FROM {t}").fetchall(), key=repr) for t in TABLES}
    finally:
        db.close()
