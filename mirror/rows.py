"""The mirror's rows, one immutable record a table.

`NamedTuple` and not `dataclass`: the read commands build these on every start, and importing
`dataclasses` alone costs them a third of their time. Field order is column order, so a row of
`SELECT` becomes a record by `Workout._make(row)`.
"""

from typing import NamedTuple


class Athlete(NamedTuple):
    id: str
    name: str
    timezone: str
    birth_year: int | None
    sex: str | None
    weight_kg: float | None
    week_start: int
    units: str
    created_at: str


class Workout(NamedTuple):
    """`workouts_executed`: one real workout, whatever the number of sources that know it."""

    id: str
    athlete_id: str
    started_at: str
    utc_offset_s: int | None
    local_date: str
    sport: str
    sub_sport: str | None = None
    title: str | None = None
    duration_s: float | None = None
    elapsed_s: float | None = None
    moving_s: float | None = None
    distance_m: float | None = None
    tss: float | None = None
    intensity_factor: float | None = None
    load: float | None = None
    load_method: str | None = None
    avg_hr: float | None = None
    max_hr: float | None = None
    avg_power: float | None = None
    max_power: float | None = None
    normalized_power: float | None = None
    avg_cadence: float | None = None
    avg_pace_s_per_km: float | None = None
    normalized_pace_s_per_km: float | None = None
    elevation_gain_m: float | None = None
    calories: float | None = None
    work_kj: float | None = None
    relative_effort: float | None = None
    efficiency_factor: float | None = None
    variability_index: float | None = None
    decoupling_pct: float | None = None
    decoupling_withheld: str | None = None
    garmin_activity_id: str | None = None
    strava_activity_id: str | None = None
    tp_workout_id: str | None = None
    fit_file_path: str | None = None
    planned_workout_id: str | None = None
    match_method: str = "none"
    parent_id: str | None = None
    device: str | None = None
    rpe: float | None = None
    notes: str | None = None
    excluded_reason: str | None = None
    warnings: str | None = None
    thresholds_used: str | None = None
    analytics_version: int = 0


class Lap(NamedTuple):
    workout_id: str
    lap_index: int
    started_at: str | None = None
    duration_s: float | None = None
    distance_m: float | None = None
    avg_hr: float | None = None
    max_hr: float | None = None
    avg_power: float | None = None
    max_power: float | None = None
    normalized_power: float | None = None
    avg_cadence: float | None = None
    avg_pace_s_per_km: float | None = None
    intensity: str | None = None
    lap_trigger: str | None = None
    elevation_gain_m: float | None = None
    swim_stroke: str | None = None
    swim_lengths: int | None = None


class Curve(NamedTuple):
    """Mean-max of one workout. `curve`: uint16 little endian on the fixed grid, 0 = not reached."""

    workout_id: str
    metric: str
    grid_version: int
    curve: bytes
    bests: str


class Histogram(NamedTuple):
    """Seconds per bin; bin k covers [first_bin + k, first_bin + k + 1) * bin_width."""

    workout_id: str
    metric: str
    bin_width: float
    first_bin: int
    counts: bytes


class Stream(NamedTuple):
    """`workout_streams`: one blob a channel (mirror/codec.py), None where none was recorded.

    pauses: JSON [[first second, end second), ...] with the timer stopped.
    """

    workout_id: str
    sample_count: int
    pauses: str = "[]"
    hr: bytes | None = None
    power: bytes | None = None
    cadence: bytes | None = None
    speed: bytes | None = None
    altitude: bytes | None = None
    lat: bytes | None = None
    lon: bytes | None = None
    distance: bytes | None = None
    temperature: bytes | None = None


class Source(NamedTuple):
    """`workout_sources`: who knows this workout; the highest rank wins the streams.

    details: JSON of what this source alone says, so that merging can be repeated in any order.
    """

    source: str
    source_id: str
    workout_id: str
    sha256: str | None
    file_name: str | None
    rank: int
    started_at: str
    ended_at: str
    fetched_at: str
    details: str | None = None


class Planned(NamedTuple):
    id: str
    athlete_id: str
    date: str
    sport: str
    title: str
    duration_planned_s: float | None
    distance_planned_m: float | None
    tss_planned: float | None
    description: str | None
    structure: str | None
    source: str
    source_uid: str | None
    dedup_key: str
    starts_at: str | None
    status: str
    first_seen_at: str
    updated_at: str


class PlanChange(NamedTuple):
    id: str
    planned_id: str
    seen_at: str
    kind: str
    before: str | None
    after: str | None


class Wellness(NamedTuple):
    athlete_id: str
    date: str
    hrv_overnight_ms: float | None = None
    hrv_baseline_ms: float | None = None
    hrv_weekly_avg_ms: float | None = None
    hrv_status: str | None = None
    hrv_baseline_low_ms: float | None = None
    hrv_baseline_high_ms: float | None = None
    rhr_bpm: float | None = None
    sleep_total_s: float | None = None
    sleep_deep_s: float | None = None
    sleep_light_s: float | None = None
    sleep_rem_s: float | None = None
    sleep_awake_s: float | None = None
    sleep_score: float | None = None
    sleep_start_at: str | None = None
    sleep_end_at: str | None = None
    body_battery_high: float | None = None
    body_battery_low: float | None = None
    body_battery_charged: float | None = None
    body_battery_drained: float | None = None
    stress_avg: float | None = None
    stress_max: float | None = None
    training_readiness: float | None = None
    training_status: str | None = None
    vo2_max: float | None = None
    vo2_max_cycling: float | None = None
    weight_kg: float | None = None
    body_fat_pct: float | None = None
    respiration_avg: float | None = None
    spo2_avg: float | None = None
    steps: int | None = None
    floors_climbed: float | None = None
    intraday_updated_at: str | None = None
    daily_updated_at: str | None = None


class Zone(NamedTuple):
    athlete_id: str
    sport: str
    metric: str
    zone: int
    lower: float | None
    upper: float | None
    label: str | None
    valid_from: str


class Threshold(NamedTuple):
    athlete_id: str
    sport: str
    metric: str
    value: float
    valid_from: str
    source: str


class LoadDay(NamedTuple):
    local_date: str
    load: float
    ctl: float
    atl: float
    tsb: float
    by_sport: str
