"""What needs no mirror: a file decoded, analysed and packed, its original kept; done beside the
one who writes (sync/sources/files/crew.py).

The analysis wants the athlete's thresholds and the workout's day and sport, which the merge may yet
see otherwise; so what it took stands beside the result, and the writer compares.
"""

import time
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from analytics.streams import Streams
from analytics.thresholds import ThresholdSet
from analytics.workout import Analysis, analyse
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.errors import MirrorError
from mirror.home import originals_path
from mirror.reads.thresholds import complete, until
from mirror.rows import Threshold, Workout
from mirror.workouts import WorkoutUnit
from sync import originals
from sync.activity import Activity
from sync.decode import NoWorkoutError, UnreadableFileError, read_file
from sync.merge import end_of, rank
from sync.pack import stream_row
from sync.unit import build, local_date, utc, zone_offset

#: A device in a zone ahead of ours is no device with a wrong clock.
_AHEAD_S = 2 * 86_400
_ALWAYS = "9999-12-31"
_NOBODY = Workout("", "", "", 0, "", "")
_NO_STREAMS = Streams({}, np.zeros(0, dtype=np.bool_))


class Book(NamedTuple):
    """What of the mirror it takes, copied once. thresholds: all there are, oldest first."""

    originals: Path
    timezone: str
    sex: str | None
    birth_year: int | None
    thresholds: list[Threshold]

    def threshold_set(self, day: str, sport: str) -> ThresholdSet:
        """As mirror.reads.thresholds.threshold_set."""
        rows = [row for row in self.thresholds if row.valid_from <= day]
        return complete(rows, sport, day, self.sex, self.birth_year)


class Order(NamedTuple):
    """One file. sport: what counts where the file itself says "other"."""

    name: str
    data: bytes
    digest: str
    sport: str | None = None


class Ready(NamedTuple):
    """One activity of a file. activity: without its streams. unit: under no id, with an empty row
    but for the computed columns. sport, thresholds: what the analysis took."""

    activity: Activity
    rank: int
    end: int
    sport: str
    thresholds: ThresholdSet
    unit: WorkoutUnit


class ReadyFile(NamedTuple):
    """A file with its original kept at `path`."""

    kind: str
    identity: str | None
    warnings: list[str]
    path: str
    parts: list[Ready]


class Refused(NamedTuple):
    """Nothing to store, and why."""

    outcome: Literal["skipped", "failed"]
    reason: str


class Stopped(NamedTuple):
    """The original cannot be kept, nor will the next one."""

    reason: str


type Answer = ReadyFile | Refused | Stopped


def book_of(mirror: Mirror) -> Book:
    """The mirror's book as of now."""
    me = athlete(mirror)
    return Book(
        originals_path(mirror.path.parent),
        me.timezone,
        me.sex,
        me.birth_year,
        until(mirror, _ALWAYS),
    )


def make_ready(order: Order, book: Book) -> Answer:
    """Never raises for what the file holds."""
    try:
        file = read_file(order.name, order.data)
    except NoWorkoutError as error:
        return Refused("skipped", str(error))
    except UnreadableFileError as error:
        return Refused("failed", str(error))
    late = max(activity.started_at for activity in file.activities)
    if late > time.time() + _AHEAD_S:
        clock = f"its clock says {utc(late)[:10]}, a day to come"
        return Refused("failed", f"{clock}; the device's clock was wrong")
    said = order.sport if len(file.activities) == 1 else None
    parts = [_ready(activity, file.kind, said, book) for activity in file.activities]
    try:
        path = originals.store(book.originals, order.data, file.kind, order.digest)
    except MirrorError as error:
        return Stopped(str(error))
    return ReadyFile(file.kind, file.identity, file.warnings, path, parts)


def analysed(activity: Activity, sport: str, thresholds: ThresholdSet) -> Analysis:
    """The activity's analysis, laps included."""
    return analyse(
        activity.streams,
        sport,
        thresholds,
        totals=activity.totals,
        laps=[(lap.start, lap.end) for lap in activity.laps],
    )


def _ready(activity: Activity, kind: str, said: str | None, book: Book) -> Ready:
    sport = activity.sport if activity.sport != "other" else said or "other"
    offset = activity.utc_offset_s
    if offset is None:
        offset = zone_offset(activity.started_at, book.timezone)
    thresholds = book.threshold_set(local_date(activity.started_at, offset), sport)
    unit = build(_NOBODY, activity, analysed(activity, sport, thresholds))
    unit = unit._replace(stream=stream_row("", activity.streams))
    return Ready(
        replace(activity, streams=_NO_STREAMS, laps=[]),
        rank(activity, kind),
        end_of(activity),
        sport,
        thresholds,
        unit,
    )
