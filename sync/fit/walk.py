"""Finds where each message of a FIT file starts and which definition it follows.

The only loop over messages there is. Runs of one message (as most watches write them) are found by
stepping through the bytes with the message's size: as long as the byte there is the same header,
the next message has the same size, so the step is exact. Other messages go one by one.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sync.fit.definitions import Definition, define

Ints = NDArray[np.int64]

_ONE = [bytes([value]) for value in range(256)]
#: A run shorter than this is not worth its bookkeeping.
_SHORTEST_RUN = 6
_WINDOW, _LONG_WINDOW = 16, 2048
#: After a failed search for a run so many messages go one by one before the next, more each time.
_LEAST_PATIENCE, _MOST_PATIENCE = 8, 256
#: Real files have some dozens at most.
_MOST_DEFINITIONS = 4096


class Walk(NamedTuple):
    """offsets: of the header bytes, in file order. owners: each one's index in `definitions`."""

    offsets: Ints
    owners: Ints
    definitions: list[Definition]
    problem: str | None


class _Slots:
    """Which definition each local message number has at the moment."""

    def __init__(self) -> None:
        #: Message size by header byte, 0 where nothing is known of such a header (yet).
        self.sizes = [0] * 256
        self.definitions: list[Definition] = []
        #: Where definitions came, and index of the definition * 16 + local number of each.
        self.changed_at: list[int] = []
        self.changed_to: list[int] = []
        self._index: dict[bytes, int] = {}
        self._aliases: list[list[int]] = [[] for _ in range(16)]

    def define(self, data: bytes, at: int) -> int:
        """Takes in the definition message at `at`, returns its end; IndexError if it is cut."""
        header = data[at]
        end = at + 6 + 3 * data[at + 5]
        if header & 0x20:
            end += 1 + 3 * data[end]
        content = data[at + 2 : end]
        index = self._index.get(content)
        if index is None:
            if end > len(data):
                raise IndexError
            index = self._index[content] = len(self.definitions)
            self.definitions.append(define(content))
        slot = header & 0x0F
        size = self.sizes[slot] = self.definitions[index].size
        for alias in self._aliases[slot]:
            self.sizes[alias] = size
        self.changed_at.append(at)
        self.changed_to.append(index << 4 | slot)
        return end

    def learn(self, header: int) -> bool:
        """Makes the size known for a header that is not just a local number (compressed timestamp,
        reserved bits); False if its local number has no definition."""
        slot = header >> 5 & 3 if header & 0x80 else header & 0x0F
        if header == slot or not self.sizes[slot]:
            return False
        self._aliases[slot].append(header)
        self.sizes[header] = self.sizes[slot]
        return True

    def owners(self, headers: NDArray[np.uint8], offsets: Ints) -> Ints:
        """The definition's index of each message."""
        slots = np.where(headers & 0x80, (headers >> 5) & 3, headers & 0x0F)
        changed_at = np.array(self.changed_at, np.int64)
        changed_to = np.array(self.changed_to, np.int64)
        changed, indexes = changed_to & 0x0F, changed_to >> 4
        first = np.zeros(16, np.int64)
        first[changed[::-1]] = indexes[::-1]
        owners = first[slots]
        for slot in np.flatnonzero(np.bincount(changed, minlength=16) > 1).tolist():
            mine, here = changed == slot, np.flatnonzero(slots == slot)
            latest = np.searchsorted(changed_at[mine], offsets[here]) - 1
            owners[here] = indexes[mine][latest]
        return owners


def walk(data: bytes) -> Walk:
    """Walks the messages of one file's data part (no header, no checksum)."""
    slots, singles, runs = _Slots(), list[int](), list[tuple[int, int, int]]()
    sizes, add, at, problem = slots.sizes, singles.append, 0, None
    due, patience = 0, _LEAST_PATIENCE
    try:
        while True:
            size = sizes[data[at]]
            if not size:
                if data[at] & 0xC0 == 0x40:
                    at = slots.define(data, at)
                    if len(slots.definitions) > _MOST_DEFINITIONS:
                        problem = f"more than {_MOST_DEFINITIONS} layouts; the rest is not read"
                        break
                elif not slots.learn(data[at]):
                    problem = f"a message without definition at byte {at}; the rest is not read"
                    break
                continue
            if len(singles) >= due:
                count = _run(data, at, size)
                if count >= _SHORTEST_RUN:
                    runs.append((at, size, count))
                    at += count * size
                    patience = _LEAST_PATIENCE
                    continue
                due = len(singles) + patience
                patience = min(patience * 2, _MOST_PATIENCE)
            for _ in range(patience):
                add(at)
                at += size
                size = sizes[data[at]]
                if not size:
                    break
    except IndexError:  # beyond the last byte, or a definition that is cut
        if at != len(data):
            problem = "the last message is cut"
    return _finish(data, slots, singles, runs, problem)


def _run(data: bytes, at: int, size: int) -> int:
    """How many messages with the header and size of the one at `at` follow each other."""
    header, count, window = _ONE[data[at]], 0, _WINDOW
    while True:
        column = data[at : at + size * window : size]
        same = len(column) - len(column.lstrip(header))
        count += same
        if same < window:
            return count
        at += same * size
        window = _LONG_WINDOW


def _finish(
    data: bytes,
    slots: _Slots,
    singles: list[int],
    runs: list[tuple[int, int, int]],
    problem: str | None,
) -> Walk:
    offsets = np.array(singles, np.int64)
    if runs:
        starts, sizes, counts = np.array(runs, np.int64).T
        before = np.cumsum(counts) - counts
        steps = np.arange(int(counts.sum())) - np.repeat(before, counts)
        in_runs = np.repeat(starts, counts) + steps * np.repeat(sizes, counts)
        offsets = np.concatenate((in_runs, offsets)) if singles else in_runs
        if singles:
            offsets.sort(kind="stable")
    owners = slots.owners(np.frombuffer(data, np.uint8)[offsets], offsets)
    if len(offsets) and offsets[-1] + slots.definitions[owners[-1]].size > len(data):
        offsets, owners = offsets[:-1], owners[:-1]
    return Walk(offsets, owners, slots.definitions, problem)
