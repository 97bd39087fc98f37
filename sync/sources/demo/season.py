"""The year's shape: phases, races, camp, travel, injury, illness. Anchored to calendar years."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sync.sources.demo.seeds import chance

MONDAY, SUNDAY = 0, 6


class Place(NamedTuple):
    name: str
    timezone: str
    lat: float
    lon: float
    altitude_m: float
    mean_temperature_c: float
    yearly_swing_c: float
    hilliness: float


HOME = Place("Winterthur", "Europe/Zurich", 47.545, 8.705, 432.0, 11.0, 10.0, 1.0)
MALLORCA = Place("Muro", "Europe/Madrid", 39.735, 3.055, 60.0, 18.0, 7.5, 1.25)
BOSTON = Place("Boston", "America/New_York", 42.365, -71.120, 8.0, 11.0, 12.0, 0.35)
TOKYO = Place("Tokyo", "Asia/Tokyo", 35.680, 139.750, 22.0, 16.0, 10.5, 0.3)
SAN_FRANCISCO = Place(
    "San Francisco", "America/Los_Angeles", 37.770, -122.470, 30.0, 14.5, 3.0, 0.8
)
LAKE = HOME._replace(name="Pfäffikersee", lat=47.352, lon=8.782, altitude_m=537.0)
BEACH = Place("Alghero", "Europe/Rome", 40.605, 8.310, 15.0, 18.0, 8.0, 0.5)


class Race(NamedTuple):
    day: date
    kind: str  # sprint | olympic | half | marathon | half_marathon
    title: str
    priority: str  # A | B
    place: Place


def _near_home(name: str, lat: float, lon: float) -> Place:
    return HOME._replace(name=name, lat=lat, lon=lon)


class Span(NamedTuple):
    """Whole days, both ends included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


class Trip(NamedTuple):
    span: Span
    place: Place
    kind: str  # work | camp | holiday
    # the first and last day of a long flight hold no training
    flights: bool


class Year(NamedTuple):
    races: tuple[Race, ...]
    trips: tuple[Trip, ...]
    illnesses: tuple[Span, ...]
    injury: Span  # no running at all
    comeback: Span  # running comes back, little by little
    off_season: tuple[Span, ...]


def nth(year: int, month: int, weekday: int, number: int) -> date:
    """The number-th weekday of a month; -1 is the last."""
    if number > 0:
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1))
    end = date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(1)
    return end - timedelta((end.weekday() - weekday) % 7)


@lru_cache(maxsize=64)
def year(number: int) -> Year:
    """Everything that is fixed for one calendar year."""
    odd = number % 2 == 1
    olympic = nth(number, 8, SUNDAY, -1)
    races = [
        Race(
            nth(number, 5, SUNDAY, 2),
            "sprint",
            "Sprint triathlon: Greifensee",
            "B",
            _near_home("Greifensee", 47.365, 8.680),
        ),
        Race(
            nth(number, 6, SUNDAY, 3),
            "half",
            "Half distance: Rapperswil",
            "A",
            _near_home("Rapperswil", 47.226, 8.820),
        ),
        Race(
            nth(number, 7, SUNDAY, 3),
            "olympic",
            "Olympic triathlon: Zug",
            "B",
            _near_home("Zug", 47.170, 8.513),
        ),
        Race(
            olympic,
            "olympic",
            "Olympic triathlon: Lausanne",
            "A",
            _near_home("Lausanne", 46.507, 6.625),
        ),
    ]
    if odd:
        races.append(
            Race(
                nth(number, 10, SUNDAY, -1),
                "marathon",
                "Marathon: Lucerne",
                "A",
                _near_home("Lucerne", 47.052, 8.312),
            )
        )
    else:
        races.append(
            Race(
                nth(number, 10, SUNDAY, 2),
                "half_marathon",
                "Half marathon: Hallwilersee",
                "B",
                _near_home("Hallwilersee", 47.290, 8.217),
            )
        )
    return Year(
        tuple(races),
        _trips(number, odd, olympic),
        _illnesses(number, odd),
        *_injury(number, odd),
        (_after(olympic, 13), _after(races[-1].day, 12 if odd else 6)),
    )


def _after(day: date, days: int) -> Span:
    return Span(day + timedelta(1), day + timedelta(1 + days))


def _trips(number: int, odd: bool, olympic: date) -> tuple[Trip, ...]:
    camp = nth(number, 3, MONDAY, -1) - timedelta(9)
    boston = nth(number, 4, MONDAY, -1) - timedelta(1)
    far = nth(number, 2, MONDAY, 2) - timedelta(1) if odd else nth(number, 11, MONDAY, 2)
    return (
        Trip(Span(camp, camp + timedelta(8)), MALLORCA, "camp", False),
        Trip(Span(boston, boston + timedelta(6)), BOSTON, "work", True),
        Trip(
            Span(far, far + timedelta(7 if odd else 5)),
            TOKYO if odd else SAN_FRANCISCO,
            "work",
            True,
        ),
        Trip(Span(olympic + timedelta(6), olympic + timedelta(15)), BEACH, "holiday", False),
    )


def _illnesses(number: int, odd: bool) -> tuple[Span, ...]:
    winter = date(number, 1, 8) + timedelta(int(16 * chance(date(number, 1, 1), "flu")))
    cold = date(number, 9 if odd else 10, 24 if odd else 26)
    cold += timedelta(int(5 * chance(date(number, 9, 1), "cold")))
    return Span(winter, winter + timedelta(5)), Span(cold, cold + timedelta(2))


def _injury(number: int, odd: bool) -> tuple[Span, Span]:
    """Even years: a calf strain in February. Odd years: a sore Achilles tendon in December."""
    if odd:
        first = nth(number, 12, MONDAY, 1) + timedelta(1)
        last = first + timedelta(10)
        return Span(first, last), Span(last + timedelta(1), last + timedelta(14))
    first = nth(number, 2, MONDAY, 3) + timedelta(1)
    last = first + timedelta(29)
    return Span(first, last), Span(last + timedelta(1), last + timedelta(30))


def injured(day: date) -> bool:
    """No running that day."""
    return year(day.year).injury.holds(day)


def comeback(day: date) -> float | None:
    """0 … 1 through the slow return to running, None at other times."""
    for number in (day.year, day.year - 1):
        span = year(number).comeback
        if span.holds(day):
            return (day - span.first).days / max((span.last - span.first).days, 1)
    return None


def ill(day: date) -> int | None:
    """Which day of an illness (0 = the first), None when well."""
    for span in year(day.year).illnesses:
        if span.holds(day):
            return (day - span.first).days
    return None


def days_since_illness(day: date) -> int | None:
    """Days since the last one ended, 1 … 10; None otherwise."""
    for span in year(day.year).illnesses:
        if 0 < (day - span.last).days <= 10:
            return (day - span.last).days
    return None


def trip(day: date) -> Trip | None:
    return next((t for t in year(day.year).trips if t.span.holds(day)), None)


def flying(day: date) -> bool:
    """A day spent on a long flight."""
    found = trip(day)
    return found is not None and found.flights and day in found.span


def place(day: date) -> Place:
    """Where the athlete sleeps at the end of that day."""
    found = trip(day)
    if found is None or (day == found.span.last):
        return HOME
    return found.place


def race(day: date) -> Race | None:
    return next((r for r in year(day.year).races if r.day == day), None)


def next_race(day: date) -> Race:
    """The first race on or after the day."""
    return next(r for y in (day.year, day.year + 1) for r in year(y).races if r.day >= day)


def last_race(day: date) -> Race:
    """The last race before the day."""
    return next(r for y in (day.year, day.year - 1) for r in reversed(year(y).races) if r.day < day)


def phase(day: date) -> str:
    """off | base | build | peak | taper | race | recovery | run (autumn, towards the run race)."""
    upcoming, latest = next_race(day), last_race(day)
    until, since = (upcoming.day - day).days, (day - latest.day).days
    if until == 0:
        return "race"
    if any(span.holds(day) for span in year(day.year).off_season):
        return "off"
    long = upcoming.kind in ("half", "marathon")
    if until <= (10 if long else 6 if upcoming.priority == "A" else 3):
        return "taper"
    if since <= (7 if latest.kind in ("half", "marathon") else 2):
        return "recovery"
    if until <= 31 and upcoming.priority == "A":
        return "peak"
    if upcoming.kind in ("marathon", "half_marathon"):
        return "run"
    return "base" if day.month in (10, 11, 12, 1, 2) else "build"


# Weekly volume of each phase against an ordinary week of about ten hours.
VOLUME = {
    "off": 0.45,
    "base": 0.92,
    "build": 1.06,
    "peak": 1.12,
    "taper": 0.58,
    "race": 0.5,
    "recovery": 0.5,
    "run": 0.9,
}
MESOCYCLE = (0.94, 1.0, 1.06, 0.70)


def week_in_cycle(day: date) -> int:
    """0, 1, 2 loading weeks, 3 the easy one; anchored to no year, so it never jumps."""
    return ((day.toordinal() - 1) // 7) % 4


def volume(day: date) -> float:
    """The week's factor on the duration of its sessions."""
    now = phase(day)
    factor = VOLUME[now]
    if now in ("base", "build", "peak", "run"):
        factor *= MESOCYCLE[week_in_cycle(day)]
    if now == "base" and day.month in (1, 2):
        factor *= 1.1
    if (day.month, day.day) >= (12, 24) and (day.month, day.day) <= (12, 27):
        factor *= 0.7
    return factor
