"""Rides: power first, then the speed that power gives on that road."""

import numpy as np

from sync.sources.demo import routes
from sync.sources.demo.athlete import LTHR_BIKE, MAX_HR, Fitness
from sync.sources.demo.life import Outing
from sync.sources.demo.models import (
    Cells,
    Floats,
    Mark,
    Track,
    auto_marks,
    between,
    heart_rate,
    intensity_of,
    lowpass,
    smooth_noise,
    step_marks,
)
from sync.sources.demo.routes import Loop

BIKE_KG = 9.5
DRIVETRAIN = 0.975
ROLLING = 0.0048
GRAVITY = 9.81
AIR = 1.17
#: Normalised power smooths over 30 s, the sum over the way does not: it would come out too low.
_SMOOTHING = 1.05


def road(
    outing: Outing,
    now: Fitness,
    random: np.random.Generator,
    temperature: float,
    *,
    length_m: float | None = None,
    intensity: float | None = None,
    start_hr: float = 84.0,
) -> Track:
    """A ride outdoors on a loop; a race or a multisport leg gives its length and intensity."""
    session = outing.session
    racing = length_m is not None and session.venue == "race"
    steps = [(s.seconds, s.intensity) for s in session.steps() if s.intensity < 2]
    if intensity is not None:
        steps = [(1.0, intensity)]
    wanted_s = sum(seconds for seconds, _ in steps)
    drag = 0.255 if racing else 0.27 if session.venue == "group" else 0.35
    hilly = (5.0 if racing or session.venue == "group" else 10.5) * outing.place.hilliness
    if length_m is None:
        mean = sum(s * i for s, i in steps) / wanted_s * now.ftp_w * outing.effort
        speed = 7.55 * (mean / 165) ** 0.45 * (0.35 / drag) ** 0.3
        length_m = routes.nearest(routes.RIDE_KM, wanted_s * speed)
    way = routes.loop(f"ride{random.integers(2)}", outing.place, length_m, hilly, 10.0)
    mass = now.weight_kg + BIKE_KG
    target = np.full(len(way.grade), steps[0][1] * outing.effort * now.ftp_w)
    stop_at = _stops(way, random, racing)
    for _ in range(2):
        asked = target * _pacing(way.grade, 2.2 if racing or len(steps) > 1 else 3.4)
        speed_on_way, free = _speed(asked, way, mass, drag, stop_at, racing)
        clock = np.concatenate([[0.0], np.cumsum(way.step / speed_on_way)])
        seconds = int(clock[-1])
        when = intensity_of(steps if intensity is None else [(seconds, intensity)], seconds + 1)
        here = when[np.minimum(clock[:-1].astype(int), seconds)] * outing.effort * now.ftp_w
        # Weighted as normalised power weighs it, so that hills do not make the ride harder.
        weights = np.diff(clock)
        hardness = float((np.sum(weights * (asked * free) ** 4) / np.sum(weights)) ** 0.25)
        wanted = float((np.sum(weights * target**4) / np.sum(weights)) ** 0.25)
        target = here * (1.0 if racing else _SMOOTHING) * wanted / max(hardness, 1.0)
    travelled = np.interp(np.arange(seconds), clock, np.arange(len(clock)) * way.step)
    cell = np.minimum((travelled / way.step).astype(int), len(way.grade) - 1)
    pedalled = (asked * free)[cell]
    power = _power(pedalled, random, session.venue == "group", racing)
    columns = _road_columns(way, travelled, cell, power, temperature, random)
    columns["hr"] = _hr(power, now, random, temperature, start_hr)
    structured = len(session.blocks) > 1 and intensity is None
    marks = step_marks(session.steps(), seconds) if structured else auto_marks(travelled, 5000.0)
    stops = [(int(np.interp(x, np.arange(len(clock)) * way.step, clock)), s) for x, s in stop_at]
    stops = [(at, length) for at, length in stops if 5 < at < seconds - 5]
    return Track("bike", "road", columns, marks, stops, [])


def _stops(way: Loop, random: np.random.Generator, racing: bool) -> list[tuple[float, int]]:
    """(metres, seconds) of red lights, and one café on long rides."""
    if racing:
        return []
    red = [(float(x), int(random.integers(14, 75))) for x in way.lights if random.random() < 0.5]
    if way.length > 75_000 and random.random() < 0.75:
        red.append((way.length * random.uniform(0.45, 0.6), int(random.integers(420, 1300))))
    red.sort()
    return [r for k, r in enumerate(red) if k == 0 or r[0] - red[k - 1][0] > 400]


def _pacing(grade: Floats, up: float) -> Floats:
    """Harder uphill by the factor `up`, softer downhill, nothing on steep descents."""
    return np.clip(1.0 + np.where(grade > 0, up * grade, 11.0 * grade), 0.0, 1.45)


def _speed(
    power: Floats, way: Loop, mass: float, drag: float, stops: list[tuple[float, int]], racing: bool
) -> tuple[Floats, Floats]:
    """Speed on the way's grid (m/s), and 0 where the rider brakes instead of pedalling, else 1."""
    resist = mass * GRAVITY * (way.grade + ROLLING)
    push = power * DRIVETRAIN
    speed = np.full(len(power), 9.0)
    for _ in range(9):  # Newton on v (resist + k v²) = P
        force = 0.5 * AIR * drag * speed**2
        slope = np.maximum(resist + 3 * force, 4.0)
        speed = np.clip(speed - (speed * (resist + force) - push) / slope, 1.7, 19.0)
    energy = lowpass(speed**2, 11.0)  # momentum carries over about 110 m
    speed = np.minimum(np.sqrt(energy), 17.2 if racing else 15.8)
    limit = np.full(len(speed), 99.0)
    for at in way.slow[:: 3 if racing else 1]:
        _brake(limit, at, 6.5 if not racing else 8.0, way.step)
    for at, _ in stops:
        _brake(limit, at, 1.2, way.step)
    free = (speed <= limit * 1.02).astype(float)
    return np.maximum(np.minimum(speed, limit), 1.2), free


def _brake(limit: Floats, at: float, slow: float, step: float) -> None:
    """Slows to `slow` m/s at a point: braking 1 m/s² before it, 0.45 m/s² away from it."""
    cell = int(at / step)
    before, after = min(cell, 14), min(len(limit) - cell, 30)
    back = np.sqrt(slow**2 + 2.0 * step * np.arange(before, 0, -1))
    away = np.sqrt(slow**2 + 0.9 * step * np.arange(after))
    limit[cell - before : cell] = np.minimum(limit[cell - before : cell], back)
    # Away from the point the rider pedals again: that is acceleration, not braking.
    limit[cell : cell + after] = np.minimum(limit[cell : cell + after], away + 0.5)


def _power(asked: Floats, random: np.random.Generator, group: bool, racing: bool) -> Floats:
    """Legs are no motor: pedal noise, surges in a bunch, short coasting."""
    count = len(asked)
    wobble = smooth_noise(random, count, 0.10 if not group else 0.24, 9.0)
    power = asked * (1.0 + wobble + random.normal(0, 0.055, count))
    coasting = smooth_noise(random, count, 1.0, 7.0) > (2.0 if not group else 1.25)
    power[coasting] = 0.0
    if not racing:
        _sprint(power, asked, random, group)
    return np.rint(np.clip(power, 0, 990))


def _sprint(power: Floats, asked: Floats, random: np.random.Generator, group: bool) -> None:
    """Out of the corners, over a crest, for a town sign: a few seconds far above the rest."""
    count = len(power)
    often = 500 if group else 800
    for start in random.integers(60, max(count - 90, 61), count // often):
        length = int(random.integers(5, 16))
        power[start : start + length] += np.linspace(1, 0.4, length) * random.uniform(80, 260)
    if random.random() < (0.9 if group else 0.35) and count > 2400:
        start, length = int(random.integers(900, count - 300)), int(random.integers(8, 22))
        power[start : start + length] = random.uniform(520, 880) * np.linspace(1, 0.72, length)
    if group and count > 2400:  # the climb on which everybody finds out
        start, length = int(random.integers(1200, count - 600)), int(random.integers(60, 280))
        hard = float(np.mean(asked)) * (2.6 - 0.0028 * length)
        power[start : start + length] = hard * random.normal(1, 0.06, length)


def _road_columns(
    way: Loop,
    travelled: Floats,
    cell: Cells,
    power: Floats,
    temperature: float,
    random: np.random.Generator,
) -> dict[str, Floats]:
    count = len(travelled)
    part = travelled / way.step - cell
    cadence = 84 + smooth_noise(random, count, 2.2, 20.0) - 160 * np.maximum(way.grade[cell], 0)
    weather = smooth_noise(random, count, 0.8, 900.0)
    return {
        "power": power,
        "cadence": np.rint(np.where(power > 0, np.clip(cadence, 52, 108), 0.0)),
        "speed": np.maximum(lowpass(np.diff(travelled, append=travelled[-1]), 1.6), 0.0),
        "altitude": between(way.altitude, cell, part) + smooth_noise(random, count, 0.15, 60.0),
        "lat": between(way.lat, cell, part) + smooth_noise(random, count, 1.2e-5, 30.0),
        "lon": between(way.lon, cell, part) + smooth_noise(random, count, 1.6e-5, 30.0),
        "distance": travelled,
        "temperature": np.rint(temperature + weather + 1.5 * np.arange(count) / max(count, 5400)),
    }


def indoor(outing: Outing, now: Fitness, random: np.random.Generator) -> Track:
    """The trainer holds the power; speed is what it shows, no GPS, no hills."""
    session = outing.session
    steps = session.steps()
    seconds = int(sum(step.seconds for step in steps))
    asked = intensity_of([(s.seconds, s.intensity) for s in steps], seconds)
    asked = lowpass(asked, 2.5) * outing.effort * now.ftp_w
    power = asked * (
        1 + smooth_noise(random, seconds, 0.012, 12.0) + random.normal(0, 0.022, seconds)
    )
    power = np.rint(np.maximum(power, 0))
    speed = lowpass(7.9 * np.maximum(power, 1) ** 0.36 / 160**0.36, 12.0)
    hard = asked / now.ftp_w
    columns = {
        "power": power,
        "cadence": np.rint(86 + 6 * (hard > 0.8) + smooth_noise(random, seconds, 1.4, 25.0)),
        "speed": speed,
        "distance": np.cumsum(speed),
        "temperature": np.full(seconds, 21.0),
        "hr": _hr(power, now, random, 24.0, 82.0),
    }
    marks = (
        step_marks(steps, seconds)
        if len(session.blocks) > 1
        else [Mark(0.0, float(seconds), "active", "session_end")]
    )
    return Track("bike", "indoor", columns, marks, [], [])


def _hr(
    power: Floats, now: Fitness, random: np.random.Generator, temperature: float, start: float
) -> Floats:
    return heart_rate(
        power / now.ftp_w,
        random,
        at_threshold=LTHR_BIKE,
        slope=104.0,
        max_hr=MAX_HR - 4,
        start=start,
        drift_per_hour=0.022 + 0.0012 * max(temperature - 14, 0),
        offset=float(random.normal(0, 1.8)),
    )
