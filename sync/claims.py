"""Which stored claims concern a new one, and settling them into one row."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from mirror import workouts
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.rows import Source, Workout
from mirror.workouts import WorkoutUnit
from sync.merge import (
    ATHLETE,
    COPY_GAP_S,
    LONGEST_S,
    Claim,
    fields,
    highest,
    same,
    to_row,
    whole,
)
from sync.unit import local_date, unix, utc, zone_offset

_SOURCE = ", ".join(Source._fields)
_WORKOUT = ", ".join(Workout._fields)


class Settled(NamedTuple):
    """wholes: the multisport workouts whose sums this may have changed. new: no row knew this
    workout before. leading: the claim gives the row its streams."""

    workout_id: str
    wholes: set[str]
    new: bool
    leading: bool


def settle(mirror: Mirror, claim: Claim, build: Callable[[Workout], WorkoutUnit]) -> Settled:
    """Stores the claim in the caller's transaction and makes the row that all claims give.

    build: analyses the claim's activity into a unit; called only when the claim is the highest.
    """
    stored = _related(mirror, claim)
    before = max((c for c in stored if c.source != ATHLETE), key=lambda c: c.order, default=None)
    if before is not None and before.key == claim.key:
        # Decoded anew it stays what it was: the streams of the others are not at hand.
        claim = claim._replace(rank=max(claim.rank, before.rank))
    claims = [c for c in stored if c.key != claim.key] + [claim]
    top = highest(claims)
    owners = list(dict.fromkeys(c.workout_id for c in stored if c.workout_id))
    old = _rows(mirror, owners)
    workout_id = top.id
    _unify(mirror, owners, workout_id, before)
    parent_id = _parent(mirror, claims)
    kept = old.get(before.workout_id or "") if before is not None and top is not claim else None
    base = _base(mirror, claims, top, old, kept)._replace(id=workout_id, parent_id=parent_id)
    if top is claim:
        unit = build(base)
        workouts.save_row(mirror, unit.workout)
        workouts.replace_parts(mirror, unit)
    else:
        workouts.save_row(mirror, base)
    workouts.save_sources(mirror, [to_row(claim, workout_id, utc(claim.start), utc(claim.end))])
    wholes = {parent_id, *(row.parent_id for row in old.values())} - {None, *owners}
    return Settled(
        workout_id,
        {workout_id, *(name for name in wholes if name)},
        new=before is None,
        leading=top is claim,
    )


def claims_of(mirror: Mirror, workout_id: str) -> list[Claim]:
    """Everything anybody says about a stored workout."""
    return _claims(mirror, "workout_id = ?", (workout_id,))


def claim_of(mirror: Mirror, source: str, source_id: str) -> Claim | None:
    """What one source says, None where it says nothing."""
    found = _claims(mirror, "source = ? AND source_id = ?", (source, source_id))
    return found[0] if found else None


def related(mirror: Mirror, workout_id: str) -> list[Claim]:
    """Every stored claim of this workout and of those that are the same one."""
    found = {
        claim.key: claim
        for mine in _claims(mirror, "workout_id = ? AND source <> ?", (workout_id, ATHLETE))
        if "sport" in mine.said  # else it was written by hand, and nothing is known of it
        for claim in _related(mirror, mine)
    }
    return list(found.values())


def _related(mirror: Mirror, claim: Claim) -> list[Claim]:
    """Every stored claim of every workout that the claim belongs to."""
    near = _claims(
        mirror,
        "source <> ? AND started_at BETWEEN ? AND ? AND ended_at >= ?",
        (
            ATHLETE,
            utc(claim.start - COPY_GAP_S - LONGEST_S),
            utc(claim.end + COPY_GAP_S),
            utc(claim.start - COPY_GAP_S),
        ),
    )
    itself = _claims(mirror, "source = ? AND source_id = ?", claim.key)
    found = {c.workout_id for c in (*near, *itself) if "sport" in c.said and same(c, claim)}
    for column in ("garmin_activity_id", "strava_activity_id"):
        if claim.said.get(column):
            rows = mirror.db.execute(
                f"SELECT id FROM workouts_executed WHERE {column} = ? AND (sport = 'brick') = ?",
                (claim.said[column], whole(claim.said)),
            )
            found.update(row[0] for row in rows)
    related: list[Claim] = []
    for workout_id in sorted(name for name in found if name):
        related += claims_of(mirror, workout_id)
    return related


def _claims(mirror: Mirror, condition: str, values: Iterable[Any]) -> list[Claim]:
    rows = mirror.db.execute(
        f"SELECT {_SOURCE} FROM workout_sources WHERE {condition}", tuple(values)
    )
    return [_claim(Source._make(row)) for row in rows.fetchall()]


def _claim(row: Source) -> Claim:
    return Claim(
        row.source,
        row.source_id,
        row.sha256,
        row.file_name,
        row.rank,
        unix(row.started_at),
        unix(row.ended_at),
        row.fetched_at,
        json.loads(row.details or "{}"),
        row.workout_id,
    )


def _rows(mirror: Mirror, ids: Iterable[str]) -> dict[str, Workout]:
    found = {}
    for workout_id in ids:
        row = mirror.db.execute(
            f"SELECT {_WORKOUT} FROM workouts_executed WHERE id = ?", (workout_id,)
        ).fetchone()
        found[workout_id] = Workout._make(row)
    return found


def _unify(mirror: Mirror, owners: list[str], into: str, before: Claim | None) -> None:
    """One row under the id `into`: the one with the streams is kept, the others go into it."""
    if not owners:
        return
    keeper = before.workout_id if before is not None and before.workout_id else owners[0]
    if into in owners:
        keeper = into
    if keeper != into:
        workouts.mark_day_stale(mirror, keeper)
        workouts.rename(mirror, keeper, into)
    for owner in owners:
        if owner != keeper:
            workouts.absorb(mirror, owner, into)


def _base(
    mirror: Mirror,
    claims: list[Claim],
    top: Claim,
    old: dict[str, Workout],
    kept: Workout | None,
) -> Workout:
    """The merged row. kept: the stored row whose computed columns stay, None = still to compute."""
    merged = fields(claims)
    me = athlete(mirror)
    offset = merged.pop("utc_offset_s")
    if offset is None:
        offset = zone_offset(top.start, me.timezone)
    start = utc(top.start)
    stored = kept or Workout("", me.id, start, offset, start[:10], merged["sport"])
    pairs = sorted(
        (row for row in old.values() if row.planned_workout_id or row.match_method != "none"),
        key=lambda row: (row.match_method != "pinned", row.id),
    )
    row = stored._replace(
        started_at=start,
        utc_offset_s=offset,
        local_date=local_date(top.start, offset),
        planned_workout_id=pairs[0].planned_workout_id if pairs else None,
        match_method=pairs[0].match_method if pairs else "none",
        warnings=json.dumps(top.said["warnings"]) if top.said.get("warnings") else None,
        **merged,
    )
    return _without_taken_ids(mirror, row, top.id)


def _without_taken_ids(mirror: Mirror, row: Workout, workout_id: str) -> Workout:
    """A service's id that another workout carries already stays there."""
    for column in ("garmin_activity_id", "strava_activity_id"):
        taken = mirror.db.execute(
            f"SELECT 1 FROM workouts_executed WHERE {column} = ? AND id <> ?",
            (getattr(row, column), workout_id),
        ).fetchone()
        if taken:
            nobody: dict[str, Any] = {column: None}
            row = row._replace(**nobody)
    return row


def _parent(mirror: Mirror, claims: list[Claim]) -> str | None:
    """The multisport whole that the highest claim with one belongs to."""
    legs = [claim for claim in claims if claim.said.get("parent")]
    if not legs:
        return None
    leg = highest(legs)
    row = mirror.db.execute(
        "SELECT workout_id FROM workout_sources WHERE source = ? AND source_id = ?",
        (leg.source, leg.said["parent"]),
    ).fetchone()
    return None if row is None else str(row[0])
