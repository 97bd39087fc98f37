"""Random keys, clicks and sizes while another process writes: nothing breaks, nothing freezes.

`uv run python -m tests.tui.monkey 20000` plays that many moves over a filled and an empty mirror,
and prints what it saw: exceptions, the longest frozen frame, memory at the start and at the end.
"""

import argparse
import asyncio
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from tests.tui.conftest import make_app
from tests.tui.seed import seed
from tui.registry import everything

#: Keys of forms and of moving about, besides all that the registry knows.
_PLAIN = ("enter", "escape", "tab", "shift+tab", "space", "backspace", "a", "7", "slash")
#: What would reach beyond this process: a sync, the clipboard.
_LEFT_OUT = frozenset({"s", "y"})
_WRITER = """
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], timeout=5)
turn = 0
while True:
    turn += 1
    with db:
        db.execute("UPDATE athletes SET name = ?", (f"Alex {turn}",))
        db.execute("UPDATE workouts_executed SET title = title || '' WHERE rowid % 7 = ?",
                   (turn % 7,))
    time.sleep(0.2)
"""


class Seen(NamedTuple):
    """slowest: (seconds of CPU, move). memory: MB resident, once warm and at the end."""

    moves: int
    slowest: tuple[float, str]
    memory: tuple[float, float]


def keys() -> list[str]:
    """Every key of every registry, without those that leave."""
    named = {
        key.strip()
        for owned in everything()
        for action in owned.actions
        for key in action.keys.split(",")
    }
    return sorted((named | set(_PLAIN)) - _LEFT_OUT)


@contextmanager
def writer(mirror: Path) -> Iterator[None]:
    """Another process that writes to the mirror five times a second."""
    process = subprocess.Popen([sys.executable, "-c", _WRITER, str(mirror)])
    try:
        yield
    finally:
        process.kill()
        process.wait()


async def play(base: Path, moves: int, seed_: int) -> Seen:
    """So many moves on one dashboard. Raises what the app raises."""
    chance, pool = random.Random(seed_), keys()
    app = make_app(base)
    app.exit = lambda *_, **__: None  # type: ignore[method-assign]  # it would end the game
    slowest, warm = (0.0, ""), 0.0
    async with app.run_test(size=(120, 40)) as pilot:
        for turn in range(moves):
            start = time.thread_time()
            move = await _move(pilot, chance, pool)
            slowest = max(slowest, (time.thread_time() - start, move))
            if turn == moves // 10:
                warm = _resident_mb()
            if turn % 200 == 199:
                await app.workers.wait_for_complete()
            assert app.is_running, f"move {turn}, {move}, has ended the dashboard"
        await app.workers.wait_for_complete()
    return Seen(moves, slowest, (warm, _resident_mb()))


async def _move(pilot: Pilot[None], chance: random.Random, pool: list[str]) -> str:
    roll = chance.random()
    if roll < 0.06:
        size = chance.randint(20, 210), chance.randint(5, 60)
        await pilot.resize_terminal(*size)
        return f"resize to {size}"
    if roll < 0.18:
        await pilot.pause()  # a screen just pushed has no widget anywhere yet
        width, height = pilot.app.size
        at = chance.randrange(width), chance.randrange(height)
        await pilot.click(offset=at)
        return f"click at {at}"
    key = chance.choice(pool)
    await pilot.press(key)
    return f"key {key} on {pilot.app.screen.name or type(pilot.app.screen).__name__}"


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("moves", type=int, nargs="?", default=20000)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    for full in (True, False):
        place = Path(tempfile.mkdtemp())
        try:
            seed(place / "mirror.db", full=full)
            with writer(place / "mirror.db"):
                seen = asyncio.run(play(place, args.moves // 2, args.seed + full))
        finally:
            shutil.rmtree(place)
        sys.stdout.write(
            f"{'filled' if full else 'empty'}: {seen.moves} moves, no exception; slowest "
            f"{1000 * seen.slowest[0]:.0f} ms CPU ({seen.slowest[1]}); memory "
            f"{seen.memory[0]:.0f} MB after a tenth, {seen.memory[1]:.0f} MB at the end\n"
        )
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
