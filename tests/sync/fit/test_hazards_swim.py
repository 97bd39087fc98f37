"""Swims: heart rate that a strap kept, and pools without records."""

import numpy as np
import pytest

from sync.fit.writer import FitWriter
from tests.sync.fit.build import START, SWIM, Floats, activity, fit, one, seconds, session

NAN = float("nan")


def _equal(found: Floats, expected: list[float]) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def _hr_message(writer: FitWriter, ticks: list[int], bpm: list[int]) -> None:
    packed = b""
    for low, high in zip(ticks[::2], ticks[1::2], strict=True):
        packed += ((low & 0xFFF) | (high & 0xFFF) << 12).to_bytes(3, "little")
    writer.message("hr", {"event_timestamp_12": packed, "filtered_bpm": bytes(bpm)})


def _strap_file(beats_per_s: int = 2, n: int = 60) -> bytes:
    """`n` seconds of strap data at 100 + second bpm, anchored at START, in a chained file."""
    ticks = [i * 1024 // beats_per_s for i in range(n * beats_per_s)]
    bpm = [100 + i // beats_per_s for i in range(n * beats_per_s)]

    def body(writer: FitWriter) -> None:
        anchor = {"timestamp": START, "fractional_timestamp": 0.0}
        writer.message(
            "hr", anchor | {"event_timestamp": ticks[0] / 1024, "filtered_bpm": bytes(bpm[:1])}
        )
        for at in range(1, len(ticks) - 8, 8):
            _hr_message(writer, ticks[at : at + 8], bpm[at : at + 8])

    return fit(body)


def test_strap_heart_rate_of_a_later_file_fills_the_first_files_records() -> None:
    swim = activity({"time": seconds(60), "speed": np.full(60, 1.1)}, sport=SWIM, sub_sport=18)
    workout = one(swim + _strap_file())
    hr = workout.streams.channels["hr"]
    assert hr[:56].tolist() == [100 + second for second in range(56)]


def test_strap_heart_rate_replaces_that_of_the_wrist() -> None:
    records = {"time": seconds(60), "hr": np.full(60, 80.0)}
    hr = one(activity(records, sport=SWIM) + _strap_file()).streams.channels["hr"]
    assert hr[:56].tolist() == [100 + second for second in range(56)]
    assert hr[59] == 80


@pytest.mark.parametrize("timed_records", [True, False])
def test_pool_swims_come_from_lengths(timed_records: bool) -> None:
    lengths = [
        {"start_time": START, "total_elapsed_time": 30.0, "length_type": 1, "total_strokes": 20},
        {"start_time": START + 30, "total_elapsed_time": 20.0, "length_type": 0},
        {"start_time": START + 50, "total_elapsed_time": 25.0, "length_type": 1,
         "avg_swimming_cadence": 36},
    ]  # fmt: skip
    time = START + np.array([30.0, 75.0]) if timed_records else np.full(2, NAN)
    records = {"time": time, "distance": np.array([25.0, 50.0])}
    sessions = [session(START, 75, pool_length=25.0, num_active_lengths=2)]
    data = activity(records, sport=SWIM, sub_sport=17, sessions=sessions, lengths=lengths)
    workout = one(data)
    channels = workout.streams.channels
    assert (workout.sport, workout.sub_sport) == ("swim", "lap_swimming")
    _equal(channels["speed"][:75], [25 / 30] * 30 + [0.0] * 20 + [1.0] * 25)
    _equal(channels["cadence"][:30], [40.0] * 30)
    _equal(channels["cadence"][50:75], [36.0] * 25)
    assert np.isnan(channels["cadence"][30:50]).all()
    assert channels["distance"][[0, 15, 30, 49, 50, 74]].tolist() == pytest.approx(
        [0, 12.5, 25, 25, 25, 49]
    )
