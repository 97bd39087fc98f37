"""Zones: half-open tables, pace as speed, and time in them from samples and from histograms."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.histogram import histogram, seconds_in_zones
from analytics.thresholds import ThresholdSet
from analytics.zones import (
    ZoneBound,
    default_bounds,
    lower_bounds,
    time_below,
    time_in_zone,
    zone_of,
)
from tests.analytics.rides import ATHLETE, NAN

tenths = st.integers(600, 2200).map(lambda k: k / 10)

HR_BOUNDS: list[float | None] = [None, 120.0, 140.0, 160.0, 180.0]


def from_histogram(metric: str, values: list[float], bounds: list[float | None]) -> list[float]:
    bins = histogram(metric, np.array(values, float))
    assert bins is not None
    return time_in_zone(bins.counts.tolist(), bins.bin_width, bins.first_bin, bounds)


def test_tiz_hr_boundaries() -> None:
    hr = [119.0, 120.0, 139.0, 140.0, 159.0, 160.0, 179.0, 180.0, 201.0, NAN]
    assert seconds_in_zones(np.array(hr), HR_BOUNDS) == [1, 2, 2, 2, 2]
    assert from_histogram("hr", hr, HR_BOUNDS) == [1, 2, 2, 2, 2]


def test_tiz_gap_value() -> None:
    """120.5 lies between "up to 120" and "from 121"; half-open zones have no such crack."""
    values = np.array([100.0, 130.0, 120.5 + 30, 175.0])
    assert seconds_in_zones(values, [None, 121.0, 141.0, 161.0, 181.0]) == [1, 1, 1, 1, 0]


def test_tiz_pace() -> None:
    table = [
        ZoneBound(1, 360, None, "Z1"),
        ZoneBound(2, 320, 360, "Z2"),
        ZoneBound(3, 290, 320, "Z3"),
        ZoneBound(4, 270, 290, "Z4"),
        ZoneBound(5, None, 270, "Z5"),
    ]
    bounds = lower_bounds("pace_s_per_km", table)
    paces = [400, 360, 330, 310, 291, 280, 270, 200]
    speeds = np.array([*(1000 / pace for pace in paces), NAN])
    assert seconds_in_zones(speeds, bounds) == [1, 2, 2, 1, 2]


def test_standing_is_in_no_pace_zone() -> None:
    assert from_histogram("speed", [0.0, 0.0, 3.0], [None, 2.5]) == [0, 1]


def test_below_the_first_zone() -> None:
    hr = [90.0, 110.0, 130.0]
    assert from_histogram("hr", hr, [100.0, 120.0]) == [1, 1]
    bins = histogram("hr", np.array(hr))
    assert bins is not None
    assert time_below(bins.counts.tolist(), bins.bin_width, bins.first_bin, 100.0) == 1


def test_zone_of() -> None:
    assert [zone_of(v, [100.0, 120.0]) for v in (99, 100, 119.9, 120, 300)] == [None, 0, 0, 1, 1]
    assert zone_of(5, [None, 120.0]) == 0


@given(st.lists(st.integers(0, 260).map(float), min_size=1, max_size=200), st.data())
def test_histograms_of_heart_rate_lose_nothing(values: list[float], data: st.DataObject) -> None:
    edges = data.draw(st.lists(tenths, min_size=1, max_size=6, unique=True))
    bounds: list[float | None] = [None, *sorted(edges)]
    known = [v if v > 0 else NAN for v in values]
    if all(v != v for v in known):
        assert histogram("hr", np.array(values)) is None
    else:
        assert from_histogram("hr", values, bounds) == seconds_in_zones(np.array(known), bounds)


@given(
    st.lists(st.integers(0, 1200).map(float), min_size=1, max_size=200),
    st.lists(st.integers(1, 200).map(lambda k: 5.0 * k), min_size=1, max_size=6, unique=True),
)
def test_histograms_of_power_lose_nothing_at_bin_edges(
    values: list[float], edges: list[float]
) -> None:
    bounds: list[float | None] = [None, *sorted(edges)]
    assert from_histogram("power", values, bounds) == seconds_in_zones(np.array(values), bounds)


@given(st.lists(st.floats(0.001, 20), min_size=1, max_size=200), st.floats(0.5, 6))
def test_time_in_zones_adds_up(speeds: list[float], bound: float) -> None:
    parts = from_histogram("speed", speeds, [None, bound])
    assert sum(parts) == sum(round(v * 1000) > 0 for v in speeds)
    assert min(parts) >= 0


def test_speed_bins_are_not_shifted_by_binary_fractions() -> None:
    """2.3 // 0.1 is 22 in floating point."""
    bins = histogram("speed", np.array([2.3]))
    assert bins is not None
    assert bins.first_bin == 23


def test_a_bin_is_split_by_the_watts_it_can_hold() -> None:
    assert time_in_zone([10], 5.0, 28, [None, 143.0]) == [6, 4]
    assert time_in_zone([10], 5.0, 28, [None, 140.0, 145.0]) == [0, 10, 0]


@pytest.mark.parametrize("metric", ["power", "hr", "speed"])
def test_empty(metric: str) -> None:
    assert histogram(metric, np.array([])) is None
    assert time_in_zone([], 1.0, 0, [None, 100.0]) == [0, 0]
    assert seconds_in_zones(np.array([]), [None, 100.0]) == [0, 0]


@pytest.mark.parametrize("sport", ["bike", "run", "swim", "strength"])
@pytest.mark.parametrize("metric", ["hr", "power", "pace_s_per_km"])
def test_default_tables_are_whole(sport: str, metric: str) -> None:
    """Ends open, each zone ends where the next begins, bounds ascend (pace: descend)."""
    table = default_bounds(sport, metric, ATHLETE)
    pace = metric == "pace_s_per_km"
    assert [zone.zone for zone in table] == list(range(1, 8))
    assert (table[0].upper if pace else table[0].lower) is None
    assert (table[-1].lower if pace else table[-1].upper) is None
    for one, other in pairwise(table):
        assert (one.lower if pace else one.upper) == (other.upper if pace else other.lower)
    bounds = lower_bounds(metric, table)
    assert bounds[0] is None
    inner = [bound for bound in bounds[1:] if bound is not None]
    assert inner == sorted(set(inner))
    assert len(inner) == 6


def test_default_tables() -> None:
    power = default_bounds("bike", "power", ThresholdSet(ftp_w=200))
    assert [zone.lower for zone in power] == [None, 110, 150, 180, 210, 240, 300]
    hr = default_bounds("run", "hr", ThresholdSet(lthr_bpm=170))
    assert hr[4].lower == 170
    assert hr[4].label == "Z5a Threshold"
    by_max = default_bounds("run", "hr", ThresholdSet(max_hr_bpm=200))
    assert [zone.lower for zone in by_max] == [None, 120, 140, 160, 180]
    pace = default_bounds("run", "pace_s_per_km", ThresholdSet(threshold_speed_m_s=4.0))
    assert pace[4] == (5, 242.5, 250.0, "Z5a Threshold")


@pytest.mark.parametrize("metric", ["hr", "power", "pace_s_per_km"])
def test_no_threshold_no_table(metric: str) -> None:
    assert default_bounds("run", metric, ThresholdSet()) == []
