"""One round with the hub: what others changed comes in, what changed here goes out.

Pull first, so that most conflicts are merged before they are sent; push until the outbox is empty.
Every page is one transaction with its cursor, every push is acknowledged by the version it got: a
round killed at any moment is continued by the next one.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from mirror import hub as store
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.hub import Agreed, Body, Pending
from sync.hub import wire
from sync.hub.errors import HubSchemaNewError, HubSchemaOldError
from sync.hub.merge import merge

#: The schema of the hub that this program reads and writes (migrations/supabase).
SCHEMA = 3
_MOST_UNITS = 500
_MOST_BYTES = 2_000_000
#: A unit that others keep changing under our hands is left for the next round.
_MOST_TRIES = 5


class Rpc(Protocol):
    """How the functions of the hub are called: supabase-py, or a plain connection in tests."""

    def __call__(self, name: str, arguments: dict[str, Any]) -> Any: ...


class Round(NamedTuple):
    """What one round did. conflicts: columns whose other value was kept aside."""

    pulled: int
    pushed: int
    unchanged: int
    conflicts: int
    requests: int
    fresh: bool


class Moved(NamedTuple):
    """Progress: so many units came in and went out; `waiting` are left to go."""

    pulled: int
    pushed: int
    waiting: int


type Watch = Callable[[Moved], None]


class HubSync:
    """A round with the hub over `rpc`. stop: asked between pages, True ends the round cleanly."""

    def __init__(
        self,
        mirror: Mirror,
        rpc: Rpc,
        *,
        watch: Watch | None = None,
        stop: Callable[[], bool] = lambda: False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._mirror = mirror
        self._rpc = rpc
        self._watch = watch or _unwatched
        self._stop = stop
        self._now = now
        self._pulled = self._pushed = self._unchanged = self._conflicts = self._requests = 0

    def run(self) -> Round:
        """Raises HubError and its kinds (sync/hub/errors.py); what was moved until then stays."""
        fresh = self._meet()
        self._pull()
        if fresh:
            store.mark_everything(self._mirror)
        self._push()
        self._push_load()
        with self._mirror.transaction():
            store.put_state(self._mirror, "last_success_at", self._now().isoformat())
        return Round(
            self._pulled, self._pushed, self._unchanged, self._conflicts, self._requests, fresh
        )

    def _call(self, name: str, arguments: dict[str, Any]) -> Any:
        self._requests += 1
        return self._rpc(name, arguments)

    def _meet(self) -> bool:
        """Checks schema and epoch. True when everything has to be compared anew.

        A poll with nothing new is this one request: it tells the newest version as well.
        """
        info = self._call("schema_info", {})
        if info["schema"] < SCHEMA:
            raise HubSchemaOldError(info["schema"], SCHEMA)
        if info["schema"] > SCHEMA:
            raise HubSchemaNewError(info["schema"], SCHEMA)
        self._newest = int(info["last_version"])
        known = store.state(self._mirror, "epoch")
        if known == info["epoch"] and self._cursor() <= self._newest:
            return False
        with self._mirror.transaction():
            if known is not None:
                store.forget_agreements(self._mirror)
            there = info["athlete_id"]
            if there is not None and there != athlete(self._mirror).id:
                store.adopt_athlete(self._mirror, there)
            store.put_state(self._mirror, "epoch", info["epoch"])
            store.put_state(self._mirror, "fill", "begun")
        return True

    def _cursor(self) -> int:
        return int(store.state(self._mirror, "cursor") or 0)

    def _pull(self) -> None:
        more = self._cursor() < self._newest
        if not more:
            return
        with store.unchecked(self._mirror):
            while more and not self._stop():
                page = self._call("sync_pull", {"after": self._cursor(), "max_rows": _MOST_UNITS})
                with self._mirror.transaction():
                    for unit in page["units"]:
                        self._take(unit)
                    store.put_state(self._mirror, "cursor", str(page["next"]))
                more = page["more"]
                self._report()
        if not more:
            store.mend_references(self._mirror)

    def _take(self, unit: dict[str, Any]) -> None:
        """Applies a unit of the hub, merged with a change that waits here."""
        kind, key, version = unit["kind"], unit["key"], unit["version"]
        known = store.agreed(self._mirror, kind, key)
        if known is not None and known.version >= version:
            return  # our own push, coming back
        self._pulled += 1
        waiting = store.is_pending(self._mirror, kind, key)
        here = store.read_unit(self._mirror, kind, key)
        if unit["deleted"]:
            self._take_deletion(unit, waiting, here)
            return
        body = wire.decode(unit["body"])
        fresh_athlete = (
            kind == "athlete" and waiting is None
        )  # made by the machine, not by a person
        if here is not None and not fresh_athlete and (waiting is not None or known is None):
            self._settle(unit, body, here, known, waiting)
            return
        if waiting is not None:  # deleted here, changed there: the edit is worth more
            store.acknowledge(self._mirror, waiting)
        store.write_unit(self._mirror, kind, key, body)
        self._agree(kind, key, version, unit["sha"], body)

    def _take_deletion(
        self, unit: dict[str, Any], waiting: Pending | None, here: Body | None
    ) -> None:
        kind, key = unit["kind"], unit["key"]
        if waiting is not None and here is not None and waiting.changed_at > unit["changed_at"]:
            # Edited here after it was deleted there: the edit brings it back with the next push.
            store.agree(self._mirror, kind, key, Agreed(unit["version"], None, None))
            return
        if waiting is not None:
            store.acknowledge(self._mirror, waiting)
        store.delete_unit(self._mirror, kind, key)
        store.agree(self._mirror, kind, key, Agreed(unit["version"], None, None))

    def _settle(
        self,
        unit: dict[str, Any],
        theirs: Body,
        here: Body,
        known: Agreed | None,
        waiting: Pending | None,
    ) -> None:
        """Both sides have the unit. Leaves the merged one here, and in the outbox if the hub must
        hear of it."""
        kind, key, version = unit["kind"], unit["key"], unit["version"]
        if "row" not in theirs:  # a zone table has no columns of its own to merge: the later holds
            later = waiting is not None and waiting.changed_at > unit["changed_at"]
            if later:
                store.agree(self._mirror, kind, key, Agreed(version, unit["sha"], None))
                return
            merged_body, changed = theirs, False
        else:
            merged = merge(
                known.base if known is not None else None,
                wire.as_returned(here) or {},
                theirs["row"],
                here_is_later=waiting is not None and waiting.changed_at > unit["changed_at"],
            )
            self._conflicts += len(merged.conflicts)
            store.keep_conflicts(self._mirror, kind, key, merged.conflicts, self._now().isoformat())
            parts = here if _better(here, theirs) else theirs
            merged_body = {**parts, "row": merged.row}
            changed = merged.changed or (parts is here and _parts(here) != _parts(theirs))
        store.write_unit(self._mirror, kind, key, merged_body)
        if waiting is not None and not changed:
            store.acknowledge(self._mirror, waiting)
        self._agree(kind, key, version, unit["sha"], theirs)

    def _agree(self, kind: str, key: str, version: int, sha: str | None, body: Body) -> None:
        store.agree(self._mirror, kind, key, Agreed(version, sha, body.get("row")))

    def _push(self) -> None:
        tries: dict[tuple[str, str], int] = {}
        while not self._stop():
            batch = self._batch(tries)
            if not batch:
                return
            answer = self._call(
                "sync_push",
                {
                    "batch": {
                        "schema": SCHEMA,
                        "epoch": store.state(self._mirror, "epoch"),
                        "units": [unit for _, unit, _ in batch],
                    }
                },
            )
            with self._mirror.transaction():
                for (waiting, unit, body), result in zip(batch, answer["results"], strict=True):
                    tries[waiting.kind, waiting.key] = tries.get((waiting.kind, waiting.key), 0) + 1
                    self._answered(waiting, unit, body, result)
                self._pass_over([result["version"] for result in answer["results"]])
            self._report()

    def _pass_over(self, versions: list[int]) -> None:
        """Our own pushes need not be pulled: where nobody came between, the cursor follows them."""
        cursor = self._cursor()
        for version in sorted(versions):
            if version == cursor + 1:
                cursor = version
        store.put_state(self._mirror, "cursor", str(cursor))

    def _batch(
        self, tries: dict[tuple[str, str], int]
    ) -> list[tuple[Pending, dict[str, Any], Body | None]]:
        made: list[tuple[Pending, dict[str, Any], Body | None]] = []
        size = 0
        for waiting in store.pending(self._mirror, _MOST_UNITS):
            if tries.get((waiting.kind, waiting.key), 0) >= _MOST_TRIES:
                continue
            body = store.read_unit(self._mirror, waiting.kind, waiting.key)
            encoded = None if body is None else wire.encode(body)
            known = store.agreed(self._mirror, waiting.kind, waiting.key)
            unit = {
                "kind": waiting.kind,
                "key": waiting.key,
                "base": None if known is None else known.version,
                "sha": None if encoded is None else wire.sha(encoded),
                "deleted": encoded is None,
                "body": encoded,
            }
            size += len(json.dumps(unit))
            if made and size > _MOST_BYTES:
                break
            made.append((waiting, unit, body))
        return made

    def _answered(
        self, waiting: Pending, unit: dict[str, Any], body: Body | None, result: dict[str, Any]
    ) -> None:
        if result["status"] == "conflict":
            server = result["server"]
            self._take({**server, "kind": waiting.kind, "key": waiting.key})
            return
        self._pushed += result["status"] == "ok"
        self._unchanged += result["status"] == "same"
        base = wire.as_returned(body)
        store.agree(
            self._mirror, waiting.kind, waiting.key, Agreed(result["version"], unit["sha"], base)
        )
        store.acknowledge(self._mirror, waiting)

    def _push_load(self) -> None:
        """The derived days, a year a unit, so that agents read CTL and TSB without computing."""
        for year in store.load_years(self._mirror):
            if self._stop():
                return
            body = wire.encode({"rows": store.load_rows(self._mirror, year)})
            digest = wire.sha(body)
            if store.state(self._mirror, f"load/{year}") == digest:
                continue
            unit = {"kind": "load", "key": year, "base": None, "sha": digest, "deleted": False}
            batch = {"schema": SCHEMA, "epoch": store.state(self._mirror, "epoch")}
            answer = self._call(
                "sync_push", {"batch": {**batch, "units": [{**unit, "body": body}]}}
            )
            result = answer["results"][0]
            if result["status"] == "conflict":  # derived alike everywhere: ours replaces it
                unit["base"] = result["version"]
                answer = self._call(
                    "sync_push", {"batch": {**batch, "units": [{**unit, "body": body}]}}
                )
                result = answer["results"][0]
            with self._mirror.transaction():
                self._pass_over([result["version"]])
                store.put_state(self._mirror, f"load/{year}", digest)

    def _report(self) -> None:
        self._watch(Moved(self._pulled, self._pushed, store.waiting(self._mirror)))


def _unwatched(moved: Moved) -> None:
    """For those who do not watch."""


def _parts(body: Body) -> dict[str, Any]:
    return {name: part for name, part in body.items() if name != "row"}


def _better(here: Body, theirs: Body) -> bool:
    """Whose laps, stream and curves hold: the newer analytics', then the longer stream's; the
    hub's on a draw. Plan changes are an account of both: the longer one holds."""
    if "changes" in here:
        return len(here["changes"]) > len(theirs["changes"])
    if "stream" not in here:
        return False
    return _weight(here) > _weight(theirs)


def _weight(body: Body) -> tuple[int, int, int]:
    stream = body["stream"]
    return (
        body["row"].get("analytics_version") or 0,
        0 if stream is None else stream["sample_count"],
        len(body["sources"]),
    )
