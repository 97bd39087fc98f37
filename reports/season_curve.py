"""How good is this effort against the season: the best of every duration."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from analytics.curves import SCALES, envelope
from analytics.durations import GRID, GRID_VERSION, STANDARD
from mirror.database import Mirror
from mirror.reads import curves as reads
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
    mirror: Mirror,
    metric: str,
    today: date,
    window: str = "90d",
    sport: str | None = None,
    without: str | None = None,
) -> SeasonCurve:
    """The envelope of every workout's mean-max curve in the window that ends `today`.

    without: the id of a workout to compare with the others, itself left out.
    """
    start = _start(today, window)
    found = reads.between(mirror, metric, start or "", today.isoformat(), sport, without)
    stored = [row for row in found if row.grid_version == GRID_VERSION]
    best, _ = envelope([row.curve for row in stored])
    exact = reads.bests(mirror, metric, start or "", today.isoformat(), sport, without)
    held = {row.seconds: row for row in exact}
    reached = sum(1 for number in best if number)
    scale = SCALES[metric]
    return SeasonCurve(
        metric=metric,
        sport=sport,
        window=window,
        start=start,
        end=today.isoformat(),
        workouts=len(stored),
        points=[Best(s, *(held[s][1:] if s in held else (None, None, None))) for s in STANDARD],
        seconds=list(GRID[:reached]),
        values=[number / scale for number in best[:reached]],
    )


def _start(today: date, window: str) -> str | None:
    if window == "all":
        return None
    if window == "season":
        return today.replace(month=1, day=1).isoformat()
    if window == "90d":
        return (today - timedelta(days=89)).isoformat()
    raise ValueError(f"no such window: {window}")
