"""Definition messages: the layout of the data messages that follow them."""

from collections.abc import Callable
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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


Ints = NDArray[np.int64]

#: Suunto rewrites the definition before nearly every message: never parse the same one twice.
define = lru_cache(maxsize=4096)(Definition)

_STRUCT = {
    "u1": "B", "i1": "b", "u2": "H", "i2": "h", "u4": "I", "i4": "i",
    "u8": "Q", "i8": "q", "f4": "f", "f8": "d",
}  # fmt: skip


def gather(data: bytes, offsets: Ints, size: int) -> NDArray[np.void]:
    """The messages at `offsets` as one array of `size` bytes each; a view when they are one run."""
    whole = np.dtype((np.void, size))
    if (len(offsets) - 1) * size == offsets[-1] - offsets[0]:
        return np.ndarray((len(offsets),), whole, data, int(offsets[0]))
    windows = np.ndarray((len(data) - size + 1,), whole, data, 0, (1,))
    return windows[offsets]


class RowReader:
    """Reads messages of one definition into rows of the profile's fields."""

    __slots__ = ("_finishers", "_invalid", "_names", "_size", "_struct")

    def __init__(self, definition: Definition) -> None:
        known = MESSAGES[definition.number].fields
        codes, at = [definition.order], 0
        self._size = definition.size
        self._names: list[str] = []
        self._invalid: list[int | None] = []
        self._finishers: list[tuple[str, Callable[..., object]]] = []
        for part in _last_of_each(definition.parts):
            field = known.get(part.number)
            if field is None or part.base is None or not part.elements:
                continue
            whole = part.base.name == "string" or (field.array and part.base.size == 1)
            codes.append(f"{part.offset - at}x")
            codes.append(f"{part.size}s" if whole else _STRUCT[part.base.code])
            at = part.offset + (part.size if whole else part.base.size)
            self._names.append(field.name)
            self._invalid.append(None if whole else part.base.invalid)
            if finisher := _finisher(field, part.base):
                self._finishers.append((field.name, finisher))
        codes.append(f"{self._size - at}x")
        self._struct = Struct("".join(codes))

    def read(self, data: bytes, offsets: Ints) -> list[dict[str, object]]:
        """The messages at `offsets`; fields without a value are absent, of a repeated number the
        last counts."""
        content = gather(data, offsets, self._size).tobytes()
        names, invalid = self._names, self._invalid
        if any(none is not None for none in invalid):
            rows = [
                {
                    name: value
                    for name, value, none in zip(names, values, invalid, strict=True)
                    if value != none
                }
                for values in self._struct.iter_unpack(content)
            ]
        else:
            unpacked = self._struct.iter_unpack(content)
            rows = [dict(zip(names, values, strict=True)) for values in unpacked]
        for name, finish in self._finishers:
            for row in rows:
                if name in row and (value := finish(row.pop(name))) is not None:
                    row[name] = value
        return rows


def _last_of_each(parts: list[Part]) -> list[Part]:
    """Native fields by offset; of a number that comes twice the last."""
    last = {part.number: part for part in parts if part.developer is None}
    return sorted(last.values(), key=lambda part: part.offset)


def _finisher(field: Field, base: BaseType) -> Callable[..., object] | None:
    """Makes a field's value of the raw one; None for those that are the same."""
    scale, offset = field.scale, field.offset
    if base.name == "string":
        return _text
    if field.array:
        return None
    if base.code.startswith("f"):
        return lambda raw: None if raw != raw else raw / scale - offset
    if field.time:
        return lambda raw: raw + FIT_EPOCH
    if scale != 1.0 or offset:
        return lambda raw: raw / scale - offset
    return None


def _text(raw: bytes) -> str | None:
    return raw.split(b"\0", 1)[0].decode("utf-8", "replace").strip() or None


row_reader = lru_cache(maxsize=4096)(RowReader)
