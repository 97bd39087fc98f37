"""All laps of a workout at once, against each cut out and looked at by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.power import normalized_power
from analytics.streams import Streams
from analytics.workout import analyse, lap_summary
from tests.analytics.rides import ATHLETE, NAN, blocks, streams

_CHANNELS = ("power", "hr", "cadence", "speed", "altitude")
_SECONDS = st.integers(0, 130)
_SPANS = st.lists(st.tuples(_SECONDS, _SECONDS), max_size=6)


@st.composite
def rides(draw: st.DrawFn) -> Streams:
    """Noise with holes; readings a few seconds apart, so that no hole is filled."""
    random = np.random.default_rng(draw(st.integers(0, 1000)))
    channels = {name: np.rint(random.uniform(0, 200, 120)) for name in _CHANNELS}
    for name, values in channels.items():
        values[random.random(120) < draw(st.sampled_from([0.0, 0.3]))] = NAN
        if name == "hr":
            values[np.isnan(values) | (values == 0)] = 100  # 0 bpm is a hole as well
            values[40:60] = NAN
    channels["distance"] = np.cumsum(random.uniform(0, 10, 120))
    return streams(random.random(120) < draw(st.sampled_from([0.8, 2.0])), **channels)


@given(rides(), _SPANS)
def test_each_lap_is_as_if_it_were_alone(ride: Streams, spans: list[tuple[int, int]]) -> None:
    """Overlapping, empty, backwards and reaching beyond the end: one does not touch the other."""
    together = analyse(ride, "bike", ATHLETE, laps=spans).laps
    assert len(together) == len(spans)
    for lap, (start, end) in zip(together, spans, strict=True):
        part = Streams(
            {name: values[start : max(start, end)] for name, values in ride.channels.items()},
            ride.timer[start : max(start, end)],
        )
        assert lap == pytest.approx(lap_summary(ride, start, end))
        alone = lap_summary(part, 0, part.n)
        for name in set(lap) - {"distance_m", "avg_pace_s_per_km"}:  # distance looks back a second
            assert lap[name] == pytest.approx(alone[name]), name


def test_normalized_power_of_a_lap_is_that_of_its_samples() -> None:
    power = np.abs(np.random.default_rng(3).normal(220, 90, 900))
    power[200:215] = NAN
    for start, end in [(0, 900), (100, 400), (205, 260), (600, 629)]:
        expected = normalized_power(power[start:end])
        found = lap_summary(streams(power=power), start, end)["normalized_power"]
        assert found == (None if expected is None else pytest.approx(expected))


def test_no_dust_of_hard_laps_in_an_easy_one() -> None:
    """A lap without power after an hour at 433.3 W has none, not a fourth root of rounding."""
    ride = streams(power=blocks((3600, 433.3), (600, 0)))
    lap = analyse(ride, "bike", ATHLETE, laps=[(0, 3600), (3640, 4200)]).laps[1]
    assert lap["avg_power"] == 0
    assert lap["normalized_power"] == pytest.approx(0, abs=0.01)
