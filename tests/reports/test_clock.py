"""Instants on the athlete's clock."""

from datetime import UTC, datetime

import pytest

from mirror.rows import Workout
from reports.clock import local_now, zone
from reports.parts import local_clock, zone_clock


@pytest.mark.parametrize(
    ("instant", "clock"),
    [
        ("2026-03-29T00:59:00+00:00", "01:59"),  # the last minute of winter time in Berlin
        ("2026-03-29T01:00:00+00:00", "03:00"),
        ("2026-10-25T00:30:00+00:00", "02:30"),
        ("2026-10-25T01:30:00+00:00", "02:30"),
    ],
)
def test_summer_time(instant: str, clock: str) -> None:
    assert zone_clock(instant, "Europe/Berlin") == clock


def test_a_workouts_own_offset_goes_before_the_zone() -> None:
    row = Workout("w", "a", "2026-04-06T20:15:00+00:00", 9 * 3600, "2026-04-07", "run")
    assert local_clock(row, "Europe/Berlin") == "05:15"
    assert local_clock(row._replace(utc_offset_s=None), "Europe/Berlin") == "22:15"


@pytest.mark.parametrize("name", ["Nowhere/City", "", "../etc/passwd", "Europe"])
def test_an_unknown_zone_is_utc(name: str) -> None:
    assert zone(name) is UTC


def test_now() -> None:
    before = datetime.now(UTC)
    assert before <= local_now("Asia/Tokyo") <= datetime.now(UTC)
    assert local_now("Asia/Tokyo").utcoffset() is not None
