"""The calendar's data by week, asked for in blocks and kept until something changes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from reports.calendar import Calendar, Item, Week

#: How many weeks one question covers; a block is far under 50 ms, and scrolling rarely waits.
BLOCK = 12


class WeekRow(NamedTuple):
    """One row of the calendar: seven days of items, and the week's sums."""

    start: date
    days: list[list[Item]]
    total: Week | None


def week_of(day: date, week_start: int) -> date:
    """The first day of `day`'s week; `week_start` ISO, 1 Monday … 7 Sunday."""
    return day - timedelta((day.isoweekday() - week_start) % 7)


class Weeks:
    """`row(start)` for any week; neighbours come along in the same question."""

    def __init__(self, ask: Callable[[date, date], Calendar], anchor: date) -> None:
        self._ask = ask
        self._anchor = anchor
        self._rows: dict[int, WeekRow] = {}
        self.sport: str | None = None

    def only(self, sport: str | None) -> None:
        """Show one sport, or all of them (None)."""
        self.sport = sport

    def clear(self) -> None:
        """Forget everything: the mirror has changed."""
        self._rows.clear()

    def row(self, start: date) -> WeekRow:
        """The week that begins on `start`."""
        number = (start - self._anchor).days // 7
        if number not in self._rows:
            self._load(number // BLOCK)
        row = self._rows[number]
        return row if self.sport is None else _only(row, self.sport)

    def _load(self, block: int) -> None:
        first = self._anchor + timedelta(weeks=block * BLOCK)
        found = self._ask(first, first + timedelta(days=BLOCK * 7 - 1))
        totals = {week.start: week for week in found.weeks}
        for index in range(BLOCK):
            start = first + timedelta(weeks=index)
            days = [found.days.get((start + timedelta(n)).isoformat()) for n in range(7)]
            items = [day.items if day else [] for day in days]
            self._rows[block * BLOCK + index] = WeekRow(start, items, totals.get(start.isoformat()))


def _only(row: WeekRow, sport: str) -> WeekRow:
    """One sport's cards and sums; the form stays the whole athlete's."""
    days = [[item for item in items if item.sport == sport] for items in row.days]
    if row.total is None:
        return WeekRow(row.start, days, None)
    own = row.total.by_sport.get(sport)
    return WeekRow(
        row.start,
        days,
        row.total._replace(
            planned_s=own.planned_s if own else 0.0,
            done_s=own.done_s if own else 0.0,
            planned_m=own.planned_m if own else 0.0,
            done_m=own.done_m if own else 0.0,
            planned_load=own.planned_load if own else 0.0,
            done_load=own.done_load if own else 0.0,
            by_sport={sport: own} if own else {},
        ),
    )
