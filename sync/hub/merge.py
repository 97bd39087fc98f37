"""Two devices changed one unit: which value of each column holds.

A column that only one side changed takes that side's value. A column that both changed takes the
later one, and the other is kept for the athlete to see. Without a common base (both sides made the
unit) every differing column counts as changed by both; unknown never wins over known.
"""

from typing import Any, NamedTuple

from mirror.hub import Conflict

#: Belong to the device that wrote them last and are no opinion of anybody.
_BOOKKEEPING = frozenset({"updated_at", "fetched_at", "intraday_updated_at", "daily_updated_at"})


class Merged(NamedTuple):
    """row: the columns that hold. conflicts: what did not. changed: the hub lacks some of it."""

    row: dict[str, Any]
    conflicts: list[Conflict]
    changed: bool


def merge(
    base: dict[str, Any] | None,
    here: dict[str, Any],
    hub: dict[str, Any],
    *,
    here_is_later: bool,
) -> Merged:
    """Merges the rows column by column. Rows are in the mirror's form, decoded alike."""
    row: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for field, mine in here.items():
        theirs = hub.get(field)
        was = base.get(field) if base is not None else None
        if mine == theirs:
            row[field] = mine
        elif base is not None and mine == was:
            row[field] = theirs
        elif base is not None and theirs == was:
            row[field] = mine
        elif mine is None or theirs is None:
            row[field] = theirs if mine is None else mine
            if base is not None:  # one side emptied what the other rewrote
                conflicts.append(
                    Conflict(field, row[field], None, "here" if mine is None else "hub")
                )
        else:
            row[field] = mine if here_is_later else theirs
            if field not in _BOOKKEEPING:
                lost = theirs if here_is_later else mine
                conflicts.append(
                    Conflict(field, row[field], lost, "hub" if here_is_later else "here")
                )
    changed = any(row[field] != hub.get(field) for field in row)
    return Merged(row, conflicts, changed)
