"""Everything about one workout."""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror

from mirror.rows import Lap, Workout
from reports.jsonable import document
from reports.parts import Compliance, ExecutedPart, PlannedPart
from reports.zones import ZoneTable


class ThresholdUsed(NamedTuple):
    """A threshold in force that day. source: athlete | garmin | estimated | default."""

    metric: str
    value: float
    unit: str
    valid_from: str | None
    source: str


class SourceNote(NamedTuple):
    source: str
    source_id: str
    file_name: str | None


class Analysis(NamedTuple):
    """time_in_*_zone_s: zone -> seconds, None without the channel or a threshold.

    mean_max_metric: power, else hr, else speed. mean_max_curve: its value at "5" ... "3600" s,
    None where the workout was shorter. curves: metric -> {seconds: value}, W, bpm, m/s.
    aerobic_decoupling_pct: positive = drift; None with `decoupling_withheld` saying why.
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
    decoupling_withheld: str | None
    load: float | None
    load_method: str | None
    thresholds_used: list[ThresholdUsed]
    legs: list[ExecutedPart]
    planned: PlannedPart | None
    compliance: Compliance | None
    sources: list[SourceNote]
    warnings: list[str]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def analyze(mirror: Mirror, ident: str | None, today: date) -> Analysis | None:
    """The workout named by `ident` (uuid, unique prefix, Garmin id, date), else the latest.

    None only when no workout is stored at all. Raises UnknownWorkoutError, AmbiguousWorkoutError.
    """
    raise NotImplementedError
