"""One real workout is one row, whatever the number of recordings of it and their order of arrival.

A *claim* is what one source says about a workout. Claims that overlap in time and agree in sport
and duration are the same workout, and so are those linked through a third. Everything a workout's
row says follows from the set of its claims alone: the highest claim gives id and streams, each
other field comes from the highest claim that knows it, and the athlete's own word goes before all.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from mirror.rows import Source
from sync.activity import CLOCKS_SET, Activity

NAMESPACE = UUID("74fc7bea-e6b3-5b61-b6da-14c788aa0600")

#: The source whose claims are the athlete's own edits (mirror/edits.py).
ATHLETE = "athlete"

#: Two recordings are one workout when they share this part of the longer one.
_SHARED = 0.7

#: Copies of one recording (equal identity) may be cut and their clocks mended, but not further
#: apart than this.
COPY_GAP_S = 86_400

#: No recording is longer: what is older than this cannot reach into today.
LONGEST_S = 10 * 86_400

#: Equal recordings: the service that knows more about them gives the id.
_PREFERENCE = {"garmin": 4, "strava": 3, "demo": 2, "file": 1}

#: What a claim may say; each field comes from the highest claim that says it.
FIELDS = (
    "utc_offset_s",
    "sub_sport",
    "title",
    "notes",
    "rpe",
    "device",
    "calories",
    "relative_effort",
    "garmin_activity_id",
    "strava_activity_id",
    "tp_workout_id",
    "fit_file_path",
)

#: What the athlete may say.
EDITS = ("title", "notes", "rpe", "excluded_reason")


#: Such a day is kept, but in no sum: fitness would begin decades before the athlete did.
#: The athlete may include it again.
_NO_CLOCK = "the device's clock was not set, so the date is wrong"


class Claim(NamedTuple):
    """One source's word. start, end: Unix seconds. said: sport, identity, parent and FIELDS."""

    source: str
    source_id: str
    sha256: str | None
    file_name: str | None
    rank: int
    start: int
    end: int
    fetched_at: str
    said: dict[str, Any]
    workout_id: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.source_id

    @property
    def id(self) -> str:
        """The id of a workout on which this claim is the highest."""
        return str(uuid5(NAMESPACE, f"{self.source}:activity:{self.source_id}"))

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        """Claims sort by it; the greatest one wins. Depends on nothing but the claim."""
        preference = _PREFERENCE.get(self.source, 0)
        return self.rank, self.end - self.start, preference, self.source, self.source_id


def rank(activity: Activity, kind: str) -> int:
    """How good a recording is: a Garmin FIT, another FIT, another file, a summary without streams;
    among equals the one with more channels."""
    filled = sum(1 for values in activity.streams.channels.values() if (values == values).any())
    if not filled:
        return 0
    garmin = (activity.device or "").lower().startswith("garmin")
    grade = 1 if kind != "fit" else 3 if garmin else 2
    return grade * 100 + filled


def end_of(activity: Activity) -> int:
    """Unix seconds. A summary without streams still lasts."""
    return max(activity.ended_at, activity.started_at + int(activity.totals.elapsed_s or 0))


def same(one: Claim, other: Claim) -> bool:
    """Are these two recordings of one workout?"""
    if one.key == other.key:
        return True
    shared = min(one.end, other.end) - max(one.start, other.start)
    identity = one.said.get("identity")
    if identity is not None and identity == other.said.get("identity"):
        return whole(one.said) == whole(other.said) and shared >= -COPY_GAP_S
    if not _same_sport(one.said, other.said):
        return False
    longer = max(one.end - one.start, other.end - other.start)
    return shared > 0 and shared >= _SHARED * longer


def whole(said: dict[str, Any]) -> bool:
    """A multisport day as a whole; it is never the same workout as one of its legs."""
    return bool(said["sport"] == "brick")


def _same_sport(one: dict[str, Any], other: dict[str, Any]) -> bool:
    transitions = [said.get("sub_sport") == "transition" for said in (one, other)]
    if any(transitions):
        return all(transitions)
    sports = {one["sport"], other["sport"]}
    # A recorder that did not know the sport says "other".
    return len(sports) == 1 or ("other" in sports and "brick" not in sports)


def highest(claims: Iterable[Claim]) -> Claim:
    """The claim that gives id and streams."""
    return max((claim for claim in claims if claim.source != ATHLETE), key=lambda c: c.order)


def fields(claims: Sequence[Claim]) -> dict[str, Any]:
    """FIELDS and the athlete's edits, merged. A field nobody speaks of is None."""
    ordered = sorted(
        (claim for claim in claims if claim.source != ATHLETE), key=lambda c: c.order, reverse=True
    )
    merged: dict[str, Any] = {
        name: next((c.said[name] for c in ordered if c.said.get(name) is not None), None)
        for name in FIELDS
    }
    merged["sport"] = ordered[0].said["sport"]  # its streams were analysed as that
    merged["excluded_reason"] = _NO_CLOCK if ordered[0].start < CLOCKS_SET else None
    edits = [claim for claim in claims if claim.source == ATHLETE]
    for edit in sorted(edits, key=lambda c: (c.fetched_at, c.source_id)):
        merged.update({name: edit.said[name] for name in EDITS if name in edit.said})
    return merged


def to_row(claim: Claim, workout_id: str, started_at: str, ended_at: str) -> Source:
    """As it is stored."""
    return Source(
        claim.source,
        claim.source_id,
        workout_id,
        claim.sha256,
        claim.file_name,
        claim.rank,
        started_at,
        ended_at,
        claim.fetched_at,
        json.dumps(claim.said, sort_keys=True, ensure_ascii=False),
    )
