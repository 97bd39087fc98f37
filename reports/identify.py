"""Which workout does the athlete mean?"""

from datetime import date
from string import hexdigits

from mirror.database import Mirror
from mirror.reads import workouts
from mirror.rows import Workout
from reports.errors import AmbiguousWorkoutError, UnknownWorkoutError

#: Shorter beginnings of an id fit too much to be meant.
SHORTEST_PREFIX = 4
_SHOWN = 5


def identify(mirror: Mirror, ident: str) -> Workout:
    """The workout with this uuid, Garmin id, local date (YYYY-MM-DD) or unique beginning of a uuid.

    Raises UnknownWorkoutError, AmbiguousWorkoutError (its line lists the candidates).
    """
    text = ident.strip().lower()
    found = workouts.by_id(mirror, text) or workouts.by_garmin_id(mirror, text)
    if found is not None:
        return found
    day = _as_date(text)
    if day is not None:
        return _only(workouts.between(mirror, day, day), ident, f"no workout on {day}")
    nothing = f"no workout {ident!r}: give its id, the beginning of it, a Garmin id or a date"
    if len(text) < SHORTEST_PREFIX or not set(text) <= set(hexdigits + "-"):
        raise UnknownWorkoutError(nothing)
    return _only(workouts.by_prefix(mirror, text, _SHOWN + 1), ident, nothing)


def _as_date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else None
    except ValueError:
        return None


def _only(found: list[Workout], ident: str, nothing: str) -> Workout:
    if not found:
        raise UnknownWorkoutError(f"{nothing} (training-brain recent lists them)")
    if len(found) == 1:
        return found[0]
    names = [
        f"{row.id[:8]} {row.local_date} {row.sport} {row.title or ''}".rstrip()
        for row in found[:_SHOWN]
    ]
    more = ", ..." if len(found) > _SHOWN else ""
    raise AmbiguousWorkoutError(f"{ident!r} fits several: {', '.join(names)}{more}")
