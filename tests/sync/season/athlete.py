"""A mirror filled through the real way in, with small generated workouts."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from analytics.streams import Floats, Streams
from mirror.database import Mirror, open_mirror
from sync.activity import Activity, ActivityFile, Totals
from sync.ingest import SourceRef, ingest_activity_file

FETCHED = "2026-11-01T00:00:00+00:00"


def new_mirror(folder: Path) -> Mirror:
    """An empty mirror of an athlete in UTC."""
    mirror = open_mirror(folder / "mirror.db")
    mirror.db.execute("UPDATE athletes SET timezone = 'UTC', birth_year = 1986, sex = 'm'")
    return mirror


def activity(
    start: str,
    sport: str = "bike",
    *,
    watts: float | None = None,
    bpm: float | None = None,
    m_s: float | None = None,
    seconds: int = 1800,
    offset_s: int | None = 0,
) -> Activity:
    """A steady workout from an ISO instant (UTC unless it says otherwise)."""
    begin = datetime.fromisoformat(start)
    if begin.tzinfo is None:
        begin = begin.replace(tzinfo=UTC)
    channels: dict[str, Floats] = {}
    for name, value in (("power", watts), ("hr", bpm), ("speed", m_s)):
        if value is not None:
            channels[name] = np.full(seconds, float(value))
    if m_s is not None:
        channels["distance"] = np.arange(1, seconds + 1, dtype=np.float64) * m_s
    return Activity(
        int(begin.timestamp()),
        sport,
        Streams(channels, np.ones(seconds, bool)),
        utc_offset_s=offset_s,
        totals=Totals(timer_s=float(seconds), elapsed_s=float(seconds)),
    )


def add(mirror: Mirror, *activities: Activity, refresh: bool = True) -> list[str]:
    """Takes the activities in as one file; returns the workout ids."""
    name = f"{activities[0].started_at}-{activities[0].sport}"
    reference = SourceRef("file", name, FETCHED)
    file = ActivityFile("fit", list(activities))
    return ingest_activity_file(mirror, file, reference, None, refresh=refresh).workout_ids


def daily(mirror: Mirror) -> list[tuple[Any, ...]]:
    """All rows of `daily_load`: date, load, CTL, ATL, TSB, totals as JSON."""
    return mirror.db.execute("SELECT * FROM daily_load ORDER BY local_date").fetchall()


def loads(mirror: Mirror) -> dict[str, tuple[float | None, str | None]]:
    """local date -> (load, method), of days with one workout."""
    rows = mirror.db.execute("SELECT local_date, load, load_method FROM workouts_executed")
    return {day: (load, method) for day, load, method in rows}
