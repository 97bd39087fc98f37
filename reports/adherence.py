"""Did the athlete do what the steps asked for? Steps against laps, apart from how much was done."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mirror.database import Mirror
from mirror.reads import streams
from mirror.reads import thresholds as reads
from mirror.rows import Lap, Planned, Workout
from reports.zones import ZoneTable

if TYPE_CHECKING:
    from analytics.adherence import Effort, Result

#: Laps that the watch set by itself say nothing about a session's parts.
_AUTOMATIC = {"distance", "time", "position_start", "position_lap", "position_waypoint"}


class StepRow(NamedTuple):
    """A planned step, repeats written out, and what became of it.

    round, rounds: the second of four. metric: power W | hr bpm | speed m/s | cadence rpm, of low,
    high (None = open) and actual. hit: None without a measurable target or a lap. assumed: the
    coach left out of what the target is a share. lap: the first lap's index, of the device's laps.
    """

    intent: str
    text: str
    round: int | None
    rounds: int | None
    planned_s: float | None
    planned_m: float | None
    done_s: float | None
    done_m: float | None
    metric: str | None
    low: float | None
    high: float | None
    assumed: bool
    actual: float | None
    hit: bool | None
    lap: int | None


class Adherence(NamedTuple):
    """hits of scored: work steps with a measured target. percent: None without any.

    basis: laps | intervals (found in the power, where no laps follow the steps)."""

    hits: int
    scored: int
    percent: int | None
    basis: str
    steps: list[StepRow]


def adherence(
    mirror: Mirror,
    workout: Workout,
    planned: Planned | None,
    laps: Sequence[Lap],
    tables: Sequence[ZoneTable],
) -> Adherence | None:
    """None where no steps are known for sure, or nothing recorded follows them."""
    if planned is None or not planned.structure:
        return None
    from analytics import adherence as math  # most workouts have no steps to compare

    structure = json.loads(planned.structure)
    if not math.expand(structure):
        return None
    from analytics.targets import References
    from analytics.zones import ZoneBound

    references = References(
        workout.sport,
        reads.threshold_set(mirror, workout.local_date, workout.sport),
        {
            table.metric: [ZoneBound(z.zone, z.lower, z.upper, z.label or "") for z in table.zones]
            for table in tables
        },
    )
    efforts = [_effort(lap) for lap in laps]
    deliberate = _deliberate(laps)
    found = math.adherence(structure, efforts, references, deliberate=deliberate)
    if found is None:
        bouts = _intervals(mirror, workout.id)
        found = math.adherence(
            structure, efforts, references, deliberate=deliberate, intervals=bouts
        )
    if found is None:
        return None
    rows = [_row(result, with_lap=found.basis == "laps") for result in found.results]
    return Adherence(found.hits, found.scored, found.percent, found.basis, rows)


def _deliberate(laps: Sequence[Lap]) -> bool:
    """Pressed by hand, or the steps of a workout on the watch, which differ in intensity."""
    if len({lap.intensity for lap in laps if lap.intensity}) >= 2:
        return True
    return any((lap.lap_trigger or "") not in _AUTOMATIC for lap in laps[:-1])


def _effort(lap: Lap) -> "Effort":
    from analytics.adherence import Effort

    speed = 1000.0 / lap.avg_pace_s_per_km if lap.avg_pace_s_per_km else None
    seconds = lap.duration_s or 0.0
    return Effort(seconds, lap.distance_m, lap.avg_power, lap.avg_hr, speed, lap.avg_cadence)


def _intervals(mirror: Mirror, workout_id: str) -> "list[Effort]":
    """The hard bouts in the power stream; [] without one."""
    blob = streams.blobs(mirror, workout_id, ["power"]).get("power")
    if blob is None:
        return []
    import numpy as np  # only for a session with steps, power, and no laps that tell

    from analytics.adherence import Effort
    from analytics.intervals import detect
    from mirror.codec import MISSING, unpack

    stored = np.array(unpack(blob), dtype=np.float64)
    stored[stored == MISSING] = np.nan
    return [
        Effort(float(bout.seconds), power=float(np.nanmean(stored[bout.start : bout.end])))
        for bout in detect(stored)
    ]


def _row(result: "Result", *, with_lap: bool) -> StepRow:
    step = result.step
    return StepRow(
        intent=step.intent,
        text=step.text,
        round=step.round[0] if step.round else None,
        rounds=step.round[1] if step.round else None,
        planned_s=step.duration_s,
        planned_m=step.distance_m,
        done_s=result.done_s,
        done_m=result.done_m,
        metric=result.metric,
        low=result.low,
        high=result.high,
        assumed=result.assumed,
        actual=result.actual,
        hit=result.hit,
        lap=result.laps[0] if with_lap and result.laps else None,
    )
