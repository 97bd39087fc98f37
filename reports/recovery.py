"""Am I recovering: nights, HRV against its normal band, resting heart rate, readiness?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror

from mirror.rows import Wellness
from reports.jsonable import document


class Baseline(NamedTuple):
    """What is normal for this athlete on the last day; None where there are too few nights to say.

    hrv_low, hrv_high: the normal band of the 7-day mean (ms). hrv_7d: that mean (ms).
    hrv_status: low | normal | high. rhr_median: 14 days before the last (bpm).
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
    raise NotImplementedError
