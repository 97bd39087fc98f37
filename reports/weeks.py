"""What was done and planned week by week, as load by sport."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from analytics.sports import rank
from mirror.database import Mirror
from mirror.reads import load, plan


class LoadWeek(NamedTuple):
    """Seven days from `start`, whole even where a range cuts them.

    load, by_sport: done; legs of a multisport workout count by their own sport. planned_load: of
    the plan's workouts with a load of their own. expected_load: of the days still to come, the
    forecast's.
    """

    start: str
    load: float
    planned_load: float
    expected_load: float
    done_s: float
    by_sport: dict[str, float]


def week_start_of(day: date, week_start: int) -> date:
    """The first day of the week that `day` lies in; week_start: ISO, 1 = Monday."""
    return day - timedelta(days=(day.isoweekday() - week_start) % 7)


def week_starts(first: date, last: date, week_start: int) -> list[date]:
    """The starts of all weeks that touch [first, last]."""
    start = week_start_of(first, week_start)
    return [start + timedelta(days=n) for n in range(0, (last - start).days + 1, 7)]


def load_weeks(
    mirror: Mirror, starts: Sequence[date], expected: Sequence[tuple[str, float]]
) -> list[LoadWeek]:
    """expected: (day, load) of the forecast."""
    if not starts:
        return []
    begin, end = starts[0], starts[-1] + timedelta(days=6)
    made = [_Sums() for _ in starts]
    for row in load.between(mirror, begin.isoformat(), end.isoformat()):
        made[_index(begin, row.local_date)].add(row.load, json.loads(row.by_sport))
    for day, value in plan.loads(mirror, begin.isoformat(), end.isoformat()):
        made[_index(begin, day)].planned += value
    for day, value in expected:
        if day <= end.isoformat():
            made[_index(begin, day)].expected += value
    return [sums.week(start) for start, sums in zip(starts, made, strict=True)]


def _index(begin: date, day: str) -> int:
    return (date.fromisoformat(day) - begin).days // 7


class _Sums:
    """A week in the making."""

    def __init__(self) -> None:
        self.load = self.planned = self.expected = self.seconds = 0.0
        self.by_sport: dict[str, float] = {}

    def add(self, load: float, sports: dict[str, dict[str, float]]) -> None:
        self.load += load
        for sport, part in sports.items():
            self.seconds += part["s"]
            self.by_sport[sport] = self.by_sport.get(sport, 0.0) + part["load"]

    def week(self, start: date) -> LoadWeek:
        ordered = {sport: self.by_sport[sport] for sport in sorted(self.by_sport, key=rank)}
        return LoadWeek(
            start.isoformat(), self.load, self.planned, self.expected, self.seconds, ordered
        )
