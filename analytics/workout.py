"""One workout, whole: every number that is stored when it comes in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from analytics import motion, pace, power
from analytics.channels import (
    Kept,
    kept_channels,
    maximum,
    mean,
    total,
    turning_mean,
)
from analytics.curves import SCALES
from analytics.decoupling import Decoupling, decoupling, efficiency
from analytics.durations import GRID, STANDARD
from analytics.histogram import Histogram, histogram
from analytics.laps import lap_summaries
from analytics.load import LoadInputs, workout_load
from analytics.meanmax import best_sums, best_sums_unbroken
from analytics.streams import Floats, Streams
from analytics.thresholds import ThresholdSet

#: Raise it when a stored number would come out differently: workouts are then computed anew.
ANALYTICS_VERSION = 1

_DURATIONS = tuple(sorted({*GRID, *STANDARD}))
_WINDOWS = np.array(_DURATIONS)
#: Where on GRID each of them stands, -1 for a standard duration beside it.
_PLACES = np.array([GRID.index(s) if s in GRID else -1 for s in _DURATIONS])
_DIGITS = {"power": 1, "hr": 1, "speed": 3}
_SHORTEST_M = 1.0
_SLOWEST_M_S = 0.01
_YARDS_PER_MINUTE = 60 / 0.9144


class DeviceTotals(Protocol):
    """The device's own sums for the session; None = not given."""

    timer_s: float | None
    elapsed_s: float | None
    distance_m: float | None
    calories: float | None
    elevation_gain_m: float | None
    avg_hr: float | None
    max_hr: float | None
    avg_power: float | None
    max_power: float | None
    avg_cadence: float | None


@dataclass(slots=True)
class _Nothing:
    """A device that gave no totals."""

    timer_s: float | None = None
    elapsed_s: float | None = None
    distance_m: float | None = None
    calories: float | None = None
    elevation_gain_m: float | None = None
    avg_hr: float | None = None
    max_hr: float | None = None
    avg_power: float | None = None
    max_power: float | None = None
    avg_cadence: float | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """The computed columns of `workouts_executed` under their names, and the curve tables' content.

    bests: metric -> {seconds: value} at the standard durations. curves: metric -> uint16 on
    `durations.GRID`. thresholds_used: JSON {metric: {"value", "source"}}. A metric the workout
    does not have is in none of the three mappings. laps: the computed columns of `workout_laps`.
    None = not computable, never 0.
    """

    duration_s: float | None
    elapsed_s: float | None
    moving_s: float | None
    distance_m: float | None
    tss: float | None
    intensity_factor: float | None
    load: float | None
    load_method: str | None
    avg_hr: float | None
    max_hr: float | None
    avg_power: float | None
    max_power: float | None
    normalized_power: float | None
    avg_cadence: float | None
    avg_pace_s_per_km: float | None
    normalized_pace_s_per_km: float | None
    elevation_gain_m: float | None
    calories: float | None
    work_kj: float | None
    efficiency_factor: float | None
    variability_index: float | None
    decoupling_pct: float | None
    decoupling_basis: str | None
    decoupling_withheld: str | None
    thresholds_used: str
    analytics_version: int
    curves: Mapping[str, NDArray[np.uint16]]
    bests: Mapping[str, Mapping[int, float]]
    histograms: Mapping[str, Histogram]
    laps: Sequence[Mapping[str, float | None]]


def analyse(
    streams: Streams,
    sport: str,
    thresholds: ThresholdSet,
    *,
    totals: DeviceTotals | None = None,
    laps: Sequence[tuple[int, int]] = (),
) -> Analysis:
    """Everything about one workout. laps: grid seconds [start, end) of each.

    Streams win over the device's totals for heart rate, power, cadence and climb (so that they
    agree with the curves); the device wins for timer, elapsed time and distance.
    """
    kept, given = kept_channels(streams), totals or _Nothing()
    timer = float(np.count_nonzero(streams.timer))
    duration = _first(given.timer_s, timer or None)
    distance = _first(given.distance_m, total(kept.distance))
    moving = motion.moving_time(kept.speed, timer) if kept.speed is not None else None
    normalized = power.normalized_power(kept.power) if kept.power is not None else None
    graded = _graded(kept, sport)
    graded_speed = power.normalized(graded) if graded is not None else None
    graded_pace = _pace(1.0, graded_speed, _SLOWEST_M_S)
    drift, factor = _endurance(kept, graded, sport)
    histograms = _histograms(kept)
    avg_hr, avg_power = _first(mean(kept.hr), given.avg_hr), mean(kept.power)
    inputs = LoadInputs(
        sport=sport,
        duration_s=duration,
        moving_s=moving,
        distance_m=distance,
        normalized_power=normalized,
        normalized_pace=graded_pace,
        avg_hr=avg_hr,
        power_s=_filled(histograms, "power"),
        speed_s=_filled(histograms, "speed"),
        hr_counts=histograms["hr"].counts.tolist() if "hr" in histograms else (),
        hr_first=histograms["hr"].first_bin if "hr" in histograms else 0,
    )
    load = workout_load(inputs, thresholds)
    curves, bests = _curves(kept)
    gain = motion.elevation_gain(kept.altitude) if kept.altitude is not None else None
    return Analysis(
        duration_s=duration,
        elapsed_s=_first(given.elapsed_s, float(streams.n) or None),
        moving_s=moving,
        distance_m=distance,
        tss=load.tss,
        intensity_factor=load.intensity_factor,
        load=load.load,
        load_method=load.method,
        avg_hr=avg_hr,
        max_hr=_first(maximum(kept.hr), given.max_hr),
        avg_power=_first(avg_power, given.avg_power),
        max_power=_first(maximum(kept.power), given.max_power),
        normalized_power=normalized,
        avg_cadence=_first(turning_mean(kept.cadence), given.avg_cadence),
        avg_pace_s_per_km=_pace(duration, distance, _SHORTEST_M),
        normalized_pace_s_per_km=graded_pace,
        elevation_gain_m=_first(gain, given.elevation_gain_m),
        calories=given.calories,
        work_kj=float(np.nansum(kept.power)) / 1000.0 if kept.power is not None else None,
        efficiency_factor=factor,
        variability_index=power.variability_index(normalized, avg_power),
        decoupling_pct=drift.percent,
        decoupling_basis=drift.basis,
        decoupling_withheld=drift.withheld,
        thresholds_used=thresholds.used(),
        analytics_version=ANALYTICS_VERSION,
        curves=curves,
        bests=bests,
        histograms=histograms,
        laps=lap_summaries(streams, kept, laps),
    )


def lap_summary(streams: Streams, start: int, end: int) -> dict[str, float | None]:
    """The computed columns of `workout_laps` for grid seconds [start, end)."""
    return lap_summaries(streams, kept_channels(streams), [(start, end)])[0]


def _graded(kept: Kept, sport: str) -> Floats | None:
    """Graded speed of a run (plain speed without altitude, as on a treadmill), else None."""
    if sport != "run" or kept.speed is None:
        return None
    if kept.altitude is None:
        return kept.speed
    metres = kept.distance
    if metres is None:
        metres = np.cumsum(np.nan_to_num(kept.speed))
    return pace.graded_speed(kept.speed, pace.grade(kept.altitude, metres))


def _endurance(kept: Kept, graded: Floats | None, sport: str) -> tuple[Decoupling, float | None]:
    """Decoupling and EF: W per beat, for runs yards a minute per beat, as TrainingPeaks has it."""
    if sport == "run" and graded is not None:
        factor = efficiency(graded, kept.hr) if kept.hr is not None else None
        scaled = None if factor is None else factor * _YARDS_PER_MINUTE
        return decoupling(graded, kept.hr, "pace"), scaled
    if sport in ("bike", "run", "other"):
        factor = (
            efficiency(kept.power, kept.hr)
            if kept.power is not None and kept.hr is not None
            else None
        )
        return decoupling(kept.power, kept.hr, "power"), factor
    return Decoupling(None, None, f"not for {sport}"), None


def _curves(
    kept: Kept,
) -> tuple[dict[str, NDArray[np.uint16]], dict[str, dict[int, float]]]:
    curves, bests = {}, {}
    for metric, values in (("power", kept.power), ("hr", kept.hr_bridged), ("speed", kept.speed)):
        if values is None:
            continue
        scale = SCALES[metric]
        best = best_sums_unbroken if metric == "hr" else best_sums
        windows, sums = best(values, _DURATIONS, scale)
        means = sums / (windows * scale)
        if not len(means) or means.max() <= 0:
            continue
        stored = np.zeros(len(GRID), dtype=np.uint16)
        places = _PLACES[np.searchsorted(_WINDOWS, windows)]
        on_grid = places >= 0
        stored[places[on_grid]] = np.minimum(np.rint(means[on_grid] * scale), 65535)
        curves[metric] = stored
        found = dict(zip(windows.tolist(), means.tolist(), strict=True))
        bests[metric] = {s: round(found[s], _DIGITS[metric]) for s in STANDARD if s in found}
    return curves, bests


def _histograms(kept: Kept) -> dict[str, Histogram]:
    made = {
        metric: histogram(metric, values)
        for metric, values in (("power", kept.power), ("hr", kept.hr), ("speed", kept.speed))
        if values is not None
    }
    return {metric: bins for metric, bins in made.items() if bins is not None}


def _pace(seconds: float | None, metres: float | None, least: float) -> float | None:
    """s/km; None under the least distance, where it would be arithmetic without meaning."""
    if not seconds or metres is None or metres < least:
        return None
    return seconds / metres * 1000.0


def _filled(histograms: Mapping[str, Histogram], metric: str) -> float:
    """Seconds in the histogram."""
    return float(histograms[metric].counts.sum()) if metric in histograms else 0.0


def _first(*choices: float | None) -> float | None:
    return next((float(choice) for choice in choices if choice is not None), None)
