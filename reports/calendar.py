"""Which workouts were planned and done, day by day and week by week?"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from analytics.sports import rank
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import plan, workouts
from mirror.rows import Planned, Workout
from reports.compare import compare
from reports.fitness import open_plan, project_plan
from reports.form import FormDay, form_days
from reports.jsonable import document
from reports.parts import (
    Compliance,
    ExecutedPart,
    Form,
    PlannedPart,
    executed_part,
    planned_part,
    zone_clock,
)
from reports.plan_edits import PlanEdit, edits_of
from reports.weeks import week_start_of


class Item(NamedTuple):
    """A card. kind: completed (planned and done) | planned | unplanned.

    id: the executed workout's, else the plan's. changes: what the coach did to the planned
    session, newest first.
    """

    id: str
    kind: str
    sport: str
    title: str
    starts_at: str | None
    planned: PlannedPart | None
    executed: ExecutedPart | None
    compliance: Compliance | None
    changes: list[PlanEdit]


class Day(NamedTuple):
    items: list[Item]


class SportTotal(NamedTuple):
    planned_s: float
    done_s: float
    planned_m: float
    done_m: float
    planned_load: float
    done_load: float
    done_count: int


class Week(NamedTuple):
    """Seven days from `start`, whole even where the calendar's range cuts them.

    Sums of what is known; CTL, ATL and TSB at the week's last day that is not in the future
    (None before the first workout). forecast: the form at the end of a week that is not over, if
    the plan is done; None where the plan does not reach into the week.
    """

    start: str
    planned_s: float
    done_s: float
    planned_m: float
    done_m: float
    planned_load: float
    done_load: float
    ctl: float | None
    atl: float | None
    tsb: float | None
    forecast: Form | None
    by_sport: dict[str, SportTotal]


class Calendar(NamedTuple):
    timezone: str
    start: str
    end: str
    today: str
    days: dict[str, Day]
    weeks: list[Week]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def calendar(mirror: Mirror, start: date, end: date, today: date) -> Calendar:
    """Every day of [start, end], both included, with its items in the order of the clock."""
    owner = athlete(mirror)
    first = week_start_of(start, owner.week_start)
    last = week_start_of(end, owner.week_start) + timedelta(days=6)
    planned = plan.between(mirror, first.isoformat(), last.isoformat())
    executed = workouts.between(mirror, first.isoformat(), last.isoformat())
    items = _items_by_day(mirror, planned, executed, owner.timezone, today)
    items = _with_changes(items, edits_of(mirror, first, last))
    form = {day.date: day for day in form_days(mirror, first, min(last, today))}
    ahead = _forecast(mirror, last, today)
    return Calendar(
        timezone=owner.timezone,
        start=start.isoformat(),
        end=end.isoformat(),
        today=today.isoformat(),
        days={day: Day(items.get(day, [])) for day in _days(start, end)},
        weeks=[
            _week(first + timedelta(days=7 * n), planned, executed, form, today)._replace(
                forecast=ahead.get((first + timedelta(days=7 * n + 6)).isoformat())
            )
            for n in range(((last - first).days + 1) // 7)
        ],
    )


def _days(start: date, end: date) -> list[str]:
    return [(start + timedelta(days=n)).isoformat() for n in range((end - start).days + 1)]


def _items_by_day(
    mirror: Mirror, planned: list[Planned], executed: list[Workout], timezone: str, today: date
) -> dict[str, list[Item]]:
    """A matched pair is one card, on the day it was done."""
    plans = {row.id: row for row in planned}
    found: dict[str, list[Item]] = {}
    cards = [part for workout in executed for part in _cards(mirror, workout)]
    partners: dict[str, list[Workout]] = {}
    for workout in cards:
        partners.setdefault(workout.planned_workout_id or "", []).append(workout)
    for workout in cards:
        twin = _twin(mirror, plans, workout)
        answers = partners[twin.id] if twin else []
        card = _done(workout, twin, answers, timezone, today)
        found.setdefault(workout.local_date, []).append(card)
    for row in plans.values():
        if row.date > today.isoformat() or not workouts.by_plan(mirror, row.id):
            found.setdefault(row.date, []).append(_open(row, timezone, today))
    for items in found.values():
        items.sort(key=lambda item: (item.starts_at is None, item.starts_at or "", item.title))
    return found


def _with_changes(
    items: dict[str, list[Item]], edits: dict[str, list[PlanEdit]]
) -> dict[str, list[Item]]:
    if not edits:
        return items
    return {
        day: [
            item._replace(changes=edits.get(item.planned.id, [])) if item.planned else item
            for item in found
        ]
        for day, found in items.items()
    }


def _forecast(mirror: Mirror, last: date, today: date) -> dict[str, Form]:
    """The days after today, to the end of the plan's last week before `last`."""
    now = form_days(mirror, today, today)
    if last <= today or not now:
        return {}
    rows = open_plan(mirror, today, last)
    if not rows or rows[-1].date <= today.isoformat():
        return {}
    until = min(last, date.fromisoformat(rows[-1].date) + timedelta(days=6))
    days = project_plan(rows, now[-1], today, until)
    return {day.date: Form(day.date, day.ctl, day.atl, day.tsb) for day in days}


def _cards(mirror: Mirror, workout: Workout) -> list[Workout]:
    """The workout; or its legs, where the plan knew them as sessions of their own."""
    if workout.sport != "brick" or workout.planned_workout_id is not None:
        return [workout]
    legs = workouts.legs(mirror, workout.id)
    if not any(leg.planned_workout_id for leg in legs):
        return [workout]
    return [leg for leg in legs if leg.sub_sport != "transition"]


def _twin(mirror: Mirror, plans: dict[str, Planned], workout: Workout) -> Planned | None:
    """The planned half of the workout, taken out of `plans`; it may lie outside of the range."""
    if workout.planned_workout_id is None:
        return None
    return plans.pop(workout.planned_workout_id, None) or plan.by_id(
        mirror, workout.planned_workout_id
    )


def _done(
    workout: Workout, twin: Planned | None, partners: list[Workout], timezone: str, today: date
) -> Item:
    part = executed_part(workout, timezone)
    return Item(
        id=workout.id,
        kind="completed" if twin else "unplanned",
        sport=workout.sport,
        title=workout.title or (twin.title if twin else workout.sport.capitalize()),
        starts_at=part.local_start,
        planned=planned_part(twin) if twin else None,
        executed=part,
        compliance=compare(twin, workout, today, partners=partners),
        changes=[],
    )


def _open(row: Planned, timezone: str, today: date) -> Item:
    return Item(
        id=row.id,
        kind="planned",
        sport=row.sport,
        title=row.title,
        starts_at=zone_clock(row.starts_at, timezone) if row.starts_at else None,
        planned=planned_part(row),
        executed=None,
        compliance=compare(row, None, today),
        changes=[],
    )


def _week(
    start: date,
    planned: list[Planned],
    executed: list[Workout],
    form: dict[str, FormDay],
    today: date,
) -> Week:
    end = start + timedelta(days=6)
    first, last = start.isoformat(), end.isoformat()
    plans = [row for row in planned if first <= row.date <= last]
    done = [
        row for row in executed if first <= row.local_date <= last and row.excluded_reason is None
    ]
    total = _total(plans, done)
    sports = sorted({row.sport for row in plans} | {row.sport for row in done}, key=rank)
    state = form.get(min(end, today).isoformat()) if start <= today else None
    return Week(
        start=first,
        planned_s=total.planned_s,
        done_s=total.done_s,
        planned_m=total.planned_m,
        done_m=total.done_m,
        planned_load=total.planned_load,
        done_load=total.done_load,
        ctl=state.ctl if state else None,
        atl=state.atl if state else None,
        tsb=state.tsb if state else None,
        forecast=None,
        by_sport={
            sport: _total(
                [row for row in plans if row.sport == sport],
                [row for row in done if row.sport == sport],
            )
            for sport in sports
        },
    )


def _total(plans: list[Planned], done: list[Workout]) -> SportTotal:
    return SportTotal(
        planned_s=sum(row.duration_planned_s or 0.0 for row in plans),
        done_s=sum(row.duration_s or 0.0 for row in done),
        planned_m=sum(row.distance_planned_m or 0.0 for row in plans),
        done_m=sum(row.distance_m or 0.0 for row in done),
        planned_load=sum(row.tss_planned or 0.0 for row in plans),
        done_load=sum(row.load or 0.0 for row in done),
        done_count=len(done),
    )
