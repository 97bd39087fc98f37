"""Small synthetic activities, and dumps that compare mirrors row by row."""

from typing import Any

import numpy as np

from analytics.streams import Streams
from mirror.database import Mirror
from sync.activity import Activity, ActivityFile, DeviceLap, Totals

NOW = "2026-01-02T03:04:05+00:00"
START = 1_750_000_000

#: Columns that tell when a machine did something, not what it knows.
CLOCKS = {"fetched_at", "changed_at", "created_at", "updated_at", "seen_at", "started_run_at"}


def activity(
    start: int = START,
    seconds: int = 600,
    sport: str = "bike",
    *,
    power: float | None = 200.0,
    device: str | None = None,
    sub_sport: str | None = None,
    utc_offset_s: int | None = 7200,
    title: str | None = None,
    calories: float | None = None,
) -> Activity:
    """Steady, with two laps; power None = a device without a meter."""
    channels = {
        "hr": np.full(seconds, 140.0),
        "speed": np.full(seconds, 8.0),
        "distance": np.arange(1.0, seconds + 1) * 8.0,
    }
    if power is not None:
        channels["power"] = np.full(seconds, power)
    return Activity(
        start,
        sport,
        Streams(channels, np.ones(seconds, dtype=bool)),
        sub_sport=sub_sport,
        utc_offset_s=utc_offset_s,
        title=title,
        device=device,
        totals=Totals(timer_s=float(seconds), calories=calories),
        laps=[DeviceLap(0, seconds // 2), DeviceLap(seconds // 2, seconds)],
    )


def file(*activities: Activity, kind: str = "fit", identity: str | None = None) -> ActivityFile:
    return ActivityFile(kind, list(activities), identity)


def dump(mirror: Mirror, *without: str) -> dict[str, list[tuple[Any, ...]]]:
    """table -> its rows, sorted, without clock columns; `without` names tables to leave out."""
    tables = [
        row[0]
        for row in mirror.db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        if row[0] not in without
    ]
    contents = {}
    for table in tables:
        columns = [row[1] for row in mirror.db.execute(f"PRAGMA table_info({table})")]
        kept = ", ".join(name for name in columns if name not in CLOCKS)
        rows = mirror.db.execute(f"SELECT {kept} FROM {table}").fetchall()
        contents[table] = sorted(rows, key=repr)
    return contents
