"""The formulas told are the ones used: put the inputs in, the number comes out."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mirror.database import Mirror, open_mirror
from reports.analyze import analyze
from reports.explain import Explained, explain
from tests.filled import workout_id
from tests.reports.conftest import TODAY
from tests.tui.seed import RIDE, RUN, SWIM, seed


@pytest.fixture
def analysed(tmp_path: Path) -> Iterator[list[dict[str, Explained]]]:
    """Workouts whose columns were computed from their seconds, and one that has none."""
    seed(tmp_path / "mirror.db")
    with open_mirror(tmp_path / "mirror.db") as mirror:
        found = []
        for ident in (RIDE, RUN, SWIM, "strength-2026-11-17"):
            report = analyze(mirror, ident, date(2026, 11, 23))
            assert report is not None
            found.append({number.key: number for number in explain(report).numbers})
        yield found


def _inputs(number: Explained) -> dict[str, float]:
    return {row.name: row.value for row in number.inputs} | {
        row.metric: row.value for row in number.thresholds
    }


def test_the_inputs_give_the_number(analysed: list[dict[str, Explained]]) -> None:
    checked = set()
    for numbers in analysed:
        for key, number in numbers.items():
            x = _inputs(number)
            made = None
            if key == "intensity_factor" and "ftp_w" in x:
                made = x["NP"] / x["ftp_w"]
            elif key == "intensity_factor" and "Graded pace" in x:
                made = x["threshold_pace_s_per_km"] / x["Graded pace"]
            elif key == "variability_index":
                made = x["NP"] / x["Mean power"]
            elif key == "avg_pace_s_per_km":
                made = x["Duration"] / x["Distance"] * 1000
            elif key == "load" and "NP" in x:
                made = x["Time with power"] / 36 * (x["NP"] / x["ftp_w"]) ** 2
            elif key == "load" and "Graded pace" in x:
                made = x["Duration"] / 36 * (x["threshold_pace_s_per_km"] / x["Graded pace"]) ** 2
            elif key == "load" and "css_s_per_100m" in x:
                intensity = x["css_s_per_100m"] / (x["Time swum"] / x["Distance"] * 100)
                made = x["Time swum"] / 36 * intensity**3
            elif key == "load" and "Usual intensity" in x:
                made = x["Duration"] / 36 * x["Usual intensity"] ** 2
            if made is not None:
                checked.add(key)
                assert number.value == pytest.approx(made, rel=0.01), (key, number.formula)
    assert checked == {"load", "intensity_factor", "variability_index", "avg_pace_s_per_km"}


def test_values_are_the_workouts_own(filled: Mirror) -> None:
    report = analyze(filled, workout_id(TODAY), TODAY)
    assert report is not None
    found = explain(report)
    for number in found.numbers:
        assert number.value == getattr(report.workout, number.key)
        assert number.formula
    document = found.to_json()
    json.dumps(document)
    assert document["workout_id"] == report.workout.id


def test_without_seconds_the_source_has_the_word(small: Mirror) -> None:
    ident = workout_id(TODAY)
    small.db.execute("DELETE FROM workout_streams WHERE workout_id = ?", (ident,))
    small.db.execute("DELETE FROM workout_sources WHERE workout_id = ?", (ident,))
    small.db.execute("UPDATE workouts_executed SET device = NULL WHERE id = ?", (ident,))
    report = analyze(small, ident, TODAY)
    assert report is not None
    found = explain(report)
    assert found.source == "not known"
    heart = next(number for number in found.numbers if number.key == "avg_hr")
    assert heart.formula.startswith("given by the source")


def test_a_withheld_decoupling_says_why(small: Mirror) -> None:
    ident = workout_id(TODAY)
    small.db.execute(
        "UPDATE workouts_executed SET decoupling_pct = NULL, decoupling_withheld = 'not steady'"
        " WHERE id = ?",
        (ident,),
    )
    report = analyze(small, ident, TODAY)
    assert report is not None
    drift = next(n for n in explain(report).numbers if n.key == "decoupling_pct")
    assert drift.value is None
    assert drift.why == "Withheld: not steady."


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"load_method": "duration", "avg_hr": None}, "no heart rate recorded"),
        ({"load_method": "heart_rate", "normalized_power": None}, "no power recorded"),
        ({"load_method": "heart_rate", "thresholds_used": None}, "no FTP known"),
        ({"load_method": "duration", "thresholds_used": None}, "not known: LTHR"),
        ({"excluded_reason": "belt off"}, "It does not count: belt off"),
    ],
)
def test_a_load_says_why_by_no_better_method(
    small: Mirror, changes: dict[str, object], told: str
) -> None:
    report = analyze(small, workout_id(TODAY), TODAY)
    assert report is not None
    changed = report._replace(workout=report.workout._replace(sport="bike", **changes))  # type: ignore[arg-type]
    if "thresholds_used" in changes:
        changed = changed._replace(thresholds_used=[])
    assert told in explain(changed).numbers[2].why or told in explain(changed).numbers[1].why


def test_a_multisport_day_is_the_sum_of_its_legs(small: Mirror) -> None:
    parent = workout_id(TODAY)
    small.db.execute(
        "UPDATE workouts_executed SET parent_id = ? WHERE id <> ? AND local_date >= '2026-04-03'",
        (parent, parent),
    )
    small.db.execute(
        "UPDATE workouts_executed SET load_method = NULL, load = (SELECT sum(load) FROM"
        " workouts_executed AS leg WHERE leg.parent_id = ?) WHERE id = ?",
        (parent, parent),
    )
    report = analyze(small, parent, TODAY)
    assert report is not None
    load = next(number for number in explain(report).numbers if number.key == "load")
    assert len(load.inputs) == len(report.legs) > 1
    assert load.value == pytest.approx(sum(row.value for row in load.inputs))
