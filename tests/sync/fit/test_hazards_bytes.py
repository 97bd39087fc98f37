"""Files as devices really write them, against the letter of the protocol: the decoder's hazards."""

import struct

import numpy as np
import pytest

from sync.fit import activities, decode
from sync.fit.decoder import _split
from sync.fit.walk import walk
from sync.fit.writer import FitWriter
from tests.sync.fit import peers
from tests.sync.fit.build import (
    DISTANCE,
    FIT_EPOCH,
    HEART_RATE,
    POWER,
    RECORD,
    SPEED,
    START,
    TIMESTAMP,
    activity,
    fit,
    hour,
    seconds,
    session,
)

RAW_START = START - FIT_EPOCH
BYTE = 0x0D


def _record(second: int, hr: int) -> bytes:
    return struct.pack("<IB", RAW_START + second, hr)


def test_a_definition_before_every_message_is_read_once() -> None:
    def body(writer: FitWriter) -> None:
        for second in range(400):
            if second % 2:
                writer.definition(3, RECORD, [TIMESTAMP, HEART_RATE], repeat=True)
                writer.data(3, _record(second, 100 + second % 50))
            else:
                writer.definition(3, RECORD, [TIMESTAMP, POWER], repeat=True)
                writer.data(3, struct.pack("<IH", RAW_START + second, second))

    data = fit(body)
    assert len(walk(_split(data, 0)[0]).definitions) == 3  # file_id and two of records
    recording = decode(data)
    assert recording.records["hr"][:4].tolist() == pytest.approx(
        [np.nan, 101, np.nan, 103], nan_ok=True
    )
    peers.assert_same(recording, peers.by_fitdecode(data))
    peers.assert_same(recording, peers.by_pyfitparsernative(data))


def test_an_invalid_compressed_field_does_not_hide_the_distance() -> None:
    def body(writer: FitWriter) -> None:
        writer.definition(1, RECORD, [TIMESTAMP, DISTANCE, SPEED, (8, 3, BYTE)])
        for second in range(20):
            values = struct.pack("<IIH3s", RAW_START + second, second * 810, 8100, b"\xff" * 3)
            writer.data(1, values)

    data = fit(body)
    recording = decode(data)
    assert recording.records["distance"][-1] == pytest.approx(153.9)
    peers.assert_same(recording, peers.by_fitdecode(data))
    peers.assert_same(recording, peers.by_pyfitparsernative(data))


def test_compressed_speed_and_distance_roll_over() -> None:
    true_distance = np.cumsum(np.full(200, 63)) / 16  # 12 bits hold 256 m

    def body(writer: FitWriter) -> None:
        writer.definition(1, RECORD, [TIMESTAMP, (8, 3, BYTE)])
        for second in range(200):
            word = 394 | (int(true_distance[second] * 16) & 0xFFF) << 12
            writer.data(1, struct.pack("<I", RAW_START + second) + word.to_bytes(3, "little"))

    data = fit(body)
    recording = decode(data)
    assert recording.records["speed"].tolist() == [3.94] * 200
    assert recording.records["distance"].tolist() == true_distance.tolist()
    peers.assert_same(recording, peers.by_fitdecode(data))


def test_a_field_smaller_than_its_type_is_skipped() -> None:
    def body(writer: FitWriter) -> None:
        writer.definition(1, RECORD, [TIMESTAMP, (5, 1, 0x86), HEART_RATE])
        for second in range(5):
            writer.data(1, struct.pack("<IBB", RAW_START + second, 9, 130 + second))

    data = fit(body)
    recording = decode(data)
    assert recording.records["hr"].tolist() == [130, 131, 132, 133, 134]
    assert np.isnan(recording.records["distance"]).all()
    peers.assert_same(recording, peers.by_fitdecode(data), but=("distance",))
    peers.assert_same(recording, peers.by_pyfitparsernative(data), but=("distance",))


def test_a_developer_field_of_no_size_costs_nothing() -> None:
    def body(writer: FitWriter) -> None:
        writer.definition(1, RECORD, [TIMESTAMP, HEART_RATE], developer=[(0, 0, 0)])
        for second in range(5):
            writer.data(1, _record(second, 140))

    data = fit(body)
    recording = decode(data)
    assert recording.warnings == []
    assert recording.records["hr"].tolist() == [140] * 5
    peers.assert_same(recording, peers.by_pyfitparsernative(data))


@pytest.mark.parametrize(
    ("broken", "warning"),
    [
        (lambda data: data[:-2] + b"\0\0", "checksum is wrong"),
        (lambda data: data[:-2], "checksum is missing"),
        (lambda data: data + b"trailing bytes", "14 bytes after the end"),
    ],
)
def test_damage_at_the_end_loses_nothing(broken, warning: str) -> None:  # type: ignore[no-untyped-def]
    good = activity(hour(50))
    recording = decode(broken(good))
    assert [text for text in recording.warnings if warning in text]
    for name, column in decode(good).records.items():
        np.testing.assert_array_equal(recording.records[name], column)


def test_a_cut_file_gives_what_came_before() -> None:
    whole = activity(hour(100))
    cut = whole[: len(whole) // 2]
    recording = decode(cut)
    count = len(recording.records["time"])
    assert 40 < count < 60
    assert recording.warnings[0].startswith("the file is cut: ")
    for name, column in decode(whole).records.items():
        np.testing.assert_array_equal(recording.records[name], column[:count])
    theirs = peers.by_fitdecode(cut)
    assert len(theirs["time"]) == count
    peers.assert_same(recording, theirs)


def test_every_cut_is_readable() -> None:
    whole = activity(hour(4))
    for size in range(len(whole)):
        assert decode(whole[:size]).warnings, size


def test_a_bad_second_file_of_a_chain_keeps_the_first() -> None:
    first, second = activity(hour(30)), bytearray(activity(hour(30)))
    second[9] ^= 0x10  # ".FIT"
    recording = decode(first + bytes(second))
    assert len(recording.records["time"]) == 30
    assert "after the end" in recording.warnings[0]


def test_chained_files_are_one_recording() -> None:
    early, late = hour(30), hour(40)
    late["time"] = late["time"] + 30
    data = activity(early) + activity(late)
    recording = decode(data)
    assert recording.warnings == []
    assert len(recording.sessions) == 2
    assert recording.records["time"].tolist() == seconds(70).tolist()
    peers.assert_same(recording, peers.by_fitdecode(data))


def test_compressed_timestamps() -> None:
    def body(writer: FitWriter) -> None:
        writer.definition(0, RECORD, [TIMESTAMP, HEART_RATE])
        writer.definition(1, RECORD, [HEART_RATE])
        writer.data(0, _record(0, 120))
        for second in range(3, 150, 3):  # rolls over every 32 s
            writer.compressed(1, RAW_START + second, bytes([120 + second % 40]))
        writer.data(0, _record(1000, 90))
        writer.compressed(1, RAW_START + 1001, bytes([91]))

    data = fit(body)
    recording = decode(data)
    expected = [*range(0, 150, 3), 1000, 1001]
    assert (recording.records["time"] - START).tolist() == expected
    peers.assert_same(recording, peers.by_fitdecode(data))
    peers.assert_same(recording, peers.by_pyfitparsernative(data))
    peers.assert_same(recording, peers.by_fitparse(data))


def test_compressed_timestamps_before_any_full_one_are_unknown() -> None:
    def body(writer: FitWriter) -> None:
        writer.definition(1, RECORD, [HEART_RATE])
        writer.compressed(1, 5, bytes([120]))

    recording = decode(fit(body, kind=None))
    assert np.isnan(recording.records["time"]).tolist() == [True]
    assert recording.records["hr"].tolist() == [120]


def _with_developer_power(described: bool) -> bytes:
    def body(writer: FitWriter) -> None:
        if described:
            writer.message("developer_data_id", {"developer_data_index": 0})
            writer.message(
                "field_description",
                {"developer_data_index": 0, "field_definition_number": 4,
                 "fit_base_type_id": 0x84, "field_name": "Power", "native_mesg_num": 20,
                 "native_field_num": 7},
            )  # fmt: skip
        writer.definition(5, RECORD, [TIMESTAMP, HEART_RATE], developer=[(4, 2, 0)])
        for second in range(10):
            writer.data(5, _record(second, 150) + struct.pack("<H", 230))

    return fit(body)


def test_developer_fields_of_one_file_say_nothing_about_the_next() -> None:
    assert "developer_power" in decode(_with_developer_power(described=True)).records
    assert "developer_power" not in decode(_with_developer_power(described=False)).records
    chained = decode(_with_developer_power(described=True) + _with_developer_power(described=False))
    assert np.isnan(chained.records["developer_power"]).tolist() == [False] * 10 + [True] * 10


@pytest.mark.parametrize("header_size", [12, 14, 16])
def test_headers_of_any_size(header_size: int) -> None:
    def body(writer: FitWriter) -> None:
        writer.table("record", {"timestamp": seconds(3)})

    recording = decode(fit(body, header_size=header_size))
    assert recording.warnings == []
    assert len(recording.records["time"]) == 3


def test_the_header_checksum_may_be_absent() -> None:
    def body(writer: FitWriter) -> None:
        writer.table("record", {"timestamp": seconds(3)})

    assert decode(fit(body, header_crc=0)).warnings == []


def test_a_recorder_that_died_left_data_size_0() -> None:
    def body(writer: FitWriter) -> None:
        writer.table("record", {"timestamp": seconds(30), "heart_rate": np.full(30, 99.0)})

    data = fit(body, data_size=0)[:-2]
    recording = decode(data)
    assert recording.records["hr"].tolist() == [99] * 30
    assert "never finished" in recording.warnings[0]
    assert len(activities(recording).activities) == 1


def test_of_a_scalar_with_two_elements_the_first_counts() -> None:
    def body(writer: FitWriter) -> None:
        writer.definition(1, RECORD, [TIMESTAMP, (73, 8, 0x86), HEART_RATE])
        for second in range(5):
            values = (RAW_START + second, 3000 + second, 9999, 130)
            writer.data(1, struct.pack("<IIIB", *values))

    data = fit(body)
    recording = decode(data)
    assert recording.records["speed"].tolist() == [3.0, 3.001, 3.002, 3.003, 3.004]
    assert recording.records["hr"].tolist() == [130] * 5
    peers.assert_same(recording, peers.by_fitdecode(data))
    peers.assert_same(recording, peers.by_pyfitparsernative(data))


def test_of_a_field_number_that_comes_twice_the_last_counts() -> None:
    def body(writer: FitWriter) -> None:
        writer.definition(1, RECORD, [TIMESTAMP, HEART_RATE, HEART_RATE])
        writer.data(1, struct.pack("<IBB", RAW_START, 0, 133))
        writer.definition(2, 19, [TIMESTAMP, (9, 4, 0x86), (9, 4, 0x86)])
        writer.data(2, struct.pack("<III", RAW_START, 0, 123_456))

    data = fit(body)
    recording = decode(data)
    assert recording.records["hr"].tolist() == [133]
    assert recording.laps[0]["total_distance"] == 1234.56
    peers.assert_same(recording, peers.by_pyfitparsernative(data))


def test_strings_without_end_or_in_another_encoding() -> None:
    def body(writer: FitWriter) -> None:
        writer.definition(1, 0, [(0, 1, 0x00), (8, 8, 0x07)])
        writer.data(1, b"\x04" + b"W\xe4hrung!")

    recording = decode(fit(body, kind=None))
    assert recording.file_type == "activity"
    assert recording.file_id["product_name"] == "W\ufffdhrung!"


def test_an_empty_string_is_no_value() -> None:
    def body(writer: FitWriter) -> None:
        writer.message("file_id", {"type": 4, "product_name": ""})

    assert "product_name" not in decode(fit(body, kind=None)).file_id


def test_a_message_without_definition_ends_the_file() -> None:
    def body(writer: FitWriter) -> None:
        writer.table("record", {"timestamp": seconds(5)})
        writer.raw(b"\x0b\x01\x02\x03")

    recording = decode(fit(body))
    assert len(recording.records["time"]) == 5
    assert "without definition" in recording.warnings[0]


def test_endless_new_layouts_are_not_followed() -> None:
    def body(writer: FitWriter) -> None:
        for number in range(5000):
            writer.definition(0, 5000 + number, [HEART_RATE])
            writer.data(0, b"\x80")

    assert "layouts" in decode(fit(body)).warnings[0]


def test_left_right_balance_is_the_right_legs_percentage_only_if_it_says_so() -> None:
    def body(writer: FitWriter) -> None:
        balance = np.array([193.0, 65.0, np.nan])
        writer.table("record", {"timestamp": seconds(3), "left_right_balance": balance})

    found = decode(fit(body)).records["left_right_balance"]
    assert found.tolist() == pytest.approx([65, np.nan, np.nan], nan_ok=True)


def test_enhanced_and_plain_fields_make_one_column_value_by_value() -> None:
    def body(writer: FitWriter) -> None:
        writer.table(
            "record",
            {
                "timestamp": seconds(3),
                "speed": np.array([5.0, 6.0, np.nan]),
                "enhanced_speed": np.array([np.nan, 6.5, 7.0]),
                "altitude": np.array([100.0, 101.0, 102.0]),
                "enhanced_altitude": np.full(3, np.nan),
            },
        )

    data = fit(body)
    recording = decode(data)
    assert recording.records["speed"].tolist() == [5.0, 6.5, 7.0]
    assert recording.records["altitude"].tolist() == [100, 101, 102]
    peers.assert_same(recording, peers.by_fitdecode(data), but=("altitude", "speed"))


@pytest.mark.parametrize(
    ("number", "name"),
    [(2, "settings"), (5, "workout"), (6, "course"), (9, "weight"), (10, "totals"),
     (32, "monitoring"), (99, "type 99")],
)  # fmt: skip
def test_other_kinds_of_file_hold_no_workout(number: int, name: str) -> None:
    def body(writer: FitWriter) -> None:
        writer.table("record", {"timestamp": seconds(5)})
        writer.message("session", session(START, 5))

    recording = decode(fit(body, kind=number))
    assert recording.file_type == name
    assert activities(recording).activities == []


@pytest.mark.parametrize("data", [b"", b"\x0e", b"no fit file at all", bytes(100)])
def test_what_is_no_fit_file(data: bytes) -> None:
    recording = decode(data)
    assert recording.file_type is None
    assert len(recording.records["time"]) == 0
    assert activities(recording).activities == []
