"""Mean-max curves of many workouts, for a season's envelope."""

from typing import NamedTuple

from mirror.database import Mirror


class DatedCurve(NamedTuple):
    """curve: uint16 little endian on the grid of `grid_version`."""

    workout_id: str
    local_date: str
    grid_version: int
    curve: bytes


def between(
    mirror: Mirror, metric: str, start: str, end: str, sport: str | None = None
) -> list[DatedCurve]:
    """Curves of local days [start, end], oldest first; legs too, for they carry the efforts."""
    rows = mirror.db.execute(
        "SELECT w.id, w.local_date, c.grid_version, c.curve "
        "FROM workouts_executed AS w INDEXED BY workouts_executed_by_date "
        "CROSS JOIN workout_curves AS c ON c.workout_id = w.id AND c.metric = ? "
        "WHERE w.local_date BETWEEN ? AND ? AND (? IS NULL OR w.sport = ?) "
        "AND w.excluded_reason IS NULL ORDER BY w.local_date, w.started_at",
        (metric, start, end, sport, sport),
    )
    return [DatedCurve._make(row) for row in rows]
