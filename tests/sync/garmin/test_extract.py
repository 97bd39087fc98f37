"""What comes out of Garmin's answers: of recorded ones, of every shape, of defaults."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.rows import Wellness
from sync.sources.garmin.datasets import BY_NAME, DATASETS, canonical, recognised, split
from sync.sources.garmin.extract import thresholds
from sync.sources.garmin.extract.activity import listed, quiet
from sync.sources.garmin.extract.thresholds import Found, FoundZones
from tests.recorded import GARMIN as RECORDED

needs_recorded = pytest.mark.skipif(not RECORDED.exists(), reason="no recorded answers here")

_STAGES = "sleep_total_s sleep_deep_s sleep_light_s sleep_rem_s sleep_awake_s"
_NIGHT = f"{_STAGES} sleep_start_at sleep_end_at respiration_avg spo2_avg"
_HRV = (
    "hrv_overnight_ms hrv_weekly_avg_ms hrv_status hrv_baseline_ms hrv_baseline_low_ms"
    " hrv_baseline_high_ms"
)
_BATTERY = "body_battery_high body_battery_low body_battery_charged body_battery_drained"
_DAY = f"steps floors_climbed rhr_bpm stress_avg stress_max {_BATTERY} respiration_avg"

#: Recorded answer → the dataset that reads it, its days with values, the columns they give.
TABLE = [
    ("sleep_stats_daily", "sleep", 2, f"{_NIGHT} sleep_score rhr_bpm hrv_overnight_ms"
     " hrv_weekly_avg_ms hrv_status"),
    ("sleep_summaries_range_graphql", "sleep", 4, f"{_NIGHT} sleep_score"),
    ("sleep_day_full_graphql", "sleep", 1, f"{_NIGHT} sleep_score"),
    ("sleep_day_2025", "sleep", 1, f"{_NIGHT} sleep_score"),
    ("sleep_day_2025b", "sleep", 1, f"{_NIGHT} sleep_score"),
    ("sleep_day_legacy_2021", "sleep", 1, _NIGHT),
    ("sleep_day_none", "sleep", 0, ""),
    ("hrv_range", "hrv", 20, _HRV),
    ("hrv_range_28", "hrv", 28, _HRV),
    ("hrv_range_graphql", "hrv", 4, _HRV),
    ("hrv_day", "hrv", 1, _HRV),
    ("hrv_day_b", "hrv", 1, _HRV),
    ("hrv_day_pgc", "hrv", 1, _HRV),
    ("daily_summaries_v2_range", "summary", 4, f"{_DAY} spo2_avg"),
    ("daily_summary", "summary", 1, _DAY),
    ("daily_summary_b", "summary", 1, _DAY),
    ("daily_summary_sparse", "summary", 1, f"{_DAY} spo2_avg"),
    ("stress_range", "stress", 28, "stress_avg"),
    ("stress_day", "stress", 1, "stress_avg stress_max"),
    ("stress_day_incomplete_2025", "stress", 1, "stress_avg stress_max"),
    ("stress_day_null", "stress", 0, ""),
    ("body_battery_reports_daily_range", "body_battery", 1, _BATTERY),
    ("training_readiness_range", "readiness", 4, "training_readiness"),
    ("training_readiness_day", "readiness", 1, "training_readiness"),
    ("training_readiness_day_2024", "readiness", 1, "training_readiness"),
    ("training_readiness_day_none", "readiness", 0, ""),
    ("training_status_weekly", "training_status", 4, "training_status"),
    ("training_status_daily", "training_status", 1, "training_status"),
    ("training_status_aggregated", "training_status", 1, "training_status"),
    ("max_metrics_range", "vo2max", 4, "vo2_max"),
    ("weight_range", "weight", 3, "weight_kg body_fat_pct"),
    ("weight_range_scale_body_comp", "weight", 2, "weight_kg"),
    ("weight_dayview_manual", "weight", 1, "weight_kg body_fat_pct"),
    ("weight_range_empty", "weight", 0, ""),
    ("rhr_range", "resting_hr", 4, "rhr_bpm"),
]  # fmt: skip


def recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text())


@needs_recorded
@pytest.mark.parametrize(("name", "dataset", "days", "columns"), TABLE, ids=[t[0] for t in TABLE])
def test_what_comes_out_of_a_recorded_answer(
    name: str, dataset: str, days: int, columns: str
) -> None:
    found = split(BY_NAME[dataset], recorded(name))
    values = [v for row in found.values() if (v := BY_NAME[dataset].values(row))]
    assert len(values) == days
    assert {column for day in values for column in day} == set(columns.split())


@needs_recorded
def test_every_recorded_answer_goes_through_every_extractor() -> None:
    seen = 0
    for path in sorted(RECORDED.glob("*.json")):
        everything_reads(json.loads(path.read_text()))
        seen += 1
    assert seen > 100


@needs_recorded
@pytest.mark.parametrize(
    ("name", "dataset"),
    [(name, dataset) for name, dataset, _, _ in TABLE if "range" in name or "weekly" in name],
)
def test_the_form_of_a_recorded_range_is_recognised(name: str, dataset: str) -> None:
    if "graphql" not in name:  # these are asked for in another way
        assert recognised(BY_NAME[dataset], recorded(name))


@needs_recorded
def test_recorded_activities_say_who_when_and_what() -> None:
    names = ("activity_list", "activity_list_page2", "activity_list_strength")
    rows = [row for name in names for row in recorded(name)]
    found = [one for row in rows if (one := listed(row)) is not None]
    assert len(found) == len(rows)
    first = found[0]
    assert (first.ident, first.sport, first.sub_sport) == ("20000000001", "run", "trail_running")
    assert first.started_at.isoformat() == "2026-01-08T14:10:21+00:00"
    assert first.utc_offset_s == -6 * 3600
    assert {one.sport for one in found} >= {"run", "strength"}
    old = [listed(row) for row in recorded("activity_list_2023_explicit_nulls")]
    assert None not in old


@needs_recorded
def test_recorded_thresholds_and_zones() -> None:
    assert set(thresholds.lactate(recorded("lactate_threshold_latest_raw"))) == {
        Found("run", "threshold_pace_s_per_km", 271.7, "2026-06-28"),
        Found("run", "lthr_bpm", 173.0, "2026-06-28"),
        Found("bike", "lthr_bpm", 159.0, "2026-06-28"),
    }
    stale = thresholds.cycling_ftp(recorded("cycling_ftp"))
    assert stale == [Found("bike", "ftp_w", 214.0, "2023-11-08")]
    found, zones = thresholds.power_zones(recorded("power_zones"))
    assert found == [Found("bike", "ftp_w", 275.0, None), Found("run", "ftp_w", 380.0, None)]
    assert zones == [
        FoundZones("bike", "power", (179.0, 220.0, 248.0, 275.0, 316.0, 358.0, 412.0)),
        FoundZones("run", "power", (247.0, 304.0, 342.0, 380.0, 437.0)),
    ]
    found, zones = thresholds.heart_rate_zones(recorded("heart_rate_zones_lthr"))
    assert Found("any", "lthr_bpm", 167.0, None) in found
    assert zones == [FoundZones("any", "hr", (108.0, 128.0, 142.0, 156.0, 167.0))]


@needs_recorded
def test_defaults_that_look_real_are_not_believed() -> None:
    assert thresholds.power_zones(recorded("power_zones_defaults")) == ([], [])
    assert thresholds.heart_rate_zones(recorded("heart_rate_zones_default")) == ([], [])


def everything_reads(payload: Any) -> None:
    """Runs every extractor on it, and checks that what comes out fits the mirror's row."""
    kinds = Wellness.__annotations__
    for dataset in DATASETS:
        recognised(dataset, payload)
        for day, row in split(dataset, payload).items():
            assert len(day) == 10
            for column, value in canonical({dataset.name: row}).items():
                assert isinstance(value, str if "str" in str(kinds[column]) else float | int)
    for row in payload if isinstance(payload, list) else [payload]:
        listed(row)
    thresholds.lactate(payload)
    thresholds.cycling_ftp(payload)
    thresholds.power_zones(payload)
    thresholds.heart_rate_zones(payload)


_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=12),
    st.sampled_from(["2026-07-03", "2026-07-03T05:20:00.0", "1970-01-01", "NONE", "٣"]),
)
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(_ANYTHING)
def test_no_answer_is_too_strange(payload: Any) -> None:
    everything_reads(payload)


SAMPLES: dict[str, Any] = {
    "sleep": {
        "individualStats": [
            {"calendarDate": "2026-07-02", "values": {
                "totalSleepTimeInSeconds": 26880, "deepTime": 6300, "sleepScore": 81,
                "gmtSleepStartTimeInMillis": 1782940620000, "hrvStatus": "BALANCED"}}
        ]
    },
    "hrv": {
        "hrvSummaries": [
            {"calendarDate": "2026-07-02", "weeklyAvg": 43, "lastNightAvg": 40,
             "baseline": {"balancedLow": 38, "balancedUpper": 52}, "status": "BALANCED"}
        ]
    },
    "summary": {
        "data": [
            {"calendarDate": "2026-07-02", "movement": {"steps": {"value": 9000}},
             "stress": {"avgLevel": 20, "maxLevel": 90}, "bodyBattery": {"maxValue": 80}}
        ]
    },
    "training_status": {
        "reportData": {"1": [{"calendarDate": "2026-07-02", "primaryTrainingDevice": True,
                              "trainingStatusFeedbackPhrase": "PRODUCTIVE_3"}]}
    },
    "weight": {
        "dailyWeightSummaries": [
            {"summaryDate": "2026-07-02", "allWeightMetrics": [
                {"calendarDate": "2026-07-02", "weight": 70000.0, "bodyFat": 12.5,
                 "timestampGMT": 1782940620000}]}
        ]
    },
}  # fmt: skip


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_any_one_field_may_be_missing_null_or_of_another_type(name: str, data: Any) -> None:
    """The other fields are read as before."""
    payload = json.loads(json.dumps(SAMPLES[name]))
    whole = _values(name, payload)
    assert len(whole) == 1
    holder, key = data.draw(st.sampled_from(list(_fields(payload))))
    change = data.draw(st.one_of(st.just("gone"), _ANYTHING))
    if change == "gone":
        del holder[key]
    else:
        holder[key] = change
    everything_reads(payload)
    if key not in _STRUCTURE:
        after = _values(name, payload).get("2026-07-02", {})
        lost = {
            column for column, value in whole["2026-07-02"].items() if after.get(column) != value
        }
        assert len(lost) <= (2 if "balanced" in key else 1)


_STRUCTURE = {
    "individualStats", "values", "hrvSummaries", "baseline", "data", "movement", "steps", "stress",
    "bodyBattery", "reportData", "1", "dailyWeightSummaries", "allWeightMetrics", "calendarDate",
    "summaryDate", "timestampGMT",
}  # fmt: skip


def _values(name: str, payload: Any) -> dict[str, Any]:
    dataset = BY_NAME[name]
    return {day: dataset.values(row) for day, row in split(dataset, payload).items()}


def _fields(value: Any) -> Any:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from _fields(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner)


def test_null_and_absent_are_the_same() -> None:
    row = {"calendarDate": "2026-07-02", "values": {"sleepScore": None, "deepTime": 10}}
    del row["values"]["sleepScore"]  # type: ignore[attr-defined]
    assert BY_NAME["sleep"].values(row) == {"sleep_deep_s": 10.0}
    row["values"]["sleepScore"] = None  # type: ignore[index]
    assert BY_NAME["sleep"].values(row) == {"sleep_deep_s": 10.0}


@pytest.mark.parametrize("level", [-1, -2, 0, 101, None, "20", True, float("nan")])
def test_levels_that_mean_no_reading_are_dropped(level: Any) -> None:
    row = {"calendarDate": "2026-07-02", "stress": {"avgLevel": level, "maxLevel": 90}}
    assert BY_NAME["summary"].values(row) == {"stress_max": 90.0}


def test_of_several_readiness_entries_the_one_on_waking_counts() -> None:
    entries = [
        {"calendarDate": "2026-07-02", "score": 40, "timestamp": "2026-07-02T18:00:00.0"},
        {"calendarDate": "2026-07-02", "score": 77, "timestamp": "2026-07-02T05:00:00.0",
         "inputContext": "AFTER_WAKEUP_RESET"},
        {"calendarDate": "2026-07-02", "score": 12, "timestamp": "2026-07-02T01:00:00.0"},
    ]  # fmt: skip
    assert _values("readiness", entries) == {"2026-07-02": {"training_readiness": 77.0}}


def test_the_primary_device_tells_the_training_status() -> None:
    def entry(phrase: str, primary: bool) -> dict[str, Any]:
        return {"calendarDate": "2026-07-02", "trainingStatusFeedbackPhrase": phrase,
                "primaryTrainingDevice": primary}  # fmt: skip

    for order in (("1", "2"), ("2", "1")):
        devices = {"1": [entry("PEAKING_1", True)], "2": [entry("RECOVERY_2", False)]}
        payload = {"reportData": {key: devices[key] for key in order}}
        assert _values("training_status", payload)["2026-07-02"] == {"training_status": "PEAKING"}


def test_of_several_weigh_ins_the_last_counts_and_the_last_fat() -> None:
    def entry(grams: float, fat: float | None, at: int) -> dict[str, Any]:
        return {"calendarDate": "2026-07-02", "weight": grams, "bodyFat": fat, "timestampGMT": at}

    entries = [entry(70500, None, 1782990000000), entry(70100, 12.0, 1782940000000)]
    payload = {"dailyWeightSummaries": [{"allWeightMetrics": entries}]}
    assert _values("weight", payload)["2026-07-02"] == {"weight_kg": 70.5, "body_fat_pct": 12.0}


def test_which_dataset_wins_does_not_hang_on_the_order() -> None:
    rows: dict[str, dict[str, Any]] = {
        "resting_hr": {"value": 44.0},
        "sleep": {"values": {"restingHeartRate": 46, "avgOvernightHrv": 60}},
        "hrv": {"lastNightAvg": 61},
    }
    backwards = dict(reversed(rows.items()))
    assert canonical(rows) == canonical(backwards) == {"rhr_bpm": 44.0, "hrv_overnight_ms": 61.0}


def test_noise_of_a_list_row_is_no_change() -> None:
    row = {"activityId": 1, "activityName": "Run", "comments": None}
    assert quiet({**row, "userRoles": ["A"], "numberOfActivityLikes": 3}) == quiet(row)
    assert quiet({**row, "activityName": "Race"}) != quiet(row)


@pytest.mark.parametrize(
    ("kind", "sport"),
    [
        ("lap_swimming", "swim"), ("open_water_swimming", "swim"), ("cycling", "bike"),
        ("mountain_biking", "bike"), ("virtual_ride", "bike"), ("gravel_cycling", "bike"),
        ("running", "run"), ("treadmill_running", "run"), ("ultra_run", "run"),
        ("strength_training", "strength"), ("yoga", "mobility"), ("multi_sport", "brick"),
        ("hiking", "other"), (None, "other"), ("", "other"),
    ],
)  # fmt: skip
def test_types_of_activities(kind: str | None, sport: str) -> None:
    row = {
        "activityId": 7,
        "startTimeGMT": "2026-07-02 05:00:00",
        "activityType": {"typeKey": kind},
    }
    one = listed(row)
    assert one is not None
    assert one.sport == sport


def test_vo2max_of_running_and_of_cycling() -> None:
    row = {
        "generic": {"calendarDate": "2026-07-02", "vo2MaxPreciseValue": 54.3, "vo2MaxValue": 54.0},
        "cycling": {"calendarDate": "2026-07-02", "vo2MaxPreciseValue": None, "vo2MaxValue": 58.0},
    }
    both = {"vo2_max": 54.3, "vo2_max_cycling": 58.0}
    assert _values("vo2max", [row]) == {"2026-07-02": both}
    assert _values("vo2max", [{**row, "generic": None}])["2026-07-02"] == {"vo2_max_cycling": 58.0}
