"""One workout: which one is meant, its analysis, its lanes."""

import json
from array import array
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror import thresholds as writes
from mirror.athlete import athlete
from mirror.codec import MISSING, pack
from mirror.database import Mirror
from mirror.rows import Threshold, Zone
from reports.analyze import analyze
from reports.errors import AmbiguousWorkoutError, UnknownWorkoutError
from reports.last import last
from reports.streams import lane, lanes, track
from reports.zones import lane_bounds, zones
from tests.filled import FTP, LTHR, SECONDS, workout_id
from tests.reports.conftest import TODAY

BIKE, RUN, SWIM = TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=2)


@pytest.mark.parametrize(
    "ident",
    [
        workout_id(RUN),
        workout_id(RUN).upper(),
        workout_id(RUN)[:13],
        str(10**10 + RUN.toordinal()),
        RUN.isoformat(),
    ],
)
def test_names_of_a_workout(filled: Mirror, ident: str) -> None:
    report = analyze(filled, ident, TODAY)
    assert report is not None
    assert report.workout.id == workout_id(RUN)


def test_default_is_the_latest(filled: Mirror) -> None:
    report = analyze(filled, None, TODAY)
    assert report is not None
    assert report.workout.id == workout_id(TODAY)


@pytest.mark.parametrize("ident", ["", "abc", "no-such-thing", "0000", "1999-01-01", "'; --", "％"])
def test_nothing_of_that_name(filled: Mirror, ident: str) -> None:
    with pytest.raises(UnknownWorkoutError, match="no workout"):
        analyze(filled, ident, TODAY)


def test_two_on_one_day_are_listed(small: Mirror) -> None:
    small.db.execute(
        "UPDATE workouts_executed SET local_date = ? WHERE id = ?",
        (TODAY.isoformat(), workout_id(RUN)),
    )
    with pytest.raises(AmbiguousWorkoutError) as caught:
        analyze(small, TODAY.isoformat(), TODAY)
    line = str(caught.value)
    assert workout_id(RUN)[:8] in line
    assert workout_id(TODAY)[:8] in line
    assert "\n" not in line


def test_an_ambiguous_prefix_lists_some(small: Mirror) -> None:
    small.db.execute("PRAGMA foreign_keys=OFF")
    rows = small.db.execute("SELECT id FROM workouts_executed ORDER BY id").fetchall()
    for number, (name,) in enumerate(rows):
        small.db.execute(
            "UPDATE workouts_executed SET id = ? WHERE id = ?", (f"abcd{number:04}", name)
        )
    with pytest.raises(AmbiguousWorkoutError, match=r"fits several: abcd0000 .*, \.\.\."):
        analyze(small, "abcd", TODAY)


def test_no_workouts(empty: Mirror) -> None:
    assert analyze(empty, None, TODAY) is None
    assert last(empty).workout is None


def test_analysis_of_a_ride(filled: Mirror) -> None:
    report = analyze(filled, workout_id(BIKE), TODAY)
    assert report is not None
    assert report.stream_rows == SECONDS["bike"]
    assert "power" in report.channels
    assert "temperature" not in report.channels
    assert len(report.laps) == 5
    assert report.mean_max_metric == "power"
    assert list(report.mean_max_curve) == ["5", "30", "60", "300", "1200", "3600"]
    assert report.mean_max_curve["3600"] == pytest.approx(400 * (1 - 3600 / 5400 / 4), abs=0.1)
    assert set(report.curves) == {"power", "hr"}
    assert (report.load, report.load_method) == (80.0, "power")
    assert report.aerobic_decoupling_pct == 2.5
    assert [(part.source, part.file_name) for part in report.sources] == [("file", f"{BIKE}.fit")]
    (used,) = report.thresholds_used
    assert used == ("ftp_w", FTP, "W", (TODAY - timedelta(days=120)).isoformat(), "athlete")
    assert report.compliance is not None
    assert report.compliance.level == "green"


def test_a_shorter_workout_has_null_where_it_did_not_reach(filled: Mirror) -> None:
    report = analyze(filled, workout_id(SWIM), TODAY)
    assert report is not None
    assert report.mean_max_metric == "hr"
    assert report.mean_max_curve["3600"] is None
    assert report.time_in_power_zone_s is None
    assert report.aerobic_decoupling_pct is None
    assert report.decoupling_withheld


def test_time_in_zone_adds_up(filled: Mirror) -> None:
    """Bins of 270 s: hr 120 to 139 bpm, power 150 to 249 W."""
    report = analyze(filled, workout_id(BIKE), TODAY)
    assert report is not None
    assert report.time_in_hr_zone_s is not None
    assert report.time_in_power_zone_s is not None
    assert sum(report.time_in_hr_zone_s.values()) == SECONDS["bike"]
    assert sum(report.time_in_power_zone_s.values()) == SECONDS["bike"]
    edge = round(LTHR * 0.81)
    assert report.time_in_hr_zone_s["1"] == (edge - 120) * SECONDS["bike"] / 20


def test_an_own_table_goes_before_the_usual_one_from_its_day_on(small: Mirror) -> None:
    owner = athlete(small).id
    since = (TODAY - timedelta(days=3)).isoformat()
    rows = [
        Zone(owner, "bike", "power", 1, None, 200.0, "easy", since),
        Zone(owner, "bike", "power", 2, 200.0, None, "hard", since),
    ]
    writes.replace_zones(small, "bike", "power", since, rows)
    (power,) = (t for t in zones(small, TODAY, "bike").tables if t.metric == "power")
    assert (power.source, power.valid_from) == ("athlete", since)
    assert [zone.label for zone in power.zones] == ["easy", "hard"]
    (before,) = (
        t for t in zones(small, TODAY - timedelta(days=4), "bike").tables if t.metric == "power"
    )
    assert len(before.zones) == 7
    report = analyze(small, workout_id(BIKE), TODAY)
    assert report is not None
    assert report.time_in_power_zone_s == {"1": 10 * 270.0, "2": 10 * 270.0}


def test_an_old_workout_keeps_the_threshold_of_its_day(small: Mirror) -> None:
    owner = athlete(small).id
    row = Threshold(owner, "bike", "ftp_w", 300.0, TODAY.isoformat(), "athlete")
    writes.save_threshold(small, row)
    for day, basis in ((TODAY, "ftp_w 300"), (TODAY - timedelta(days=3), "ftp_w 250")):
        report = analyze(small, workout_id(day), TODAY)
        assert report is not None
        assert [t.basis for t in report.zones if t.metric == "power"] == [basis]


def test_an_estimate_never_overrules_the_athlete(small: Mirror) -> None:
    owner = athlete(small).id
    row = Threshold(owner, "bike", "ftp_w", 400.0, TODAY.isoformat(), "estimated")
    writes.save_threshold(small, row)
    (power,) = (t for t in zones(small, TODAY, "bike").tables if t.metric == "power")
    assert power.basis == "ftp_w 250"


def test_zone_tables_have_no_gaps(filled: Mirror) -> None:
    tables = zones(filled, TODAY).tables
    assert {(t.sport, t.metric) for t in tables} == {
        ("swim", "pace_s_per_km"),
        ("swim", "hr"),
        ("bike", "power"),
        ("bike", "hr"),
        ("run", "pace_s_per_km"),
        ("run", "hr"),
    }
    for table in tables:
        for one, following in pairwise(table.zones):
            pace = table.metric == "pace_s_per_km"
            assert (one.lower == following.upper) if pace else (one.upper == following.lower)
        bounds = [bound for bound in lane_bounds(table) if bound is not None]
        assert bounds == sorted(bounds)


def test_without_any_threshold_heart_rate_zones_are_a_guess_and_say_so(empty: Mirror) -> None:
    tables = zones(empty, TODAY).tables
    assert {table.metric for table in tables} == {"hr"}
    assert {(table.source, table.valid_from) for table in tables} == {("default", None)}


def test_last_of_a_sport(filled: Mirror) -> None:
    found = last(filled, "swim").workout
    assert found is not None
    assert found.id == workout_id(SWIM)
    assert last(filled, "strength").workout is None


def test_lanes(filled: Mirror) -> None:
    report = lanes(filled, workout_id(BIKE))
    assert report is not None
    assert list(report.lanes) == ["power", "hr", "speed", "cadence", "altitude"]
    assert report.n == SECONDS["bike"]
    assert report.pauses == [(600, 660)]
    assert report.bounds["power"][0] == 0.0
    assert report.bounds["power"][3] == 225.0
    power = report.lanes["power"]
    assert (power.lowest, power.highest) == (175, 185)
    assert power.mean(0, 7) == 175
    assert power.mean(0, 14) == 175.5


def test_lanes_of_a_workout_without_seconds(small: Mirror) -> None:
    small.db.execute("DELETE FROM workout_streams WHERE workout_id = ?", (workout_id(BIKE),))
    assert lanes(small, workout_id(BIKE)) is None
    assert track(small, workout_id(BIKE)) is None
    report = analyze(small, workout_id(BIKE), TODAY)
    assert report is not None
    assert (report.stream_rows, report.channels) == (0, [])


def test_track(filled: Mirror) -> None:
    found = track(filled, workout_id(BIKE))
    assert found is not None
    assert len(found.lat) == len(found.lon) == len(found.second) == SECONDS["bike"]
    assert found.lat[0] == pytest.approx(52.5, abs=1e-3)
    assert found.lon[0] == pytest.approx(13.4, abs=1e-3)


def test_seconds_without_a_fix_are_left_out(small: Mirror) -> None:
    lat = array("i", [52_500_000, MISSING, 52_500_002])
    lon = array("i", [13_400_000, 13_400_001, 13_400_002])
    small.db.execute(
        "UPDATE workout_streams SET lat = ?, lon = ? WHERE workout_id = ?",
        (pack(lat), pack(lon), workout_id(BIKE)),
    )
    found = track(small, workout_id(BIKE))
    assert found is not None
    assert list(found.second) == [0, 2]


@given(st.lists(st.one_of(st.none(), st.integers(-500, 2000)), min_size=1, max_size=60), st.data())
def test_prefix_sums_give_every_mean(samples: list[int | None], data: st.DataObject) -> None:
    stored = array("i", [MISSING if value is None else value for value in samples])
    made = lane("power", pack(stored))
    start = data.draw(st.integers(0, len(samples)))
    end = data.draw(st.integers(start, len(samples)))
    known = [value for value in samples[start:end] if value is not None]
    assert made.mean(start, end) == (pytest.approx(sum(known) / len(known)) if known else None)
    present = [value for value in samples if value is not None]
    assert made.lowest == (min(present) if present else None)
    assert made.highest == (max(present) if present else None)


def test_documents_open_their_json_columns(filled: Mirror) -> None:
    report = analyze(filled, workout_id(BIKE), TODAY)
    assert report is not None
    made = json.loads(json.dumps(report.to_json()))
    assert made["workout"]["warnings"] == []
    assert made["workout"]["thresholds_used"] == {"ftp_w": {"value": FTP, "source": "athlete"}}


def test_a_multisport_day_and_its_legs(small: Mirror) -> None:
    small.db.execute(
        "UPDATE workouts_executed SET sport = 'brick', title = 'Duathlon' WHERE id = ?",
        (workout_id(BIKE),),
    )
    small.db.execute(
        "UPDATE workouts_executed SET parent_id = ?, local_date = ? WHERE id = ?",
        (workout_id(BIKE), BIKE.isoformat(), workout_id(RUN)),
    )
    whole = analyze(small, BIKE.isoformat(), TODAY)
    assert whole is not None
    assert whole.workout.id == workout_id(BIKE)
    assert [leg.id for leg in whole.legs] == [workout_id(RUN)]
    latest, run = last(small).workout, last(small, "run").workout
    assert latest is not None
    assert run is not None
    assert latest.title == "Duathlon"
    assert run.parent_id == workout_id(BIKE)
