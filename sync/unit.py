"""An analysed activity as rows of the mirror."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from analytics.durations import GRID_VERSION
from analytics.workout import Analysis
from mirror.rows import Curve, Histogram, Lap, Workout
from mirror.workouts import WorkoutUnit
from sync.activity import Activity, DeviceLap

#: The columns that the analysis gives under the same names. Calories are merged: any source may
#: know them.
COMPUTED = tuple(
    name for name in Workout._fields if name in Analysis.__dataclass_fields__ and name != "calories"
)

#: What the device measured itself goes before what the streams of the lap give.
_DEVICE_LAP = (
    "duration_s",
    "distance_m",
    "avg_hr",
    "max_hr",
    "avg_power",
    "max_power",
    "avg_cadence",
    "elevation_gain_m",
)


def utc(seconds: float) -> str:
    """Unix seconds as stored: 2026-01-02T03:04:05+00:00."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))).isoformat()


def unix(stamp: str) -> int:
    """The inverse."""
    return int(datetime.fromisoformat(stamp).timestamp())


def local_date(started_at: int, utc_offset_s: int) -> str:
    """The calendar day on the athlete's wall where the workout began."""
    return utc(started_at + utc_offset_s)[:10]


def zone_offset(started_at: int, timezone: str) -> int:
    """The zone's UTC offset at that moment, summer time included."""
    offset = datetime.fromtimestamp(started_at, _zone(timezone)).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def build(workout: Workout, activity: Activity, analysis: Analysis) -> WorkoutUnit:
    """The unit, but for its stream (sync/pack.py), of a workout whose own columns (id, sport,
    title, …) are already filled. The analysis is of this activity with its laps."""
    computed: dict[str, Any] = {name: getattr(analysis, name) for name in COMPUTED}
    return WorkoutUnit(
        workout=workout._replace(**computed),
        laps=[
            _lap(workout.id, index, activity.started_at, lap, computed)
            for index, (lap, computed) in enumerate(zip(activity.laps, analysis.laps, strict=True))
        ],
        curves=_curves(workout.id, analysis),
        histograms=[
            Histogram(
                workout.id,
                metric,
                bins.bin_width,
                bins.first_bin,
                bins.counts.astype("<u4").tobytes(),
            )
            for metric, bins in sorted(analysis.histograms.items())
        ],
    )


def addressed(unit: WorkoutUnit, workout: Workout) -> WorkoutUnit:
    """The same unit for this workout: its computed columns, its parts under its id."""
    computed: dict[str, Any] = {name: getattr(unit.workout, name) for name in COMPUTED}
    key = workout.id
    return WorkoutUnit(
        workout=workout._replace(**computed),
        laps=[lap._replace(workout_id=key) for lap in unit.laps],
        stream=None if unit.stream is None else unit.stream._replace(workout_id=key),
        curves=[curve._replace(workout_id=key) for curve in unit.curves],
        histograms=[bins._replace(workout_id=key) for bins in unit.histograms],
    )


def _curves(workout_id: str, analysis: Analysis) -> list[Curve]:
    return [
        Curve(
            workout_id,
            metric,
            GRID_VERSION,
            np.trim_zeros(curve, "b").astype("<u2").tobytes(),
            json.dumps({str(s): v for s, v in analysis.bests.get(metric, {}).items()}),
        )
        for metric, curve in sorted(analysis.curves.items())
    ]


def _lap(
    workout_id: str,
    index: int,
    began: int,
    lap: DeviceLap,
    computed: Mapping[str, float | None],
) -> Lap:
    values: dict[str, Any] = dict(computed)
    for name in _DEVICE_LAP:
        given = getattr(lap, name)
        if given is not None:
            values[name] = given
    if values.get("duration_s") and values.get("distance_m"):
        values["avg_pace_s_per_km"] = values["duration_s"] / values["distance_m"] * 1000.0
    return Lap(
        workout_id,
        index,
        started_at=utc(began + lap.start),
        intensity=lap.intensity,
        lap_trigger=lap.trigger,
        swim_stroke=lap.swim_stroke,
        swim_lengths=lap.swim_lengths,
        **values,
    )
