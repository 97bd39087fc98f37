"""CTL, ATL, TSB, ramp, monotony, strain, ACWR."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import fitness

WEEK = [0, 100, 50, 120, 0, 80, 60]
loads = st.lists(st.floats(0, 500), max_size=120)
weeks = st.lists(st.floats(0, 500), min_size=7, max_size=7)


def test_ctl_of_42_days() -> None:
    days = fitness.pmc([100.0] * 42)
    assert days[-1].ctl == pytest.approx(63.654405, abs=1e-6)
    assert days[6].atl == pytest.approx(66.008332, abs=1e-6)


def test_tsb_is_yesterdays() -> None:
    days = fitness.pmc([100.0, 0.0, 50.0], 60.0, 70.0)
    assert days[0].tsb == -10
    for before, after in pairwise(days):
        assert after.tsb == before.ctl - before.atl


def test_forecast_goes_on_from_today() -> None:
    history = [80.0, 0.0, 120.0, 40.0]
    whole = fitness.pmc([*history, 90.0, 0.0])
    assert fitness.forecast(fitness.pmc(history)[-1], [90.0, 0.0]) == whole[4:]


def test_ramp() -> None:
    assert fitness.ramp([10, 1, 2, 3, 4, 5, 6, 15.5]) == 5.5
    assert fitness.ramp([1.0] * 7) is None


def test_monotony_and_strain() -> None:
    assert fitness.monotony(WEEK) == pytest.approx(1.365151, abs=1e-6)
    assert fitness.strain(WEEK) == pytest.approx(559.711777, abs=1e-6)


@pytest.mark.parametrize("week", [[], [0.0] * 7])
def test_a_week_without_load(week: list[float]) -> None:
    assert fitness.monotony(week) is None
    assert fitness.strain(week) is None


def test_monotony_is_capped() -> None:
    assert fitness.monotony([50.0] * 7) == 10
    assert fitness.monotony([50.0] * 6 + [50.1]) == 10


def test_acwr() -> None:
    assert fitness.acwr([50.0] * 28 + [100.0] * 7) == 2
    assert fitness.acwr([50.0] * 21 + [100.0] * 7, coupled=True) == pytest.approx(1.6)
    assert fitness.acwr([50.0] * 34) is None
    assert fitness.acwr([0.0] * 35) is None
    assert fitness.acwr_ewma([70.0] * 60) == pytest.approx(1)
    assert fitness.acwr_ewma([70.0] * 27) is None
    assert fitness.acwr_ewma([0.0] * 40) is None


def test_fourteen_days_are_fourteen() -> None:
    """The original summed fifteen local days and divided by 14."""
    assert fitness.trailing_mean([1000.0] + [10.0] * 14) == 10
    assert fitness.trailing_mean([10.0] * 13) is None


def test_no_days() -> None:
    assert fitness.pmc([]) == []
    assert fitness.acwr([]) is None
    assert fitness.ramp([]) is None


@given(loads, st.floats(0.1, 10))
def test_pmc_scales(values: list[float], factor: float) -> None:
    for plain, scaled in zip(
        fitness.pmc(values), fitness.pmc([v * factor for v in values]), strict=True
    ):
        assert scaled == pytest.approx([x * factor for x in plain], abs=1e-6)


@given(loads, st.integers(0, 40))
def test_days_of_rest_before_the_first_change_nothing(values: list[float], rest: int) -> None:
    assert fitness.pmc([0.0] * rest + values)[rest:] == fitness.pmc(values)


@given(loads.filter(len), st.data(), st.floats(1, 100))
def test_more_load_is_never_less_fitness(
    values: list[float], data: st.DataObject, more: float
) -> None:
    day = data.draw(st.integers(0, len(values) - 1))
    harder = [*values]
    harder[day] += more
    plain, changed = fitness.pmc(values), fitness.pmc(harder)
    assert changed[:day] == plain[:day]
    assert all(
        b.ctl > a.ctl and b.atl > a.atl for a, b in zip(plain[day:], changed[day:], strict=True)
    )


@given(loads, st.integers(0, 120))
def test_going_on_is_the_same_as_from_scratch(values: list[float], at: int) -> None:
    """To the last bit: an incremental refresh must not differ from a whole one."""
    before = fitness.pmc(values[:at])
    last = before[-1] if before else fitness.Day(0.0, 0.0, 0.0)
    assert before + fitness.pmc(values[at:], last.ctl, last.atl) == fitness.pmc(values)


@given(weeks, st.floats(0.5, 4))
def test_monotony_does_not_scale_strain_does(week: list[float], factor: float) -> None:
    plain, scaled = fitness.monotony(week), fitness.monotony([x * factor for x in week])
    assert (plain is None) == (scaled is None)
    if plain is not None and scaled is not None:
        assert scaled == pytest.approx(plain, rel=1e-6)
        assert fitness.strain([x * factor for x in week]) == pytest.approx(
            factor * (fitness.strain(week) or 0), rel=1e-6
        )


@given(weeks)
def test_monotony_does_not_know_the_order(week: list[float]) -> None:
    assert fitness.monotony(week) == pytest.approx(fitness.monotony(week[::-1]))
