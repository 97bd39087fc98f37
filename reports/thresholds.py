"""Which thresholds are in force, since when, and who says so?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror
from mirror.reads import thresholds as reads
from mirror.rows import Threshold
from reports.jsonable import document


class ThresholdInForce(NamedTuple):
    """sport: "all" where one value holds for every sport. source: athlete | garmin | estimated."""

    sport: str
    metric: str
    value: float
    unit: str
    valid_from: str
    source: str


class Thresholds(NamedTuple):
    """current: in force on `date`. history: every change up to now, newest first. coming: those
    set for a later day, the latest first."""

    date: str
    current: list[ThresholdInForce]
    history: list[ThresholdInForce]
    coming: list[ThresholdInForce]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def thresholds(mirror: Mirror, day: date) -> Thresholds:
    """The thresholds in force on `day`, with their history."""
    every = reads.until(mirror, _LAST_DAY)
    rows = [row for row in every if row.valid_from <= day.isoformat()]
    current: dict[tuple[str, str], Threshold] = {}
    for sport in dict.fromkeys(row.sport for row in rows):
        for metric, row in reads.in_force(rows, sport).items():
            current[(row.sport, metric)] = row
    return Thresholds(
        date=day.isoformat(),
        current=[in_words(row) for _, row in sorted(current.items())],
        history=[in_words(row) for row in reversed(rows)],
        coming=[in_words(row) for row in reversed(every[len(rows) :])],
    )


_LAST_DAY = "9999-12-31"

#: metric -> unit of its value.
UNITS: dict[str, str] = {
    "ftp_w": "W",
    "lthr_bpm": "bpm",
    "max_hr_bpm": "bpm",
    "resting_hr_bpm": "bpm",
    "threshold_pace_s_per_km": "s/km",
    "css_s_per_100m": "s/100m",
}


def in_words(row: Threshold) -> ThresholdInForce:
    """A row with its unit."""
    return ThresholdInForce(
        row.sport, row.metric, row.value, UNITS.get(row.metric, ""), row.valid_from, row.source
    )
