"""Laps or detected bouts."""

from typing import NamedTuple

import numpy as np
import pytest

from analytics.intervals import detect, laps_are_intervals
from analytics.streams import Floats
from tests.analytics.rides import blocks


class Lap(NamedTuple):
    start: int
    end: int
    intensity: str | None = None
    trigger: str | None = None


def noisy(values: Floats) -> Floats:
    noise = np.random.default_rng(7).normal(0, 40, len(values))
    return np.clip(np.rint(values + noise), 0, None)


def session(
    count: int, hard: int, easy: int, watts: float, rest: float
) -> list[tuple[float, float]]:
    return [part for _ in range(count) for part in ((hard, watts), (easy, rest))]


@pytest.mark.parametrize(
    ("name", "count", "hard", "easy", "watts", "rest"),
    [
        ("5x4", 5, 240, 180, 320, 150),
        ("10x1", 10, 60, 120, 380, 140),
        ("20x30/30", 20, 30, 30, 400, 130),
        ("2x20", 2, 1200, 300, 270, 140),
    ],
)
def test_edges_of_structured_sessions(
    name: str, count: int, hard: int, easy: int, watts: float, rest: float
) -> None:
    warm_up = 900
    ride = blocks((warm_up, 160), *session(count, hard, easy, watts, rest), (600, 140))
    found = detect(noisy(ride))
    assert len(found) == count, name
    for index, bout in enumerate(found):
        start = warm_up + index * (hard + easy)
        assert abs(bout.start - start) <= 2
        assert abs(bout.end - (start + hard)) <= 2


@pytest.mark.parametrize(
    "ride",
    [
        pytest.param(np.zeros(3600), id="coasting"),
        pytest.param(np.array([]), id="empty"),
        pytest.param(np.full(40, 250.0), id="short"),
        pytest.param(np.full(3600, np.nan), id="no-power"),
        pytest.param(noisy(np.full(3600, 200.0)), id="steady"),
        pytest.param(noisy(200 + 90 * np.sin(np.arange(7200) ** 1.2 / 900)), id="hills"),
        pytest.param(blocks((600, 150), (1200, 300), (600, 150)), id="one-bout"),
    ],
)
def test_no_intervals_in_an_unstructured_ride(ride: Floats) -> None:
    assert detect(ride) == []


@pytest.mark.parametrize(
    ("laps", "expected"),
    [
        ([], False),
        ([Lap(0, 600, trigger="manual")], False),
        ([Lap(0, 600, trigger="manual"), Lap(600, 900)], True),
        ([Lap(0, 600, trigger="distance"), Lap(600, 1200, trigger="session_end")], False),
        ([Lap(0, 600, "warmup"), Lap(600, 1200, "interval")], True),
        ([Lap(0, 600, "active"), Lap(600, 1200, "active")], False),
    ],
)
def test_laps(laps: list[Lap], expected: bool) -> None:
    assert laps_are_intervals(laps) is expected
