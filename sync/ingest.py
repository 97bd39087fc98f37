"""The one way in: a decoded file becomes rows of the mirror, analysed and merged, in ONE
transaction; whatever kills the process, the unit is whole or absent."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from typing import Any, Literal, NamedTuple

from analytics.workout import analyse
from mirror import load
from mirror.database import Mirror
from mirror.home import originals_path
from mirror.reads.thresholds import threshold_set
from mirror.rows import Wellness, Workout
from mirror.wellness import save_days
from mirror.workouts import WorkoutUnit
from sync import originals
from sync.activity import Activity, ActivityFile
from sync.claims import Settled, settle
from sync.merge import Claim, rank
from sync.multisport import sum_legs
from sync.pack import stream_row
from sync.unit import build

#: What a source may know beyond the file itself.
_EXTRA = (
    "title",
    "notes",
    "rpe",
    "relative_effort",
    "garmin_activity_id",
    "strava_activity_id",
    "tp_workout_id",
)


class SourceRef(NamedTuple):
    """Who brought the file. source_id: the service's id, for files the content's sha256.

    fetched_at: UTC ISO-8601. The rest overrides what the file says, None = nothing to add; sport
    counts where the file itself does not know better than "other".
    """

    source: str
    source_id: str
    fetched_at: str
    file_name: str | None = None
    title: str | None = None
    notes: str | None = None
    rpe: float | None = None
    relative_effort: float | None = None
    sport: str | None = None
    sub_sport: str | None = None
    garmin_activity_id: str | None = None
    strava_activity_id: str | None = None
    tp_workout_id: str | None = None


class Ingested(NamedTuple):
    """outcome: imported (a workout not known before) or duplicate (reason says of what).

    workout_ids: the workout, or the multisport whole and then its legs.
    """

    outcome: Literal["imported", "duplicate"]
    workout_ids: list[str]
    warnings: list[str]
    reason: str | None = None


def ingest_activity_file(
    mirror: Mirror,
    file: ActivityFile,
    ref: SourceRef,
    original: bytes | None,
    *,
    refresh: bool = True,
    digest: str | None = None,
    presser: Executor | None = None,
) -> Ingested:
    """Analyses, merges and stores one decoded file with its original.

    refresh: bring `daily_load` up to date at once; a bulk import passes False and calls
    `refresh_stale` once at its end. digest: the original's sha256 where it is known already.
    presser: does the compressing beside the analysis. Raises MirrorError.
    """
    if not file.activities:
        raise ValueError("an activity file without activities")
    path, kept = None, None
    if original is not None:
        digest = digest or originals.sha256(original)
        path = originals.relative_path(digest, file.kind)
        kept = _submit(
            presser,
            originals.store,
            originals_path(mirror.path.parent),
            original,
            file.kind,
            digest,
        )
    with mirror.transaction():
        settled = _settle_all(mirror, file, ref, digest, path, presser)
        for whole in sorted(set().union(*(one.wholes for one in settled))):
            sum_legs(mirror, whole)
        if refresh:
            refresh_stale(mirror)
        if kept is not None:
            kept.result()  # the row that names the original must not be there before it
    warnings = [*file.warnings, *(text for a in file.activities for text in a.warnings)]
    ids = [one.workout_id for one in settled]
    if any(one.new for one in settled):
        return Ingested("imported", ids, warnings)
    what = "its richer streams replace" if settled[0].leading else "nothing richer than"
    return Ingested("duplicate", ids, warnings, f"{what} those of workout {ids[0]}")


def ingest_wellness(mirror: Mirror, rows: Iterable[Wellness]) -> int:
    """Merges wellness days, None never overwriting what is known. Returns how many changed."""
    return save_days(mirror, rows)


def refresh_stale(mirror: Mirror) -> None:
    """After a change of workouts: thresholds estimated where nobody gave any, `daily_load` and the
    pairs with the plan from the first stale day on. At the end of a bulk import, and at the start
    of the next one when the last was killed."""
    from sync import matching, season, thresholds

    with mirror.transaction():
        day = load.stale_from(mirror)
        if day is not None:
            thresholds.estimate(mirror)
            season.refresh(mirror)
            matching.refresh_from(mirror, day)


def _settle_all(
    mirror: Mirror,
    file: ActivityFile,
    ref: SourceRef,
    digest: str | None,
    path: str | None,
    presser: Executor | None,
) -> list[Settled]:
    common = {"fit_file_path": path, "identity": file.identity}
    if len(file.activities) == 1:
        activity = file.activities[0]
        claim = _claim(activity, file.kind, ref, digest, common)
        return [settle(mirror, claim, _Analysed(mirror, activity, presser))]
    first, last = file.activities[0], file.activities[-1]
    whole = _claim(first, file.kind, ref, digest, common)
    said = whole.said | {"sport": "brick", "sub_sport": "multisport"}
    whole = whole._replace(
        end=_end(last), rank=max(rank(a, file.kind) for a in file.activities), said=said
    )
    settled = [settle(mirror, whole, WorkoutUnit)]
    for index, activity in enumerate(file.activities, start=1):
        leg = f"#{index}"
        own = {
            "fit_file_path": path,
            "identity": file.identity and file.identity + leg,
            "parent": ref.source_id,
        }
        bare = SourceRef(ref.source, ref.source_id + leg, ref.fetched_at, ref.file_name)
        claim = _claim(activity, file.kind, bare, digest, own)
        settled.append(settle(mirror, claim, _Analysed(mirror, activity, presser)))
    return settled


class _Analysed:
    """Builds the unit of an activity with the thresholds of its day."""

    def __init__(self, mirror: Mirror, activity: Activity, presser: Executor | None) -> None:
        self._mirror = mirror
        self._activity = activity
        self._presser = presser

    def __call__(self, workout: Workout) -> WorkoutUnit:
        thresholds = threshold_set(self._mirror, workout.local_date, workout.sport)
        activity = self._activity
        packed = _submit(self._presser, stream_row, workout.id, activity.streams)
        analysis = analyse(
            activity.streams,
            workout.sport,
            thresholds,
            totals=activity.totals,
            laps=[(lap.start, lap.end) for lap in activity.laps],
        )
        unit = build(workout, activity, analysis)
        return unit._replace(stream=packed.result())


def _submit[**P, T](
    presser: Executor | None, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> "Future[T]":
    """Beside us where there is somebody to do it, else at once."""
    if presser is not None:
        return presser.submit(work, *args, **kwargs)
    done: Future[T] = Future()
    done.set_result(work(*args, **kwargs))
    return done


def _claim(
    activity: Activity, kind: str, ref: SourceRef, digest: str | None, extra: dict[str, Any]
) -> Claim:
    said: dict[str, Any] = {
        "sport": ref.sport or "other" if activity.sport == "other" else activity.sport,
        "sub_sport": ref.sub_sport or activity.sub_sport,
        "utc_offset_s": activity.utc_offset_s,
        "title": activity.title,
        "notes": activity.notes,
        "device": activity.device,
        "calories": activity.totals.calories,
        "warnings": activity.warnings or None,
        **extra,
    }
    said |= {name: getattr(ref, name) for name in _EXTRA if getattr(ref, name) is not None}
    if ref.source == "garmin" and "parent" not in extra:
        said["garmin_activity_id"] = ref.source_id
    if ref.source == "strava" and "parent" not in extra:
        said["strava_activity_id"] = ref.source_id
    return Claim(
        ref.source,
        ref.source_id,
        digest,
        ref.file_name,
        rank(activity, kind),
        activity.started_at,
        _end(activity),
        ref.fetched_at,
        {name: value for name, value in said.items() if value is not None},
    )


def _end(activity: Activity) -> int:
    """A summary without streams still lasts."""
    return max(activity.ended_at, activity.started_at + int(activity.totals.elapsed_s or 0))
