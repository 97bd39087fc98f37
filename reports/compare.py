"""Execution against plan, in a word and a colour."""

from datetime import date

from analytics.compliance import Amounts, compliance
from mirror.plan import kind_of
from mirror.rows import Planned, Workout
from reports.parts import Compliance


def compare(planned: Planned | None, executed: Workout | None, today: date) -> Compliance:
    """Compliance of a pair; either half may be missing, not both."""
    found = compliance(
        _planned_amounts(planned) if planned else None,
        Amounts(executed.duration_s, executed.distance_m, executed.load) if executed else None,
        is_past=planned is not None and planned.date < today.isoformat(),
        kind=kind_of(planned.structure if planned else None),
    )
    status = "upcoming" if found.status == "planned" else found.status
    return Compliance(status, *found[1:])


def _planned_amounts(row: Planned) -> Amounts:
    return Amounts(row.duration_planned_s, row.distance_planned_m, row.tss_planned)
