"""Real files against what several independent decoders agree on. Skipped where they are absent."""

import json
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from sync.fit import Recording, activities, decode
from tests import recorded

CORPUS = recorded.FIT
ORACLE: dict[str, dict[str, Any]] = (
    json.loads((CORPUS / "oracle.json").read_text()) if (CORPUS / "oracle.json").exists() else {}
)
AGREED = sorted(
    name for name, expected in ORACLE.items() if expected["agree"] >= 2 and (CORPUS / name).exists()
)
pytestmark = pytest.mark.skipif(not AGREED, reason="the corpus of real files is not here")

#: The oracle rounds: positions to 6 digits, sums to 3.
_TOLERANCE = {"sum": 1.1e-3}


def _read(name: str) -> Recording:
    return decode((CORPUS / name).read_bytes())


@pytest.mark.parametrize("name", AGREED)
def test_every_channel_as_agreed(name: str) -> None:
    recording, expected = _read(name), ORACLE[name]
    assert len(recording.records["time"]) == expected["n_records"]
    for channel, column in recording.records.items():
        if channel == "time" or channel not in (*expected["records"], *_PLAIN):
            continue
        values = column[~np.isnan(column)]
        if channel not in expected["records"]:
            assert len(values) == 0, channel
            continue
        found = {
            "count": len(values),
            "min": values.min(),
            "max": values.max(),
            "sum": values.sum(),
            "first": values[0],
            "last": values[-1],
        }
        for key, value in found.items():
            wanted = expected["records"][channel][key]
            assert value == pytest.approx(wanted, rel=1e-9, abs=_TOLERANCE.get(key, 1e-6)), (
                channel,
                key,
            )


_PLAIN = ("hr", "power", "cadence", "speed", "altitude", "lat", "lon", "distance", "temperature")


@pytest.mark.parametrize("name", AGREED)
def test_times_as_agreed(name: str) -> None:
    times, expected = _read(name).records["time"], ORACLE[name].get("time")
    times = times[~np.isnan(times)]
    if expected is None:  # old pool swims: records without time
        assert len(times) == 0
    else:
        assert len(times) == ORACLE[name]["n_records"] - expected["without_timestamp"]
        found = {"first": times[0], "last": times[-1], "min": times.min(), "max": times.max()}
        for key, value in found.items():
            text = datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            assert text == expected[key], key
        assert len(np.unique(times)) == expected["distinct_seconds"]


@pytest.mark.parametrize("name", AGREED)
def test_sessions_and_counts_as_agreed(name: str) -> None:
    recording, expected = _read(name), ORACLE[name]
    assert recording.file_type == expected["file_type"]
    assert len(recording.laps) == expected["n_laps"]
    assert len(recording.lengths) == expected["n_lengths"]
    assert len(recording.hr_messages) == expected["n_hr_messages"]
    assert len(recording.sessions) == expected["n_sessions"]
    for session, wanted in zip(recording.sessions, expected["sessions"], strict=True):
        for key, value in wanted.items():
            found = session.get(key)
            if key == "start_time" and isinstance(found, int):
                found = datetime.fromtimestamp(found, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            assert found == (pytest.approx(value) if isinstance(value, float) else value), key


#: Files whose own timer time contradicts their records, events or other totals.
_TIMER_UNSURE = {
    "tormoder__0134902991.fit": "records go on for 20 s after the session",
    "jat255__coros_20251118.fit": "45 stops rounded to whole seconds: 43 s",
}


@pytest.mark.parametrize("name", sorted(set(AGREED) - set(_TIMER_UNSURE)))
def test_timer_time_as_the_device_says(name: str) -> None:
    for activity in activities(_read(name)).activities:
        wanted = activity.totals.timer_s
        assert wanted is not None
        assert float(activity.streams.timer.sum()) == pytest.approx(wanted, abs=7, rel=1e-3)


@pytest.mark.parametrize("name", sorted(set(AGREED)))
def test_distance_as_the_device_says(name: str) -> None:
    for activity in activities(_read(name)).activities:
        distance, wanted = activity.streams.get("distance"), activity.totals.distance_m
        if distance is not None and wanted is not None:
            assert np.nanmax(distance) == pytest.approx(wanted, rel=5e-3, abs=6)
            assert not (np.diff(distance[~np.isnan(distance)]) < 0).any()


@pytest.mark.parametrize(
    ("name", "bpm"),
    [
        ("dtcooper__sample_mulitple_header.fit", [165, 176, 172, 164, 176]),
        ("muktihari__triathlon_summary_last.fit", [95, 104, 164, 161, 168]),
    ],
)
def test_heart_rate_of_legs_as_the_device_says(name: str, bpm: list[int]) -> None:
    if name not in AGREED:
        pytest.skip("this file is not here")
    found = [
        float(np.nanmean(leg.streams.channels["hr"])) for leg in activities(_read(name)).activities
    ]
    assert found == pytest.approx(bpm, abs=0.6)
