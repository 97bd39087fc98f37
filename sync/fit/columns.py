"""Record messages to columns: one gather per definition, no loop over messages."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sync.fit.definitions import Definition, Part, gather
from sync.fit.profile import BASE_TYPES, FIT_EPOCH, RECORD, BaseType
from sync.fit.recording import Floats, Row, number

Ints = NDArray[np.int64]

_RECORD = RECORD.number
_COMPRESSED_SPEED_DISTANCE = 8
_DEGREES_PER_SEMICIRCLE = 180 / 2**31

#: Record field -> column. Of two fields for one quantity the enhanced one comes first.
_COLUMNS: dict[str, tuple[int, ...]] = {
    "time": (253,),
    "hr": (3,),
    "power": (7,),
    "cadence": (4,),
    "speed": (73, 6),
    "altitude": (78, 2),
    "lat": (0,),
    "lon": (1,),
    "distance": (5,),
    "temperature": (13,),
    "fractional_cadence": (53,),
    "left_right_balance": (30,),
}
_ALWAYS = frozenset(list(_COLUMNS)[:10])
_WANTED = frozenset(field for fields in _COLUMNS.values() for field in fields) | {
    _COMPRESSED_SPEED_DISTANCE
}
#: Developer fields stand for a native one only by its number, never by their name.
_DEVELOPER = {7: "developer_power", 5: "developer_distance"}


class _Source(NamedTuple):
    """One field of the messages of one definition, as floats, where `rows` says."""

    rows: Ints | slice
    values: Floats


class DeveloperField(NamedTuple):
    """A developer field that carries a native quantity of the record."""

    column: str
    base: int
    scale: float
    offset: float


def developer_fields(descriptions: Iterable[Row]) -> dict[tuple[int, int], DeveloperField]:
    """(developer data index, field number) -> what it is, from this file's field descriptions."""
    found = {}
    for row in descriptions:
        index, field = row.get("developer_data_index"), row.get("field_definition_number")
        message, native = number(row, "native_mesg_num"), number(row, "native_field_num")
        if native not in _DEVELOPER or message not in (None, _RECORD):
            continue
        if isinstance(index, int) and isinstance(field, int):
            found[index, field] = DeveloperField(
                _DEVELOPER[int(native)],
                int(number(row, "fit_base_type_id") or 0) & 0x1F,
                number(row, "scale") or 1.0,
                number(row, "offset") or 0.0,
            )
    return found


@lru_cache(maxsize=4096)
def _layout(definition: Definition) -> tuple[np.dtype[np.void], list[Part]]:
    """A structured type with the wanted fields only, and the fields in it."""
    last = {  # of a field number that comes twice the last one counts
        part.number: part
        for part in definition.parts
        if part.developer is None
        and part.number in _WANTED
        and part.base is not None
        and part.base.name != "string"
        and part.elements
    }
    kinds = np.dtype(
        {
            "names": [str(number) for number in last],
            "formats": [_format(definition, part) for part in last.values()],
            "offsets": [part.offset for part in last.values()],
            "itemsize": definition.size,
        }
    )
    return kinds, list(last.values())


def _format(definition: Definition, part: Part) -> str:
    assert part.base is not None
    if part.number == _COMPRESSED_SPEED_DISTANCE:
        return f"({part.size},)u1"
    return definition.order + part.base.code


def record_columns(
    data: bytes,
    groups: Mapping[Definition, Ints],
    order: Ints,
    developer: Mapping[tuple[int, int], DeveloperField],
) -> dict[str, Floats]:
    """The columns of all record messages.

    groups: definition -> offsets of its messages. order: the offsets of all of them, ascending.
    """
    sources: dict[int | str, list[_Source]] = {}
    for definition, offsets in groups.items():
        rows = slice(None) if len(groups) == 1 else np.searchsorted(order, offsets)
        layout, parts = _layout(definition)
        messages = gather(data, offsets, definition.size)
        fields = messages.view(layout) if parts else None
        for part in parts:
            assert fields is not None
            if part.number == _COMPRESSED_SPEED_DISTANCE:
                if part.size == 3:
                    for name, column in _speed_distance(fields[str(part.number)]).items():
                        sources.setdefault(name, []).append(_Source(rows, column))
            else:
                values = _values(fields[str(part.number)], part)
                sources.setdefault(part.number, []).append(_Source(rows, values))
        if developer:
            for name, column in _developer_columns(messages, definition, developer).items():
                sources.setdefault(name, []).append(_Source(rows, column))
    return _assemble(sources, len(order))


def _values(raw: NDArray[np.generic], part: Part) -> Floats:
    """Raw integers to the field's unit, "no value" to NaN."""
    assert part.base is not None
    field = RECORD.fields[part.number]
    values = _floats(raw, part.base)
    if field.time:
        values += FIT_EPOCH
    elif part.number <= 1:
        values *= _DEGREES_PER_SEMICIRCLE
    elif part.number == 30:
        return _right_percent(values)
    elif field.scale != 1.0:
        values /= field.scale
    if field.offset:
        values -= field.offset
    return values


def _floats(raw: NDArray[np.generic], base: BaseType) -> Floats:
    """Raw values as floats, "no value" as NaN; compared after the one pass over scattered bytes."""
    values = raw.astype(np.float64)
    if base.invalid is not None:
        values[values == float(base.invalid)] = np.nan
    return values


def _right_percent(values: Floats) -> Floats:
    """left_right_balance: bit 7 says the low seven bits are the right leg's percentage."""
    known = values >= 128
    return np.where(known, values - 128, np.nan)


def _developer_columns(
    messages: NDArray[np.void],
    definition: Definition,
    developer: Mapping[tuple[int, int], DeveloperField],
) -> dict[str, Floats]:
    """Columns of the developer fields that stand for a native one; of several, value by value the
    first that has one."""
    columns: dict[str, Floats] = {}
    for part in definition.parts:
        if part.developer is None or (part.developer, part.number) not in developer:
            continue
        known = developer[part.developer, part.number]
        values = _developer_values(messages, definition, part, known)
        if values is not None:
            earlier = columns.get(known.column)
            columns[known.column] = (
                values if earlier is None else np.where(np.isnan(earlier), values, earlier)
            )
    return columns


def _developer_values(
    messages: NDArray[np.void], definition: Definition, part: Part, known: DeveloperField
) -> Floats | None:
    base = BASE_TYPES.get(known.base)
    if base is None or base.name == "string" or part.size < base.size or part.size % base.size:
        return None
    kind = np.dtype(
        {
            "names": ["value"],
            "formats": [definition.order + base.code],
            "offsets": [part.offset],
            "itemsize": definition.size,
        }
    )
    return _floats(messages.view(kind)["value"], base) / known.scale - known.offset


def _speed_distance(raw: NDArray[np.uint8]) -> dict[str, Floats]:
    """compressed_speed_distance: 12 bits of speed (1/100 m/s), 12 of distance (1/16 m) that roll
    over every 256 m."""
    packed = raw.astype(np.int64)
    word = packed[:, 0] | packed[:, 1] << 8 | packed[:, 2] << 16
    valid = word != 0xFFFFFF
    speed = np.where(valid, (word & 0xFFF) / 100, np.nan)
    distance = np.full(len(word), np.nan)
    steps = word[valid] >> 12
    if len(steps):
        rolled = np.concatenate((steps[:1], np.diff(steps) & 0xFFF))
        distance[valid] = np.cumsum(rolled) / 16
    return {"speed": speed, "distance": distance}


def _assemble(sources: Mapping[int | str, list[_Source]], count: int) -> dict[str, Floats]:
    """Puts each quantity's fields together, value by value, the first that has one."""
    columns: dict[str, Floats] = {}
    for name, fields in _COLUMNS.items():
        keys: tuple[int | str, ...] = (*fields, name)
        found = [_join(sources[key], count) for key in keys if key in sources]
        if found:
            column = found[0]
            for other in found[1:]:
                column = np.where(np.isnan(column), other, column)
            columns[name] = column
        elif name in _ALWAYS:
            columns[name] = np.full(count, np.nan)
    for name in _DEVELOPER.values():
        if pieces := sources.get(name):
            columns[name] = _join(pieces, count)
    return columns


def _join(pieces: list[_Source], count: int) -> Floats:
    """The pieces of several definitions as one column."""
    if len(pieces) == 1 and isinstance(pieces[0].rows, slice):
        return pieces[0].values
    whole = np.full(count, np.nan)
    for rows, values in pieces:
        whole[rows] = values
    return whole
