"""Mean-max, gaps, best time for a distance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.durations import GRID, STANDARD
from analytics.meanmax import best_means, best_means_unbroken, best_time, fill_short_gaps
from tests.analytics.rides import NAN, blocks, naive_best_mean

samples = st.lists(st.one_of(st.integers(0, 2000).map(float), st.just(NAN)), max_size=120)
beats = st.lists(st.one_of(st.integers(40, 200).map(float), st.just(NAN)), max_size=120)


@given(samples, st.integers(1, 130))
def test_equals_the_plain_loop(values: list[float], window: int) -> None:
    expected = naive_best_mean(values, window)
    found = best_means(np.array(values), [window])
    if expected is None:
        assert found == {}
    else:
        assert found[window] == pytest.approx(expected, rel=1e-12)


@given(beats, st.integers(1, 60))
def test_unbroken_equals_the_plain_loop(values: list[float], window: int) -> None:
    parts = [values[i : i + window] for i in range(len(values) - window + 1)]
    means = [sum(part) / window for part in parts if not any(value != value for value in part)]
    found = best_means_unbroken(np.array(values), [window])
    assert found == ({window: pytest.approx(max(means))} if means else {})


@given(st.lists(st.integers(0, 1500), min_size=1, max_size=100), st.integers(1, 500))
def test_shift(values: list[int], more: int) -> None:
    windows = range(1, len(values) + 1)
    plain = best_means(np.array(values, float), windows)
    lifted = best_means(np.array(values, float) + more, windows)
    for window in windows:
        assert lifted[window] == pytest.approx(plain[window] + more)


@given(st.lists(st.integers(0, 1500), min_size=1, max_size=100))
def test_energy_never_falls_with_time(values: list[int]) -> None:
    """The best mean may rise with the duration, the best work may not fall."""
    windows = range(1, len(values) + 1)
    best = best_means(np.array(values, float), windows)
    work = [best[w] * w for w in windows]
    assert work == sorted(work) or np.allclose(work, np.maximum.accumulate(work))
    assert best[1] == max(values)
    assert best[len(values)] == pytest.approx(sum(values) / len(values))


def test_mm_non_monotone() -> None:
    """Two bursts a while apart: three seconds hold more than two."""
    best = best_means(np.array([100.0, 0.0, 100.0]), [1, 2, 3])
    assert best[2] == 50.0 < best[3] == pytest.approx(200 / 3)


def test_the_window_after_a_missing_sample_counts() -> None:
    ride = np.concatenate([blocks((60, 260)), [NAN], blocks((60, 300)), [0.0]])
    assert best_means(ride, [60])[60] == 300.0


def test_a_pause_does_not_join_its_two_sides() -> None:
    ride = np.concatenate([blocks((30, 300)), np.full(600, NAN), blocks((30, 300))])
    assert best_means(ride, [60])[60] == 150.0
    assert best_means_unbroken(ride, [60]) == {}


def test_first_window_and_the_whole_count() -> None:
    assert best_means(np.array([900.0, 10.0, 10.0]), [1, 3]) == {
        1: 900.0,
        3: pytest.approx(920 / 3),
    }


def test_a_day_of_speed_does_not_overflow() -> None:
    fast = np.full(86_400, 30.0)
    assert best_means(fast, [86_400], 1000.0)[86_400] == 30.0


def test_empty() -> None:
    assert best_means(np.array([]), STANDARD) == {}
    assert best_means_unbroken(np.array([]), GRID) == {}
    assert len(fill_short_gaps(np.array([]))) == 0


def test_short_gaps_are_bridged_long_ones_are_not() -> None:
    values = np.full(40, NAN)
    values[[0, 10, 21, 22]] = [100, 110, 120, 121]
    filled = fill_short_gaps(values)
    np.testing.assert_allclose(filled[:11], np.arange(100, 111))
    assert np.isnan(filled[11:21]).all()
    assert np.isnan(filled[23:]).all()
    assert np.isnan(values[1])


@given(beats)
def test_bridging_keeps_what_was_measured(values: list[float]) -> None:
    before = np.array(values)
    after = fill_short_gaps(before)
    known = ~np.isnan(before)
    np.testing.assert_array_equal(after[known], before[known])
    assert len(after) == 0 or not known.any() or np.nanmax(after) <= np.nanmax(before)


def test_best_1km_pause() -> None:
    """5 m/s, a pause, 5 m/s: 200 s is the best kilometre, across the pause it is slower."""
    distance = np.concatenate(
        [np.arange(0, 1505, 5.0), np.full(60, NAN), np.arange(1505, 2000, 5.0)]
    )
    assert best_time(distance, 1000) == pytest.approx(200.0)
    split = np.concatenate([np.arange(0, 505, 5.0), np.full(60, NAN), np.arange(505, 1010, 5.0)])
    assert best_time(split, 1000) == pytest.approx(260.0)


def test_best_time_interpolates() -> None:
    assert best_time(np.arange(0, 400, 4.0), 10) == pytest.approx(2.5)


@pytest.mark.parametrize("distance", [[], [NAN, NAN], [0.0, 5.0, 9.9]])
def test_best_time_of_too_short_a_workout(distance: list[float]) -> None:
    assert best_time(np.array(distance), 10) is None


@given(st.lists(st.floats(0.5, 8), min_size=20, max_size=200), st.floats(1, 9))
def test_longer_distances_take_longer(speeds: list[float], metres: float) -> None:
    distance = np.cumsum(speeds)
    short, longer = best_time(distance, metres), best_time(distance, metres * 1.01)
    assert short is not None
    assert longer is None or longer > short
