"""Definition messages: the layout of the data messages that follow them."""

from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from sync.fit.profile import BASE_TYPES, FIT_EPOCH, MESSAGES, BaseType, Field


class Part(NamedTuple):
    """One field inside a message; offset counts from the header byte."""

    number: int
    offset: int
    size: int
    base: BaseType | None
    developer: int | None = None

    @property
    def elements(self) -> int:
        """Elements of the base type; 0 where the size is no multiple of it."""
        if self.base is None or self.size % self.base.size:
            return 0
        return self.size // self.base.size


class Definition:
    """One layout. Equal bytes give the same object, so identity is equality."""

    __slots__ = ("number", "order", "parts", "size")

    def __init__(self, content: bytes) -> None:
        self.order = ">" if content[0] else "<"
        self.number = int.from_bytes(content[1:3], "big" if content[0] else "little")
        self.parts: list[Part] = []
        self.size = 1
        count = content[3]
        for at in range(4, 4 + 3 * count, 3):
            self._add(content[at], content[at + 1], BASE_TYPES.get(content[at + 2] & 0x1F), None)
        for at in range(5 + 3 * count, len(content), 3):
            self._add(content[at], content[at + 1], None, content[at + 2])

    def _add(self, number: int, size: int, base: BaseType | None, developer: int | None) -> None:
        self.parts.append(Part(number, self.size, size, base, developer))
        self.size += size


#: Suunto rewrites the definition before nearly every message: never parse the same one twice.
define = lru_cache(maxsize=4096)(Definition)

_STRUCT = {
    "u1": "B", "i1": "b", "u2": "H", "i2": "h", "u4": "I", "i4": "i",
    "u8": "Q", "i8": "q", "f4": "f", "f8": "d",
}  # fmt: skip


class RowReader:
    """Reads messages of one definition into rows of the profile's fields, one by one."""

    __slots__ = ("_fields", "_struct")

    def __init__(self, definition: Definition) -> None:
        known = MESSAGES[definition.number].fields
        codes, at = [definition.order], 0
        self._fields: list[tuple[Field, BaseType, int]] = []
        for part in definition.parts:
            field = known.get(part.number) if part.developer is None else None
            if field is None or part.base is None or not part.elements:
                continue
            codes.append(f"{part.offset - at}x")
            if part.base.name == "string":
                codes.append(f"{part.size}s")
                taken = 1
            else:
                taken = part.elements if field.array else 1
                codes.append(f"{taken}{_STRUCT[part.base.code]}")
            at = part.offset + (part.size if part.base.name == "string" else taken * part.base.size)
            self._fields.append((field, part.base, taken))
        self._struct = Struct("".join(codes))

    def read(self, data: bytes, offset: int) -> dict[str, object]:
        """The message at `offset`; fields without a value are absent, of a repeated number the
        last counts."""
        row: dict[str, object] = {}
        values = iter(self._struct.unpack_from(data, offset))
        for field, base, taken in self._fields:
            if field.array:
                row[field.name] = [_scaled(next(values), field) for _ in range(taken)]
                continue
            value = next(values)
            if base.name == "string":
                if text := value.split(b"\0", 1)[0].decode("utf-8", "replace").strip():
                    row[field.name] = text
            elif value != base.invalid and value == value:  # NaN is "no value" of floats
                row[field.name] = _scaled(value, field)
        return row


def _scaled(value: float, field: Field) -> float:
    if field.time:
        return value + FIT_EPOCH
    if field.scale == 1.0:
        return value - field.offset if field.offset else value
    return value / field.scale - field.offset


row_reader = lru_cache(maxsize=4096)(RowReader)
