"""The coach's plan: what each day should hold. A pure function of the date."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sync.sources.demo import races, season, sessions, swims
from sync.sources.demo.athlete import Tested, test_day, tested
from sync.sources.demo.seeds import chance
from sync.sources.demo.sessions import Session


class Item(NamedTuple):
    """One planned session; key is stable for ever, slot is when on the day it fits."""

    key: str
    day: date
    slot: str
    session: Session


#: The latest day on which the coach puts down a week: the plan reaches two weeks ahead.
DAYS_AHEAD = 14

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
Entries = list[tuple[str, Session]]


@lru_cache(maxsize=8192)
def items(day: date) -> tuple[Item, ...]:
    """The day's sessions as first published, in the order of the day."""
    return tuple(
        Item(f"{day.isoformat()}:{index}", day, slot, session)
        for index, (slot, session) in enumerate(_entries(day))
    )


def _entries(day: date) -> Entries:
    now = tested(day)
    race = season.race(day)
    if race is not None:
        return [("race", races.planned(race, now))]
    if season.flying(day):
        return []
    if season.race(day + timedelta(1)) is not None:
        return [("am", races.opener(now))]
    trip = season.trip(day)
    phase = season.phase(day)
    if trip is not None and trip.kind == "camp":
        entries = _camp((day - trip.span.first).days, now)
    elif trip is not None and trip.kind == "work":
        entries = _away(day, now)
    elif phase == "off":
        entries = _off_season(day, now)
    elif phase == "recovery":
        entries = _recovery(day, now)
    else:
        entries = _ordinary(day, phase, now)
    return _spare_the_leg(day, entries, now)


def _camp(number: int, now: Tested) -> Entries:
    if number in (0, 8):  # travelling there and back, no time zones crossed
        return [("pm", sessions.run_easy(40, now, "Shake the journey out of the legs."))]
    pool = ("am", swims.swim("endurance" if number % 2 else "technique", 0.8, now, "pool50"))
    if number == 4:
        return [pool, ("pm", sessions.mobility(30))]
    hours = {1: 2.2, 2: 3.0, 3: 3.5, 5: 2.7, 6: 4.3, 7: 2.3}[number]
    ride = sessions.bike_endurance(
        hours * 60,
        "road",
        "Camp ride: hills" if number % 2 else "Camp ride: coast",
        "Eat early, eat often.",
        0.69,
    )
    if number in (2, 5):
        return [("day", ride), ("late", sessions.run_easy(30, now, "Off the bike, easy."))]
    return [pool, ("day", ride)] if number != 6 else [("day", ride)]


def _away(day: date, now: Tested) -> Entries:
    if day.weekday() in (TUE, FRI):
        return [
            ("am", sessions.run_easy(45, now, "Daylight and easy running help with the clock."))
        ]
    if day.weekday() == WED:
        return [("pm", sessions.strength(40))]
    if day.weekday() == THU:
        return [("am", sessions.run_intervals("Tempo", 3, 480, 0.93, 120, now, "road"))]
    if day.weekday() in (SAT, SUN):
        return [("day", sessions.run_long(70, now, "road"))]
    return []


def _off_season(day: date, now: Tested) -> Entries:
    trip = season.trip(day)
    if trip is not None and trip.kind == "holiday":
        if day.weekday() in (MON, THU):
            return [("am", sessions.run_easy(40, now, "Only if you feel like it."))]
        if day.weekday() in (TUE, SAT):
            return [("day", swims.open_water(30, now))]
        return []
    table: dict[int, Entries] = {
        TUE: [("am", sessions.run_easy(40, now, "No watch needed."))],
        WED: [("am", swims.swim("technique", 0.7, now, _pool(day)))],
        THU: [("pm", sessions.strength(40))],
        SAT: [
            (
                "day",
                sessions.bike_endurance(100, "road", "Free ride", "Coffee stop compulsory.", 0.62),
            )
        ],
        SUN: [("day", sessions.run_easy(55, now, "Somewhere nice."))],
    }
    return table.get(day.weekday(), [])


def _recovery(day: date, now: Tested) -> Entries:
    table: dict[int, Entries] = {
        TUE: [("am", swims.swim("technique", 0.7, now, _pool(day)))],
        WED: [("pm", sessions.bike_endurance(50, "indoor", "Recovery spin", "Small ring.", 0.52))],
        THU: [("am", sessions.run_easy(30, now, "Soft ground."))],
        FRI: [("pm", sessions.mobility(30))],
        SAT: [("day", sessions.bike_endurance(110, "road", "Easy ride", "Flat and social.", 0.63))],
        SUN: [("day", sessions.run_easy(50, now))],
    }
    return table.get(day.weekday(), [])


def _ordinary(day: date, phase: str, now: Tested) -> Entries:
    scale = season.volume(day) * _after_illness(day)
    easy_week = season.week_in_cycle(day) == 3 or phase == "taper"
    build: dict[int, Entries] = {
        MON: [("pm", sessions.mobility(25))],
        TUE: [("am", _run_quality(day, phase, now, easy_week)), *_gym(phase, easy_week)],
        WED: [
            ("am", swims.swim("endurance", scale, now, _pool(day))),
            ("pm", _bike_quality(day, phase, easy_week)),
        ],
        THU: _thursday(day, phase, scale, now),
        FRI: [("am", _swim_quality(day, scale, now)), *_friday(phase, easy_week)],
        SAT: [("day", _saturday(day, phase, scale))],
        SUN: _sunday(day, phase, scale, now),
    }
    return build[day.weekday()]


def _gym(phase: str, easy_week: bool) -> Entries:
    if phase in ("peak", "taper"):
        return []
    return [("pm", sessions.strength(35 if easy_week else 50))]


def _friday(phase: str, easy_week: bool) -> Entries:
    if phase == "base" and not easy_week:
        return [("pm", sessions.strength(40))]
    return []


def _run_quality(day: date, phase: str, now: Tested, easy_week: bool) -> Session:
    if test_day(day, "run"):
        return sessions.run_test()
    number = (day.toordinal() // 7) % 6
    if easy_week:
        return sessions.run_intervals("Strides", 6, 20, 1.12, 100, now, "road")
    if phase == "base":
        repeats, seconds = ((2, 720.0), (3, 600.0), (2, 900.0))[number % 3]
        if number % 2:
            return sessions.run_intervals("Hills", 8, 60, 1.0, 120, now, "trail")
        return sessions.run_intervals("Tempo", repeats, seconds, 0.93, 180, now, "road")
    if phase == "run" or number % 2:
        repeats, seconds = ((6, 240.0), (5, 360.0), (4, 480.0))[number % 3]
        return sessions.run_intervals("Threshold", repeats, seconds, 0.985, 90, now, "road")
    repeats, seconds, pace = ((6, 188.0, 1.05), (10, 91.0, 1.08), (5, 240.0, 1.035))[number % 3]
    return sessions.run_intervals("Track", repeats, seconds, pace, 120, now, "track")


def _bike_quality(day: date, phase: str, easy_week: bool) -> Session:
    outdoors = 5 <= day.month <= 9 and chance(day, "bike outdoors") < 0.5
    venue = "road" if outdoors else "indoor"
    if test_day(day, "bike"):
        return sessions.bike_test()
    number = (day.toordinal() // 7) % 6
    if easy_week:
        return sessions.bike_intervals("Threshold", 3, 5, 0.97, 3, venue)
    if phase in ("base", "run"):
        repeats, minutes = ((3, 12.0), (2, 20.0), (3, 15.0))[number % 3]
        return sessions.bike_intervals("Sweet spot", repeats, minutes, 0.90, 4, venue)
    if phase == "peak":
        return (
            sessions.bike_intervals("Race pace", 3, 18, 0.84, 3, venue)
            if number % 2
            else sessions.bike_intervals("Threshold", 3, 12, 0.98, 4, venue)
        )
    choices = (
        ("Threshold", 4, 8.0, 0.98, 2.0),
        ("VO2max", 5, 4.0, 1.12, 3.0),
        ("Threshold", 2, 20.0, 0.95, 5.0),
        ("VO2max", 18, 0.5, 1.22, 0.5),
        ("Threshold", 3, 10.0, 0.99, 3.0),
        ("VO2max", 6, 3.0, 1.14, 3.0),
    )
    what, repeats, on, intensity, off = choices[number]
    return sessions.bike_intervals(what, repeats, on, intensity, off, venue)


def _thursday(day: date, phase: str, scale: float, now: Tested) -> Entries:
    run = ("noon", sessions.run_easy(50 * scale, now))
    if phase in ("build", "peak") and season.week_in_cycle(day) != 3:
        return [("am", swims.swim("technique", scale, now, _pool(day))), run]
    if phase == "base":
        spin = sessions.bike_endurance(
            60 * scale, "indoor", "Endurance indoors", "90 rpm and more.", 0.66
        )
        return [run, ("pm", spin)]
    return [run]


def _swim_quality(day: date, scale: float, now: Tested) -> Session:
    if test_day(day, "swim"):
        return swims.swim("test", 1.0, now, _pool(day))
    what = "sprints" if (day.toordinal() // 7) % 3 == 1 else "css"
    return swims.swim(what, scale * 1.15, now, _pool(day))


def _saturday(day: date, phase: str, scale: float) -> Session:
    number = day.toordinal() // 7
    if phase in ("build", "peak") and number % 3 == 0:
        return sessions.brick(125 * scale, 25 * scale)
    if day.month in (12, 1, 2) and chance(day, "snow") < 0.45:
        return sessions.bike_endurance(
            110 * scale,
            "indoor",
            "Long ride indoors",
            "A film helps. Stand up every 10 minutes.",
            0.67,
        )
    if number % 4 == 1 and 4 <= day.month <= 10:
        return sessions.bike_endurance(
            160 * scale, "group", "Club ride", "Take your turns, no heroics.", 0.72
        )
    minutes = {"base": 150, "build": 205, "peak": 235, "run": 130, "taper": 150}[phase]
    return sessions.bike_endurance(
        minutes * scale, "road", "Long ride", "Hilly. Steady on the climbs.", 0.69
    )


def _sunday(day: date, phase: str, scale: float, now: Tested) -> Entries:
    number = day.toordinal() // 7
    minutes = {"base": 95, "build": 100, "peak": 105, "run": 120, "taper": 75}[phase] * scale
    if phase == "run" or phase == "peak":
        if season.next_race(day).kind == "marathon":
            minutes *= 1.25
        long = sessions.run_long(min(minutes, 165), now, "road", 20 if number % 2 else 0)
    else:
        long = sessions.run_long(minutes, now, "trail" if number % 3 == 2 else "road")
    if 6 <= day.month <= 8 and phase != "taper" and number % 2 == 0:
        return [("day", long), ("late", swims.open_water(35, now))]
    return [("day", long)]


def _pool(day: date) -> str:
    """The outdoor pool is 50 m long and open from mid May to mid September."""
    return "pool50" if (5, 15) <= (day.month, day.day) <= (9, 15) else "pool25"


def _after_illness(day: date) -> float:
    since = season.days_since_illness(day)
    return 1.0 if since is None else min(1.0, 0.5 + 0.06 * since)


#: How long the plan takes to follow an injury: these days still show runs, and they are missed.
_UNAWARE_DAYS = 3


def _spare_the_leg(day: date, entries: Entries, now: Tested) -> Entries:
    """No running while injured (once the coach knows), run/walk after that."""
    back = season.comeback(day)
    if season.injured(day):
        if (day - season.year(day.year).injury.first).days < _UNAWARE_DAYS:
            return entries
        return [(slot, _instead_of_running(day, s, now)) for slot, s in entries]
    if back is None:
        return entries
    return [(slot, _coming_back(s, back, now)) for slot, s in entries]


def _instead_of_running(day: date, session: Session, now: Tested) -> Session:
    if session.sport == "brick":
        return sessions.bike_endurance(130, "road", "Ride, no run", "Save the leg.", 0.68)
    if session.sport != "run":
        return session
    if day.weekday() == TUE:
        return swims.swim("technique", 0.9, now, _pool(day))
    minutes = 75 if session.duration_s > 4000 else 50
    return sessions.bike_endurance(
        minutes, "indoor", "Spin instead of running", "No pain allowed.", 0.64
    )


def _coming_back(session: Session, back: float, now: Tested) -> Session:
    if session.sport == "brick":
        return sessions.bike_endurance(130, "road", "Ride, no run off", "Next month again.", 0.68)
    if session.sport != "run" or session.venue == "race":
        return session
    if back < 0.45:
        return sessions.run_walk(4 + round(3 * back), 3 + round(8 * back))
    minutes = 25 + 35 * back if session.duration_s > 4000 else 25 + 20 * back
    return sessions.run_easy(minutes, now, "Even and soft, no speed yet.")
