"""Invented loops: closed in position and altitude, the same ones again and again."""

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np

from sync.sources.demo.models import Floats
from sync.sources.demo.season import Place

EARTH_M_PER_DEGREE = 111_195.0


class Loop(NamedTuple):
    """A closed way on an even grid of `step` metres; the last point lies one step before the first.

    slow: metres at which corners and junctions ask for braking; lights: where one may have to stop.
    """

    length: float
    step: float
    lat: Floats
    lon: Floats
    altitude: Floats
    grade: Floats
    slow: Floats
    lights: Floats


RIDE_KM = (14, 18, 23, 29, 36, 43, 51, 60, 70, 81, 94, 108, 124, 142, 162)
RUN_KM = (4.5, 5.5, 6.7, 8, 9.5, 11, 12.8, 14.8, 17, 19.5, 22.5, 26, 30)


def nearest(kilometres: tuple[float, ...], wanted_m: float) -> float:
    """The known loop whose length is nearest, in metres."""
    return 1000 * min(kilometres, key=lambda km: abs(np.log(km * 1000 / wanted_m)))


@lru_cache(maxsize=48)
def loop(name: str, place: Place, length: float, climb_m_per_km: float, step: float) -> Loop:
    """The loop of that name: always the same. climb_m_per_km: how much it climbs."""
    random = np.random.Generator(np.random.PCG64(crc32(f"{name}:{place.name}:{length}".encode())))
    count = int(length / step)
    turn = 2 * np.pi * np.arange(count) / count
    lat, lon = _outline(random, place, length, turn, 0.0 if name == "track" else 0.32)
    grade = _grades(random, turn, length, climb_m_per_km)
    altitude = place.altitude_m + np.cumsum(grade) * step
    altitude += max(0.0, 2.0 - float(altitude.min()))
    spacing = 1_500.0 if step >= 10 else 900.0
    rim = min(250.0, length / 4)
    slow = np.sort(random.uniform(rim, length - rim, int(length / spacing)))
    lights = np.sort(random.uniform(rim, length - rim, max(1, int(length / 9_000))))
    return Loop(length, step, lat, lon, altitude, grade, slow, lights)


def _outline(
    random: np.random.Generator, place: Place, length: float, turn: Floats, wobble: float
) -> tuple[Floats, Floats]:
    """A wobbly ring through the place, scaled so that its outline has the wanted length."""
    radius = np.ones_like(turn)
    for wave in range(2, 9):
        radius += random.normal(0, wobble / wave) * np.cos(wave * turn + random.uniform(0, 6.28))
    radius = np.maximum(radius, 0.25)
    direction = random.uniform(0, 6.28)
    east, north = radius * np.cos(turn + direction), radius * np.sin(turn + direction)
    east, north = east - east[0], north - north[0]
    gone = np.hypot(np.diff(east, append=east[0]), np.diff(north, append=north[0]))
    # Even spacing along the way: positions are looked up by metres travelled.
    along = np.concatenate([[0.0], np.cumsum(gone)])
    even = np.linspace(0, along[-1], len(turn), endpoint=False)
    east = np.interp(even, along, np.append(east, east[0])) * length / along[-1]
    north = np.interp(even, along, np.append(north, north[0])) * length / along[-1]
    lat = place.lat + north / EARTH_M_PER_DEGREE
    return lat, place.lon + east / (EARTH_M_PER_DEGREE * np.cos(np.radians(place.lat)))


def _grades(
    random: np.random.Generator, turn: Floats, length: float, climb_m_per_km: float
) -> Floats:
    """Hills of 0.7 to 9 km, never steeper than about 11 %, as much up as down."""
    grade = np.zeros_like(turn)
    first, last = max(2, int(length / 9_000)), max(4, int(length / 700))
    for wave in np.unique(np.geomspace(first, last, 26).astype(int)):
        grade += random.normal(0, 1.0) * np.cos(wave * turn + random.uniform(0, 6.28))
    # Plains between the hills: small grades become smaller.
    grade = np.sign(grade) * np.abs(grade) ** 1.35
    wanted = climb_m_per_km / 1000
    for _ in range(4):
        grade -= grade.mean()
        grade *= wanted / max(float(np.maximum(grade, 0).mean()), 1e-9)
        grade = 0.11 * np.tanh(grade / 0.11)
    return grade - grade.mean()
