"""Mean-max curves of many workouts, for a season's envelope."""

from typing import NamedTuple

from mirror.database import Mirror


class DatedCurve(NamedTuple):
    """curve: uint16 little endian on the grid of `grid_version`."""

    workout_id: str
    local_date: str
    grid_version: int
    curve: bytes


class StoredBest(NamedTuple):
    seconds: int
    value: float
    workout_id: str
    local_date: str
    title: str | None


#: Which workouts: by local day, and of one sport if one is named; legs too, they carry efforts.
_WORKOUTS = (
    "FROM workouts_executed AS w INDEXED BY workouts_executed_by_date "
    "CROSS JOIN workout_curves AS c ON c.workout_id = w.id AND c.metric = ? "
)
_WANTED = (
    "WHERE w.local_date BETWEEN ? AND ? AND (? IS NULL OR w.sport = ?) "
    "AND w.excluded_reason IS NULL AND w.id IS NOT ? "
)


def bests(
    mirror: Mirror,
    metric: str,
    start: str,
    end: str,
    sport: str | None = None,
    without: str | None = None,
) -> list[StoredBest]:
    """The best at every standard duration that any workout of [start, end] reached.

    without: the id of a workout that does not count.
    """
    rows = mirror.db.execute(
        "SELECT CAST(b.key AS INTEGER) AS seconds, max(b.value), w.id, w.local_date, w.title "
        f"{_WORKOUTS} CROSS JOIN json_each(c.bests) AS b {_WANTED} "
        "GROUP BY seconds ORDER BY seconds",
        (metric, start, end, sport, sport, without),
    )
    return [StoredBest._make(row) for row in rows]


def between(
    mirror: Mirror,
    metric: str,
    start: str,
    end: str,
    sport: str | None = None,
    without: str | None = None,
) -> list[DatedCurve]:
    """The curves of local days [start, end], oldest first; `without` as in `bests`."""
    rows = mirror.db.execute(
        f"SELECT w.id, w.local_date, c.grid_version, c.curve {_WORKOUTS} {_WANTED} "
        "ORDER BY w.local_date, w.started_at",
        (metric, start, end, sport, sport, without),
    )
    return [DatedCurve._make(row) for row in rows]


def kinds(mirror: Mirror) -> list[tuple[str, str]]:
    """(sport, metric) of every curve there is."""
    rows = mirror.db.execute(
        "SELECT DISTINCT w.sport, c.metric FROM workout_curves AS c "
        "JOIN workouts_executed AS w ON w.id = c.workout_id WHERE w.excluded_reason IS NULL"
    )
    return [(row[0], row[1]) for row in rows]
