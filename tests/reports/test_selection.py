"""Any stretch of a workout has the numbers a lap would have."""

from array import array

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.streams import Streams
from analytics.workout import lap_summary
from mirror.codec import CHANNELS, MISSING, pack
from reports.selection import Effort
from reports.streams import Lanes, lane


def _lanes(streams: Streams) -> Lanes:
    """What the mirror gives back of `streams`."""
    made = {}
    for channel, values in streams.channels.items():
        scale = CHANNELS[channel].scale
        stored = [MISSING if np.isnan(v) else round(v * scale) for v in values.tolist()]
        made[channel] = lane(channel, pack(array("i", stored)))
    off = np.flatnonzero(~streams.timer).tolist()
    pauses = [(second, second + 1) for second in off]
    distance = made.pop("distance", None)
    return Lanes("w", "bike", "", streams.n, pauses, made, {}, [], distance)


@st.composite
def _workouts(draw: st.DrawFn) -> tuple[Streams, int, int]:
    n = draw(st.integers(40, 400))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    timer = np.ones(n, dtype=bool)
    for _ in range(draw(st.integers(0, 3))):
        at = int(chance.integers(n))
        timer[at : at + int(chance.integers(1, 40))] = False
    step = np.where(timer, chance.integers(0, 120, n) / 10, 0.0)
    channels = {
        "power": chance.integers(0, 600, n).astype(float),
        "hr": chance.integers(60, 190, n).astype(float),
        "altitude": np.cumsum(chance.integers(-4, 5, n)) / 5 + 300.0,
        "distance": np.cumsum(step),
    }
    channels["power"][chance.random(n) < 0.1] = np.nan
    channels["altitude"][~timer] = np.nan
    start = draw(st.integers(0, n - 2))
    return Streams(channels, timer), start, draw(st.integers(start + 1, n))


@settings(deadline=None)
@given(_workouts())
def test_a_selection_has_the_numbers_of_a_lap(made: tuple[Streams, int, int]) -> None:
    streams, start, end = made
    lap, found = lap_summary(streams, start, end), Effort(_lanes(streams)).between(start, end)
    for name in ("avg_power", "normalized_power", "avg_hr", "distance_m", "elevation_gain_m"):
        mine, theirs = getattr(found, name), lap[name]
        assert (mine is None) == (theirs is None), name
        if theirs is not None:
            assert mine == pytest.approx(theirs, abs=1e-6, rel=1e-6), name
    assert found.duration_s == (lap["duration_s"] or 0)


def test_nothing_recorded_is_nothing_known() -> None:
    streams = Streams({"hr": np.full(60, np.nan)}, np.ones(60, dtype=bool))
    found = Effort(_lanes(streams)).between(10, 70)
    assert (found.start, found.end, found.duration_s) == (10, 60, 50)
    assert found.avg_hr is None
    assert found.distance_m is None
    assert found.to_json()["normalized_power"] is None
