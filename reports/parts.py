"""The pieces that reports share: a planned and an executed workout, and their comparison."""

from typing import Any, NamedTuple


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

    local_start: `HH:MM` on the athlete's clock that day.
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


class Compliance(NamedTuple):
    """Execution against plan.

    status: completed | missed | upcoming | unplanned. level: green | yellow | orange | red | grey,
    None where nothing planned can be measured. percent: done / planned of `basis`
    (duration | distance | load).
    """

    status: str
    level: str | None
    percent: float | None
    basis: str | None


class Form(NamedTuple):
    """CTL and ATL at the end of `date`, its load included; TSB as it stood that morning."""

    date: str
    ctl: float
    atl: float
    tsb: float
