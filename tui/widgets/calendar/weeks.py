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

    def clear(self) -> None:
        """Forget everything: the mirror has changed."""
        self._rows.clear()

    def row(self, start: date) -> WeekRow:
        """The week that begins on `start`."""
        number = (start - self._anchor).days // 7
        if number not in self._rows:
            self._load(number // BLOCK)
        return self._rows[number]

    def _load(self, block: int) -> None:
        first = self._anchor + timedelta(weeks=block * BLOCK)
        found = self._ask(first, first + timedelta(days=BLOCK * 7 - 1))
        totals = {week.start: week for week in found.weeks}
        for index in range(BLOCK):
            start = first + timedelta(weeks=index)
            days = [found.days.get((start + timedelta(n)).isoformat()) for n in range(7)]
            items = [day.items if day else [] for day in days]
            self._rows[block * BLOCK + index] = WeekRow(start, items, totals.get(start.isoformat()))
