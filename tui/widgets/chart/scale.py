"""From values to cells: ranges, round ticks, and labels that never touch."""

from datetime import date, timedelta
from math import ceil, floor, log, log10
from typing import NamedTuple

from tui.units import clock

_TIME_STEPS = (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
    3600, 7200, 10800, 21600, 43200, 86400,
)  # fmt: skip
_DURATION_TICKS = (
    1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 10800, 18000, 36000, 86400,
)  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Scale(NamedTuple):
    """A range of values over `cells` rows; `y` counts from the top, as a canvas does."""

    low: float
    high: float
    cells: int

    def eighths(self, value: float) -> int:
        """Height of an area from the bottom, in eighths of a row."""
        share = (value - self.low) / (self.high - self.low)
        return max(0, min(self.cells * 8, round(share * self.cells * 8)))

    def row(self, value: float) -> int:
        """The row that holds `value`."""
        share = (self.high - value) / (self.high - self.low)
        return max(0, min(self.cells - 1, floor(share * self.cells)))

    def quarter(self, value: float) -> int:
        """The braille row (four a cell) that holds `value`."""
        share = (self.high - value) / (self.high - self.low)
        return max(0, min(self.cells * 4 - 1, floor(share * self.cells * 4)))


def step_of(span: float, count: int) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that cuts `span` into ≤ `count`."""
    if span <= 0:
        return 1.0
    raw = span / max(1, count)
    power = 10.0 ** floor(log10(raw))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * 0.999)


def ticks(low: float, high: float, count: int) -> list[float]:
    """Round values within [low, high], at most `count` + 1 of them."""
    step = step_of(high - low, count)
    first = ceil(low / step - 1e-9)
    last = floor(high / step + 1e-9)
    return [round(n * step, 6) for n in range(first, last + 1)]


def widened(low: float, high: float, *, least: float, margin: float = 0.05) -> tuple[float, float]:
    """A range with some air, and never narrower than `least`."""
    span = max(high - low, least)
    middle = (low + high) / 2
    half = span * (0.5 + margin)
    return (middle - half, middle + half)


def pace_ticks(low: float, high: float, metres: float, count: int) -> list[float]:
    """Speeds within [low, high] m/s whose pace over `metres` is round, about `count` of them."""
    fast, slow = metres / high, metres / max(low, metres / 3600)
    found: list[int] = []
    for step in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600):
        found = [step * n for n in range(int(fast // step) + 1, int(slow // step) + 1)]
        if len(found) <= count + 1:
            break
    return [metres / pace for pace in found]


class Label(NamedTuple):
    x: int
    text: str


def spread(labels: list[Label], width: int, gap: int = 2) -> list[Label]:
    """Labels centred on their x, pushed inside [0, width), the ones that would touch left out.

    In: `x` is the tick's column. Out: `x` is the text's first column.
    """
    placed: list[Label] = []
    free = 0
    for tick, text in labels:
        left = max(0, min(tick - (len(text) - 1) // 2, width - len(text)))
        if left >= free and tick <= width:
            placed.append(Label(left, text))
            free = left + len(text) + gap
    return placed


def time_labels(start: float, end: float, width: int, gap: int = 3) -> list[Label]:
    """Elapsed time under a stream chart: (column, text), round steps, none touching."""
    span = end - start
    if span <= 0 or width < 8:
        return []
    long = end > 3600
    for step in _TIME_STEPS:
        wide = len(_elapsed(end, step, long)) + gap + 2  # air, so that the ends need no pushing
        if span / step * wide <= width:
            break
    first = ceil(start / step)
    count = floor(end / step) - first + 1
    found = [
        Label(int((n * step - start) / span * width), _elapsed(n * step, step, long))
        for n in range(first, first + count)
    ]
    return spread(found, width, gap)


def _elapsed(seconds: float, step: float, long: bool) -> str:
    if step < 60:
        return clock(seconds)
    return (
        f"{seconds // 3600:.0f}:{seconds % 3600 // 60:02.0f}" if long else f"{seconds // 60:.0f}′"
    )


class LogTime(NamedTuple):
    """Durations on a logarithmic axis of `width` columns."""

    shortest: float
    longest: float
    width: int

    def column(self, seconds: float) -> float:
        span = log(self.longest / self.shortest)
        return log(seconds / self.shortest) / span * (self.width - 1)

    def seconds(self, column: float) -> float:
        share = column / max(1, self.width - 1)
        return float(self.shortest * (self.longest / self.shortest) ** share)

    def labels(self) -> list[Label]:
        found = [
            Label(round(self.column(t)), duration_name(t))
            for t in _DURATION_TICKS
            if self.shortest <= t <= self.longest
        ]
        return spread(found, self.width)


def duration_name(seconds: float) -> str:
    """`5s`, `20m`, `1h`, `1h30`, `2m30`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        return f"{minutes}m{rest:02}" if rest else f"{minutes}m"
    hours, rest = divmod(whole // 60, 60)
    return f"{hours}h{rest:02}" if rest else f"{hours}h"


def date_labels(start: date, days: int, width: int, gap: int = 2) -> list[Label]:
    """Days under a season chart; the unit grows from days over Mondays to months and years."""
    if days <= 0 or width < 6:
        return []
    if days <= 40:
        found = _every_days(start, days, width, 1 if width / days >= 8 else 7)
        return spread(found, width, gap)
    for months in (1, 2, 3, 6, 12, 24, 60):
        found = _every_months(start, days, width, months)
        if len(found) * (6 + gap) <= width:
            break
    return spread(found, width, gap)


def _every_days(start: date, days: int, width: int, step: int) -> list[Label]:
    first = 0 if step == 1 else -start.weekday() % 7
    found = []
    for offset in range(first, days, step):
        day = start + timedelta(offset)
        column = int((offset + 0.5) * width / days)
        found.append(Label(column, f"{day.day} {_MONTHS[day.month - 1]}"))
    return found


def _every_months(start: date, days: int, width: int, months: int) -> list[Label]:
    found: list[Label] = []
    year, month = start.year, start.month
    while True:
        offset = (date(year, month, 1) - start).days
        if offset >= days:
            return found
        if offset >= 0 and ((year * 12 + month - 1) % months == 0):
            text = _MONTHS[month - 1] if months < 12 else str(year)
            if months < 12 and (month == 1 or not found):
                text += f" {year % 100:02}"
            found.append(Label(int(offset * width / days), text))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
