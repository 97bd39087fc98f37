"""How good is this effort against the season: the best of every duration."""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror

from reports.jsonable import document


class Best(NamedTuple):
    """value: W, bpm or m/s; None = no effort that long. workout_id, date: where it was done."""

    seconds: int
    value: float | None
    workout_id: str | None
    date: str | None


class SeasonCurve(NamedTuple):
    """window: 90d | season (since 1 January) | all. points: at the standard durations.

    seconds, values: the whole grid for drawing, up to the longest effort.
    """

    metric: str
    sport: str | None
    window: str
    start: str | None
    end: str
    workouts: int
    points: list[Best]
    seconds: list[int]
    values: list[float]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def season_curve(
    mirror: Mirror, metric: str, today: date, window: str = "90d", sport: str | None = None
) -> SeasonCurve:
    """The envelope of every workout's mean-max curve in the window."""
    raise NotImplementedError
