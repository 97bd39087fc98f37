"""Bytes of a FIT file to a `Recording`."""

from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from sync.fit.clock import expand, full_timestamps
from sync.fit.columns import DeveloperField, developer_fields, record_columns
from sync.fit.crc import crc16
from sync.fit.definitions import Definition, row_reader
from sync.fit.profile import FILE_TYPES, MESSAGES, RECORD
from sync.fit.recording import CHANNELS, Floats, Recording, Row
from sync.fit.walk import Walk, walk

Ints = NDArray[np.int64]

_SIGNATURE = b".FIT"
_SMALLEST_HEADER = 12


def is_fit(data: bytes) -> bool:
    """Whether the bytes begin as a FIT file does."""
    return data[8:12] == _SIGNATURE


def decode(data: bytes | bytearray | memoryview) -> Recording:
    """Reads a FIT file, chained files included.

    Never raises for bad data: what can be read is returned, and `warnings` says what could not.
    """
    data = bytes(data)
    recording = Recording(warnings=[] if data else ["the file is empty"])
    columns: list[dict[str, Floats]] = []
    at, part = 0, 1
    while at < len(data):
        if data[at + 8 : at + 12] != _SIGNATURE:
            where = "this is no FIT file" if at == 0 else f"{len(data) - at} bytes after the end"
            recording.warnings.append(f"{where}: not read")
            break
        content, at, problems = _split(data, at)
        columns.append(_chunk(content, recording, problems))
        prefix = f"part {part}: " if part > 1 else ""
        recording.warnings += [prefix + problem for problem in problems]
        part += 1
    recording.records = _concatenate(columns)
    return recording


def _split(data: bytes, at: int) -> tuple[bytes, int, list[str]]:
    """One file of the chain: its messages, where the next begins, and what is wrong."""
    problems: list[str] = []
    header = data[at]
    if header < _SMALLEST_HEADER:
        problems.append(f"header size {header} is impossible, taken as {_SMALLEST_HEADER}")
        header = _SMALLEST_HEADER
    size = int.from_bytes(data[at + 4 : at + 8], "little")
    start, end = at + header, at + header + size
    if size == 0:
        problems.append("the recording was never finished; read to the end of the file")
        return data[start:], len(data), problems
    if end > len(data):
        problems.append(f"the file is cut: {len(data) - start} of {size} bytes of data")
        return data[start:], len(data), problems
    if end + 2 > len(data):
        problems.append("the checksum is missing")
    elif crc16(memoryview(data)[at:end]) != int.from_bytes(data[end : end + 2], "little"):
        problems.append("the checksum is wrong; some values may be damaged")
    return data[start:end], end + 2, problems


def _chunk(data: bytes, recording: Recording, problems: list[str]) -> dict[str, Floats]:
    """Adds one file's messages to the recording, returns its records."""
    walked = walk(data)
    if walked.problem:
        problems.append(walked.problem)
    groups = _groups(walked)
    descriptions: list[Row] = []
    _rows(data, groups, recording, descriptions)
    records = {d: at for d, at in groups.items() if d.number == RECORD.number}
    if not records:
        return {}
    return _records(data, groups, records, developer_fields(descriptions))


def _groups(walked: Walk) -> dict[Definition, Ints]:
    """Definition -> offsets of its messages, ascending."""
    narrow = np.uint16 if len(walked.definitions) <= 0xFFFF else np.int64  # 16 bits sort by radix
    order = np.argsort(walked.owners.astype(narrow), kind="stable")
    counts = np.bincount(walked.owners, minlength=len(walked.definitions))
    ends = np.cumsum(counts)
    return {
        definition: walked.offsets[order[end - count : end]]
        for definition, count, end in zip(
            walked.definitions, counts.tolist(), ends.tolist(), strict=True
        )
        if count
    }


def _rows(
    data: bytes, groups: dict[Definition, Ints], recording: Recording, descriptions: list[Row]
) -> None:
    """Reads the messages that come in small numbers."""
    found: dict[int, list[tuple[int, Row]]] = {}
    for definition, offsets in groups.items():
        if definition.number in MESSAGES and definition.number != RECORD.number:
            read = row_reader(definition).read(data, offsets)
            rows = found.setdefault(definition.number, [])
            rows += zip(offsets.tolist(), read, strict=True)
    rows_of = {}
    for number, rows in found.items():
        rows.sort(key=itemgetter(0))
        rows_of[MESSAGES[number].name] = [row for _, row in rows]
    recording.sessions += rows_of.get("session", [])
    recording.laps += rows_of.get("lap", [])
    recording.events += rows_of.get("event", [])
    recording.lengths += rows_of.get("length", [])
    recording.hr_messages += rows_of.get("hr", [])
    recording.devices += rows_of.get("device_info", [])
    descriptions += rows_of.get("field_description", [])
    if not recording.file_id and (ids := rows_of.get("file_id")):
        recording.file_id = ids[0]
        kind = ids[0].get("type")
        if isinstance(kind, int):
            recording.file_type = FILE_TYPES.get(kind, f"type {kind}")
    recording.activity = recording.activity or next(iter(rows_of.get("activity", [])), {})
    recording.sport = recording.sport or next(iter(rows_of.get("sport", [])), {})


def _records(
    data: bytes,
    groups: dict[Definition, Ints],
    records: dict[Definition, Ints],
    developer: dict[tuple[int, int], DeveloperField],
) -> dict[str, Floats]:
    order = np.concatenate(list(records.values()))
    if len(records) > 1:
        order.sort(kind="stable")
    columns = record_columns(data, records, order, developer)
    headers = np.frombuffer(data, np.uint8)[order]
    compressed = headers >= 0x80
    if compressed.any():
        # The five bits count from the last time any message gave, compressed ones included.
        offsets = np.concatenate(list(groups.values()))
        offsets.sort(kind="stable")
        all_headers = np.frombuffer(data, np.uint8)[offsets]
        offsets = offsets[all_headers >= 0x80]
        times = expand(*full_timestamps(data, groups), offsets, all_headers[all_headers >= 0x80])
        lacking = compressed & np.isnan(columns["time"])
        columns["time"] = columns["time"].copy()
        columns["time"][lacking] = times[np.searchsorted(offsets, order[lacking])]
    return columns


def _concatenate(parts: list[dict[str, Floats]]) -> dict[str, Floats]:
    """The records of all chained files as one set of columns."""
    parts = [part for part in parts if part]
    if len(parts) == 1:
        return parts[0]
    names = dict.fromkeys([*CHANNELS, *(name for part in parts for name in part)])
    return {
        name: np.concatenate(
            [part.get(name, np.full(len(part["time"]), np.nan)) for part in parts]
            or [np.empty(0, np.float64)]
        )
        for name in names
    }
