"""NamedTuple trees to JSON documents: every report's `to_json()` ends here."""

from array import array
from typing import Any


def jsonable(value: Any) -> Any:
    """Records become objects, sequences lists; numbers, texts, booleans and None stay."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: jsonable(item) for name, item in zip(value._fields, value, strict=True)}
    if isinstance(value, (list, tuple, array)):
        return [jsonable(item) for item in value]
    if isinstance(value, dict):
        return {str(name): jsonable(item) for name, item in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def document(record: Any) -> dict[str, Any]:
    """`jsonable` for a record, typed as the object it becomes."""
    made: dict[str, Any] = jsonable(record)
    return made
