"""What the writer writes, others read."""

import io

import fitdecode
import numpy as np
import pytest

from sync.fit import decode
from sync.fit.writer import FitWriter
from tests.sync.fit import peers
from tests.sync.fit.build import START, activity, fit, hour, seconds, session


def test_every_value_back_and_in_all_decoders() -> None:
    records = hour()
    for name, column in records.items():
        if name != "time":
            column[7] = np.nan
    data = activity(records)
    recording = decode(data)
    assert recording.warnings == []
    for name, column in records.items():
        np.testing.assert_allclose(recording.records[name], column, rtol=0, atol=1e-6)
    peers.assert_same(recording, peers.by_fitdecode(data))
    peers.assert_same(recording, peers.by_pyfitparsernative(data))
    peers.assert_same(recording, peers.by_fitparse(data))


def test_a_strict_reader_finds_nothing_wrong() -> None:
    with fitdecode.FitReader(
        io.BytesIO(activity(hour())),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    ) as reader:
        names = [f.name for f in reader if isinstance(f, fitdecode.FitDataMessage)]
    assert names == ["file_id", *["record"] * 600, "session", "activity"]


def test_values_beyond_the_type_are_clipped_not_missing() -> None:
    data = activity({"time": seconds(2), "hr": np.array([300.0, 0.0])})
    assert decode(data).records["hr"].tolist() == [254.0, 0.0]


def test_channels_without_values_are_not_written() -> None:
    data = activity({"time": seconds(3), "hr": np.full(3, 120.0), "power": np.full(3, np.nan)})
    with fitdecode.FitReader(io.BytesIO(data)) as reader:
        record = next(
            f for f in reader if isinstance(f, fitdecode.FitDataMessage) and f.name == "record"
        )
    assert [field.name for field in record.fields] == ["timestamp", "heart_rate"]


def test_rows_come_back_with_their_names() -> None:
    lap = session(START, 60, avg_heart_rate=141, total_distance=512.34, lap_trigger=2)
    recording = decode(activity({"time": seconds(60)}, laps=[lap], utc_offset_s=3600))
    assert recording.laps == [{"sport": 2, "sub_sport": 0, **lap}]
    assert recording.activity["local_timestamp"] == START + 59 + 3600
    assert recording.file_id["serial_number"] == 77


@pytest.mark.parametrize("big_endian", [False, True])
def test_both_byte_orders(big_endian: bool) -> None:
    def body(writer: FitWriter) -> None:
        writer.table(
            "record",
            {
                "timestamp": seconds(50),
                "distance": np.arange(50.0) * 3.25,
                "power": np.arange(50.0),
            },
        )
        writer.message("session", session(START, 50.5, total_distance=159.25))

    data = fit(body, big_endian=big_endian)
    recording = decode(data)
    assert recording.warnings == []
    assert recording.records["distance"].tolist() == (np.arange(50) * 3.25).tolist()
    assert recording.sessions[0]["total_elapsed_time"] == 50.5
    peers.assert_same(recording, peers.by_fitdecode(data))
    peers.assert_same(recording, peers.by_pyfitparsernative(data))
