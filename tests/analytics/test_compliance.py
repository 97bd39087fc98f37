"""Compliance: whole percents, five levels, the first planned quantity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.compliance import Amounts, compliance, level, whole_percent

HOUR = Amounts(duration_s=3600)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (0, "orange"),
        (49, "orange"),
        (50, "yellow"),
        (79, "yellow"),
        (80, "green"),
        (120, "green"),
        (121, "yellow"),
        (150, "yellow"),
        (151, "orange"),
    ],
)
def test_levels(percent: int, expected: str) -> None:
    assert level(percent) == expected


@pytest.mark.parametrize(
    ("done", "percent", "colour"),
    [
        (79.6, 80, "green"),
        (79.4, 79, "yellow"),
        (120.4, 120, "green"),
        (120.5, 121, "yellow"),
        (150.4, 150, "yellow"),
        (49.5, 50, "yellow"),
    ],
)
def test_percents_are_rounded_before_they_are_coloured(
    done: float, percent: int, colour: str
) -> None:
    found = compliance(Amounts(duration_s=100), Amounts(duration_s=done), is_past=True)
    assert (found.percent, found.level) == (percent, colour)


@pytest.mark.parametrize(
    ("planned", "done", "past", "status", "colour"),
    [
        (HOUR, None, True, "missed", "red"),
        (HOUR, None, False, "planned", None),
        (None, HOUR, True, "unplanned", "grey"),
        (Amounts(), HOUR, True, "completed", None),
        (HOUR, Amounts(load=50), True, "completed", None),
        (Amounts(duration_s=0), HOUR, True, "completed", None),
        (Amounts(), None, True, "missed", None),
        (Amounts(duration_s=0), None, True, "missed", None),
    ],
)
def test_states(
    planned: Amounts | None, done: Amounts | None, past: bool, status: str, colour: str | None
) -> None:
    found = compliance(planned, done, is_past=past)
    assert (found.status, found.level) == (status, colour)


@pytest.mark.parametrize("planned", [HOUR, Amounts()])
def test_a_race_left_out_and_a_day_of_rest_have_no_red(planned: Amounts) -> None:
    for past in (True, False):
        race = compliance(planned, None, is_past=past, kind="race")
        rest = compliance(planned, None, is_past=past, kind="rest")
        assert (race.status, race.level) == ("missed" if past else "planned", None)
        assert (rest.status, rest.level) == ("rest", None)
    assert compliance(HOUR, HOUR, is_past=True, kind="race").level == "green"


def test_the_first_planned_quantity_colours_all_ratios_are_kept() -> None:
    planned = Amounts(duration_s=3600, distance_m=10_000, load=50)
    done = Amounts(duration_s=3600, distance_m=4_000, load=100)
    found = compliance(planned, done, is_past=True)
    assert found == ("completed", "green", 100, "duration", 100, 40, 200)
    by_distance = compliance(planned._replace(duration_s=None), done, is_past=True)
    assert (by_distance.basis, by_distance.level) == ("distance", "orange")
    by_load = compliance(Amounts(load=50), done, is_past=True)
    assert (by_load.basis, by_load.percent, by_load.level) == ("load", 200, "orange")


def test_nothing_known() -> None:
    assert whole_percent(None, 10) is None
    assert whole_percent(10, None) is None
    assert whole_percent(10, 0) is None


@given(st.floats(1, 1e5), st.floats(1, 1e5), st.sampled_from([0.25, 0.5, 2.0, 8.0]))
def test_units_do_not_matter(planned: float, done: float, factor: float) -> None:
    assert whole_percent(done * factor, planned * factor) == whole_percent(done, planned)


@given(st.floats(1, 1e5), st.floats(0, 1e5), st.floats(0, 1e4))
def test_more_done_is_never_less_percent(planned: float, done: float, more: float) -> None:
    before, after = whole_percent(done, planned), whole_percent(done + more, planned)
    assert before is not None
    assert after is not None
    assert after >= before
