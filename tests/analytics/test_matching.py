"""Plan and execution: cheapest pairing, moved sessions, pins, bricks; the assignment itself."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.assignment import assign
from analytics.matching import Pair, Session, cost, match, similarity

MONDAY, TUESDAY, THURSDAY, NEXT = "2026-03-02", "2026-03-03", "2026-03-05", "2026-03-09"


def plan(
    name: str, minutes: float | None, day: str = MONDAY, sport: str = "bike", title: str = ""
) -> Session:
    return Session(name, day, sport, title, None if minutes is None else minutes * 60)


def pairs(found: list[Pair]) -> set[tuple[str, str]]:
    return {(pair.planned_id, pair.done_id) for pair in found}


def test_not_by_order_of_arrival() -> None:
    """The original pairs the first done with the first planned and swaps 60 and 30 minutes."""
    planned = [plan("p60", 60), plan("p30", 30)]
    done = [plan("d31", 31), plan("d58", 58)]
    assert pairs(match(planned, done)) == {("p60", "d58"), ("p30", "d31")}


def test_titles_decide_between_equal_lengths() -> None:
    planned = [plan("a", 60, title="VO2max 5x4"), plan("b", 60, title="Easy spin")]
    done = [plan("x", 60, title="Easy spin"), plan("y", 60, title="VO2max 5x4")]
    assert pairs(match(planned, done)) == {("a", "y"), ("b", "x")}


def test_sport_and_day_must_agree() -> None:
    assert match([plan("p", 60)], [plan("d", 60, sport="run")]) == []
    assert match([plan("p", 60)], [plan("d", 60, day=NEXT)]) == []


def test_nothing_alike_stays_apart() -> None:
    assert match([plan("p", 240, title="Long ride")], [plan("d", 20, title="To work")]) == []


def test_one_plan_one_workout() -> None:
    found = match([plan("p", 60)], [plan("d1", 20), plan("d2", 61), plan("d3", 40)])
    assert pairs(found) == {("p", "d2")}


def test_a_moved_session() -> None:
    planned = [plan("p", 60, title="Threshold 3x10")]
    found = match(planned, [plan("d", 58, THURSDAY, title="Threshold 3x10")])
    assert found == [Pair("p", "d", "auto", 3)]


def test_the_day_itself_goes_before_a_moved_session() -> None:
    planned = [plan("mon", 60, MONDAY, title="Ride"), plan("tue", 60, TUESDAY, title="Ride")]
    found = match(planned, [plan("d", 60, TUESDAY, title="Ride")])
    assert found == [Pair("tue", "d", "auto", 0)]


def test_an_unlike_workout_is_not_a_moved_session() -> None:
    assert match([plan("p", 60, title="Run to hills")], [plan("d", 30, TUESDAY, title="x")]) == []


def test_a_plan_ahead_needs_its_title() -> None:
    planned = [plan("p", 60, TUESDAY, title="Threshold 3x10")]
    named, unnamed = plan("d", 60, title="Threshold 3x10"), plan("d", 60, title="Morning ride")
    assert pairs(match(planned, [named], today=MONDAY)) == {("p", "d")}
    assert match(planned, [unnamed], today=MONDAY) == []


def test_pins_stand() -> None:
    planned = [plan("p60", 60), plan("p30", 30)]
    done = [plan("d30", 30)._replace(pinned_to="p60"), plan("d60", 60)]
    found = match(planned, done)
    assert Pair("p60", "d30", "pinned", 0) in found
    assert pairs(found) == {("p60", "d30"), ("p30", "d60")}


def test_a_pin_to_an_unknown_plan_is_no_pin() -> None:
    assert pairs(match([plan("p", 60)], [plan("d", 60)._replace(pinned_to="gone")])) == {("p", "d")}


BRICK = [
    plan("whole", 110, sport="brick"),
    plan("leg-bike", 80)._replace(parent_id="whole"),
    plan("leg-run", 30, sport="run")._replace(parent_id="whole"),
]


def test_legs_answer_their_own_plans() -> None:
    planned = [plan("bike", 75), plan("run", 30, sport="run")]
    assert pairs(match(planned, BRICK)) == {("bike", "leg-bike"), ("run", "leg-run")}


def test_a_multisport_workout_answers_a_planned_brick() -> None:
    planned = [plan("brick", 120, sport="brick"), plan("bike", 80)]
    assert pairs(match(planned, BRICK)) == {("brick", "whole")}


def test_a_brick_recorded_in_parts() -> None:
    parts = [
        plan("d-bike", 80),
        plan("d-run", 30, sport="run"),
        plan("d-swim", 30, TUESDAY, "swim"),
    ]
    planned = [plan("brick", 110, sport="brick")]
    assert pairs(match(planned, parts)) == {("brick", "d-bike"), ("brick", "d-run")}
    assert match(planned, parts[:1]) == []


def test_cost() -> None:
    assert cost(plan("p", 60, title="Ride"), plan("d", 60, title="ride ")) == 0
    assert cost(plan("p", 60), plan("d", 60)) == 0.5
    assert cost(plan("p", None), plan("d", 60)) == 1.0
    by_distance = Session("p", MONDAY, "run", "x", None, 10_000)
    assert cost(by_distance, Session("d", MONDAY, "run", "x", 3600, 10_000)) == 0


def test_empty() -> None:
    assert match([], []) == []
    assert match([plan("p", 60)], []) == []
    assert match([], [plan("d", 60)]) == []


def test_similarity() -> None:
    assert similarity("Long Ride", "long  ride") == 1
    assert similarity("Long ride", "Swim") == 0
    assert similarity(None, None) == similarity("", "a") == 0
    assert 0.3 < similarity("Long ride with hills", "Long ride") < 1


lengths = st.lists(st.integers(20, 240), min_size=1, max_size=4)


@given(lengths, lengths)
def test_the_order_of_the_lists_does_not_matter(planned: list[int], done: list[int]) -> None:
    plans = [plan(f"p{m}-{i}", m) for i, m in enumerate(planned)]
    works = [plan(f"d{m}-{i}", m) for i, m in enumerate(done)]
    costs = {(p.id, d.id): cost(p, d) for p in plans for d in works}
    forward, backward = match(plans, works), match(plans[::-1], works[::-1])
    total = sum(costs[pair] for pair in pairs(forward))
    assert total == pytest.approx(sum(costs[pair] for pair in pairs(backward)))
    assert len({p for p, _ in pairs(forward)}) == len(forward)
    assert len({d for _, d in pairs(forward)}) == len(forward)


tables = st.integers(1, 4).flatmap(
    lambda rows: st.integers(rows, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.floats(0, 10), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        )
    )
)


@given(tables)
def test_assignment_is_the_cheapest(costs: list[list[float]]) -> None:
    found = assign(costs)
    total = sum(row[column] for row, column in zip(costs, found, strict=True))
    columns = range(len(costs[0]))
    cheapest = min(
        sum(row[column] for row, column in zip(costs, chosen, strict=True))
        for chosen in permutations(columns, len(costs))
    )
    assert len(set(found)) == len(costs)
    assert total == pytest.approx(cheapest)


def test_assigning_nothing() -> None:
    assert assign([]) == []
