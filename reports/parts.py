"""The pieces that reports share: a planned and an executed workout, and their comparison."""

import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from mirror.rows import Planned, Workout
from reports.clock import zone
from reports.jsonable import document


class PlannedPart(NamedTuple):
    """One row of the plan as the athlete sees it. `structure`: parsed steps, None without any."""

    id: str
    date: str
    sport: str
    title: str
    duration_planned_s: float | None
    distance_planned_m: float | None
    tss_planned: float | None
    description: str | None
    structure: Any
    starts_at: str | None
    source: str


class ExecutedPart(NamedTuple):
    """The numbers of a workout that fit on a card; `analyze` has the rest.

    local_start: `HH:MM` on the athlete's clock that day. excluded_reason: the athlete does not
    want it counted. match_method: auto | pinned (by the athlete, to a session or to none) | none.
    """

    id: str
    started_at: str
    local_date: str
    local_start: str
    sport: str
    sub_sport: str | None
    title: str | None
    duration_s: float | None
    distance_m: float | None
    elevation_gain_m: float | None
    load: float | None
    load_method: str | None
    tss: float | None
    avg_hr: float | None
    max_hr: float | None
    avg_power: float | None
    max_power: float | None
    normalized_power: float | None
    intensity_factor: float | None
    avg_pace_s_per_km: float | None
    avg_cadence: float | None
    rpe: float | None
    device: str | None
    garmin_activity_id: str | None
    notes: str | None
    excluded_reason: str | None
    match_method: str


class Compliance(NamedTuple):
    """Execution against plan.

    status: completed | missed | upcoming | unplanned | rest.
    level: green | yellow | orange | red | grey, None where nothing planned can be measured.
    percent: done / planned of `basis`, the first of duration, distance, load known on both sides.
    """

    status: str
    level: str | None
    percent: int | None
    basis: str | None
    duration_percent: int | None
    distance_percent: int | None
    load_percent: int | None


class Form(NamedTuple):
    """CTL and ATL at the end of `date`, its load included; TSB as it stood that morning."""

    date: str
    ctl: float
    atl: float
    tsb: float


def planned_part(row: Planned) -> PlannedPart:
    structure = json.loads(row.structure) if row.structure else None
    return PlannedPart(
        id=row.id,
        date=row.date,
        sport=row.sport,
        title=row.title,
        duration_planned_s=row.duration_planned_s,
        distance_planned_m=row.distance_planned_m,
        tss_planned=row.tss_planned,
        description=row.description,
        structure=structure,
        starts_at=row.starts_at,
        source=row.source,
    )


def executed_part(row: Workout, timezone: str) -> ExecutedPart:
    """timezone: the athlete's, for workouts without an offset of their own."""
    values = {name: getattr(row, name) for name in _SHARED}
    return ExecutedPart(local_start=local_clock(row, timezone), **values)


_SHARED = tuple(name for name in ExecutedPart._fields if name != "local_start")


def workout_document(row: Workout) -> dict[str, Any]:
    """The whole row for JSON, its JSON columns opened."""
    made = document(row)
    for name in ("warnings", "thresholds_used"):
        if made[name]:
            made[name] = json.loads(made[name])
    return made


def local_clock(row: Workout, timezone: str) -> str:
    """`HH:MM` of the start on the clock the athlete wore."""
    instant = datetime.fromisoformat(row.started_at)
    if row.utc_offset_s is None:
        return zone_clock(row.started_at, timezone)
    return (instant + timedelta(seconds=row.utc_offset_s)).strftime("%H:%M")


def zone_clock(instant: str, timezone: str) -> str:
    """`HH:MM` of a UTC instant in the zone."""
    return datetime.fromisoformat(instant).astimezone(zone(timezone)).strftime("%H:%M")
