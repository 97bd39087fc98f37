"""Workouts and planned sessions by the words in them."""

from collections.abc import Sequence

from mirror.database import Mirror
from mirror.rows import Planned, Workout

_WORKOUT = ", ".join(f"w.{name}" for name in Workout._fields)
_PLANNED = ", ".join(f"p.{name}" for name in Planned._fields)


def workouts_with(
    mirror: Mirror, words: Sequence[str], sport: str | None, limit: int
) -> list[Workout]:
    """Workouts, newest first, whose title and notes hold every word; legs left out."""
    condition, values = _holding(("w.title", "w.notes"), words)
    rows = mirror.db.execute(
        f"SELECT {_WORKOUT} FROM workouts_executed AS w"
        f" WHERE w.parent_id IS NULL AND (:sport IS NULL OR w.sport = :sport) AND {condition}"
        " ORDER BY w.local_date DESC, w.started_at DESC LIMIT :most",
        {"sport": sport, "most": limit, **values},
    )
    return [Workout._make(row) for row in rows]


def planned_with(
    mirror: Mirror, words: Sequence[str], sport: str | None, limit: int
) -> list[Planned]:
    """Sessions of the plan, latest first, whose title and description hold every word."""
    condition, values = _holding(("p.title", "p.description"), words)
    rows = mirror.db.execute(
        f"SELECT {_PLANNED} FROM workouts_planned AS p"
        f" WHERE p.status = 'planned' AND (:sport IS NULL OR p.sport = :sport) AND {condition}"
        " ORDER BY p.date DESC, p.id LIMIT :most",
        {"sport": sport, "most": limit, **values},
    )
    return [Planned._make(row) for row in rows]


def sports(mirror: Mirror) -> set[str]:
    """Of all workouts and all sessions of the plan."""
    rows = mirror.db.execute(
        "SELECT sport FROM workouts_executed WHERE parent_id IS NULL"
        " UNION SELECT sport FROM workouts_planned WHERE status = 'planned'"
    )
    return {row[0] for row in rows}


def _holding(columns: Sequence[str], words: Sequence[str]) -> tuple[str, dict[str, str]]:
    """(condition, its values by name)."""
    parts: list[str] = []
    values: dict[str, str] = {}
    for word in words:
        ways = []
        for pattern in _patterns(word):
            name = f"word{len(values)}"
            values[name] = pattern
            ways += [f"{column} LIKE :{name} ESCAPE '\\'" for column in columns]
        parts.append(f"({' OR '.join(ways)})")
    return " AND ".join(parts) or "1", values


def _patterns(word: str) -> list[str]:
    """LIKE knows upper and lower case of ASCII alone, so other letters are asked for in each."""
    ways = [word] if word.isascii() else [word.lower(), word.upper(), word.capitalize()]
    escaped = (w.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for w in ways)
    return [f"%{w}%" for w in escaped]
