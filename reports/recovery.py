"""Am I recovering: nights, HRV against its normal band, resting heart rate, readiness?"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from analytics.anomalies import RHR_MEDIAN_DAYS, RHR_MEDIAN_MIN
from analytics.recovery import (
    BAND_DAYS,
    SLEEP_NEED_S,
    HrvBand,
    hrv_band,
    hrv_bands,
    median,
    rhr_deviation,
    rhr_means,
    sleep_debt,
)
from mirror.database import Mirror
from mirror.reads import wellness
from mirror.rows import Wellness
from reports.flags import FlaggedDay, flagged
from reports.jsonable import document
from reports.verdicts import place_in


class Baseline(NamedTuple):
    """What is normal for this athlete on the last day; None where there are too few nights to say.

    hrv_low, hrv_high: the normal band of the 7-day mean (ms). hrv_7d: that mean (ms).
    hrv_status: that mean is below | within | above the band.
    rhr_median: of the 14 days before the last (bpm).
    rhr_deviation_bpm: the last night's against its 28-day mean.
    sleep_debt_s: over 14 nights against `sleep_need_s`.
    """

    hrv_low: float | None
    hrv_high: float | None
    hrv_7d: float | None
    hrv_status: str | None
    rhr_median: float | None
    rhr_deviation_bpm: float | None
    sleep_debt_s: float | None
    sleep_need_s: float


class HrvDay(NamedTuple):
    """One night and the band it is judged by (ms). place: of the night, below | within | above."""

    date: str
    hrv: float | None
    mean_7d: float | None
    low: float | None
    high: float | None
    place: str | None


class RhrDay(NamedTuple):
    """One morning's resting heart rate and the mean of the 28 days before it (bpm)."""

    date: str
    rhr: float | None
    mean_28d: float | None


class Offered(NamedTuple):
    """How much of a measurement there is. days: of the range, with a value. last: the last day
    within a year that had one, None where none had. note: in words, where the range has none."""

    days: int
    last: str | None
    note: str | None


class Recovery(NamedTuple):
    """wellness: the days that have a row, oldest first. hrv, rhr: every day of the range.

    flags: the days on which a rule of the briefing held. offered: measurement -> what there is.
    """

    days: int
    start: str
    end: str
    wellness: list[Wellness]
    baseline: Baseline
    hrv: list[HrvDay]
    rhr: list[RhrDay]
    flags: list[FlaggedDay]
    offered: dict[str, Offered]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def recovery(mirror: Mirror, today: date, days: int = 14) -> Recovery:
    """The last `days` days, today included, with their baseline."""
    start = today - timedelta(days=days - 1)
    first = start - timedelta(days=BAND_DAYS + 1)
    rows = {row.date: row for row in wellness.between(mirror, first.isoformat(), today.isoformat())}
    dates = [(first + timedelta(days=n)).isoformat() for n in range((today - first).days + 1)]
    nights = [rows[day].hrv_overnight_ms if day in rows else None for day in dates]
    pulses = [rows[day].rhr_bpm if day in rows else None for day in dates]
    shown = dates[-days:]
    bands = hrv_bands(nights, days)
    within = [rows[day] for day in shown if day in rows]
    return Recovery(
        days=days,
        start=start.isoformat(),
        end=today.isoformat(),
        wellness=within,
        baseline=_baseline([rows.get(day) for day in dates]),
        hrv=list(map(_hrv_day, shown, nights[-days:], bands)),
        rhr=list(map(RhrDay, shown, pulses[-days:], rhr_means(pulses, days))),
        flags=flagged(mirror, rows, start, bands),
        offered=_offered(mirror, within, today),
    )


def _hrv_day(day: str, night: float | None, band: HrvBand) -> HrvDay:
    """The band as it stood that morning: nothing later than the night enters it."""
    place = place_in(night, band.low, band.high)
    return HrvDay(day, night, band.baseline7, band.low, band.high, place)


#: measurement -> (its column, how it is called in a sentence).
MEASURED: dict[str, tuple[str, str]] = {
    "hrv": ("hrv_overnight_ms", "HRV at night"),
    "rhr": ("rhr_bpm", "resting heart rate"),
    "sleep": ("sleep_total_s", "sleep"),
    "sleep_stages": ("sleep_deep_s", "sleep stages"),
    "readiness": ("training_readiness", "training readiness"),
    "body_battery": ("body_battery_high", "body battery"),
    "stress": ("stress_avg", "stress"),
    "weight": ("weight_kg", "weight"),
    "body_fat": ("body_fat_pct", "body fat"),
    "vo2_max": ("vo2_max", "VO2max"),
}


#: How far back a measurement is looked for that the range does not have.
_LOOK_BACK = timedelta(days=365)


def _offered(mirror: Mirror, within: list[Wellness], today: date) -> dict[str, Offered]:
    """What the watch and the scales gave; the past is asked only where the range has nothing."""
    since = (today - _LOOK_BACK).isoformat()
    found: dict[str, Offered] = {}
    for name, (column, words) in MEASURED.items():
        known = [row.date for row in within if getattr(row, column) is not None]
        if known:
            found[name] = Offered(len(known), known[-1], None)
            continue
        last = wellness.last_with(mirror, column, since)
        note = f"no {words} in a year" if last is None else f"no {words} since {last}"
        found[name] = Offered(0, last, note)
    return found


def _baseline(rows: list[Wellness | None]) -> Baseline:
    """rows: one a day, the last one is today's; before this night's data came, yesterday's."""
    if rows[-1] is None or (rows[-1].hrv_overnight_ms is None and rows[-1].rhr_bpm is None):
        rows = rows[:-1]
    band = hrv_band([row.hrv_overnight_ms if row else None for row in rows])
    pulses = [row.rhr_bpm if row else None for row in rows]
    deviation = rhr_deviation(pulses)
    return Baseline(
        hrv_low=band.low,
        hrv_high=band.high,
        hrv_7d=band.baseline7,
        hrv_status=place_in(band.baseline7, band.low, band.high),
        rhr_median=median(pulses[:-1][-RHR_MEDIAN_DAYS:], RHR_MEDIAN_MIN),
        rhr_deviation_bpm=deviation.difference if deviation else None,
        sleep_debt_s=sleep_debt([row.sleep_total_s if row else None for row in rows]),
        sleep_need_s=SLEEP_NEED_S,
    )
