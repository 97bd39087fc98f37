"""The same recording on another day: real files many times over, none of them a duplicate."""

from typing import Literal, NamedTuple

from sync.fit.crc import crc16

_WEEK_S = 7 * 86_400  # a multiple of 32 s: compressed timestamps keep their meaning
_TIMESTAMP = 253
#: Other moments, by message and field: of file_id, session, lap, activity, length, segment lap.
_MOMENTS = {(0, 4), (18, 2), (19, 2), (34, 5), (101, 2), (142, 2)}
_EARLIEST, _UNKNOWN = 0x10000000, 0xFFFFFFFF


class _Shape(NamedTuple):
    """size: bytes of a data message. moments: offsets of its four-byte moments."""

    size: int
    moments: list[int]
    order: Literal["little", "big"]


def shifted(data: bytes, weeks: int) -> bytes:
    """The FIT file `weeks` earlier, with new checksums. What cannot be walked stays as it is."""
    changed = bytearray(data)
    at = 0
    while at + 12 <= len(changed) and changed[at] in (12, 14):
        size = int.from_bytes(changed[at + 4 : at + 8], "little")
        end = min(at + changed[at] + size, len(changed))
        _shift(changed, at + changed[at], end, weeks * _WEEK_S)
        if end + 2 <= len(changed):
            changed[end : end + 2] = crc16(bytes(changed[at:end])).to_bytes(2, "little")
        at = end + 2
    return bytes(changed)


def _shift(data: bytearray, at: int, end: int, seconds: int) -> None:
    shapes: dict[int, _Shape] = {}
    while at < end:
        head = data[at]
        at += 1
        if head & 0xC0 == 0x40:
            shapes[head & 0x0F], at = _shape(data, at, developer=bool(head & 0x20))
            continue
        shape = shapes.get((head >> 5) & 3 if head & 0x80 else head & 0x0F)
        if shape is None or at + shape.size > end:
            return
        for offset in shape.moments:
            place = slice(at + offset, at + offset + 4)
            moment = int.from_bytes(data[place], shape.order)
            if _EARLIEST < moment < _UNKNOWN:
                data[place] = (moment - seconds).to_bytes(4, shape.order)
        at += shape.size


def _shape(data: bytearray, at: int, *, developer: bool) -> tuple[_Shape, int]:
    """The definition message at `at`, and where it ends."""
    order: Literal["little", "big"] = "big" if data[at + 1] else "little"
    message = int.from_bytes(data[at + 2 : at + 4], order)
    fields, at = data[at + 4], at + 5
    size, moments = 0, []
    for _ in range(fields):
        number, width = data[at], data[at + 1]
        if width == 4 and (number == _TIMESTAMP or (message, number) in _MOMENTS):
            moments.append(size)
        size, at = size + width, at + 3
    if developer:
        count, at = data[at], at + 1
        size, at = size + sum(data[at + 1 : at + 3 * count : 3]), at + 3 * count
    return _Shape(size, moments, order), at
