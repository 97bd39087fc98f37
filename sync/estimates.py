"""Thresholds estimated from the stored bests, a row a year: no FTP holds for a whole career."""

import json
from collections import defaultdict
from collections.abc import Iterator

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
_DIGITS = {"threshold_pace_s_per_km": 1, "css_s_per_100m": 1}

type Bests = dict[int, float]
type Value = tuple[str, str, float | None]


def estimated_rows(mirror: Mirror) -> list[Threshold]:
    """One row per sport, metric and year in which the value is another than the year before.

    Each year looks at itself and the one before, so that January has thresholds too. Excluded
    workouts and values that cannot be are left out.
    """
    who = athlete(mirror)
    bests, resting = _bests(mirror), _resting(mirror)
    rows: list[Threshold] = []
    last: dict[tuple[str, str], float] = {}
    for year in sorted({int(year) for year, _, _ in bests} | set(resting)):
        age = None if who.birth_year is None else year - who.birth_year
        values = [*_values(bests, year, age), ("resting_hr_bpm", ALL, resting.get(year))]
        for metric, sport, value in values:
            low, high = LIMITS[metric]
            if value is None or not low <= value <= high:
                continue
            rounded = float(round(value, _DIGITS.get(metric, 0)))
            if last.get((metric, sport)) != rounded:
                last[metric, sport] = rounded
                day = f"{year}-01-01"
                rows.append(Threshold(who.id, sport, metric, rounded, day, ESTIMATED))
    return rows


def _values(
    bests: dict[tuple[int, str, str], Bests], year: int, age: int | None
) -> Iterator[Value]:
    """(metric, sport, value) of a year, in the table's units."""

    def around(sport: str, metric: str) -> Bests:
        return _best_of(bests.get((y, sport, metric), {}) for y in (year - 1, year))

    sports = sorted({sport for _, sport, _ in bests})
    highest = estimate.max_hr(_best_of(around(sport, "hr") for sport in sports), age)
    yield "max_hr_bpm", ALL, highest
    maximum = highest or estimate.default_max_hr(age)
    for sport in ("bike", "run"):
        yield "lthr_bpm", sport, estimate.lthr(around(sport, "hr"), maximum)
    yield "ftp_w", "bike", estimate.ftp(around("bike", "power"))
    run = estimate.threshold_speed(around("run", "speed"))
    yield "threshold_pace_s_per_km", "run", 1000.0 / run if run else None
    swim = estimate.css(around("swim", "speed"))
    yield "css_s_per_100m", "swim", 100.0 / swim if swim else None


def _bests(mirror: Mirror) -> dict[tuple[int, str, str], Bests]:
    """(year, sport, metric) -> seconds -> best value."""
    found: defaultdict[tuple[int, str, str], Bests] = defaultdict(dict)
    for year, sport, metric, text in mirror.db.execute(
        "SELECT CAST(substr(w.local_date, 1, 4) AS INTEGER), w.sport, c.metric, c.bests"
        " FROM workout_curves AS c JOIN workouts_executed AS w ON w.id = c.workout_id"
        " WHERE w.excluded_reason IS NULL"
    ):
        best = found[year, sport, metric]
        for seconds, value in json.loads(text).items():
            key = int(seconds)
            best[key] = max(value, best.get(key, 0.0))
    return found


def _best_of(many: Iterator[Bests]) -> Bests:
    best: Bests = {}
    for one in many:
        for seconds, value in one.items():
            best[seconds] = max(value, best.get(seconds, 0.0))
    return best


def _resting(mirror: Mirror) -> dict[int, float | None]:
    """year -> median resting heart rate."""
    nights: defaultdict[int, list[float | None]] = defaultdict(list)
    for year, bpm in mirror.db.execute(
        "SELECT CAST(substr(date, 1, 4) AS INTEGER), rhr_bpm FROM wellness_daily"
        " WHERE rhr_bpm IS NOT NULL"
    ):
        nights[year].append(bpm)
    return {year: median(values, _NIGHTS) for year, values in nights.items()}
