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
#: After a failed search for a run, this many messages go one by one before the next.
_PATIENCE = 128


class Walk(NamedTuple):
    """offsets: of the header bytes, in file order. owners: each one's index in `definitions`."""

    offsets: Ints
    owners: Ints
    definitions: list[Definition]
    problem: str | None


class _Slots:
    """Which definition each local message number has at the moment."""

    def __init__(self) -> None:
        #: Message size by header byte, None where no definition is in force.
        self.sizes: list[int | None] = [None] * 256
        self.definitions: list[Definition] = []
        self._index: dict[Definition, int] = {}
        self.changes: list[tuple[int, int, int]] = []

    def define(self, data: bytes, at: int) -> int:
        """Takes in the definition message at `at`, returns its end; IndexError if it is cut."""
        header = data[at]
        end = at + 6 + 3 * data[at + 5]
        if header & 0x20:
            end += 1 + 3 * data[end]
        if end > len(data):
            raise IndexError
        definition = define(data[at + 2 : end])
        index = self._index.get(definition)
        if index is None:
            index = self._index[definition] = len(self.definitions)
            self.definitions.append(definition)
        slot, size, sizes = header & 0x0F, definition.size, self.sizes
        sizes[slot] = sizes[slot | 0x10] = sizes[slot | 0x20] = sizes[slot | 0x30] = size
        if slot < 4:
            sizes[0x80 | slot << 5 : 0xA0 + (slot << 5)] = [size] * 32
        self.changes.append((at, slot, index))
        return end

    def owners(self, headers: NDArray[np.uint8], offsets: Ints) -> Ints:
        """The definition's index of each message."""
        slots = np.where(headers & 0x80, (headers >> 5) & 3, headers & 0x0F)
        changes = np.array(self.changes, np.int64).reshape(-1, 3)
        owners = np.empty(len(offsets), np.int64)
        for slot in np.unique(changes[:, 1]):
            mine = changes[changes[:, 1] == slot]
            here = slots == slot
            if len(mine) == 1:
                owners[here] = mine[0, 2]
            else:
                owners[here] = mine[np.searchsorted(mine[:, 0], offsets[here]) - 1, 2]
        return owners


def walk(data: bytes) -> Walk:
    """Walks the messages of one file's data part (no header, no checksum)."""
    slots = _Slots()
    sizes, singles, runs = slots.sizes, list[int](), list[tuple[int, int, int]]()
    add = singles.append
    at, next_search, problem = 0, 0, None
    try:
        while True:
            size = sizes[data[at]]
            if size is None:
                if data[at] & 0xC0 != 0x40:
                    problem = f"a message without definition at byte {at}; the rest is not read"
                    break
                at = slots.define(data, at)
                continue
            if len(singles) >= next_search:
                count = _run(data, at, size)
                if count >= _SHORTEST_RUN:
                    runs.append((at, size, count))
                    at += count * size
                    continue
                next_search = len(singles) + _PATIENCE
            for _ in range(_PATIENCE):
                add(at)
                at += size
                size = sizes[data[at]]
                if size is None:
                    break
    except IndexError:
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
        offsets = np.concatenate((in_runs, offsets))
        offsets.sort(kind="stable")
    headers = np.frombuffer(data, np.uint8)[offsets]
    owners = slots.owners(headers, offsets)
    if len(offsets) and offsets[-1] + slots.definitions[owners[-1]].size > len(data):
        offsets, owners = offsets[:-1], owners[:-1]
    return Walk(offsets, owners, slots.definitions, problem)
