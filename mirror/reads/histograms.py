"""Seconds by bin of many workouts, for time in zone over a season."""

from collections.abc import Iterator
from typing import NamedTuple

from mirror.database import Mirror


class DatedHistogram(NamedTuple):
    """counts: uint32 little endian; metric: hr | power | speed."""

    local_date: str
    sport: str
    metric: str
    bin_width: float
    first_bin: int
    counts: bytes


def between(mirror: Mirror, start: str, end: str) -> Iterator[DatedHistogram]:
    """Of local days [start, end], oldest first; legs in place of their whole."""
    rows = mirror.db.execute(
        "SELECT w.local_date, w.sport, h.metric, h.bin_width, h.first_bin, h.counts "
        "FROM workouts_executed AS w INDEXED BY workouts_executed_by_date "
        "CROSS JOIN workout_histograms AS h ON h.workout_id = w.id "
        "WHERE w.local_date BETWEEN ? AND ? AND w.excluded_reason IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM workouts_executed AS leg WHERE leg.parent_id = w.id) "
        "ORDER BY w.local_date",
        (start, end),
    )
    return map(DatedHistogram._make, rows)
