"""Which stored session is which record of the feed.

A session is recognised by its content, not by the feed's UID, which many publishers renew with
every fetch. In this order, each stored session and each record being used once:

1. same day, sport and title (equal size first, then the UID, then the order);
2. same UID and sport, and day, title or size kept as well;
3. same sport and title on another day: moved (the nearest day first);
4. same day and sport with equal size or an alike title: retitled;
5. same sport and size, an alike title, another day: moved and retitled;
6. a removed session that is back as it was: restored.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, timedelta

from mirror.plan import kind_of
from mirror.rows import Planned
from sync.sources.plan.record import PlannedRecord, Window
from sync.sources.plan.similarity import alike, normal, trigrams

#: How far a session moves within the days that were visible before, and beyond them; how far a
#: race does, which is shown wherever it lies.
MAX_MOVE = timedelta(days=14)
MAX_MOVE_BEYOND = timedelta(days=3)
MAX_MOVE_RACE = timedelta(days=180)

_ALIKE = 0.5
_ALIKE_MOVED = 0.6

#: A feed that renames everything at once is not compared pair by pair for ever.
_MAX_COMPARISONS = 200_000

Key = Callable[["_Side"], Hashable]
Cost = Callable[["_Side", "_Side"], float | None]


def as_record(row: Planned) -> PlannedRecord:
    """A stored session in the feed's terms."""
    return PlannedRecord(
        date=row.date,
        sport=row.sport,
        title=row.title,
        duration_s=row.duration_planned_s,
        distance_m=row.distance_planned_m,
        load=row.tss_planned,
        description=row.description,
        starts_at=row.starts_at,
        uid=row.source_uid,
        kind=kind_of(row.structure),
        structure=row.structure,
    )


def size(record: PlannedRecord) -> tuple[float | None, ...]:
    """What is planned of it: duration, distance, load, to a tenth."""
    return tuple(
        None if value is None else round(value, 1)
        for value in (record.duration_s, record.distance_m, record.load)
    )


class _Side:
    """A session of either side with what the comparisons need. order: ties are broken by it."""

    __slots__ = ("day", "order", "record", "row_id", "size", "title", "trigrams")

    def __init__(self, record: PlannedRecord, order: tuple[str, int], row_id: str = "") -> None:
        self.record = record
        self.order = order
        self.row_id = row_id
        self.title = normal(record.title)
        self.trigrams = trigrams(self.title)
        self.day = date.fromisoformat(record.date)
        self.size = size(record)


def _content(side: _Side) -> Hashable:
    return side.record.date, side.record.sport, side.title


class Pairing:
    """The passes over what is left on either side. `pairs`: stored id -> its record."""

    def __init__(
        self,
        stored: Sequence[Planned],
        records: Sequence[PlannedRecord],
        window: Window | None,
        *,
        today: date,
        known_until: date | None,
    ) -> None:
        self.rows = {row.id: row for row in stored}
        self.pairs: dict[str, PlannedRecord] = {}
        self._window = window
        self._today = today
        self._known_until = known_until
        sides = [_Side(record, ("", place)) for place, record in enumerate(records)]
        self._free = [s for s in sides if s.record.planned and not s.record.cancelled]
        self._cancelled = [side for side in sides if side.record.cancelled]
        # Sessions of which the feed shows only that they were done.
        self._evident = {_content(side) for side in sides if not side.record.planned}
        self._left: list[_Side] = []
        self._gone: list[_Side] = []
        self._called_off: set[str] = set()

    def run(self) -> None:
        """Fills `pairs`; afterwards `left_over` and `gone` hold."""
        self._left = self._sides("planned")
        self._same_content()
        self._called_off = self._find_called_off()
        self._left = [side for side in self._left if self._is_absent(side)]
        self._pass(lambda side: (side.record.sport, side.record.uid), self._same_uid)
        self._pass(lambda side: (side.record.sport, side.title), self._moved)
        self._pass(lambda side: (side.record.sport, side.day), self._retitled)
        self._pass(lambda side: (side.record.sport, side.size), self._moved_and_retitled)
        self._gone = [side for side in self._left if self._is_gone(side)]
        self._left = self._sides("removed")
        self._same_content()

    def left_over(self) -> list[PlannedRecord]:
        """Records that no stored session is."""
        return [side.record for side in self._free]

    def gone(self) -> list[Planned]:
        """Sessions that are in the plan no more."""
        return [self.rows[side.row_id] for side in self._gone]

    def _sides(self, status: str) -> list[_Side]:
        rows = sorted(
            (row for row in self.rows.values() if row.status == status),
            key=lambda row: (row.dedup_key, row.id),
        )
        return [
            _Side(as_record(row), (row.dedup_key, place), row.id) for place, row in enumerate(rows)
        ]

    def _is_absent(self, side: _Side) -> bool:
        """Whether it matters that the feed does not show it where it was."""
        if side.row_id in self._called_off:
            return True
        if self._window is None or _content(side) in self._evident:
            return False
        if side.record.kind == "race" and side.day >= self._today:
            return True
        return self._is_inside(side)

    def _is_inside(self, side: _Side) -> bool:
        """Whether the feed would show it. Its oldest day may have lost some of its sessions to the
        window's edge, unless that day is today: feeds do not begin in the middle of it."""
        window = self._window
        if window is None or side.day > window.newest:
            return False
        return side.day > window.oldest or side.day == window.oldest == self._today

    def _is_gone(self, side: _Side) -> bool:
        if side.row_id in self._called_off:
            return True
        return self._is_inside(side) and side.day >= self._today

    def _find_called_off(self) -> set[str]:
        """Sessions that the feed itself shows as cancelled."""
        found: set[str] = set()
        for dropped in self._cancelled:
            for side in self._left:
                uid = side.record.uid
                same = _content(side) == _content(dropped) or (
                    uid is not None and uid == dropped.record.uid
                )
                if same and side.row_id not in found:
                    found.add(side.row_id)
                    break
        return found

    def _take(self, pairs: Iterable[tuple[_Side, _Side]]) -> None:
        """Binds the pairs, the first of a session or record winning."""
        rows: set[int] = set()
        records: set[int] = set()
        for row, record in pairs:
            if id(row) not in rows and id(record) not in records:
                rows.add(id(row))
                records.add(id(record))
                self.pairs[row.row_id] = record.record
        self._left = [side for side in self._left if id(side) not in rows]
        self._free = [side for side in self._free if id(side) not in records]

    def _same_content(self) -> None:
        """Linear, whatever the number of equal sessions on a day: they are told apart by order."""
        self._zip(lambda side: (_content(side), side.size, side.record.uid))
        self._zip(lambda side: (_content(side), side.size))
        self._zip(lambda side: (_content(side), side.record.uid or side.row_id or side.order))
        self._zip(_content)

    def _zip(self, key: Key) -> None:
        groups: dict[Hashable, list[_Side]] = defaultdict(list)
        for record in reversed(self._free):
            groups[key(record)].append(record)
        found = []
        for row in self._left:
            if group := groups.get(key(row)):
                found.append((row, group.pop()))
        self._take(found)

    def _pass(self, key: Key, cost: Cost) -> None:
        """Pairs sessions and records of one key, the cheapest first, ties in the plan's order."""
        groups: dict[Hashable, list[_Side]] = defaultdict(list)
        for record in self._free:
            groups[key(record)].append(record)
        found: list[tuple[float, tuple[str, int], tuple[str, int], _Side, _Side]] = []
        budget = _MAX_COMPARISONS
        for row in self._left:
            for record in groups.get(key(row), ()):
                budget -= 1
                value = cost(row, record) if budget > 0 else None
                if value is not None:
                    found.append((value, row.order, record.order, row, record))
        found.sort(key=lambda item: item[:3])
        self._take((row, record) for *_, row, record in found)

    def _days(self, row: _Side, record: _Side) -> int | None:
        """Days between the two, None when too far for a move."""
        apart = abs(record.day - row.day)
        if row.record.kind == record.record.kind == "race":
            return apart.days if apart <= MAX_MOVE_RACE else None
        beyond = self._known_until is not None and record.day > self._known_until
        return apart.days if apart <= (MAX_MOVE_BEYOND if beyond else MAX_MOVE) else None

    def _same_uid(self, row: _Side, record: _Side) -> float | None:
        if row.record.uid is None:
            return None
        kept = row.day == record.day or row.title == record.title or row.size == record.size
        return 0.0 if kept else None

    def _moved(self, row: _Side, record: _Side) -> float | None:
        days = self._days(row, record)
        return None if days is None else days + 7.0 * (row.size != record.size)

    def _retitled(self, row: _Side, record: _Side) -> float | None:
        similar = alike(row.trigrams, record.trigrams)
        same = row.size == record.size
        return 1.0 - similar - same if same or similar >= _ALIKE else None

    def _moved_and_retitled(self, row: _Side, record: _Side) -> float | None:
        days = self._days(row, record)
        if days is None:
            return None
        similar = alike(row.trigrams, record.trigrams)
        return days - similar if similar >= _ALIKE_MOVED else None
