"""One real workout that two devices recorded under two ids becomes one row again.

Each device brings in what it finds (a file here, Garmin there); after a pull both rows stand side
by side. The claims decide, by the same rules as at ingest: every device comes to the same row.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from mirror import hub as units
from mirror.database import Mirror
from mirror.rows import Curve, Histogram, Lap, Stream, Workout
from mirror.workouts import WorkoutUnit
from sync.claims import related, settle
from sync.merge import ATHLETE, highest

#: What settling says about a workout; its other columns are computed from the streams.
_SETTLED = frozenset(
    {
        "id", "started_at", "utc_offset_s", "local_date", "sport", "sub_sport", "title", "calories",
        "relative_effort", "garmin_activity_id", "strava_activity_id", "tp_workout_id",
        "fit_file_path", "planned_workout_id", "match_method", "parent_id", "device", "rpe",
        "notes", "excluded_reason", "warnings",
    }
)  # fmt: skip


def unite(mirror: Mirror, workouts: Iterable[str]) -> None:
    """Settles each of these workouts that another row is the same as, in the caller's
    transaction."""
    for workout in dict.fromkeys(workouts):
        claims = related(mirror, workout)
        if len({claim.workout_id for claim in claims}) < 2:
            continue
        top = highest(claims)
        if top.source == ATHLETE or top.workout_id is None:
            continue
        body = units.read_unit(mirror, "workout", top.workout_id)
        if body is not None:
            settle(mirror, top, partial(_unit, body))


def _unit(stored: dict[str, Any], base: Workout) -> WorkoutUnit:
    """The stored measurements under the settled row."""
    row = {
        **stored["row"],
        **{name: value for name, value in base._asdict().items() if name in _SETTLED},
    }

    def moved(part: dict[str, Any]) -> dict[str, Any]:
        return {**part, "workout_id": base.id}

    return WorkoutUnit(
        Workout(**row),
        laps=[Lap(**moved(lap)) for lap in stored["laps"]],
        stream=None if stored["stream"] is None else Stream(**moved(stored["stream"])),
        curves=[Curve(**moved(curve)) for curve in stored["curves"]],
        histograms=[Histogram(**moved(histogram)) for histogram in stored["histograms"]],
    )
