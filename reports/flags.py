"""Which mornings broke a rule of the briefing, and what the rule says."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import exp
from typing import NamedTuple

from analytics.anomalies import BACK_OFF_FROM, LOAD_DAYS, RHR_MEDIAN_DAYS, Morning, anomalies
from analytics.recovery import HrvBand
from mirror.database import Mirror
from mirror.rows import Wellness
from reports.form import form_days


class AnomalyNote(NamedTuple):
    """A sign to hold back. kind: hrv | sleep | rhr | readiness | load. value against limit."""

    kind: str
    message: str
    value: float
    limit: float


class FlaggedDay(NamedTuple):
    """A day on which at least one rule held. advice: "back off" with two or more, else None."""

    date: str
    advice: str | None
    anomalies: list[AnomalyNote]


def notes(morning: Morning) -> list[AnomalyNote]:
    """Every rule that holds this morning, in the rules' order."""
    return [AnomalyNote(*found) for found in anomalies(morning)]


def advise(found: Sequence[AnomalyNote]) -> str | None:
    """ "back off" with two or more."""
    return "back off" if len(found) >= BACK_OFF_FROM else None


def morning(
    night: Wellness | None,
    band: HrvBand | None,
    rhr_before: Sequence[float | None],
    loads: Sequence[float],
) -> Morning:
    """What the rules look at. The watch's own HRV baseline goes before ours (the band's middle)."""
    if night is None:
        return Morning(loads=loads)
    baseline = night.hrv_baseline_ms
    if baseline is None and band and band.ln_low is not None and band.ln_high is not None:
        baseline = exp((band.ln_low + band.ln_high) / 2)
    return Morning(
        hrv_ms=night.hrv_overnight_ms,
        hrv_baseline_ms=baseline,
        sleep_s=night.sleep_total_s,
        sleep_score=night.sleep_score,
        rhr_bpm=night.rhr_bpm,
        rhr_before=rhr_before,
        readiness=night.training_readiness,
        loads=loads,
    )


def flagged(
    mirror: Mirror, rows: Mapping[str, Wellness], start: date, bands: Sequence[HrvBand]
) -> list[FlaggedDay]:
    """The days with an anomaly from `start` on, one a band; oldest first.

    rows: the nights by date, those of the weeks before among them.
    """
    end = start + timedelta(days=len(bands) - 1)
    form = form_days(mirror, start - timedelta(days=LOAD_DAYS), end)
    loads = [day.load for day in form]
    # the day that loads[0] belongs to; without any training no rule looks at it
    first = date.fromisoformat(form[0].date) if form else start
    found = []
    for n, band in enumerate(bands):
        day = start + timedelta(days=n)
        known = max(0, (day - first).days)
        made = notes(
            morning(
                rows.get(day.isoformat()),
                band,
                _pulses(rows, day),
                loads[max(0, known - LOAD_DAYS) : known],
            )
        )
        if made:
            advice = advise(made)
            found.append(FlaggedDay(day.isoformat(), advice, made))
    return found


def _pulses(rows: Mapping[str, Wellness], day: date) -> list[float | None]:
    """Resting heart rates of the 14 days before `day`, oldest first."""
    before = (
        rows.get((day - timedelta(days=ago)).isoformat()) for ago in range(RHR_MEDIAN_DAYS, 0, -1)
    )
    return [row.rhr_bpm if row else None for row in before]
