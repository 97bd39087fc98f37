"""Am I recovering: nights, HRV against its normal band, resting heart rate, readiness?"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from analytics.anomalies import RHR_MEDIAN_DAYS, RHR_MEDIAN_MIN
from analytics.recovery import (
    BAND_DAYS,
    SLEEP_NEED_S,
    hrv_band,
    median,
    rhr_deviation,
    sleep_debt,
)
from mirror.database import Mirror
from mirror.reads import wellness
from mirror.rows import Wellness
from reports.jsonable import document


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
    """One night and the band it is judged by (ms)."""

    date: str
    hrv: float | None
    mean_7d: float | None
    low: float | None
    high: float | None


class Recovery(NamedTuple):
    """wellness: the days that have a row, oldest first. hrv: every day of the range."""

    days: int
    start: str
    end: str
    wellness: list[Wellness]
    baseline: Baseline
    hrv: list[HrvDay]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def recovery(mirror: Mirror, today: date, days: int = 14) -> Recovery:
    """The last `days` days, today included, with their baseline."""
    start = today - timedelta(days=days - 1)
    first = start - timedelta(days=BAND_DAYS + 1)
    rows = {row.date: row for row in wellness.between(mirror, first.isoformat(), today.isoformat())}
    dates = [(first + timedelta(days=n)).isoformat() for n in range((today - first).days + 1)]
    nights = [rows[day].hrv_overnight_ms if day in rows else None for day in dates]
    shown = dates[-days:]
    return Recovery(
        days=days,
        start=start.isoformat(),
        end=today.isoformat(),
        wellness=[rows[day] for day in shown if day in rows],
        baseline=_baseline([rows.get(day) for day in dates]),
        hrv=[_hrv_day(day, nights[: len(nights) - days + n + 1]) for n, day in enumerate(shown)],
    )


def _hrv_day(day: str, nights: list[float | None]) -> HrvDay:
    """The band as it stood that morning: nothing later than the night enters it."""
    band = hrv_band(nights[-BAND_DAYS - 1 :])
    return HrvDay(day, nights[-1], band.baseline7, band.low, band.high)


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
        hrv_status=band.status,
        rhr_median=median(pulses[:-1][-RHR_MEDIAN_DAYS:], RHR_MEDIAN_MIN),
        rhr_deviation_bpm=deviation.difference if deviation else None,
        sleep_debt_s=sleep_debt([row.sleep_total_s if row else None for row in rows]),
        sleep_need_s=SLEEP_NEED_S,
    )
