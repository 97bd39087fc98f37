"""How did I sleep, what did I do yesterday, what is on today, and should I hold back?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror

from mirror.rows import Wellness
from reports.jsonable import document
from reports.parts import ExecutedPart, Form, PlannedPart


class AnomalyNote(NamedTuple):
    """A sign to hold back. kind: hrv | sleep | sleep_score | rhr | readiness | load."""

    kind: str
    message: str
    value: float
    limit: float


class PlanChangeNote(NamedTuple):
    """A recent edit of the plan: added | moved | retitled | resized | removed | restored."""

    seen_at: str
    kind: str
    date: str
    sport: str
    title: str
    before: Any
    after: Any


class Briefing(NamedTuple):
    """wellness: of `wellness_date`, today or (then said so) yesterday; None when neither is there.

    load_14d_avg_tss: mean daily load of the 14 days before today, None without any workout yet.
    advice: "back off" with two anomalies or more, else None.
    """

    date: str
    advice: str | None
    wellness: Wellness | None
    wellness_date: str | None
    wellness_fallback_to_yesterday: bool
    yesterday: list[ExecutedPart]
    plan: list[PlannedPart]
    done_today: list[ExecutedPart]
    load_14d_avg_tss: float | None
    anomalies: list[AnomalyNote]
    form: Form | None
    plan_changes: list[PlanChangeNote]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def briefing(mirror: Mirror, today: date) -> Briefing:
    """The morning's page for `today`, the athlete's local date."""
    raise NotImplementedError
