"""How good is this effort against the season: the best of every duration in a period."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from analytics.curves import SCALES, envelope
from analytics.durations import GRID, GRID_VERSION, STANDARD
from mirror.database import Mirror
from mirror.reads import curves as reads
from reports.jsonable import document


class Best(NamedTuple):
    """value: W, bpm or m/s; None = no effort that long. workout_id, date, title: where it was
    done."""

    seconds: int
    value: float | None
    workout_id: str | None
    date: str | None
    title: str | None


class SeasonCurve(NamedTuple):
    """window: one of WINDOWS. points: at the standard durations.

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
    start, end = span(today, window)
    found = reads.between(mirror, metric, start or "", end, sport, without)
    stored = [row for row in found if row.grid_version == GRID_VERSION]
    best, _ = envelope([row.curve for row in stored])
    exact = reads.bests(mirror, metric, start or "", end, sport, without)
    held = {row.seconds: row for row in exact}
    reached = sum(1 for number in best if number)
    scale = SCALES[metric]
    return SeasonCurve(
        metric=metric,
        sport=sport,
        window=window,
        start=start,
        end=end,
        workouts=len(stored),
        points=[Best(s, *(held[s][1:] if s in held else _NO_EFFORT)) for s in STANDARD],
        seconds=list(GRID[:reached]),
        values=[number / scale for number in best[:reached]],
    )


_NO_EFFORT = (None, None, None, None)

#: period -> how it is called. Seasons begin on 1 January.
WINDOWS: dict[str, str] = {
    "4w": "4 weeks",
    "12w": "12 weeks",
    "90d": "90 days",
    "season": "this season",
    "last_season": "last season",
    "all": "all time",
}
_DAYS = {"4w": 28, "12w": 84, "90d": 90}


def span(today: date, window: str) -> tuple[str | None, str]:
    """First (None: from the beginning) and last day of a period. Raises ValueError."""
    if window in _DAYS:
        return (today - timedelta(days=_DAYS[window] - 1)).isoformat(), today.isoformat()
    if window == "all":
        return None, today.isoformat()
    if window == "season":
        return today.replace(month=1, day=1).isoformat(), today.isoformat()
    if window == "last_season":
        return f"{today.year - 1:04}-01-01", f"{today.year - 1:04}-12-31"
    raise ValueError(f"no such window: {window}")
