"""Execution against plan, in a word and a colour."""

from datetime import date

from mirror.rows import Planned, Workout
from reports.parts import Compliance


def compare(planned: Planned | None, executed: Workout | None, today: date) -> Compliance:
    """Colour by the first planned amount of duration, distance, load that was also measured.

    Green 80-120 % of plan, yellow 50-79 or 121-150, orange outside, red missed, grey unplanned;
    no planned amount, no colour.
    """
    if planned is None:
        return Compliance("unplanned", "grey", None, None)
    if executed is None:
        missed = planned.date < today.isoformat()
        return Compliance("missed", "red", 0.0, None) if missed else _UPCOMING
    for basis, wanted, done in (
        ("duration", planned.duration_planned_s, executed.duration_s),
        ("distance", planned.distance_planned_m, executed.distance_m),
        ("load", planned.tss_planned, executed.load),
    ):
        if wanted and done is not None:
            return Compliance("completed", _level(done / wanted), 100 * done / wanted, basis)
    return Compliance("completed", None, None, None)


_UPCOMING = Compliance("upcoming", None, None, None)


def _level(ratio: float) -> str:
    if 0.8 <= ratio <= 1.2:
        return "green"
    return "yellow" if 0.5 <= ratio <= 1.5 else "orange"
