"""Races: distances, and what the athlete holds over them."""

from typing import NamedTuple

from sync.sources.demo.athlete import Fitness, Tested
from sync.sources.demo.season import Race
from sync.sources.demo.sessions import Session, run_intervals


class Leg(NamedTuple):
    """sport, metres, and the fraction of threshold power or speed held."""

    sport: str
    metres: float
    intensity: float


LEGS: dict[str, tuple[Leg, ...]] = {
    "sprint": (Leg("swim", 750, 1.0), Leg("bike", 20_000, 0.95), Leg("run", 5_000, 0.99)),
    "olympic": (Leg("swim", 1_500, 0.98), Leg("bike", 40_000, 0.90), Leg("run", 10_000, 0.955)),
    "half": (Leg("swim", 1_900, 0.96), Leg("bike", 90_000, 0.775), Leg("run", 21_100, 0.87)),
    "marathon": (Leg("run", 42_300, 0.895),),
    "half_marathon": (Leg("run", 21_150, 0.965),),
}
TRANSITION_S = {"sprint": 95.0, "olympic": 110.0, "half": 170.0}


def expected_seconds(leg: Leg, now: Fitness | Tested) -> float:
    """A pace band's guess of a leg's time; the ride on its course decides by itself."""
    if leg.sport == "swim":
        return leg.metres / (now.css_m_s * leg.intensity)
    if leg.sport == "run":
        return leg.metres / (now.threshold_speed_m_s * leg.intensity)
    return leg.metres / float(9.55 * (leg.intensity * now.ftp_w / 205) ** 0.38)


def planned(race: Race, now: Tested) -> Session:
    """The race as the plan shows it: a title, a time, the distance; no words."""
    legs = LEGS[race.kind]
    seconds = sum(expected_seconds(leg, now) for leg in legs)
    tss = sum(
        expected_seconds(leg, now) / 36 * leg.intensity ** (3 if leg.sport == "swim" else 2)
        for leg in legs
    )
    if len(legs) > 1:
        seconds += 2 * TRANSITION_S[race.kind]
    return Session(
        f"race.{race.kind}",
        "brick" if len(legs) > 1 else "run",
        race.title,
        "",
        (),
        "race",
        round(seconds / 300) * 300.0,
        sum(leg.metres for leg in legs) // 100 * 100,
        float(round(tss)),
    )


def opener(now: Tested) -> Session:
    """The day before: a few minutes of speed so that the legs remember."""
    session = run_intervals("Openers", 4, 60, 1.0, 60, now, "road")
    return session._replace(
        description="15' easy\n4x1' at race effort / 1' jog\n5' easy\n"
        "Numbers on, bottles filled, early to bed."
    )
