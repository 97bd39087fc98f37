"""Plan next to execution: bricks, races, rest days, and the steps against the laps."""

import json
from array import array
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from analytics.steps import parse_steps
from mirror import thresholds, workouts
from mirror.athlete import athlete
from mirror.codec import pack
from mirror.database import Mirror, open_mirror
from mirror.rows import Lap, Planned, Stream, Threshold
from reports.analyze import Analysis, analyze
from reports.calendar import Item, calendar
from sync.matching import refresh
from tests.sync.plan.rows import done, session, store

DAY = "2026-05-20"
TODAY = date(2026, 5, 22)


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with open_mirror(tmp_path / "mirror.db") as opened:
        yield opened


def cards(mirror: Mirror) -> list[Item]:
    refresh(mirror, DAY, DAY)
    return calendar(mirror, date(2026, 5, 18), date(2026, 5, 24), TODAY).days[DAY].items


def verdicts(mirror: Mirror) -> dict[str, tuple[str, str | None]]:
    return {
        item.title: (item.compliance.status, item.compliance.level)
        for item in cards(mirror)
        if item.compliance is not None
    }


def test_the_parts_of_a_brick_count_together(mirror: Mirror) -> None:
    store(
        mirror,
        session("Bike to run", DAY, 105, sport="brick"),
        done("ride", DAY, 75, title="Ride"),
        done("run", DAY, 28, sport="run", title="Run"),
    )
    assert verdicts(mirror) == {"Ride": ("completed", "green"), "Run": ("completed", "green")}


def test_legs_that_were_planned_apart_are_cards_apart(mirror: Mirror) -> None:
    store(
        mirror,
        session("Ride first", DAY, 90),
        session("Run after", DAY, 20, sport="run"),
        done("whole", DAY, 121, sport="brick", title="Duathlon"),
        done("leg 1", DAY, 91, parent="whole", title="Bike leg"),
        done("change", DAY, 1, sport="other", parent="whole", sub_sport="transition"),
        done("leg 2", DAY, 29, sport="run", parent="whole", title="Run leg"),
    )
    assert verdicts(mirror) == {
        "Bike leg": ("completed", "green"),
        "Run leg": ("completed", "yellow"),
    }


def test_no_red_for_a_rest_day_a_race_and_what_plans_nothing(mirror: Mirror) -> None:
    store(
        mirror,
        session("Day Off", DAY, None, sport="other", structure='{"kind": "rest"}'),
        session("A race", DAY, 120, structure='{"kind": "race"}'),
        session("Core", DAY, None, sport="strength"),
        session("Easy run", DAY, 40, sport="run"),
    )
    assert verdicts(mirror) == {
        "Day Off": ("rest", None),
        "A race": ("missed", None),
        "Core": ("missed", None),
        "Easy run": ("missed", "red"),
    }


@pytest.mark.parametrize(("minutes", "level"), [(79.6, "green"), (79.4, "yellow")])
def test_whole_percents_decide(mirror: Mirror, minutes: float, level: str) -> None:
    store(mirror, session("Ride", DAY, 100), done("done", DAY, minutes, title="Done"))
    assert verdicts(mirror) == {"Done": ("completed", level)}


def planned(text: str) -> Planned:
    steps = parse_steps(text, "bike")
    assert steps is not None
    return session("Intervals", DAY, 60, structure=json.dumps(steps.to_json()))


def ride(mirror: Mirror, laps: list[tuple[float, float]], trigger: str) -> Analysis:
    """laps: (minutes, watts)."""
    owner = athlete(mirror)
    row = Threshold(owner.id, "bike", "ftp_w", 250.0, "2026-01-01", "athlete")
    thresholds.save_threshold(mirror, row)
    made = [
        Lap("ride", index, duration_s=minutes * 60, avg_power=watts, lap_trigger=trigger)
        for index, (minutes, watts) in enumerate(laps)
    ]
    power = array("i", [int(w) for minutes, w in laps for _ in range(int(minutes * 60))])
    stream = Stream("ride", len(power), power=pack(power))
    whole = done("ride", DAY, sum(minutes for minutes, _ in laps))
    workouts.save(mirror, workouts.WorkoutUnit(whole, laps=made, stream=stream))
    refresh(mirror, DAY, DAY)
    found = analyze(mirror, "ride", TODAY)
    assert found is not None
    return found


SET = [(15.0, 150.0), (8, 242), (2, 110), (8, 245), (2, 110), (8, 205), (2, 110), (10, 120)]
TEXT = "15' WU, 3x8' @ 95-100% / 2' easy, 10' CD"


def test_steps_against_laps(mirror: Mirror) -> None:
    store(mirror, planned(TEXT))
    found = ride(mirror, SET, "manual").adherence
    assert found is not None
    assert (found.hits, found.scored, found.percent, found.basis) == (2, 3, 67, "laps")
    work = [step for step in found.steps if step.intent == "work"]
    assert [(step.round, step.rounds, step.lap, step.hit) for step in work] == [
        (1, 3, 1, True),
        (2, 3, 3, True),
        (3, 3, 5, False),
    ]
    assert (work[2].metric, work[2].low, work[2].high, work[2].actual) == ("power", 237.5, 250, 205)


def test_automatic_laps_leave_it_to_the_intervals_in_the_power(mirror: Mirror) -> None:
    store(mirror, planned(TEXT))
    found = ride(mirror, SET, "distance").adherence
    assert found is not None
    assert (found.hits, found.scored, found.basis) == (2, 3, "intervals")


def test_without_steps_nothing_is_scored(mirror: Mirror) -> None:
    store(mirror, session("Intervals", DAY, 55))
    found = ride(mirror, SET, "manual")
    assert found.planned is not None
    assert found.adherence is None
    assert found.to_json()["adherence"] is None
