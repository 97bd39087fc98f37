"""Who the demo athlete is, and how fit on which day."""

import math
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sync.sources.demo import season
from sync.sources.demo.seeds import normal

NAME = "Robin Keller"
TIMEZONE = season.HOME.timezone
BIRTH_YEAR = 1988
SEX = "m"
MAX_HR = 187.0
LTHR_RUN = 171.0
LTHR_BIKE = 164.0
LTHR_SWIM = 160.0
DEVICE_SERIAL = 3_141_592_653


class Fitness(NamedTuple):
    """What the athlete can do on a day (the truth, which no test ever shows exactly)."""

    ftp_w: float
    threshold_speed_m_s: float
    css_m_s: float
    resting_hr_bpm: float
    weight_kg: float


# Minutes of an ordinary week by sport, before the week's factor.
_MINUTES = {"swim": 150.0, "bike": 290.0, "run": 230.0}
_SHARE = {  # phase -> how much of each sport
    "run": {"swim": 0.6, "bike": 0.7, "run": 1.35},
    "off": {"swim": 1.0, "bike": 0.6, "run": 0.9},
}


def expected_minutes(day: date, sport: str) -> float:
    """Training to be expected on a day from the season's shape alone (a seventh of the week)."""
    if season.ill(day) is not None or season.flying(day):
        return 0.0
    if sport == "run":
        if season.injured(day):
            return 0.0
        back = season.comeback(day)
        if back is not None:
            return _MINUTES["run"] / 7 * (0.25 + 0.6 * back)
    trip = season.trip(day)
    if trip is not None and trip.kind == "camp" and sport == "bike":
        return _MINUTES["bike"] / 7 * 2.6
    if trip is not None and trip.kind != "camp" and sport == "bike":
        return 0.0
    share = _SHARE.get(season.phase(day), {}).get(sport, 1.0)
    return _MINUTES[sport] / 7 * season.volume(day) * share


_LOOK_BACK = 150
_WEIGHTS = tuple(math.exp(-back / 42) for back in range(1, _LOOK_BACK))
_WEIGHT = sum(_WEIGHTS)


@lru_cache(maxsize=8192)
def _expected(ordinal: int, sport: str) -> float:
    return expected_minutes(date.fromordinal(ordinal), sport)


@lru_cache(maxsize=4096)
def shape(day: date, sport: str) -> float:
    """A 42-day exponential mean of the expected training, 1 = the ordinary week."""
    yesterday = day.toordinal() - 1
    total = sum(weight * _expected(yesterday - back, sport) for back, weight in enumerate(_WEIGHTS))
    return total / _WEIGHT / (_MINUTES[sport] / 7)


@lru_cache(maxsize=4096)
def fitness(day: date) -> Fitness:
    """Fitness follows the last weeks' training, on top of a slow rise over the years."""
    years = (day.toordinal() - date(2016, 1, 1).toordinal()) / 365.25
    grown = 1.0 - math.exp(-max(years, 0.0) / 7)
    bike, run, swim = (shape(day, sport) - 0.85 for sport in ("bike", "run", "swim"))
    both = 0.7 * bike + 0.3 * run
    ftp = (212 + 54 * grown) * (1 + 0.26 * both)
    speed = (3.62 + 0.48 * grown) * (1 + 0.12 * (0.75 * run + 0.25 * bike))
    css = (0.93 + 0.12 * grown) * (1 + 0.08 * swim)
    rest = 49.5 - 3 * grown - 9 * both
    winter = math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / 365.25)
    weight = 73.4 - 0.8 * grown + 1.1 * winter - 1.6 * both
    return Fitness(ftp, speed, css, rest, weight)


_BLOCK_WEEKS = 8
_TEST_WEEKS = (0, 1, 2, 4)  # of a block; not the easy ones, nor close to the next block's


@lru_cache(maxsize=1024)
def is_test_week(day: date) -> bool:
    """Every eight weeks the thresholds are tested, in the first of the weeks that life allows."""
    monday = day - timedelta(day.weekday())
    place = (monday.toordinal() - 1) // 7 % _BLOCK_WEEKS
    if place not in _TEST_WEEKS or not _fit_for_tests(monday):
        return False
    earlier = [monday - timedelta(7 * (place - k)) for k in _TEST_WEEKS if k < place]
    return not any(_fit_for_tests(candidate) for candidate in earlier)


def _fit_for_tests(monday: date) -> bool:
    week = [monday + timedelta(k) for k in range(7)]
    return all(
        season.phase(d) in ("base", "build", "peak", "run")
        and season.ill(d) is None
        and season.trip(d) is None
        for d in week
    )


class Tested(NamedTuple):
    """Thresholds as the last tests gave them: what plan and zones are built on."""

    ftp_w: float
    threshold_speed_m_s: float
    css_m_s: float


TEST_DAYS = {"bike": 2, "run": 1, "swim": 4}  # weekdays of the three tests


def test_day(day: date, sport: str) -> bool:
    """Whether that day holds the test of a sport."""
    if day.weekday() != TEST_DAYS[sport] or not is_test_week(day):
        return False
    return not (sport == "run" and (season.injured(day) or season.comeback(day) is not None))


@lru_cache(maxsize=4096)
def last_test(day: date, sport: str) -> date:
    """The last test day on or before a day."""
    back = (day.weekday() - TEST_DAYS[sport]) % 7
    found = day - timedelta(back)
    for _ in range(60):
        if test_day(found, sport):
            return found
        found -= timedelta(7)
    return found


def tested(day: date) -> Tested:
    """The thresholds in force on a day."""
    bike, run, swim = (last_test(day, sport) for sport in ("bike", "run", "swim"))
    ftp = round(fitness(bike).ftp_w * (1 + 0.008 * normal(bike, "ftp test")))
    pace = round(1000 / fitness(run).threshold_speed_m_s * (1 + 0.006 * normal(run, "run test")))
    css = round(100 / fitness(swim).css_m_s * (1 + 0.006 * normal(swim, "css test")), 1)
    return Tested(float(ftp), 1000 / pace, 100 / css)
