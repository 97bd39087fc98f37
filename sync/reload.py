"""Loads under other thresholds: which workouts they touch, and what comes out."""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from analytics.load import Load, LoadInputs, workout_load
from analytics.thresholds import ThresholdSet
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads.thresholds import complete
from mirror.rows import Threshold
from mirror.workouts import save_load
from sync import season
from sync.multisport import sum_legs

_WORKOUTS = """
SELECT id, local_date, sport, parent_id, thresholds_used, load, load_method, tss, intensity_factor,
       duration_s, moving_s, distance_m, normalized_power, normalized_pace_s_per_km, avg_hr
FROM workouts_executed AS w
WHERE local_date >= ? AND NOT EXISTS (SELECT 1 FROM workouts_executed WHERE parent_id = w.id)
ORDER BY local_date, started_at, id
"""


class Change(NamedTuple):
    """One workout under other thresholds. used: the text for `thresholds_used`."""

    workout_id: str
    day: str
    parent_id: str | None
    before: Load
    after: Load
    used: str


def changes(
    mirror: Mirror, rows: Sequence[Threshold], since: str = "", *, every: bool = False
) -> list[Change]:
    """The workouts from a day on that were computed with other thresholds than `rows` put in force.

    rows: all of them, oldest first. every: compute also the others, and give those whose load
    differs. Reads only.
    """
    in_force = _InForce(mirror, rows)
    found = []
    for row in mirror.db.execute(_WORKOUTS, (since,)).fetchall():
        workout_id, day, sport, parent_id, used, *stored = row
        thresholds, text = in_force.on(day, sport)
        if used == text and not every:
            continue
        before = Load(*stored[:4])
        after = workout_load(_inputs(mirror, workout_id, sport, stored[4:]), thresholds)
        if used != text or before != after:
            found.append(Change(workout_id, day, parent_id, before, after, text))
    return found


def store(mirror: Mirror, found: Sequence[Change]) -> None:
    """Writes them, the sums of multisport workouts, and the season from the first day on."""
    if not found:
        return
    with mirror.transaction():
        for change in found:
            save_load(
                mirror,
                change.workout_id,
                load=change.after.load,
                load_method=change.after.method,
                tss=change.after.tss,
                intensity_factor=change.after.intensity_factor,
                thresholds_used=change.used,
            )
        for parent in sorted({change.parent_id for change in found if change.parent_id}):
            sum_legs(mirror, parent)
        season.refresh(mirror)


class _InForce:
    """Thresholds by day and sport; between two days of change they are worked out once."""

    def __init__(self, mirror: Mirror, rows: Sequence[Threshold]) -> None:
        who = athlete(mirror)
        self._sex, self._birth_year = who.sex, who.birth_year
        self._rows = rows
        self._days = [row.valid_from for row in rows]
        self._known: dict[tuple[int, str, str], tuple[ThresholdSet, str]] = {}

    def on(self, day: str, sport: str) -> tuple[ThresholdSet, str]:
        """The set, and its text as stored with a workout."""
        count = bisect_right(self._days, day)
        key = count, day[:4], sport  # the year, since defaults go by age
        if key not in self._known:
            made = complete(list(self._rows[:count]), sport, day, self._sex, self._birth_year)
            self._known[key] = made, made.used()
        return self._known[key]


def _inputs(
    mirror: Mirror, workout_id: str, sport: str, numbers: Sequence[float | None]
) -> LoadInputs:
    histograms = {
        metric: (first, _counts(blob))
        for metric, first, blob in mirror.db.execute(
            "SELECT metric, first_bin, counts FROM workout_histograms WHERE workout_id = ?",
            (workout_id,),
        )
    }
    nothing: tuple[int, Sequence[int]] = (0, ())
    first, beats = histograms.get("hr", nothing)
    duration, moving, distance, power, pace, avg_hr = numbers
    return LoadInputs(
        sport,
        duration,
        moving,
        distance,
        power,
        pace,
        avg_hr,
        float(sum(histograms.get("power", nothing)[1])),
        float(sum(histograms.get("speed", nothing)[1])),
        beats,
        first,
    )


def _counts(blob: bytes) -> array[int]:
    counts = array("I")
    counts.frombytes(blob)
    if sys.byteorder == "big":
        counts.byteswap()
    return counts
