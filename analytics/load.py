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

#: A channel counts when it covers this share of the timer's time.
COVERAGE = 0.8


class LoadInputs(NamedTuple):
    """What a load is made of; None or empty = not recorded.

    power_s, pace_s: seconds with a sample (timer running). normalized_pace: NGP (s/km), runs only.
    swim_speed: distance / moving time, swims only. hr_counts: seconds per bpm from hr_first on.
    """

    sport: str
    duration_s: float | None
    normalized_power: float | None = None
    power_s: float = 0.0
    normalized_pace: float | None = None
    pace_s: float = 0.0
    swim_speed: float | None = None
    moving_s: float | None = None
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
    ftp = thresholds.ftp_w
    if ftp is None or inputs.normalized_power is None or not _covers(inputs, inputs.power_s):
        return None
    intensity = inputs.normalized_power / ftp
    tss = inputs.power_s / 36.0 * intensity**2
    return Load(tss, "power", tss, intensity)


def _by_pace(inputs: LoadInputs, thresholds: ThresholdSet) -> Load | None:
    """rTSS: IF = normalised graded speed / threshold speed."""
    threshold = thresholds.threshold_speed_m_s
    if inputs.sport != "run" or threshold is None or inputs.normalized_pace is None:
        return None
    if not _covers(inputs, inputs.pace_s):
        return None
    intensity = 1000.0 / inputs.normalized_pace / threshold
    tss = inputs.pace_s / 36.0 * intensity**2
    return Load(tss, "pace", tss, intensity)


def _by_swim_pace(inputs: LoadInputs, thresholds: ThresholdSet) -> Load | None:
    """sTSS: IF cubed, since drag grows so; rest at the wall counts in neither speed nor hours."""
    css = thresholds.css_m_s
    if inputs.sport != "swim" or css is None:
        return None
    if inputs.swim_speed is None or inputs.moving_s is None or inputs.moving_s <= 0:
        return None
    intensity = inputs.swim_speed / css
    tss = inputs.moving_s / 36.0 * intensity**3
    return Load(tss, "pace", tss, intensity)


def _by_heart_rate(inputs: LoadInputs, thresholds: ThresholdSet) -> Load | None:
    if not _covers(inputs, sum(inputs.hr_counts)):
        return None
    value = hr_tss(inputs.hr_counts, inputs.hr_first, thresholds)
    return None if value is None else Load(value, "heart_rate")


def _by_duration(inputs: LoadInputs) -> Load:
    if inputs.duration_s is None:
        return Load(None, None)
    return Load(inputs.duration_s / 36.0 * usual_intensity(inputs.sport) ** 2, "duration")


def _covers(inputs: LoadInputs, seconds: float) -> bool:
    return seconds > 0 and seconds >= COVERAGE * (inputs.duration_s or 0.0)
