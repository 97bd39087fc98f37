"""What the athlete made of the plan: done, cut short, moved, missed, swapped, added."""

import math
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sync.sources.demo import coach, season, sessions
from sync.sources.demo.athlete import fitness, tested
from sync.sources.demo.coach import Item
from sync.sources.demo.season import Place
from sync.sources.demo.seeds import chance, normal
from sync.sources.demo.sessions import Block, Session


class Outing(NamedTuple):
    """One recording to be made.

    key: stable name, seeds everything inside. starts_at: Unix seconds. utc_offset_s: of the place.
    effort: factor on every intensity. planned: key of the plan item it answers, None = unplanned.
    """

    key: str
    day: date
    starts_at: int
    utc_offset_s: int
    place: Place
    session: Session
    effort: float
    planned: str | None


class Fate(NamedTuple):
    """What becomes of one planned session. what: done | missed | tomorrow | swapped."""

    what: str
    factor: float


_SLOTS = {"am": 375, "noon": 725, "pm": 1090, "day": 545, "late": 965, "race": 510}
_ORDER = ("am", "race", "day", "noon", "late", "pm")
_KEY_SESSIONS = ("bike.test", "run.test", "swim.test")
_STRETCHABLE = (
    "bike.endurance",
    "bike.group",
    "run.easy",
    "run.long",
    "run.trail",
    "swim.open_water",
)


@lru_cache(maxsize=8192)
def fate(item: Item) -> Fate:
    """Decided by the item's own key."""
    day, session = item.day, item.session
    if season.ill(day) is not None:
        return Fate("missed", 0.0)
    if season.injured(day) and session.sport in ("run", "brick"):
        return _injured(item)
    if item.slot == "race" or session.kind in _KEY_SESSIONS:
        return Fate("done", 1.0)
    roll = chance(day, f"fate {item.key}")
    if (missed := _miss_rate(session)) > roll:
        return Fate("missed", 0.0)
    roll -= missed
    trip = season.trip(day)
    if trip is not None and trip.kind == "camp" and session.sport == "bike":
        return Fate("done", _usual(item))  # nobody flies to the sun to cut rides short
    if roll < 0.05 and _fits_tomorrow(item):
        return Fate("tomorrow", _usual(item))
    if 0.05 <= roll < 0.14:
        return Fate("done", 0.38 + 0.38 * chance(day, f"short {item.key}"))
    if 0.14 <= roll < 0.24 and session.kind in _STRETCHABLE:
        most = 0.15 if session.duration_s > 7000 else 0.42
        return Fate("done", 1.2 + most * chance(day, f"long {item.key}"))
    if 0.24 <= roll < 0.28 and session.venue.startswith("pool") and _could_run(day):
        return Fate("swapped", 0.8)
    return Fate("done", _usual(item))


def _miss_rate(session: Session) -> float:
    return {"mobility": 0.20, "strength": 0.11, "swim": 0.07}.get(session.sport, 0.04)


def _usual(item: Item) -> float:
    spread = 0.09 if item.session.kind in _STRETCHABLE else 0.03
    return 1.0 + spread * max(-2.2, min(2.2, normal(item.day, f"factor {item.key}")))


def _injured(item: Item) -> Fate:
    """The day it happens the session breaks off; the next ones are missed."""
    if item.day == season.year(item.day.year).injury.first:
        return Fate("done", 0.5)
    return Fate("missed", 0.0)


def _could_run(day: date) -> bool:
    """The pool is closed, so run instead; not twice a day, nor with a bad leg."""
    if season.injured(day) or season.comeback(day) is not None:
        return False
    return all(item.session.sport not in ("run", "brick") for item in coach.items(day))


def _fits_tomorrow(item: Item) -> bool:
    tomorrow = item.day + timedelta(1)
    blocked = season.ill(tomorrow) is not None or season.flying(tomorrow)
    if (
        blocked
        or season.injured(tomorrow)
        or season.race(tomorrow + timedelta(1))
        or season.race(tomorrow)
    ):
        return False
    others = coach.items(tomorrow)
    sports = {other.session.sport for other in others}
    return len(others) <= 1 and item.session.sport not in sports


def moved_in_plan(item: Item) -> bool:
    """Half of what is done a day later is also moved in the plan; the rest stays where it was."""
    return fate(item).what == "tomorrow" and chance(item.day, f"told {item.key}") < 0.5


@lru_cache(maxsize=8192)
def outings(day: date) -> tuple[Outing, ...]:
    """All recordings that start on a local day, in order; they never overlap."""
    chosen: list[tuple[str, Item | None, Session]] = []
    for item in coach.items(day):
        what, factor = fate(item)
        if what == "done":
            chosen.append((item.slot, item, resize(item.session, factor)))
        elif what == "swapped":
            chosen.append((item.slot, None, sessions.run_easy(40, tested(day), "")))
    for item in coach.items(day - timedelta(1)):
        what, factor = fate(item)
        if what == "tomorrow":
            chosen.append((_later_slot(item.slot, day), item, resize(item.session, factor)))
    chosen += _unplanned(day, chosen)
    chosen.sort(key=lambda entry: _ORDER.index(entry[0]))
    return tuple(_timed(day, chosen))


def _later_slot(slot: str, day: date) -> str:
    return {"day": "pm", "late": "pm"}.get(slot, slot) if day.weekday() < 5 else "late"


def _unplanned(
    day: date, chosen: list[tuple[str, Item | None, Session]]
) -> list[tuple[str, Item | None, Session]]:
    """Commutes, a recovery spin, hikes: what no plan knows of."""
    if season.ill(day) is not None or season.flying(day) or season.race(day):
        return []
    trip, roll = season.trip(day), chance(day, "unplanned")
    if trip is not None and trip.kind == "holiday":
        if roll < 0.3 and not any(slot == "day" for slot, _, _ in chosen):
            return [("day", None, _hike(day))]
        return []
    near_race = season.race(day + timedelta(1)) or season.race(day + timedelta(2))
    if trip is not None or near_race or season.phase(day) == "taper":
        return []
    if day.weekday() < 5 and roll < (0.075 if 4 <= day.month <= 10 else 0.02):
        ride = sessions.bike_endurance(30, "road", "Commute", "", 0.55)
        return [("noon", None, ride._replace(kind="bike.commute"))]
    if day.weekday() == 6 and season.phase(day) == "off" and roll < 0.4:
        return [("late", None, _hike(day))]
    return []


def _hike(day: date) -> Session:
    minutes = 90 + 90 * chance(day, "hike")
    return Session(
        "other.hike",
        "other",
        "Hike",
        "",
        (Block(1, (sessions.Step("active", minutes * 60, 0.36),)),),
        "trail",
        minutes * 60,
        None,
        None,
    )


def _timed(day: date, chosen: list[tuple[str, Item | None, Session]]) -> list[Outing]:
    where, zone = _where(day)
    free_from = 0.0
    result = []
    for number, (slot, item, session) in enumerate(chosen):
        name = item.key if item else f"{day.isoformat()}+{number}"
        minute = _SLOTS[slot] + 12 * normal(day, f"start {name}") * (slot != "race")
        minute = max(minute, free_from)
        local = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=int(minute))
        local += timedelta(seconds=int(60 * chance(day, f"second {name}")))
        offset = local.utcoffset() or timedelta(0)
        stretch = 1.45 if session.sport in ("bike", "brick", "other") else 1.2
        free_from = minute + stretch * session.duration_s / 60 + 35
        if free_from > 1430:
            break  # a day has but 24 hours: what does not fit is not done
        result.append(
            Outing(
                f"{name}@{day.isoformat()}",
                day,
                int(local.astimezone(UTC).timestamp()),
                int(offset.total_seconds()),
                season.LAKE if session.venue == "open_water" and where is season.HOME else where,
                session,
                _effort(day, name, session),
                item.key if item else None,
            )
        )
    return result


def _where(day: date) -> tuple[Place, ZoneInfo]:
    """Where the day is spent: at the race, else where the athlete sleeps that night."""
    race = season.race(day)
    where = race.place if race else season.place(day)
    return where, ZoneInfo(where.timezone)


def _effort(day: date, name: str, session: Session) -> float:
    """Form of the day against what the plan asks; tests and races show the true fitness."""
    true, plan = fitness(day), tested(day)
    sport = {"bike": true.ftp_w / plan.ftp_w, "swim": true.css_m_s / plan.css_m_s}.get(
        session.sport, true.threshold_speed_m_s / plan.threshold_speed_m_s
    )
    if session.kind.endswith(".test"):
        return 1.0
    if session.venue == "race":
        return 1.0 + 0.012 * normal(day, "race form")
    # The plan's paces come from the last test; a stale test is followed only half way.
    return math.sqrt(1.0 / sport) * (1.0 + 0.015 * normal(day, f"effort {name}"))


def resize(session: Session, factor: float) -> Session:
    """The session done to a part (or more): fewer repeats, else a shorter main stretch."""
    if not session.blocks:
        return session
    main = max(range(len(session.blocks)), key=lambda k: _seconds(session.blocks[k]))
    blocks = list(session.blocks)
    block = blocks[main]
    if block.repeat > 1:
        repeat = max(1, round(block.repeat * factor)) if abs(factor - 1) > 0.1 else block.repeat
        blocks[main] = block._replace(repeat=repeat)
    else:
        steps = tuple(
            s._replace(seconds=s.seconds * factor, metres=_lengths(s.metres * factor, session))
            for s in block.steps
        )
        blocks[main] = Block(1, steps)
    return session._replace(blocks=tuple(blocks), duration_s=sum(_seconds(b) for b in blocks))


def _lengths(metres: float, session: Session) -> float:
    """A pool swim ends at a wall, a whole there-and-back."""
    return round(metres / 50) * 50.0 if session.venue.startswith("pool") else metres


def _seconds(block: Block) -> float:
    return block.repeat * sum(step.seconds for step in block.steps)


@lru_cache(maxsize=8192)
def expected_load(day: date) -> float:
    """The day's training stress as its outings ask for it; the nights feel this one."""
    total = 0.0
    for outing in outings(day):
        session = outing.session
        if session.tss is None:
            total += 8.0
        elif session.blocks:
            asked = sum(s.seconds for s in session.steps())
            planned = _planned_seconds(session) or asked
            total += session.tss * asked / planned * outing.effort**2
        else:
            total += session.tss
    return total


def _planned_seconds(session: Session) -> float:
    return session.duration_s
