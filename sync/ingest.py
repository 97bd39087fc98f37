"""The one way in: a decoded file becomes rows of the mirror, analysed and merged, in ONE
transaction; whatever kills the process, the unit is whole or absent."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

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
from sync.merge import Claim, end_of, rank
from sync.multisport import sum_legs
from sync.pack import stream_row
from sync.ready import Ready, ReadyFile, analysed
from sync.unit import addressed, build

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
) -> Ingested:
    """Analyses, merges and stores one decoded file with its original.

    refresh: bring `daily_load` up to date at once; a bulk import passes False and calls
    `refresh_stale` once at its end. digest: the original's sha256 where it is known already.
    Raises MirrorError.
    """
    if not file.activities:
        raise ValueError("an activity file without activities")
    path = None
    if original is not None:
        digest = digest or originals.sha256(original)
        folder = originals_path(mirror.path.parent)
        path = originals.store(folder, original, file.kind, digest)
    parts = [_Part(a, rank(a, file.kind), end_of(a), _Analysed(mirror, a)) for a in file.activities]
    about = _File(file.kind, file.identity, digest, path)
    return _ingest(mirror, about, parts, ref, file.warnings, refresh=refresh)


def ingest_ready(
    mirror: Mirror,
    file: ReadyFile,
    ref: SourceRef,
    digest: str,
    again: Callable[[], Sequence[Activity]],
) -> Ingested:
    """Merges and stores a file that was analysed beside us; `daily_load` stays as it is.

    again: decodes it anew, for the rare activity whose merge wants another sport or other
    thresholds than its analysis took. Raises MirrorError.
    """
    parts = [
        _Part(part.activity, part.rank, part.end, _Ready(mirror, part, index, again))
        for index, part in enumerate(file.parts)
    ]
    about = _File(file.kind, file.identity, digest, file.path)
    return _ingest(mirror, about, parts, ref, file.warnings, refresh=False)


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


class _Part(NamedTuple):
    """One activity, and who builds its unit when its claim turns out the highest."""

    activity: Activity
    rank: int
    end: int
    build: Callable[[Workout], WorkoutUnit]


class _File(NamedTuple):
    """What the activities of a file share. digest, path: of its original."""

    kind: str
    identity: str | None
    digest: str | None
    path: str | None


def _ingest(
    mirror: Mirror,
    file: _File,
    parts: Sequence[_Part],
    ref: SourceRef,
    said: Sequence[str],
    *,
    refresh: bool,
) -> Ingested:
    with mirror.transaction():
        settled = _settle_all(mirror, file, parts, ref)
        for whole in sorted(set().union(*(one.wholes for one in settled))):
            sum_legs(mirror, whole)
        if refresh:
            refresh_stale(mirror)
    warnings = [*said, *(text for part in parts for text in part.activity.warnings)]
    ids = [one.workout_id for one in settled]
    if any(one.new for one in settled):
        return Ingested("imported", ids, warnings)
    what = "its richer streams replace" if settled[0].leading else "nothing richer than"
    return Ingested("duplicate", ids, warnings, f"{what} those of workout {ids[0]}")


def _settle_all(
    mirror: Mirror, file: _File, parts: Sequence[_Part], ref: SourceRef
) -> list[Settled]:
    common = {"fit_file_path": file.path, "identity": file.identity}
    if len(parts) == 1:
        return [settle(mirror, _claim(parts[0], ref, file.digest, common), parts[0].build)]
    whole = _claim(parts[0], ref, file.digest, common)
    said = whole.said | {"sport": "brick", "sub_sport": "multisport"}
    whole = whole._replace(end=parts[-1].end, rank=max(part.rank for part in parts), said=said)
    settled = [settle(mirror, whole, WorkoutUnit)]
    for index, part in enumerate(parts, start=1):
        leg = f"#{index}"
        own = {
            "fit_file_path": file.path,
            "identity": file.identity and file.identity + leg,
            "parent": ref.source_id,
        }
        bare = SourceRef(ref.source, ref.source_id + leg, ref.fetched_at, ref.file_name)
        settled.append(settle(mirror, _claim(part, bare, file.digest, own), part.build))
    return settled


class _Analysed:
    """Builds the unit of an activity with the thresholds of its day."""

    def __init__(self, mirror: Mirror, activity: Activity) -> None:
        self._mirror = mirror
        self._activity = activity

    def __call__(self, workout: Workout) -> WorkoutUnit:
        thresholds = threshold_set(self._mirror, workout.local_date, workout.sport)
        analysis = analysed(self._activity, workout.sport, thresholds)
        unit = build(workout, self._activity, analysis)
        return unit._replace(stream=stream_row(workout.id, self._activity.streams))


class _Ready:
    """Takes the unit that is there where it is what would be computed now."""

    def __init__(
        self, mirror: Mirror, part: Ready, index: int, again: Callable[[], Sequence[Activity]]
    ) -> None:
        self._mirror = mirror
        self._part = part
        self._index = index
        self._again = again

    def __call__(self, workout: Workout) -> WorkoutUnit:
        thresholds = threshold_set(self._mirror, workout.local_date, workout.sport)
        if (workout.sport, thresholds) == (self._part.sport, self._part.thresholds):
            return addressed(self._part.unit, workout)
        return _Analysed(self._mirror, self._again()[self._index])(workout)


def _claim(part: _Part, ref: SourceRef, digest: str | None, extra: dict[str, Any]) -> Claim:
    activity = part.activity
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
        part.rank,
        activity.started_at,
        part.end,
        ref.fetched_at,
        {name: value for name, value in said.items() if value is not None},
    )
