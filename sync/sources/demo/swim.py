"""Swims: lengths of a pool with rests at the wall, or a way across the lake."""

import numpy as np

from sync.sources.demo import routes
from sync.sources.demo.athlete import LTHR_SWIM, MAX_HR, Fitness
from sync.sources.demo.life import Outing
from sync.sources.demo.models import (
    Floats,
    Mark,
    PoolLength,
    Track,
    auto_marks,
    heart_rate,
    lowpass,
    smooth_noise,
)
from sync.sources.demo.sessions import Step

WATER_C = {"pool25": 27.0, "pool50": 25.0}
_POOL_M = {"pool25": 25.0, "pool50": 50.0}


def pool(outing: Outing, now: Fitness, random: np.random.Generator) -> Track:
    """A session in the pool: every length with its time, stroke and stroke count."""
    pool_m = _POOL_M[outing.session.venue]
    css = now.css_m_s * outing.effort * (0.985 if pool_m == 50 else 1.0)  # fewer turns, slower
    lengths: list[PoolLength] = []
    marks: list[Mark] = []
    clock = 0.0
    for step in outing.session.steps():
        start = clock
        if step.metres:
            clock = _interval(step, css, pool_m, clock, len(marks), random, lengths)
        else:
            clock += round(step.seconds * random.uniform(0.95, 1.2))
            lengths.append(PoolLength(start, clock, None, 0, len(marks)))
        marks.append(Mark(start, clock, step.kind, "manual"))
    seconds = round(clock)
    columns = _pool_columns(lengths, seconds, pool_m, WATER_C[outing.session.venue], css, random)
    return Track("swim", "lap_swimming", columns, marks, [], lengths, pool_m)


def _interval(
    step: Step,
    css: float,
    pool_m: float,
    clock: float,
    lap: int,
    random: np.random.Generator,
    lengths: list[PoolLength],
) -> float:
    """Swims one interval length by length; returns the time at the wall, whole seconds."""
    count = max(1, round(step.metres / pool_m))
    drill = step.kind == "active" and step.intensity < 0.83
    stroke = "drill" if drill and random.random() < 0.5 else "freestyle"
    if step.kind == "cooldown" and random.random() < 0.3:
        stroke = "backstroke"
    slower = {"freestyle": 1.0, "drill": 0.94, "backstroke": 0.9}[stroke]
    ideal = pool_m / (css * step.intensity * slower)
    for number in range(count):
        # The push-off makes the first length quick, the last ones of a hard interval cost more.
        tired = 0.012 * number / max(count - 1, 1) * (step.intensity > 0.95)
        took = ideal * (1 + tired - 0.02 * (number == 0) + random.normal(0, 0.011))
        took = max(round(took * 4) / 4, 10.0)
        per_length = pool_m / (1.12 if stroke != "drill" else 0.95) / 2 + 2 * (step.intensity > 1)
        strokes = max(int(per_length + random.normal(0, 0.6)), 5)
        lengths.append(PoolLength(clock, clock + took, stroke, strokes, lap))
        clock += took
    return clock


def _pool_columns(
    lengths: list[PoolLength],
    seconds: int,
    pool_m: float,
    water: float,
    css: float,
    random: np.random.Generator,
) -> dict[str, Floats]:
    ends = np.array([length.end for length in lengths])
    speeds = np.array([pool_m / (x.end - x.start) if x.stroke else 0.0 for x in lengths])
    rates = np.array([x.strokes / (x.end - x.start) * 60 if x.stroke else 0.0 for x in lengths])
    swum = np.cumsum([pool_m if x.stroke else 0.0 for x in lengths])
    index = np.minimum(np.searchsorted(ends, np.arange(seconds) + 0.5), len(lengths) - 1)
    # The watch knows a length only at its end: distance goes up in steps.
    done = np.searchsorted(ends, np.arange(seconds) + 1.0, side="right")
    speed = speeds[index]
    return {
        "hr": _hr(np.where(speed > 0, speed / css, 0.62), random),
        "cadence": np.rint(rates[index]),
        "speed": speed,
        "distance": np.concatenate([[0.0], swum])[done],
        "temperature": np.full(seconds, water),
    }


def _hr(intensity: Floats, random: np.random.Generator, start: float = 82.0) -> Floats:
    return heart_rate(
        intensity,
        random,
        at_threshold=LTHR_SWIM,
        slope=160.0,
        max_hr=MAX_HR - 10,
        start=start,
        drift_per_hour=0.03,
        offset=float(random.normal(0, 1.8)),
    )


def open_water(
    outing: Outing,
    now: Fitness,
    random: np.random.Generator,
    temperature: float,
    *,
    length_m: float | None = None,
    intensity: float = 0.88,
) -> Track:
    """A round across the lake with a little wandering; GPS, no lengths."""
    if length_m is None:
        length_m = outing.session.steps()[0].metres
    wetsuit = 1.045 if temperature < 22 else 1.0
    mean = now.css_m_s * outing.effort * intensity * wetsuit
    seconds = int(length_m / mean)
    speed = mean * (
        1 + smooth_noise(random, seconds, 0.035, 25.0) + 0.06 * np.exp(-np.arange(seconds) / 60)
    )
    speed = lowpass(speed, 3.0)
    travelled = np.cumsum(speed)
    way = routes.loop("lake", outing.place, max(round(length_m / 250) * 250.0, 500.0), 0.01, 5.0)
    cell = (travelled / way.step).astype(int) % len(way.lat)
    strokes = 29 + 3 * (intensity - 0.93) / 0.07 + smooth_noise(random, seconds, 0.8, 30.0)
    columns = {
        "hr": _hr(speed / (now.css_m_s * outing.effort * wetsuit), random),
        "cadence": np.rint(strokes),
        "speed": speed,
        "distance": travelled,
        "lat": way.lat[cell] + smooth_noise(random, seconds, 2e-5, 15.0),
        "lon": way.lon[cell] + smooth_noise(random, seconds, 2.8e-5, 15.0),
        "temperature": np.full(seconds, round(temperature)),
    }
    return Track("swim", "open_water", columns, auto_marks(travelled, 500.0), [], [])
