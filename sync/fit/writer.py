"""Writes FIT files: whole activities for the generated athlete, broken ones for the tests.

`write_activity` is the everyday call. `FitWriter` below it puts down message by message and checks
nothing, so that every hazard of real files can be made.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sync.fit.crc import crc16
from sync.fit.profile import (
    FIT_EPOCH,
    MESSAGE_NAMES,
    RECORD,
    BaseType,
    Field,
    Message,
)

type Value = float | int | str | bytes | None
type Row = Mapping[str, Value]

#: How `write_activity` stores the columns of a recording.
_RECORD_FIELDS = {
    "time": "timestamp",
    "hr": "heart_rate",
    "power": "power",
    "cadence": "cadence",
    "fractional_cadence": "fractional_cadence",
    "speed": "enhanced_speed",
    "altitude": "enhanced_altitude",
    "lat": "position_lat",
    "lon": "position_long",
    "distance": "distance",
    "temperature": "temperature",
}
_SEMICIRCLES_PER_DEGREE = 2**31 / 180
_NUMBERS = {
    message.name: {field.name: number for number, field in message.fields.items()}
    for message in MESSAGE_NAMES.values()
}
_STRUCT = {
    "u1": "B", "i1": "b", "u2": "H", "i2": "h", "u4": "I", "i4": "i",
    "u8": "Q", "i8": "q", "f4": "f", "f8": "d",
}  # fmt: skip


class FitWriter:
    """One FIT file, message by message.

    Local message numbers are given out in the order of first use by `message` and `table`; with
    `definition`, `data` and `compressed` they are the caller's.
    """

    def __init__(self, *, big_endian: bool = False) -> None:
        self.body = bytearray()
        self._order = ">" if big_endian else "<"
        self._locals: dict[str, int] = {}
        self._defined: dict[int, bytes] = {}

    def definition(
        self,
        local: int,
        number: int,
        fields: Iterable[tuple[int, int, int]],
        developer: Iterable[tuple[int, int, int]] = (),
        *,
        repeat: bool = False,
    ) -> None:
        """A definition message; fields are (number, size, base type identifier), developer fields
        (number, size, developer data index). Unless `repeat` is set, one that is in force already
        is not written again."""
        fields, developer = list(fields), list(developer)
        content = struct.pack(f"{self._order}H", number) + bytes([len(fields)])
        content += bytes(byte for field in fields for byte in field)
        if developer:
            content += bytes([len(developer), *(byte for field in developer for byte in field)])
        content = (
            bytes([0x40 | (0x20 if developer else 0) | local, 0, self._order == ">"]) + content
        )
        if repeat or self._defined.get(local) != content:
            self._defined[local] = content
            self.body += content

    def data(self, local: int, payload: bytes) -> None:
        """A data message with a normal header."""
        self.body += bytes([local]) + payload

    def compressed(self, local: int, seconds: int, payload: bytes) -> None:
        """A data message with a compressed timestamp header: local 0..3, seconds modulo 32."""
        self.body += bytes([0x80 | (local << 5) | (seconds & 31)]) + payload

    def raw(self, content: bytes) -> None:
        """Any bytes."""
        self.body += content

    def message(self, name: str, values: Row) -> None:
        """One message of the profile by field names; None leaves a field out."""
        message = MESSAGE_NAMES[name]
        fields, payload = [], b""
        for key, value in values.items():
            if value is not None:
                number = _NUMBERS[name][key]
                packed = self._pack(message.fields[number], value)
                fields.append((number, len(packed), message.fields[number].base.identifier))
                payload += packed
        local = self._local(name)
        self.definition(local, message.number, fields)
        self.data(local, payload)

    def table(self, name: str, columns: Mapping[str, NDArray[np.float64]]) -> None:
        """Many messages of one kind at once; NaN becomes the type's "no value"."""
        message, local = MESSAGE_NAMES[name], self._local(name)
        picked = [(_NUMBERS[name][key], column) for key, column in columns.items()]
        self.definition(
            local,
            message.number,
            [
                (n, message.fields[n].base.size, message.fields[n].base.identifier)
                for n, _ in picked
            ],
        )
        rows = np.zeros(
            len(picked[0][1]),
            [("header", "u1")]
            + [(str(n), self._order + message.fields[n].base.code) for n, _ in picked],
        )
        rows["header"] = local
        for number, column in picked:
            rows[str(number)] = encode(message, number, column)
        self.body += rows.tobytes()

    def finish(
        self,
        *,
        header_size: int = 14,
        data_size: int | None = None,
        header_crc: int | None = None,
        crc: int | None = None,
    ) -> bytes:
        """The file. What is given replaces the true data size and checksums."""
        size = len(self.body) if data_size is None else data_size
        header = struct.pack("<BBHI4s", header_size, 0x20, 2140, size, b".FIT")
        if header_size >= 14:
            check = crc16(header) if header_crc is None else header_crc
            header += struct.pack("<H", check) + bytes(header_size - 14)
        content = header + bytes(self.body)
        return content + struct.pack("<H", crc16(content) if crc is None else crc)

    def _local(self, name: str) -> int:
        return self._locals.setdefault(name, len(self._locals) % 16)

    def _pack(self, field: Field, value: Value) -> bytes:
        if isinstance(value, bytes):
            return value
        if isinstance(value, str):
            return value.encode() + b"\0"
        assert value is not None
        number = (value + field.offset) * field.scale - (FIT_EPOCH if field.time else 0)
        raw = number if field.base.code.startswith("f") else round(number)
        return struct.pack(self._order + _STRUCT[field.base.code], raw)


def encode(message: Message, number: int, column: NDArray[np.float64]) -> NDArray[np.generic]:
    """Values in the field's unit (degrees and Unix seconds included) to its raw integers."""
    field = message.fields[number]
    if message is RECORD and field.name.startswith("position_"):
        scaled = np.asarray(column, float) * _SEMICIRCLES_PER_DEGREE
    else:
        scaled = (np.asarray(column, float) + field.offset) * field.scale
    raw = np.rint(scaled - (FIT_EPOCH if field.time else 0))
    missing = np.isnan(raw)
    low, high = _limits(field.base)
    packed = np.clip(np.where(missing, low, raw), low, high).astype(field.base.code)
    packed[missing] = field.base.invalid
    return packed


def _limits(base: BaseType) -> tuple[int, int]:
    """The valid raw range, without the sentinel."""
    info = np.iinfo(base.code)
    return int(info.min), int(info.max) - 1


def write_activity(
    *,
    time_created: int,
    serial: int,
    sport: int,
    sub_sport: int,
    records: Mapping[str, NDArray[np.float64]],
    laps: Sequence[Row],
    sessions: Sequence[Row],
    events: Sequence[Row] = (),
    lengths: Sequence[Row] = (),
    utc_offset_s: int | None = None,
    product_name: str | None = None,
) -> bytes:
    """A FIT activity file as a device writes it.

    records: columns of one length, keys as `Recording.records` with "time" in Unix seconds,
        NaN for missing; cadence of a run in strides/min.
    laps, sessions, events, lengths: the profile's field names, times in Unix seconds,
        None = absent. A session or lap without sport gets `sport` and `sub_sport`.
    """
    writer = FitWriter()
    writer.message(
        "file_id",
        {
            "type": 4,
            "manufacturer": 255,
            "product": 1,
            "time_created": time_created,
            "serial_number": serial,
            "product_name": product_name,
        },
    )
    _rows(writer, "event", events)
    present = {
        _RECORD_FIELDS[key]: column
        for key, column in records.items()
        if key == "time" or not np.isnan(column).all()
    }
    writer.table("record", present)
    _rows(writer, "length", lengths)
    kind = {"sport": sport, "sub_sport": sub_sport}
    _rows(writer, "lap", [kind | dict(lap) for lap in laps])
    for session in sessions:
        writer.message("session", kind | dict(session))
    times = records["time"]
    end = int(np.max(times, initial=time_created, where=~np.isnan(times)))
    writer.message(
        "activity",
        {
            "timestamp": end,
            "num_sessions": len(sessions),
            "type": 0,
            "event": 26,
            "event_type": 1,
            "local_timestamp": None if utc_offset_s is None else end + utc_offset_s,
        },
    )
    return writer.finish()


def _rows(writer: FitWriter, name: str, rows: Sequence[Row]) -> None:
    """All rows under one definition where they are numbers, which is many times faster."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    values = [[row.get(key) for key in keys] for row in rows]
    if any(isinstance(value, str | bytes) for row in values for value in row):
        for row in rows:
            writer.message(name, row)
    elif rows:
        columns = np.array(values, dtype=float).T
        known = {key: c for key, c in zip(keys, columns, strict=True) if not np.isnan(c).all()}
        writer.table(name, known)
