"""Fitness by day out of `daily_load`: every day there, rest days and the days since included."""

from datetime import date, timedelta
from typing import NamedTuple

from analytics.fitness import pmc
from mirror.database import Mirror
from mirror.reads import load


class FormDay(NamedTuple):
    date: str
    load: float
    ctl: float
    atl: float
    tsb: float


def form_days(mirror: Mirror, start: date, end: date) -> list[FormDay]:
    """The days of [start, end] from the first one with any training on, oldest first.

    Days that the table does not hold are days without load: ingest writes it only when something
    comes in, and fitness falls meanwhile.
    """
    rows = {row.local_date: row for row in load.between(mirror, start.isoformat(), end.isoformat())}
    before = load.latest_before(mirror, start.isoformat())
    if before is None and not rows:
        return []
    day = date.fromisoformat(before.local_date if before else min(rows))
    ctl, atl = (before.ctl, before.atl) if before else (0.0, 0.0)
    day += timedelta(days=1 if before else 0)
    days: list[FormDay] = []
    while day <= end:
        iso = day.isoformat()
        row = rows.get(iso)
        if row is None:
            (rest,) = pmc([0.0], ctl, atl)
            made = FormDay(iso, 0.0, *rest)
        else:
            made = FormDay(iso, row.load, row.ctl, row.atl, row.tsb)
        ctl, atl = made.ctl, made.atl
        if day >= start:
            days.append(made)
        day += timedelta(days=1)
    return days
