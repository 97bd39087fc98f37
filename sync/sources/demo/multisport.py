"""Bricks and triathlons: legs and transitions in one recording."""

import numpy as np

from sync.sources.demo import races, ride, run, swim
from sync.sources.demo.athlete import Fitness
from sync.sources.demo.life import Outing
from sync.sources.demo.models import Mark, Track, heart_rate
from sync.sources.demo.sessions import Block, Step


def brick(
    outing: Outing, now: Fitness, random: np.random.Generator, temperature: float
) -> list[Track]:
    """Ride, a quick change, run off the bike."""
    *riding, running = outing.session.steps()
    first = ride.road(_with(outing, "bike.endurance", riding), now, random, temperature)
    change = transition(100.0, random, _last_hr(first))
    pace = running.intensity * 0.99
    second = run.run(
        _with(outing, "run.brick", [running._replace(intensity=pace)]),
        now,
        random,
        temperature,
        start_hr=_last_hr(change),
    )
    return [first, change, second]


def race(
    outing: Outing, now: Fitness, random: np.random.Generator, temperature: float
) -> list[Track]:
    """Every leg of a race, as deep as its distance allows."""
    kind = outing.session.kind.split(".")[1]
    tracks: list[Track] = []
    pulse = 96.0
    for leg in races.LEGS[kind]:
        if tracks:
            pause = races.TRANSITION_S[kind] * random.uniform(0.9, 1.15)
            tracks.append(transition(pause, random, pulse))
            pulse = _last_hr(tracks[-1])
        metres = leg.metres * random.uniform(1.0, 1.008)
        step = Step("active", races.expected_seconds(leg, now), leg.intensity, metres)
        part = _with(outing, f"{leg.sport}.race", [step])
        if leg.sport == "swim":
            water = float(np.clip(temperature - 1.5, 15.0, 25.0))
            track = swim.open_water(
                part, now, random, water, length_m=metres, intensity=leg.intensity
            )
        elif leg.sport == "bike":
            track = ride.road(
                part,
                now,
                random,
                temperature,
                length_m=metres,
                intensity=leg.intensity,
                start_hr=pulse,
            )
        else:
            fade = {"marathon": 0.05, "half": 0.05, "olympic": 0.02}.get(kind, 0.01)
            track = run.run(
                part,
                now,
                random,
                temperature,
                length_m=metres,
                intensity=leg.intensity,
                start_hr=pulse,
                fade=fade * random.uniform(0.3, 1.5),
            )
        tracks.append(track)
        pulse = _last_hr(track)
    return tracks


def transition(seconds: float, random: np.random.Generator, start_hr: float) -> Track:
    """Helmet, shoes, go: heart rate and little else."""
    count = round(seconds)
    beats = heart_rate(
        np.full(count, 0.66),
        random,
        at_threshold=165.0,
        slope=105.0,
        max_hr=180.0,
        start=start_hr,
    )
    speed = np.full(count, 1.6)
    columns = {"hr": beats, "speed": speed, "distance": np.cumsum(speed)}
    marks = [Mark(0.0, float(count), "active", "session_end")]
    return Track("transition", "generic", columns, marks, [], [])


def _with(outing: Outing, kind: str, steps: list[Step]) -> Outing:
    """The outing as if it were this leg alone."""
    blocks = tuple(Block(1, (step,)) for step in steps)
    session = outing.session._replace(kind=kind, sport=kind.split(".")[0], blocks=blocks)
    return outing._replace(session=session)


def _last_hr(track: Track) -> float:
    return float(track.columns["hr"][-1])
