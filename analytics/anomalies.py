"""The briefing's warnings: fixed rules over last night and yesterday. Pure Python."""

from collections.abc import Sequence
from typing import NamedTuple

from analytics.recovery import median

HRV_DROP_MS = 5.0
HRV_DROP_SHARE = 0.10
SLEEP_SHORT_S = 6 * 3600
SLEEP_POOR_SCORE = 60
RHR_RISE_BPM = 5.0
RHR_MEDIAN_DAYS = 14
RHR_MEDIAN_MIN = 5
READINESS_LOW = 40
LOAD_RATIO = 2.0
LOAD_DAYS = 14
BACK_OFF_FROM = 2


class Morning(NamedTuple):
    """What the rules look at; None or empty = unknown, and an unknown raises nothing.

    rhr_before: the 14 days before today, oldest first. loads: daily load of the 14 days up to and
    including yesterday, oldest first, rest days as 0.
    """

    hrv_ms: float | None = None
    hrv_baseline_ms: float | None = None
    sleep_s: float | None = None
    sleep_score: float | None = None
    rhr_bpm: float | None = None
    rhr_before: Sequence[float | None] = ()
    readiness: float | None = None
    loads: Sequence[float] = ()


class Anomaly(NamedTuple):
    """code: "hrv" | "sleep" | "rhr" | "readiness" | "load"; value against reference, as in text."""

    code: str
    text: str
    value: float
    reference: float


def anomalies(morning: Morning) -> list[Anomaly]:
    """All rules that hold, in this order: HRV, sleep, resting heart rate, readiness, load."""
    rules = (_hrv, _sleep, _rhr, _readiness, _load)
    found = (rule(morning) for rule in rules)
    return [anomaly for anomaly in found if anomaly is not None]


def back_off(found: Sequence[Anomaly]) -> bool:
    """Two or more at once: say so before anything else."""
    return len(found) >= BACK_OFF_FROM


def _hrv(morning: Morning) -> Anomaly | None:
    value, baseline = morning.hrv_ms, morning.hrv_baseline_ms
    if value is None or baseline is None or baseline <= 0:
        return None
    drop = baseline - value
    if drop <= HRV_DROP_MS and drop <= HRV_DROP_SHARE * baseline:
        return None
    percent = 100 * drop / baseline
    text = (
        f"HRV {value:.0f} ms, {drop:.0f} ms ({percent:.0f} %) below the baseline of {baseline:.0f}"
    )
    return Anomaly("hrv", text, value, baseline)


def _sleep(morning: Morning) -> Anomaly | None:
    slept, score = morning.sleep_s, morning.sleep_score
    short = slept is not None and slept < SLEEP_SHORT_S
    poor = score is not None and score < SLEEP_POOR_SCORE
    if not short and not poor:
        return None
    parts = []
    if slept is not None:
        minutes = int(slept) // 60
        parts.append(
            f"slept {minutes // 60} h {minutes % 60:02d}" + (", under 6 h" if short else "")
        )
    if score is not None:
        parts.append(f"score {score:.0f}" + (", under 60" if poor else ""))
    text = "; ".join(parts)
    text = text[0].upper() + text[1:]
    if short and slept is not None:
        return Anomaly("sleep", text, slept, SLEEP_SHORT_S)
    assert score is not None
    return Anomaly("sleep", text, score, SLEEP_POOR_SCORE)


def _rhr(morning: Morning) -> Anomaly | None:
    usual = median(morning.rhr_before[-RHR_MEDIAN_DAYS:], RHR_MEDIAN_MIN)
    value = morning.rhr_bpm
    if value is None or usual is None or value - usual <= RHR_RISE_BPM:
        return None
    text = (
        f"Resting heart rate {value:.0f}, {value - usual:.0f} above its 14-day median {usual:.0f}"
    )
    return Anomaly("rhr", text, value, usual)


def _readiness(morning: Morning) -> Anomaly | None:
    value = morning.readiness
    if value is None or value >= READINESS_LOW:
        return None
    return Anomaly("readiness", f"Readiness {value:.0f}, under 40", value, READINESS_LOW)


def _load(morning: Morning) -> Anomaly | None:
    """Yesterday against the mean of exactly 14 days, yesterday among them."""
    if len(morning.loads) < LOAD_DAYS:
        return None
    yesterday = morning.loads[-1]
    mean = sum(morning.loads[-LOAD_DAYS:]) / LOAD_DAYS
    if mean <= 0 or yesterday <= LOAD_RATIO * mean:
        return None
    text = (
        f"Yesterday's load {yesterday:.0f}, {yesterday / mean:.1f} times the 14-day average"
        f" of {mean:.0f}"
    )
    return Anomaly("load", text, yesterday, mean)
