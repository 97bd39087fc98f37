"""How fit, how tired, how fresh: CTL, ATL and TSB, and where the plan leads them."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from analytics.fitness import ATL_DAYS, CTL_DAYS, Day, acwr, monotony, ramp, strain
from analytics.fitness import forecast as project
from analytics.sports import usual_intensity
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import load, plan
from mirror.rows import Planned
from reports.form import FormDay, form_days
from reports.jsonable import document
from reports.verdicts import form_word
from reports.weeks import LoadWeek, load_weeks, week_starts


class FitnessDay(NamedTuple):
    """ramp: CTL gained in the 7 days up to this one; None in the first week of all. form: the
    word for the TSB (`reports.verdicts.form_word`)."""

    date: str
    load: float
    ctl: float
    atl: float
    tsb: float
    forecast: bool
    ramp: float | None
    form: str


class FitnessNow(NamedTuple):
    """ramp: CTL gained in 7 days. monotony, strain: Foster's, 7 days. acwr: 7:28, uncoupled.
    form: the word for the TSB."""

    date: str
    ctl: float
    atl: float
    tsb: float
    ramp: float | None
    monotony: float | None
    strain: float | None
    acwr: float | None
    form: str


class Forecast(NamedTuple):
    """Where the forecast's loads come from; `unknown` planned workouts could not be counted."""

    days: int
    from_planned_load: int
    from_planned_time: int
    unknown: int
    note: str | None


class Fitness(NamedTuple):
    """days: oldest first, then the forecast's. now: None before the first workout.

    weeks: those that the days lie in, whole.

    warm_up_until: CTL is not to be trusted before this day (42 days of history are missing).
    """

    start: str
    end: str
    days: list[FitnessDay]
    now: FitnessNow | None
    forecast: Forecast
    warm_up_until: str | None
    weeks: list[LoadWeek]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def fitness(mirror: Mirror, today: date, days: int = 90, ahead: int = 28) -> Fitness:
    """`days` local days with today, then up to `ahead` days of forecast as far as the plan goes."""
    start = today - timedelta(days=days - 1)
    first = load.first_date(mirror)
    history = form_days(mirror, min(start - _WEEK, today - timedelta(days=_WINDOW)), today)
    if first is None or not history:
        return _nothing(start, today)
    rows = open_plan(mirror, today, today + timedelta(days=ahead)) if ahead else []
    future, forecast = _ahead(rows, history[-1], today, ahead)
    every = _with_ramp(history, future)
    shown = [day for day in every if day.date >= start.isoformat()]
    warm = (date.fromisoformat(first) + timedelta(days=CTL_DAYS)).isoformat()
    starts = week_starts(_day(shown[0]), _day(shown[-1]), athlete(mirror).week_start)
    return Fitness(
        start=start.isoformat(),
        end=today.isoformat(),
        days=shown,
        now=_now(history),
        forecast=forecast,
        warm_up_until=warm if warm > start.isoformat() else None,
        weeks=load_weeks(mirror, starts, [(row.date, expected_load(row) or 0.0) for row in rows]),
    )


_WEEK = timedelta(days=7)


def _day(entry: FitnessDay) -> date:
    return date.fromisoformat(entry.date)


def _with_ramp(history: list[FormDay], future: list[FormDay]) -> list[FitnessDay]:
    """Past and forecast in one row, each day with its CTL against that of a week before."""
    every = [*history, *future]
    ramps = [None] * 7 + [now.ctl - then.ctl for then, now in zip(every, every[7:], strict=False)]
    return [
        FitnessDay(*day, forecast=n >= len(history), ramp=gained, form=form_word(day.tsb))
        for n, (day, gained) in enumerate(zip(every, ramps, strict=False))
    ]


#: Days that ramp, monotony and the load ratio look back on.
_WINDOW = 35


def _nothing(start: date, today: date) -> Fitness:
    nothing = Forecast(0, 0, 0, 0, None)
    return Fitness(start.isoformat(), today.isoformat(), [], None, nothing, None, [])


def _now(history: list[FormDay]) -> FitnessNow:
    last, loads = history[-1], [day.load for day in history]
    week = loads[-7:]
    return FitnessNow(
        date=last.date,
        ctl=last.ctl,
        atl=last.atl,
        tsb=last.tsb,
        ramp=ramp([day.ctl for day in history]),
        monotony=monotony(week) if len(week) == 7 else None,
        strain=strain(week) if len(week) == 7 else None,
        acwr=acwr(loads),
        form=form_word(last.tsb),
    )


def open_plan(mirror: Mirror, today: date, until: date) -> list[Planned]:
    """What the plan still asks for, today's unanswered sessions included."""
    return plan.open_between(mirror, today.isoformat(), until.isoformat())


def _ahead(
    rows: list[Planned], last: FormDay, today: date, ahead: int
) -> tuple[list[FormDay], Forecast]:
    """Tomorrow to the plan's last day, if all of `rows` is done as planned."""
    if not rows or rows[-1].date <= today.isoformat():
        return [], Forecast(0, 0, 0, 0, "no planned workouts ahead" if ahead else None)
    given = timed = unknown = 0
    for row in rows:
        expected = expected_load(row)
        given += row.tss_planned is not None
        timed += row.tss_planned is None and expected is not None
        unknown += expected is None
    days = project_plan(rows, last, today, date.fromisoformat(rows[-1].date))
    return days, Forecast(len(days), given, timed, unknown, _note(timed, unknown))


def project_plan(rows: list[Planned], last: FormDay, today: date, until: date) -> list[FormDay]:
    """Tomorrow to `until` if exactly the planned workouts `rows` are done, today's among them on
    top of what today has seen. last: today's form."""
    loads: dict[str, float] = {}
    for row in rows:
        loads[row.date] = loads.get(row.date, 0.0) + (expected_load(row) or 0.0)
    dates = [(today + timedelta(days=n + 1)).isoformat() for n in range((until - today).days)]
    planned = [loads.get(day, 0.0) for day in dates]
    rest = loads.get(today.isoformat(), 0.0)
    evening = Day(last.ctl + rest / CTL_DAYS, last.atl + rest / ATL_DAYS, last.tsb)
    form = project(evening, planned)
    return [
        FormDay(day, load, *state) for day, load, state in zip(dates, planned, form, strict=True)
    ]


def expected_load(row: Planned) -> float | None:
    """The planned load, else planned time at the sport's usual intensity, else unknown."""
    if row.tss_planned is not None:
        return row.tss_planned
    if row.duration_planned_s is None:
        return None
    return row.duration_planned_s / 36 * usual_intensity(row.sport) ** 2


def _note(timed: int, unknown: int) -> str | None:
    notes = []
    if timed:
        notes.append(f"{timed} planned by time only, counted at the sport's usual intensity")
    if unknown:
        notes.append(f"{unknown} planned without time or load, counted as nothing")
    return "; ".join(notes) or None
