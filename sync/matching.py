"""Which workout answered which planned session: kept up to date after every ingest and pull.

The pairs of some days follow from what is planned and done around them alone, so the order in
which things arrive does not matter. What the athlete pinned or parted by hand stays for ever.
"""

import re
from datetime import date, timedelta

from analytics.matching import MOVED_DAYS, Session, match
from mirror import matches
from mirror.database import Mirror
from mirror.matches import Candidate
from mirror.plan import kind_of

#: Days around the asked ones that may take part: a pair spans up to MOVED_DAYS, and so may the
#: pair that would be better for one half of it.
_MARGIN = timedelta(days=2 * MOVED_DAYS)
_REACH = timedelta(days=MOVED_DAYS)
_MULTISPORT = re.compile(r"triathlon|duathlon|aquathlon|swimrun|ironman|70\.3", re.IGNORECASE)


class UnknownMatchError(ValueError):
    """There is no such workout or planned session."""


def refresh(mirror: Mirror, first: str, last: str, *, today: str | None = None) -> int:
    """Pairs the workouts of local days [first, last] and of the days around them anew.

    today (ISO): a session still ahead is only taken by a workout with a like title. Returns how
    many workouts have another partner now. In the caller's transaction if there is one.
    """
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    low, high = (begin - _MARGIN).isoformat(), (end + _MARGIN).isoformat()
    near = (begin - _REACH).isoformat(), (end + _REACH).isoformat()
    changed = 0
    with mirror.transaction():
        plans = [plan for c in matches.planned(mirror, low, high) if (plan := _plan(c))]
        done = matches.workouts(mirror, low, high)
        free = [_work(candidate) for candidate in done if candidate.method != "pinned"]
        partner = {pair.done_id: pair.planned_id for pair in match(plans, free, today=today)}
        for workout in done:
            wanted = partner.get(workout.id)
            inside = near[0] <= workout.day <= near[1]
            if inside and workout.method != "pinned" and workout.planned_id != wanted:
                matches.set_auto(mirror, workout.id, wanted)
                changed += 1
    return changed


def refresh_from(mirror: Mirror, first: str) -> int:
    """The same for every workout since a local day: after an ingest."""
    last = matches.last_workout_day(mirror)
    return 0 if last is None else refresh(mirror, first, max(first, last))


def pin(mirror: Mirror, workout_id: str, planned_id: str, *, today: str | None = None) -> None:
    """The athlete says: this workout was that session. Raises UnknownMatchError."""
    planned_day = matches.day_of_planned(mirror, planned_id)
    if planned_day is None:
        raise UnknownMatchError(f"{planned_id}: no such planned session")
    _decide(mirror, workout_id, planned_id, [planned_day], today)


def unpin(mirror: Mirror, workout_id: str, *, today: str | None = None) -> None:
    """The athlete says: this workout belongs to no planned session. Raises UnknownMatchError."""
    _decide(mirror, workout_id, None, [], today)


def release(mirror: Mirror, workout_id: str, *, today: str | None = None) -> None:
    """Takes `pin` or `unpin` back: the workout is matched like any other again."""
    day = _day(mirror, workout_id)
    with mirror.transaction():
        matches.release(mirror, workout_id)
        refresh(mirror, day, day, today=today)


def _decide(
    mirror: Mirror, workout_id: str, planned_id: str | None, days: list[str], today: str | None
) -> None:
    days = [*days, _day(mirror, workout_id)]
    with mirror.transaction():
        matches.set_by_hand(mirror, workout_id, planned_id)
        for day in days:  # far apart perhaps: not every day between them
            refresh(mirror, day, day, today=today)


def _day(mirror: Mirror, workout_id: str) -> str:
    day = matches.day_of_workout(mirror, workout_id)
    if day is None:
        raise UnknownMatchError(f"{workout_id}: no such workout")
    return day


def _plan(candidate: Candidate) -> Session | None:
    """The session to be done; None for a rest day, which no workout answers."""
    kind = kind_of(candidate.structure)
    if kind == "rest":
        return None
    sport = candidate.sport
    if kind == "race" and sport == "other" and _MULTISPORT.search(candidate.title or ""):
        sport = "brick"  # a triathlon is recorded as one multisport workout, or leg by leg
    return _session(candidate, sport)


def _work(candidate: Candidate) -> Session:
    return _session(candidate, candidate.sport)


def _session(candidate: Candidate, sport: str) -> Session:
    return Session(
        id=candidate.id,
        day=candidate.day,
        sport=sport,
        title=candidate.title,
        duration_s=candidate.duration_s,
        distance_m=candidate.distance_m,
        parent_id=candidate.parent_id,
    )
