"""Taking a unit of the hub into the mirror, merged with a change that waits here.

The later change holds, column by column; whatever does not hold is kept in `hub_conflicts`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from mirror import hub as units
from mirror import hubstate as store
from mirror.database import Mirror
from mirror.hub import Body
from mirror.hubstate import Agreed, Conflict, Pending
from mirror.outbox import mark
from sync.hub import wire
from sync.hub.merge import better, claimed, merge, newest_answers, parts, union
from sync.merge import EDITS


class Incoming:
    """What came in during one round: units, and columns in conflict. workouts: which of them."""

    def __init__(self, mirror: Mirror, now: Callable[[], datetime]) -> None:
        self._mirror = mirror
        self._now = now
        self.taken = self.conflicts = 0
        self.workouts: list[str] = []

    def take(self, unit: dict[str, Any]) -> None:
        """Applies the unit, in the caller's transaction."""
        kind, key, version = unit["kind"], unit["key"], unit["version"]
        known = store.agreed(self._mirror, kind, key)
        if known is not None and known.version >= version:
            return  # our own push, coming back
        self.taken += 1
        waiting = store.is_pending(self._mirror, kind, key)
        here = units.read_unit(self._mirror, kind, key)
        base = None if known is None else known.base
        later = waiting is not None and waiting.changed_at > wire.utc(unit["changed_at"])
        if unit["deleted"]:
            self._take_deletion(unit, base, here, waiting, later=later)
            return
        theirs = wire.decode(unit["body"])
        if kind == "workout":
            self.workouts.append(key)
            if unit["sha"] is None and base is not None:
                self._take_word(unit, theirs, base)
        if here is None and later:  # deleted here since: the next push tells it
            self._lose(kind, key, base, theirs, lost_by="hub")
        elif here is None or (waiting is None and (known is not None or kind == "athlete")):
            if waiting is not None:  # deleted here before: the edit brings it back
                store.acknowledge(self._mirror, waiting)
            units.write_unit(self._mirror, kind, key, theirs)
        else:
            self._settle(unit, theirs, here, base, waiting, later=later)
        store.agree(self._mirror, kind, key, Agreed(version, unit["sha"], wire.agreed_part(theirs)))

    def _take_deletion(
        self,
        unit: dict[str, Any],
        base: dict[str, Any] | None,
        here: Body | None,
        waiting: Pending | None,
        *,
        later: bool,
    ) -> None:
        """An edit made after the deletion brings the unit back with the next push."""
        kind, key = unit["kind"], unit["key"]
        if here is None or not later:
            if waiting is not None:
                store.acknowledge(self._mirror, waiting)
                if here is not None:
                    self._lose(kind, key, base, here, lost_by="here")
            units.delete_unit(self._mirror, kind, key)
        store.agree(self._mirror, kind, key, Agreed(unit["version"], None, None))

    def _take_word(self, unit: dict[str, Any], theirs: Body, base: dict[str, Any]) -> None:
        """What was edited by hand in the database is the athlete's word: as a claim of its own, no
        later recording of the workout takes it away."""
        row = theirs["row"]
        said = {name: row[name] for name in EDITS if row[name] != base.get(name)}
        if said:
            theirs["sources"] = claimed(theirs, said, wire.utc(unit["changed_at"]))
            mark(self._mirror, "workout", unit["key"])

    def _settle(
        self,
        unit: dict[str, Any],
        theirs: Body,
        here: Body,
        base: dict[str, Any] | None,
        waiting: Pending | None,
        *,
        later: bool,
    ) -> None:
        """Both sides have the unit. Leaves the merged one here, and in the outbox if the hub must
        hear of it."""
        kind, key = unit["kind"], unit["key"]
        here = wire.respelled(here)
        if "answers" in theirs:
            merged = newest_answers(here, theirs)
        elif "row" not in theirs:
            # A zone table has no columns of its own to merge: the later one holds.
            merged, lost = (here, theirs) if later else (theirs, here)
            if parts(merged) != parts(lost):
                self._lose(kind, key, base, lost, lost_by="hub" if later else "here")
        else:
            columns = merge(
                base,
                here["row"],
                theirs["row"],
                sent=store.sent(self._mirror, kind, key),
                here_is_later=later,
            )
            self._keep(kind, key, columns.conflicts)
            merged = {
                **(here if better(here, theirs) else theirs),
                **union(here, theirs, columns.row),
                "row": columns.row,
            }
        units.write_unit(self._mirror, kind, key, merged)
        if merged != theirs:
            if waiting is None:
                mark(self._mirror, _marked(kind), key)
        elif waiting is not None:
            store.acknowledge(self._mirror, waiting)

    def _lose(
        self, kind: str, key: str, base: dict[str, Any] | None, body: Body, *, lost_by: str
    ) -> None:
        """Keeps what a whole unit said beyond what both sides knew; a raw answer is no word of
        anybody."""
        if "answers" in body:
            return
        row = body.get("row")
        if row is None or base is None or "rows" in base:
            lost = row if row is not None else body["rows"]
            self._keep(kind, key, [Conflict("*", None, lost, lost_by)])
            return
        changed = [name for name in row if row[name] != base.get(name)]
        self._keep(kind, key, [Conflict(name, None, row[name], lost_by) for name in changed])

    def _keep(self, kind: str, key: str, conflicts: list[Conflict]) -> None:
        self.conflicts += len(conflicts)
        store.keep_conflicts(self._mirror, kind, key, conflicts, self._now().isoformat())


def _marked(kind: str) -> Any:
    """The kinds of units are those of the outbox."""
    return kind
