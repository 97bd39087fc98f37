"""Two devices changed one unit: which value of each column holds.

A column that only one side changed takes that side's value. A column that both changed takes the
later one, and the other is kept for the athlete to see. Without a common base (both sides made the
unit) every differing column counts as changed by both; unknown never wins over known.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from mirror.hub import Body
from mirror.hubstate import Conflict
from sync.merge import ATHLETE, EDITS

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
    sent: Sequence[dict[str, Any]] = (),
) -> Merged:
    """Merges the rows column by column. Rows are in the mirror's form, decoded alike.

    sent: what this device sent without hearing an answer; found on the hub it is our own word, and
    what was said here since replaces it.
    """
    row: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for field, mine in here.items():
        theirs = hub.get(field)
        was = base.get(field) if base is not None else None
        if mine == theirs:
            row[field] = mine
        elif base is not None and mine == was:
            row[field] = theirs
        elif (base is not None and theirs == was) or any(
            theirs == earlier.get(field) for earlier in sent
        ):
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


def parts(body: Body) -> dict[str, Any]:
    """All of the unit but its row."""
    return {name: part for name, part in body.items() if name != "row"}


def better(here: Body, theirs: Body) -> bool:
    """Whose laps, stream and curves hold: the newer analytics', then the longer stream's; the
    hub's on a draw."""
    return "stream" in here and _weight(here) > _weight(theirs)


def _weight(body: Body) -> tuple[int, int]:
    stream = body["stream"]
    return (
        body["row"].get("analytics_version") or 0,
        0 if stream is None else stream["sample_count"],
    )


def newest_answers(here: Body, theirs: Body) -> Body:
    """Of each kind the answer that was fetched last; the hub's on a draw."""
    found = {answer["kind"]: answer for answer in theirs["answers"]}
    for answer in here["answers"]:
        rival = found.get(answer["kind"])
        if rival is None or answer["fetched_at"] > rival["fetched_at"]:
            found[answer["kind"]] = answer
    return {"answers": [found[kind] for kind in sorted(found)]}


def union(here: Body, theirs: Body, row: dict[str, Any]) -> Body:
    """The parts that are accounts and not measurements: both sides' entries, each once.

    A plan's changes, and who knows a workout; the athlete's own claim says what the row says.
    """
    if "changes" in here:
        both = {change["id"]: change for change in (*here["changes"], *theirs["changes"])}
        return {"changes": sorted(both.values(), key=lambda c: (c["seen_at"], c["id"]))}
    if "sources" not in here:
        return {}
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for source in (*here["sources"], *theirs["sources"]):
        name = source["source"], source["source_id"]
        rival = known.get(name)
        if rival is not None and source["source"] == ATHLETE:
            source = _both_said(rival, source, row)
        elif rival is not None and _age(rival) > _age(source):
            continue
        known[name] = source
    return {"sources": [known[name] for name in sorted(known)]}


def _age(source: dict[str, Any]) -> tuple[str, str]:
    return source["fetched_at"], json.dumps(source, sort_keys=True)


def _both_said(one: dict[str, Any], other: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    told = {**json.loads(one["details"] or "{}"), **json.loads(other["details"] or "{}")}
    told.update({name: row[name] for name in EDITS if name in told})
    later = one if _age(one) > _age(other) else other
    return {**later, "details": said_as_text(told)}


def claimed(body: Body, said: dict[str, Any], moment: str) -> list[dict[str, Any]]:
    """The unit's sources with the athlete's claim saying this too."""
    row = body["row"]
    mine = [source for source in body["sources"] if source["source"] == ATHLETE]
    claim = max(mine, key=_age) if mine else {
        "source": ATHLETE, "source_id": row["id"], "workout_id": row["id"], "sha256": None,
        "file_name": None, "rank": 0, "started_at": row["started_at"],
        "ended_at": row["started_at"], "details": None,
    }  # fmt: skip
    told = {**json.loads(claim["details"] or "{}"), **said}
    others = [source for source in body["sources"] if source is not claim]
    changed = {**claim, "fetched_at": moment, "details": said_as_text(told)}
    return sorted([*others, changed], key=lambda s: (s["source"], s["source_id"]))


def said_as_text(told: dict[str, Any]) -> str:
    """A claim's details in the spelling in which the hub gives them back."""
    return json.dumps(told, sort_keys=True, ensure_ascii=False)
