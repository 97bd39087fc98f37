"""Workouts analysed by an older version of the math, computed anew from their kept originals.

Nothing is fetched again and nothing is asked of the athlete: a better formula reaches the whole
history by itself, at the start of the next import or sync.
"""

from collections.abc import Callable
from typing import Any

from analytics.workout import ANALYTICS_VERSION
from mirror.database import Mirror
from mirror.home import originals_path
from sync import originals
from sync.claims import claim_of, claims_of
from sync.decode import UnreadableFileError, read_file
from sync.ingest import SourceRef, ingest_activity_file, refresh_stale
from sync.merge import Claim, highest, whole
from sync.progress import Done, Progress, Started, silent

#: What a source told beyond the file, and what must be told again.
_TOLD = (
    "title",
    "notes",
    "rpe",
    "relative_effort",
    "garmin_activity_id",
    "strava_activity_id",
    "tp_workout_id",
)


def reanalyse(
    mirror: Mirror,
    *,
    progress: Progress = silent,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Brings every workout whose original is kept to ANALYTICS_VERSION; returns how many files.

    One transaction a file, so it may be stopped and killed like any import. Raises MirrorError.
    """
    claims = _outdated(mirror)
    if claims:
        progress(Started("recompute", len(claims)))
    done = 0
    for claim in claims:
        if stop():
            break
        done += _again(mirror, claim)
        progress(Done(claim.file_name or claim.source_id, "recomputed"))
    refresh_stale(mirror)
    return done


def _outdated(mirror: Mirror) -> list[Claim]:
    """The claims that lead outdated workouts; of a multisport day the whole's, once."""
    rows = mirror.db.execute(
        "SELECT id FROM workouts_executed WHERE analytics_version < ? ORDER BY started_at, id",
        (ANALYTICS_VERSION,),
    )
    found: dict[tuple[str, str], Claim] = {}
    for (workout_id,) in rows.fetchall():
        claim: Claim | None = highest(claims_of(mirror, workout_id))
        if claim is not None and claim.said.get("parent"):
            claim = claim_of(mirror, claim.source, claim.said["parent"])
        if claim is not None and claim.said.get("fit_file_path"):
            found[claim.key] = claim
    return list(found.values())


def _again(mirror: Mirror, claim: Claim) -> bool:
    """Decodes and ingests the claim's original; False where it is gone."""
    path = claim.said["fit_file_path"]
    data = originals.load(originals_path(mirror.path.parent), path)
    if data is None:
        return False
    try:
        file = read_file(claim.file_name or "", data)
    except UnreadableFileError:
        return False  # an older decoder saw a workout in it; what it saw stays
    told: dict[str, Any] = {name: claim.said.get(name) for name in _TOLD}
    if not whole(claim.said):
        told |= {name: claim.said.get(name) for name in ("sport", "sub_sport")}
    ref = SourceRef(claim.source, claim.source_id, claim.fetched_at, claim.file_name, **told)
    ingest_activity_file(mirror, file, ref, data, refresh=False, digest=claim.sha256)
    return True
