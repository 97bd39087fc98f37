"""Execution against plan, in a word and a colour."""

from collections.abc import Iterable, Sequence
from datetime import date

from analytics.compliance import Amounts, compliance
from mirror.plan import kind_of
from mirror.rows import Planned, Workout
from reports.parts import Compliance


def compare(
    planned: Planned | None,
    executed: Workout | None,
    today: date,
    *,
    partners: Sequence[Workout] = (),
) -> Compliance:
    """Compliance of a pair; either half may be missing, not both.

    partners: all workouts that answered the plan, where there are several (a brick recorded part
    by part); they count together.
    """
    found = compliance(
        _planned_amounts(planned) if planned else None,
        done_amounts(partners if len(partners) > 1 else (executed,)) if executed else None,
        is_past=planned is not None and planned.date < today.isoformat(),
        kind=kind_of(planned.structure if planned else None),
    )
    status = "upcoming" if found.status == "planned" else found.status
    return Compliance(status, *found[1:])


def done_amounts(workouts: Iterable[Workout]) -> Amounts:
    """Duration, distance and load of all that answered a plan; None as soon as one is unknown."""
    rows = [(workout.duration_s, workout.distance_m, workout.load) for workout in workouts]
    return Amounts(*(_sum(column) for column in zip(*rows, strict=True)))


def _sum(amounts: Iterable[float | None]) -> float | None:
    total = 0.0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def _planned_amounts(row: Planned) -> Amounts:
    return Amounts(row.duration_planned_s, row.distance_planned_m, row.tss_planned)
