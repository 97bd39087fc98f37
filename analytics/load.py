"""The training load of one workout: power, else pace with grade, else heart rate, else duration.

Pure Python over a few stored numbers, so that a changed threshold needs no stream. The method
stands beside the number, always: an hour at threshold is 100 by each of them, but they do not agree
to the point.
"""

from collections.abc import Sequence
from typing import NamedTuple

from analytics.sports import usual_intensity
from analytics.thresholds import ThresholdSet
from analytics.trimp import hr_tss

#: Shares of the timer's time that a channel must cover. Speed is only counted while moving, and
#: what a strap missed is taken to have been like the rest; power that is not there is not guessed.
POWER_COVERAGE = 0.8
SPEED_COVERAGE = 0.5
HR_COVERAGE = 0.5


class LoadInputs(NamedTuple):
    """What a load is made of: columns of `workouts_executed` and its histograms.

    None or empty = not recorded. power_s, speed_s: seconds in the power and speed histogram.
    hr_counts: seconds per bpm from hr_first on. normalized_pace: NGP (s/km), runs only.
    """

    sport: str
    duration_s: float | None = None
    moving_s: float | None = None
    distance_m: float | None = None
    normalized_power: float | None = None
    normalized_pace: float | None = None
    avg_hr: float | None = None
    power_s: float = 0.0
    speed_s: float = 0.0
    hr_counts: Sequence[int] = ()
    hr_first: int = 0


class Load(NamedTuple):
    """load is None only when not even the duration is known. method: see the module.

    tss and intensity_factor: of power and pace alone; heart rate and duration only estimate.
    """

    load: float | None
    method: str | None
    tss: float | None = None
    intensity_factor: float | None = None


def workout_load(inputs: LoadInputs, thresholds: ThresholdSet) -> Load:
    """The load by the first method that has its data and its threshold."""
    return (
        _by_power(inputs, thresholds)
        or _by_pace(inputs, thresholds)
        or _by_swim_pace(inputs, thresholds)
        or _by_heart_rate(inputs, thresholds)
        or _by_duration(inputs)
    )


def _by_power(inputs: LoadInputs, thresholds: ThresholdSet) -> Load | None:
    """TSS over the seconds that have power."""
    ftp = thresholds.ftp_w
    if ftp is None or inputs.normalized_power is None:
        return None
    if not _covers(inputs, inputs.power_s, POWER_COVERAGE):
        return None
    intensity = inputs.normalized_power / ftp
    tss = inputs.power_s / 36.0 * intensity**2
    return Load(tss, "power", tss, intensity)


def _by_pace(inputs: LoadInputs, thresholds: ThresholdSet) -> Load | None:
    """rTSS over the timer's time: IF = normalised graded speed / threshold speed."""
    threshold, pace = thresholds.threshold_speed_m_s, inputs.normalized_pace
    if inputs.sport != "run" or threshold is None or pace is None or inputs.duration_s is None:
        return None
    if not _covers(inputs, inputs.speed_s, SPEED_COVERAGE):
        return None
    intensity = 1000.0 / pace / threshold
    tss = inputs.duration_s / 36.0 * intensity**2
    return Load(tss, "pace", tss, intensity)


def _by_swim_pace(inputs: LoadInputs, thresholds: ThresholdSet) -> Load | None:
    """sTSS: IF cubed, since drag grows so; rest at the wall counts in neither speed nor hours.

    A recording without moving time (a total typed in) counts as swum without rest.
    """
    css, metres = thresholds.css_m_s, inputs.distance_m
    seconds = inputs.moving_s or inputs.duration_s
    if inputs.sport != "swim" or css is None or not metres or not seconds:
        return None
    intensity = metres / seconds / css
    tss = seconds / 36.0 * intensity**3
    return Load(tss, "pace", tss, intensity)


def _by_heart_rate(inputs: LoadInputs, thresholds: ThresholdSet) -> Load | None:
    """hrTSS, missing seconds like the rest; from the mean alone where there is no stream, which
    errs a little low."""
    counts, first = inputs.hr_counts, inputs.hr_first
    if not counts and inputs.avg_hr is not None and inputs.duration_s is not None:
        counts, first = (round(inputs.duration_s),), round(inputs.avg_hr)
    known = sum(counts)
    if not _covers(inputs, known, HR_COVERAGE):
        return None
    value = hr_tss(counts, first, thresholds)
    if value is None:
        return None
    return Load(value * max(1.0, (inputs.duration_s or 0.0) / known), "heart_rate")


def _by_duration(inputs: LoadInputs) -> Load:
    if inputs.duration_s is None:
        return Load(None, None)
    return Load(inputs.duration_s / 36.0 * usual_intensity(inputs.sport) ** 2, "duration")


def _covers(inputs: LoadInputs, seconds: float, share: float) -> bool:
    return seconds > 0 and seconds >= share * (inputs.duration_s or 0.0)
