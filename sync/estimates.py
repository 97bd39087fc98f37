"""Thresholds estimated from the stored bests, a row a year: no FTP holds for a whole career."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analytics import estimate
from analytics.recovery import median
from analytics.thresholds import LIMITS
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads.thresholds import ALL
from mirror.rows import Threshold

ESTIMATED = "estimated"

#: Nights with a resting heart rate that make a year's median.
_NIGHTS = 7
#: Workouts of 20 minutes or more from which a best says something about a threshold.
_WORKOUTS = 4
_LONG_S = "1200"
_DIGITS = {"threshold_pace_s_per_km": 1, "css_s_per_100m": 1}

type Bests = dict[int, float]
type Value = tuple[str, str, float | None]


class _Found(NamedTuple):
    """seconds -> best value, and how many workouts were long enough."""

    best: Bests
    workouts: int

    def with_(self, other: "_Found") -> "_Found":
        best = dict(self.best)
        for seconds, value in other.best.items():
            best[seconds] = max(value, best.get(seconds, 0.0))
        return _Found(best, self.workouts + other.workouts)


_NOTHING = _Found({}, 0)
type Found = dict[tuple[int, str, str], _Found]


def estimated_rows(mirror: Mirror, given: Sequence[Threshold] = ()) -> list[Threshold]:
    """One row per sport, metric and year in which the value is another than the year before.

    Each year looks at itself and the one before, so that January has thresholds too. Left out:
    excluded workouts, values that cannot be, what fewer than four workouts tell, and days on which
    a `given` threshold rules.
    """
    who = athlete(mirror)
    found, resting = _found(mirror), _resting(mirror)
    first = _first_day(mirror)
    rows: list[Threshold] = []
    last: dict[tuple[str, str], float] = {}
    for year in sorted({year for year, _, _ in found} | set(resting)):
        age = None if who.birth_year is None else year - who.birth_year
        day = max(f"{year}-01-01", first)
        values = [*_values(found, year, age), ("resting_hr_bpm", ALL, resting.get(year))]
        for metric, sport, value in values:
            low, high = LIMITS[metric]
            if value is None or not low <= value <= high or _ruled(given, metric, sport, day):
                continue
            rounded = float(round(value, _DIGITS.get(metric, 0)))
            if last.get((metric, sport)) != rounded:
                last[metric, sport] = rounded
                rows.append(Threshold(who.id, sport, metric, rounded, day, ESTIMATED))
    return rows


def _ruled(given: Sequence[Threshold], metric: str, sport: str, day: str) -> bool:
    return any(
        row.metric == metric and row.sport in (sport, ALL) and row.valid_from <= day
        for row in given
    )


def _values(found: Found, year: int, age: int | None) -> Iterator[Value]:
    """(metric, sport, value) of a year, in the table's units."""

    def around(sport: str, metric: str) -> _Found:
        before = found.get((year - 1, sport, metric), _NOTHING)
        return before.with_(found.get((year, sport, metric), _NOTHING))

    def bests(sport: str, metric: str) -> Bests:
        both = around(sport, metric)
        return both.best if both.workouts >= _WORKOUTS else {}

    whole = _NOTHING
    for sport in sorted({sport for _, sport, _ in found}):
        whole = whole.with_(around(sport, "hr"))
    highest = estimate.max_hr(whole.best, age) if whole.workouts >= _WORKOUTS else None
    yield "max_hr_bpm", ALL, highest
    maximum = highest or estimate.default_max_hr(age)
    for sport in ("bike", "run"):
        yield "lthr_bpm", sport, estimate.lthr(bests(sport, "hr"), maximum)
    yield "ftp_w", "bike", estimate.ftp(bests("bike", "power"))
    run = estimate.threshold_speed(bests("run", "speed"))
    yield "threshold_pace_s_per_km", "run", 1000.0 / run if run else None
    swim = estimate.css(bests("swim", "speed"))
    yield "css_s_per_100m", "swim", 100.0 / swim if swim else None


def _first_day(mirror: Mirror) -> str:
    row = mirror.db.execute(
        "SELECT min(day) FROM (SELECT min(local_date) AS day FROM workouts_executed"
        " UNION ALL SELECT min(date) FROM wellness_daily)"
    ).fetchone()
    return row[0] or ""


def _found(mirror: Mirror) -> Found:
    """(year, sport, metric) -> its bests."""
    bests: defaultdict[tuple[int, str, str], dict[str, float]] = defaultdict(dict)
    long_ones: Counter[tuple[int, str, str]] = Counter()
    for year, sport, metric, text in mirror.db.execute(
        "SELECT CAST(substr(w.local_date, 1, 4) AS INTEGER), w.sport, c.metric, c.bests"
        " FROM workout_curves AS c JOIN workouts_executed AS w ON w.id = c.workout_id"
        " WHERE w.excluded_reason IS NULL"
    ):
        key = year, sport, metric
        best, of_this = bests[key], json.loads(text)
        long_ones[key] += _LONG_S in of_this
        for seconds, value in of_this.items():
            if value > best.get(seconds, 0.0):
                best[seconds] = value
    return {
        key: _Found({int(seconds): value for seconds, value in best.items()}, long_ones[key])
        for key, best in bests.items()
    }


def _resting(mirror: Mirror) -> dict[int, float | None]:
    """year -> median resting heart rate."""
    nights: defaultdict[int, list[float | None]] = defaultdict(list)
    for year, bpm in mirror.db.execute(
        "SELECT CAST(substr(date, 1, 4) AS INTEGER), rhr_bpm FROM wellness_daily"
        " WHERE rhr_bpm IS NOT NULL"
    ):
        nights[year].append(bpm)
    return {year: median(values, _NIGHTS) for year, values in nights.items()}
