"""Runs and hikes: speed from the effort and the slope, on loops, tracks and trails."""

import numpy as np

from sync.sources.demo import routes
from sync.sources.demo.athlete import LTHR_RUN, MAX_HR, Fitness
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

_SUB_SPORT = {"track": "track", "trail": "trail"}


def run(
    outing: Outing,
    now: Fitness,
    random: np.random.Generator,
    temperature: float,
    *,
    length_m: float | None = None,
    intensity: float | None = None,
    start_hr: float = 84.0,
    fade: float = 0.0,
) -> Track:
    """A run by its steps, or a given length at one intensity (races, the leg off the bike).

    fade: share of the speed lost by the end, as legs get tired.
    """
    session = outing.session
    steps = [(s.seconds, s.intensity) for s in session.steps()]
    threshold = now.threshold_speed_m_s * outing.effort
    way = _way(outing, steps, threshold, length_m)
    ease = _slope_factor(way.grade)
    ease = ease / float(ease.mean()) ** 0.6 if session.venue != "trail" else ease
    if length_m is not None and intensity is not None:
        seconds = int(length_m / (threshold * intensity) * 1.15) + 120
        steps = [(float(seconds), intensity)]
    seconds = int(sum(length for length, _ in steps))
    effort = intensity_of(steps, seconds)
    effort = effort * (1.0 - fade * np.linspace(0, 1, seconds) ** 2)
    # Nobody jumps from a jog to 5 km pace within a second.
    pace = lowpass(effort, 2.5) * threshold
    pace = pace * (
        1 + smooth_noise(random, seconds, 0.014, 22.0) + smooth_noise(random, seconds, 0.008, 5.0)
    )
    speed, travelled = _along(pace, ease, way)
    if length_m is not None:
        seconds = int(np.searchsorted(travelled, length_m)) + 1
        speed, travelled, effort = speed[:seconds], travelled[:seconds], effort[:seconds]
    cell = (travelled / way.step).astype(int) % len(way.grade)
    hiking = session.kind == "other.hike"
    columns = _columns(way, cell, speed, travelled, temperature, random, hiking)
    hard = effort * outing.effort * (1 + 0.9 * np.clip(way.grade[cell], -0.05, 0.1))
    columns["hr"] = heart_rate(
        hard,
        random,
        at_threshold=LTHR_RUN,
        slope=124.0 if not hiking else 104.0,
        max_hr=MAX_HR,
        start=start_hr,
        drift_per_hour=0.03 + 0.0014 * max(temperature - 14, 0),
        offset=float(random.normal(0, 1.8)),
    )
    stops = _stops(outing, random, seconds, length_m)
    structured = len(session.blocks) > 1 and length_m is None
    marks = step_marks(session.steps(), seconds) if structured else auto_marks(travelled, 1000.0)
    if hiking:
        return Track(
            "hiking",
            "generic",
            columns,
            [Mark(0.0, float(seconds), "active", "session_end")],
            stops,
            [],
        )
    return Track("run", _SUB_SPORT.get(session.venue, "street"), columns, marks, stops, [])


def _way(
    outing: Outing, steps: list[tuple[float, float]], threshold: float, length_m: float | None
) -> Loop:
    venue, place = outing.session.venue, outing.place
    if venue == "track":
        return routes.loop("track", place, 400.0, 0.05, 4.0)
    if length_m is not None:
        return routes.loop(f"flat{outing.session.kind}", place, max(length_m, 1000.0), 3.5, 5.0)
    wanted = sum(seconds * intensity for seconds, intensity in steps) * threshold
    climb = (24.0 if venue == "trail" else 7.0) * min(place.hilliness, 1.1)
    length = routes.nearest(routes.RUN_KM, wanted)
    return routes.loop(f"run{venue}", place, length, climb, 5.0)


def _slope_factor(grade: Floats) -> Floats:
    """Speed on a slope against the flat at even effort: Minetti's cost of running, softened,
    because nobody runs as fast downhill as the oxygen would allow."""
    i = grade
    cost = 155.4 * i**5 - 30.4 * i**4 - 43.3 * i**3 + 46.3 * i**2 + 19.5 * i + 3.6
    return np.asarray(np.clip((3.6 / cost) ** np.where(i < 0, 0.35, 0.85), 0.4, 1.13))


def _along(pace: Floats, ease: Floats, way: Loop) -> tuple[Floats, Floats]:
    """Speed and metres travelled when the slope under the feet changes the pace.

    The slope depends on the place and the place on the slope: three rounds settle that.
    """
    travelled = np.cumsum(pace)
    for _ in range(3):
        cell = (travelled / way.step).astype(int) % len(ease)
        speed = pace * lowpass(ease[cell], 4.0)
        travelled = np.cumsum(speed)
    return speed, travelled


def _stops(
    outing: Outing, random: np.random.Generator, seconds: int, length_m: float | None
) -> list[tuple[int, int]]:
    """Road crossings: the watch is paused for a moment."""
    if length_m is not None or outing.session.venue != "road" or seconds < 1200:
        return []
    count = int(random.integers(0, 4))
    at = np.sort(random.integers(240, seconds - 240, count))
    return [
        (int(a), int(random.integers(12, 55)))
        for k, a in enumerate(at)
        if k == 0 or a - at[k - 1] > 120
    ]


def _columns(
    way: Loop,
    cell: Cells,
    speed: Floats,
    travelled: Floats,
    temperature: float,
    random: np.random.Generator,
    hiking: bool,
) -> dict[str, Floats]:
    count = len(speed)
    part = travelled / way.step % 1.0
    # Both feet: 160 steps a minute at a jog to 190 at full speed; a walk is slower.
    steps = 128 + 13.2 * speed + smooth_noise(random, count, 1.3, 20.0)
    steps = np.where(speed < 2.1, 62 + 32 * speed, steps)
    strides = np.clip(steps, 70, 196) / 2
    blur = 8e-6
    columns = {
        "cadence": np.floor(strides),
        "fractional_cadence": np.floor(strides % 1.0 * 2) / 2,
        "speed": speed,
        "altitude": between(way.altitude, cell, part) + smooth_noise(random, count, 0.2, 50.0),
        "lat": between(way.lat, cell, part) + smooth_noise(random, count, blur, 20.0),
        "lon": between(way.lon, cell, part) + smooth_noise(random, count, blur * 1.4, 20.0),
        "distance": travelled,
        # On the wrist: the arm warms the sensor.
        "temperature": np.rint(temperature * 0.6 + 13 + smooth_noise(random, count, 0.5, 600.0)),
    }
    if hiking:
        del columns["cadence"], columns["fractional_cadence"]
    return columns
