"""Reading one value out of an answer: its type, its plausible range, its unit."""

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

#: Column of `wellness_daily` → value.
Values = dict[str, float | int | str]

_EARLIEST_DAY = date(2000, 1, 1)  # empty accounts answer with 1970


def at(value: Any, *path: str) -> Any:
    """The value under nested keys, None where one is missing or no object."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def rows(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list; nothing for anything else."""
    if isinstance(value, list):
        for row in value:
            if isinstance(row, dict):
                yield row


def number(value: Any, low: float, high: float) -> float | None:
    """A finite number within [low, high]. Sentinels (-1, -2, 0 where it means none) fall out."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and low <= value <= high else None


def text(value: Any) -> str | None:
    """A non-empty word that is not one of Garmin's ways to say nothing."""
    if not isinstance(value, str) or value.strip().upper() in ("", "NONE", "NO_STATUS", "UNKNOWN"):
        return None
    return value.strip()


def day(value: Any) -> str | None:
    """`2026-07-03`, also out of `2026-07-03T05:20:00.0` and `2026-07-03 05:20:00`."""
    if not isinstance(value, str):
        return None
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return found.isoformat() if found > _EARLIEST_DAY else None


def moment(value: Any) -> datetime | None:
    """A UTC time from epoch milliseconds, `2026-07-03T05:20:00.0`, `…Z` or with a blank."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        milliseconds = number(value, 946_684_800_000, 4_102_444_800_000)
        return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found if found.date() > _EARLIEST_DAY else None


def stamp(value: Any) -> str | None:
    """`moment` as the mirror keeps it."""
    found = moment(value)
    return None if found is None else found.isoformat(timespec="seconds")


def known(**values: float | int | str | None) -> Values:
    """The values that are there."""
    return {name: value for name, value in values.items() if value is not None}
