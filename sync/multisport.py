"""The whole of a multisport day: a row of its own whose numbers are the sums of its legs."""

import json
from collections.abc import Iterable
from typing import Any

from mirror import workouts
from mirror.database import Mirror
from mirror.rows import Workout
from sync.unit import unix

_WORKOUT = ", ".join(Workout._fields)
_SUMS = (
    "duration_s",
    "moving_s",
    "distance_m",
    "tss",
    "load",
    "elevation_gain_m",
    "calories",
    "work_kj",
)


def sum_legs(mirror: Mirror, parent_id: str) -> None:
    """Writes the parent's numbers anew from its legs; call it after any leg changed."""
    parent = _rows(mirror, "id = ?", parent_id)
    if not parent or parent[0].sport != "brick":
        return
    legs = _rows(mirror, "parent_id = ?", parent_id)
    streamed = mirror.db.execute(
        "SELECT 1 FROM workout_streams WHERE workout_id = ?", (parent_id,)
    ).fetchone()
    if legs or not streamed:  # a brick recorded in one piece has numbers of its own
        workouts.save_row(mirror, summed(parent[0], legs))


def summed(parent: Workout, legs: list[Workout]) -> Workout:
    """The parent with the sums of its legs. A sum leaves out legs that do not know the number, and
    is unknown where none does."""
    sums: dict[str, Any] = {name: _total(getattr(leg, name) for leg in legs) for name in _SUMS}
    methods = {leg.load_method for leg in legs if leg.load}
    thresholds: dict[str, object] = {}
    for leg in legs:
        thresholds.update(json.loads(leg.thresholds_used or "{}"))
    heart = [(leg.avg_hr, leg.duration_s) for leg in legs if leg.avg_hr and leg.duration_s]
    weight = sum(seconds for _, seconds in heart)
    return parent._replace(
        **sums,
        elapsed_s=_span(legs),
        load_method=next(iter(methods)) if len(methods) == 1 else "legs" if methods else None,
        avg_hr=sum(bpm * seconds for bpm, seconds in heart) / weight if weight else None,
        max_hr=max((leg.max_hr for leg in legs if leg.max_hr is not None), default=None),
        thresholds_used=json.dumps(thresholds, sort_keys=True),
        analytics_version=min((leg.analytics_version for leg in legs), default=0),
    )


def _span(legs: list[Workout]) -> float | None:
    """Seconds from the first leg's start to the last one's end, transitions included."""
    ends = [unix(leg.started_at) + (leg.elapsed_s or leg.duration_s or 0.0) for leg in legs]
    return max(ends) - min(unix(leg.started_at) for leg in legs) if legs else None


def _total(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _rows(mirror: Mirror, condition: str, value: str) -> list[Workout]:
    rows = mirror.db.execute(
        f"SELECT {_WORKOUT} FROM workouts_executed WHERE {condition} ORDER BY started_at, id",
        (value,),
    )
    return [Workout._make(row) for row in rows.fetchall()]
