"""How did I sleep, what did I do yesterday, what is on today, and should I hold back?"""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from analytics.anomalies import LOAD_DAYS, RHR_MEDIAN_DAYS, Morning
from analytics.fitness import trailing_mean
from analytics.recovery import hrv_band
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import plan, wellness, workouts
from mirror.rows import Wellness, Workout
from reports.clock import zone
from reports.flags import AnomalyNote, advise, morning, notes
from reports.form import form_days
from reports.jsonable import document
from reports.parts import ExecutedPart, Form, PlannedPart, executed_part, planned_part


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
    plan_done: ids of the sessions in `plan` that a workout has answered.
    plan_until: the last day anything is planned for; None: there has never been a plan.
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
    plan_done: list[str]
    plan_until: str | None

    def to_json(self) -> dict[str, Any]:
        return document(self)


def briefing(mirror: Mirror, today: date) -> Briefing:
    """The morning's page for `today`, the athlete's local date."""
    owner = athlete(mirror)
    yesterday = today - timedelta(days=1)
    iso, before = today.isoformat(), yesterday.isoformat()
    nights = wellness.between(mirror, (today - timedelta(days=_BAND_DAYS + 1)).isoformat(), iso)
    night = _last_night(nights, (iso, before))
    form = form_days(mirror, today - timedelta(days=LOAD_DAYS), today)
    loads = [day.load for day in form if day.date < iso]
    executed = workouts.between(mirror, before, iso)
    planned = plan.between(mirror, iso, iso)
    answered = {row.planned_workout_id for row in executed}
    found = notes(_morning(nights, night, loads))
    return Briefing(
        date=iso,
        advice=advise(found),
        wellness=night,
        wellness_date=night.date if night else None,
        wellness_fallback_to_yesterday=night is not None and night.date == before,
        yesterday=_parts(executed, before, owner.timezone),
        plan=[planned_part(row) for row in planned],
        done_today=_parts(executed, iso, owner.timezone),
        load_14d_avg_tss=trailing_mean(loads, LOAD_DAYS),
        anomalies=found,
        form=Form(form[-1].date, form[-1].ctl, form[-1].atl, form[-1].tsb) if form else None,
        plan_changes=_changes(mirror, yesterday, owner.timezone),
        plan_done=[row.id for row in planned if row.id in answered],
        plan_until=plan.last_date(mirror),
    )


#: Nights that the HRV's own baseline looks back on, where the watch gives none.
_BAND_DAYS = 60


def _parts(executed: list[Workout], day: str, timezone: str) -> list[ExecutedPart]:
    return [executed_part(row, timezone) for row in executed if row.local_date == day]


def _last_night(nights: list[Wellness], days: tuple[str, str]) -> Wellness | None:
    """Today's row, else yesterday's. A row that knows nothing of the night is not last night's."""
    rows = {row.date: row for row in nights}
    for day in days:
        row = rows.get(day)
        if row and any(
            value is not None
            for value in (
                row.hrv_overnight_ms,
                row.rhr_bpm,
                row.sleep_total_s,
                row.sleep_score,
                row.training_readiness,
            )
        ):
            return row
    return None


def _morning(nights: list[Wellness], night: Wellness | None, loads: list[float]) -> Morning:
    """The rules' view of `night`, which may be yesterday's."""
    if night is None:
        return morning(None, None, (), loads)
    end = date.fromisoformat(night.date)
    rows = {row.date: row for row in nights}
    days = [(end - timedelta(days=n)).isoformat() for n in range(_BAND_DAYS, -1, -1)]
    band = None
    if night.hrv_baseline_ms is None:
        band = hrv_band([rows[day].hrv_overnight_ms if day in rows else None for day in days])
    before = [rows[day].rhr_bpm if day in rows else None for day in days[-RHR_MEDIAN_DAYS - 1 : -1]]
    return morning(night, band, before, loads)


def _changes(mirror: Mirror, since: date, timezone: str) -> list[PlanChangeNote]:
    """Edits seen since yesterday's midnight on the athlete's clock, newest first."""
    midnight = datetime.combine(since, time(), zone(timezone)).astimezone(UTC)
    return [
        PlanChangeNote(
            row.seen_at,
            row.kind,
            row.date,
            row.sport,
            row.title,
            _json(row.before),
            _json(row.after),
        )
        for row in plan.changes_since(mirror, midnight.isoformat(timespec="seconds"))
    ]


def _json(text: str | None) -> Any:
    return None if text is None else json.loads(text)
