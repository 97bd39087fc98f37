"""One round with the hub: what others changed comes in, what changed here goes out.

Pull first, so that most conflicts are merged before they are sent; push until the outbox is empty.
Every page is one transaction with its cursor, every push is acknowledged by the version it got: a
round killed at any moment is continued by the next one.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from mirror import hub as units
from mirror import hubstate as store
from mirror.database import Mirror
from mirror.hub import Body
from mirror.hubstate import Agreed, Pending
from sync.hub import wire
from sync.hub.derived import derived
from sync.hub.duplicates import unite
from sync.hub.errors import HubRefusedError, HubSchemaNewError, HubSchemaOldError
from sync.hub.incoming import Incoming

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
    """What one round did. conflicts: columns whose other value was kept aside. refused: what the
    database would not take, in words. fresh: everything was compared anew."""

    pulled: int
    pushed: int
    unchanged: int
    conflicts: int
    requests: int
    refused: tuple[str, ...]
    fresh: bool


class Moved(NamedTuple):
    """Progress: so many units came in and went out; `waiting` are left to come or go, as far as it
    is known."""

    pulled: int
    pushed: int
    waiting: int


class _Parcel(NamedTuple):
    """A unit on its way. waiting, body: None for what is derived."""

    unit: dict[str, Any]
    waiting: Pending | None = None
    body: Body | None = None


type Watch = Callable[[Moved], None]


class HubSync:
    """A round with the hub over `rpc`. stop: asked between pages, True ends the round cleanly.
    settled: called when all is pulled, to bring the season up to date (sync/ingest.py)."""

    def __init__(
        self,
        mirror: Mirror,
        rpc: Rpc,
        *,
        watch: Watch = lambda _moved: None,
        stop: Callable[[], bool] = lambda: False,
        settled: Callable[[Mirror], None] = lambda _mirror: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._mirror = mirror
        self._rpc = rpc
        self._watch = watch
        self._stop = stop
        self._settled = settled
        self._now = now
        self._in = Incoming(mirror, now)
        self._pushed = self._unchanged = self._requests = self._newest = self._alive = 0
        self._refused: dict[tuple[str, str], str] = {}

    def run(self) -> Round:
        """Raises HubError and its kinds (sync/hub/errors.py); what was moved until then stays."""
        fresh = self._meet()
        self._pull()
        self._push()
        if store.state(self._mirror, "derived") == "due" and not self._stop():
            self._push_derived()
        if not self._stop():
            with self._mirror.transaction():
                store.put_state(self._mirror, "last_success_at", self._now().isoformat())
        return self.so_far(fresh=fresh)

    def so_far(self, *, fresh: bool = False) -> Round:
        """What was moved until now."""
        return Round(
            self._in.taken,
            self._pushed,
            self._unchanged,
            self._in.conflicts,
            self._requests,
            tuple(self._refused.values()),
            fresh,
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
        self._alive = sum(n for kind, n in info["units"].items() if kind in units.KINDS)
        fresh = store.state(self._mirror, "epoch") != info["epoch"] or self._cursor() > self._newest
        if fresh:
            store.join(self._mirror, info["epoch"], info["athlete_id"])
        with self._mirror.transaction():
            store.put_state(self._mirror, "database_bytes", str(info["database_bytes"]))
        return fresh

    def _cursor(self) -> int:
        return int(store.state(self._mirror, "cursor") or 0)

    def _pull(self) -> None:
        more = self._cursor() < self._newest
        if not more:
            self._unite()
            return
        with units.unchecked(self._mirror):
            while more and not self._stop():
                more = self._pull_page()
                self._report()
            if not more:
                units.mend_references(self._mirror)
        if not more:
            self._unite()
        self._settled(self._mirror)

    def _note_arrived(self) -> None:
        """Remembers the workouts that came in, until it is known whether they are new ones."""
        if self._in.workouts:
            known = json.loads(store.state(self._mirror, "arrived") or "[]")
            arrived = dict.fromkeys([*known, *self._in.workouts])
            store.put_state(self._mirror, "arrived", json.dumps(list(arrived)))
            self._in.workouts.clear()

    def _unite(self) -> None:
        """References are checked here: parts follow their workout to another id."""
        arrived = store.state(self._mirror, "arrived")
        if arrived is not None:
            with self._mirror.transaction():
                unite(self._mirror, json.loads(arrived))
                store.put_state(self._mirror, "arrived", None)

    def _pull_page(self) -> bool:
        page = self._page(_MOST_UNITS)
        with self._mirror.transaction():
            for unit in page["units"]:
                self._in.take(unit)
            self._note_arrived()
            store.put_state(self._mirror, "cursor", str(page["next"]))
            if page["units"]:
                store.put_state(self._mirror, "derived", "due")
        return bool(page["more"])

    def _page(self, most: int) -> Any:
        try:
            return self._call("sync_pull", {"after": self._cursor(), "max_rows": most})
        except HubRefusedError:  # it took the database too long
            if most == 1:
                raise
            return self._page(max(1, most // 8))

    def _push(self) -> None:
        tries: dict[tuple[str, str], int] = {}
        while not self._stop():
            parcels = self._parcels(tries)
            if not parcels:
                return
            self._send(parcels)
            self._report()

    def _parcels(self, tries: dict[tuple[str, str], int]) -> list[_Parcel]:
        """The next units to send, at most 500 and some 2 MB, each at most a few times a round."""
        made: list[_Parcel] = []
        size = skip = 0
        while not made:
            waiting = store.pending(self._mirror, _MOST_UNITS, skip)
            if not waiting:
                return []
            skip += len(waiting)
            for one in waiting:
                name = one.kind, one.key
                if tries.get(name, 0) >= _MOST_TRIES or name in self._refused:
                    continue
                parcel = self._parcel(one)
                size += len(json.dumps(parcel.unit))
                if made and size > _MOST_BYTES:
                    break
                tries[name] = tries.get(name, 0) + 1
                made.append(parcel)
        return made

    def _parcel(self, waiting: Pending) -> _Parcel:
        body = units.read_unit(self._mirror, waiting.kind, waiting.key)
        encoded = None if body is None else wire.encode(body)
        known = store.agreed(self._mirror, waiting.kind, waiting.key)
        unit = {
            "kind": waiting.kind,
            "key": waiting.key,
            "base": None if known is None else known.version,
            "sha": None if encoded is None else wire.sha(encoded),
            "deleted": encoded is None,
            "changed_at": waiting.changed_at,
            "body": encoded,
        }
        return _Parcel(unit, waiting, body)

    def _send(self, parcels: Sequence[_Parcel]) -> None:
        """A batch that is refused is halved until the one that spoils it stands alone; that one is
        left out for this round and said."""
        batch = {
            "schema": SCHEMA,
            "epoch": store.state(self._mirror, "epoch"),
            "units": [parcel.unit for parcel in parcels],
        }
        with self._mirror.transaction():
            for parcel in parcels:
                row = wire.agreed_part(parcel.body)
                if row is not None:
                    store.note_sent(self._mirror, parcel.unit["kind"], parcel.unit["key"], row)
        try:
            answer = self._call("sync_push", {"batch": batch})
        except HubRefusedError as error:
            if len(parcels) == 1:
                name = parcels[0].unit["kind"], parcels[0].unit["key"]
                self._refused[name] = f"{name[0]} {name[1]}: {error}"
                return
            middle = len(parcels) // 2
            self._send(parcels[:middle])
            self._send(parcels[middle:])
            return
        # References are not checked: a conflict brings a unit in, like a pull.
        with units.unchecked(self._mirror), self._mirror.transaction():
            for parcel, result in zip(parcels, answer["results"], strict=True):
                self._answered(parcel, result)
            self._note_arrived()
            if self._cursor() >= answer["before"]:  # nobody came between: nothing to pull
                store.put_state(self._mirror, "cursor", str(answer["last"]))

    def _answered(self, parcel: _Parcel, result: dict[str, Any]) -> None:
        unit = parcel.unit
        if parcel.waiting is None:
            store.put_state(self._mirror, f"{unit['kind']}/{unit['key']}", unit["sha"])
            return
        store.put_state(self._mirror, "derived", "due")
        if result["status"] == "conflict":
            self._in.take({**result["server"], "kind": unit["kind"], "key": unit["key"]})
            return
        store.forget_sent(self._mirror, unit["kind"], unit["key"])
        self._pushed += result["status"] == "ok"
        self._unchanged += result["status"] == "same"
        store.agree(
            self._mirror,
            unit["kind"],
            unit["key"],
            Agreed(result["version"], unit["sha"], wire.agreed_part(parcel.body)),
        )
        store.acknowledge(self._mirror, parcel.waiting)

    def _push_derived(self) -> None:
        """Only what is another than last time goes out; what is empty now is told as deleted."""
        gone = dict(
            self._mirror.db.execute(
                "SELECT name, value FROM hub_state WHERE name LIKE 'load/%' OR name LIKE 'zone_%/%'"
            ).fetchall()
        )
        parcels: list[_Parcel] = []
        size = 0
        for kind, key, body in derived(self._mirror):
            digest = wire.sha(body)
            if gone.pop(f"{kind}/{key}", None) == digest:
                continue
            unit = {"kind": kind, "key": key, "base": None, "sha": digest, "deleted": False}
            parcels.append(_Parcel({**unit, "body": body}))
            size += len(json.dumps(body))
            if size > _MOST_BYTES:
                self._send(parcels)
                parcels, size = [], 0
        for name in gone:
            kind, key = name.split("/")
            parcels.append(
                _Parcel({"kind": kind, "key": key, "base": None, "sha": None, "deleted": True})
            )
        if parcels:
            self._send(parcels)
        with self._mirror.transaction():
            store.put_state(self._mirror, "derived", None)

    def _report(self) -> None:
        coming = max(0, min(self._newest - self._cursor(), self._alive - self._in.taken))
        self._watch(Moved(self._in.taken, self._pushed, coming + store.waiting(self._mirror)))
