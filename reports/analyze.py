"""Everything about one workout."""

import json
from datetime import date
from typing import Any, NamedTuple

from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import plan, workouts
from mirror.reads import thresholds as reads
from mirror.reads.zones import seconds_in
from mirror.rows import Curve, Histogram, Lap, Workout
from reports.adherence import Adherence, adherence
from reports.compare import compare, done_amounts
from reports.identify import identify
from reports.jsonable import document
from reports.parts import (
    Compliance,
    ExecutedPart,
    PlannedPart,
    executed_part,
    local_clock,
    planned_part,
    workout_document,
)
from reports.thresholds import UNITS
from reports.verdicts import drift_word
from reports.zones import ZoneTable, zones


class ThresholdUsed(NamedTuple):
    """A threshold in force that day. source: athlete | garmin | estimated | default."""

    metric: str
    value: float
    unit: str
    valid_from: str | None
    source: str


class PlanDone(NamedTuple):
    """What was done of the plan, by so many workouts together; compliance compares these sums."""

    workouts: int
    duration_s: float | None
    distance_m: float | None
    load: float | None


class SourceNote(NamedTuple):
    source: str
    source_id: str
    file_name: str | None


class Analysis(NamedTuple):
    """time_in_*_zone_s: zone -> seconds, None without the channel or a threshold.

    mean_max_metric: power, else hr, else speed. mean_max_curve: its value at "5" ... "3600" s,
    None where the workout was shorter. curves: metric -> {seconds: value}, W, bpm, m/s.
    aerobic_decoupling_pct: positive = drift, `aerobic_decoupling` its word; None with
    `decoupling_withheld` saying why.
    """

    workout: Workout
    local_start: str
    stream_rows: int
    channels: list[str]
    laps: list[Lap]
    mean_max_metric: str | None
    mean_max_curve: dict[str, float | None]
    curves: dict[str, dict[str, float]]
    time_in_hr_zone_s: dict[str, float] | None
    time_in_power_zone_s: dict[str, float] | None
    time_in_pace_zone_s: dict[str, float] | None
    zones: list[ZoneTable]
    aerobic_decoupling_pct: float | None
    aerobic_decoupling: str | None
    decoupling_withheld: str | None
    load: float | None
    load_method: str | None
    thresholds_used: list[ThresholdUsed]
    legs: list[ExecutedPart]
    planned: PlannedPart | None
    compliance: Compliance | None
    plan_done: PlanDone | None
    adherence: Adherence | None
    sources: list[SourceNote]
    warnings: list[str]

    def to_json(self) -> dict[str, Any]:
        made = document(self)
        made["workout"] = workout_document(self.workout)
        return made


def analyze(mirror: Mirror, ident: str | None, today: date) -> Analysis | None:
    """The workout named by `ident` (uuid, unique prefix, Garmin id, date), else the latest.

    None only when no workout is stored at all. Raises UnknownWorkoutError, AmbiguousWorkoutError.
    """
    workout = workouts.latest(mirror) if ident is None else identify(mirror, ident)
    if workout is None:
        return None
    timezone = athlete(mirror).timezone
    info = workouts.stream_info(mirror, workout.id)
    stored_curves = workouts.curves(mirror, workout.id)
    bests = {metric: _bests(row) for metric, row in stored_curves.items()}
    metric = next((name for name in ("power", "hr", "speed") if name in bests), None)
    tables = zones(mirror, date.fromisoformat(workout.local_date), workout.sport).tables
    seconds = _time_in_zones(workouts.histograms(mirror, workout.id), tables)
    planned = plan.by_id(mirror, workout.planned_workout_id) if workout.planned_workout_id else None
    partners = workouts.by_plan(mirror, planned.id) if planned else []
    laps = workouts.laps(mirror, workout.id)
    return Analysis(
        workout=workout,
        local_start=local_clock(workout, timezone),
        stream_rows=info.sample_count if info else 0,
        channels=info.channels if info else [],
        laps=laps,
        mean_max_metric=metric,
        mean_max_curve=_headline(bests[metric]) if metric else {},
        curves=bests,
        time_in_hr_zone_s=seconds.get("hr"),
        time_in_power_zone_s=seconds.get("power"),
        time_in_pace_zone_s=seconds.get("pace_s_per_km"),
        zones=tables,
        aerobic_decoupling_pct=workout.decoupling_pct,
        aerobic_decoupling=(
            None if workout.decoupling_pct is None else drift_word(workout.decoupling_pct)
        ),
        decoupling_withheld=workout.decoupling_withheld,
        load=workout.load,
        load_method=workout.load_method,
        thresholds_used=_thresholds_used(mirror, workout),
        legs=[executed_part(leg, timezone) for leg in workouts.legs(mirror, workout.id)],
        planned=planned_part(planned) if planned else None,
        compliance=compare(planned, workout, today, partners=partners) if planned else None,
        plan_done=PlanDone(len(partners), *done_amounts(partners)) if planned else None,
        adherence=adherence(mirror, workout, planned, laps, tables),
        sources=[
            SourceNote(row.source, row.source_id, row.file_name)
            for row in workouts.sources(mirror, workout.id)
        ],
        warnings=json.loads(workout.warnings) if workout.warnings else [],
    )


#: The durations (s) of the short table that opens an analysis.
HEADLINE = (5, 30, 60, 300, 1200, 3600)


def _bests(row: Curve) -> dict[str, float]:
    """seconds -> value at the standard durations, shortest first."""
    stored: dict[str, float] = json.loads(row.bests)
    return {seconds: stored[seconds] for seconds in sorted(stored, key=int)}


def _headline(bests: dict[str, float]) -> dict[str, float | None]:
    return {str(seconds): bests.get(str(seconds)) for seconds in HEADLINE}


def _time_in_zones(
    histograms: dict[str, Histogram], tables: list[ZoneTable]
) -> dict[str, dict[str, float]]:
    """metric -> zone -> seconds, for every table whose channel was recorded."""
    found: dict[str, dict[str, float]] = {}
    for table in tables:
        spent = seconds_in(histograms, table)
        if spent is not None:
            found[table.metric] = {
                str(zone.zone): seconds for zone, seconds in zip(table.zones, spent, strict=True)
            }
    return found


def _thresholds_used(mirror: Mirror, workout: Workout) -> list[ThresholdUsed]:
    """What the stored numbers were computed with, and since when that value holds."""
    if not workout.thresholds_used:
        return []
    used: dict[str, dict[str, Any]] = json.loads(workout.thresholds_used)
    dated = reads.in_force(reads.until(mirror, workout.local_date), workout.sport)
    found = []
    for metric, entry in used.items():
        row = dated.get(metric)
        since = row.valid_from if row and abs(row.value - entry["value"]) < 0.01 else None
        unit = UNITS.get(metric, "")
        found.append(ThresholdUsed(metric, entry["value"], unit, since, entry["source"]))
    return found
