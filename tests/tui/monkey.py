"""Random keys, mouse and sizes while another process writes: nothing breaks, nothing freezes.

`uv run python -m tests.tui.monkey 20000` plays that many moves over a filled mirror and as many
over an empty one, and prints what it saw: exceptions, the slowest move, memory once warm and at
the end.
"""

import argparse
import asyncio
import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from textual import _wait, events
from textual.errors import NoWidget
from textual.pilot import Pilot

from tests.tui.conftest import make_app, picture
from tests.tui.seed import seed
from tui.app import TrainingBrainApp
from tui.registry import everything

#: Keys of forms and of moving about, besides all that the registry knows.
_PLAIN = (
    *("enter", "escape", "tab", "shift+tab", "space", "backspace", "a", "7", "slash", "colon"),
    *("ctrl+p", "up", "down", "left", "right", "h", "j", "k", "l"),
)
#: Another process that writes five times a second, half of the time as a sync would: in sight.
_WRITER = """
import contextlib, pathlib, sqlite3, sys, time
from sync.lock import only_one
mirror = pathlib.Path(sys.argv[1])
db = sqlite3.connect(mirror, timeout=30)
turn = 0
while True:
    turn += 1
    lock = only_one(mirror.parent, "sync daily", wait_s=60)
    with lock if turn % 20 < 10 else contextlib.nullcontext():
        with db:
            db.execute("UPDATE athletes SET name = ?", (f"Alex {turn // 40}",))
            db.execute("UPDATE workouts_executed SET title = title || '' WHERE rowid % 7 = ?",
                       (turn % 7,))
        time.sleep(0.2)
"""


#: A proxy nobody runs: what a child process asks of the network ends there.
_NOWHERE = "http://127.0.0.1:9"
#: A move that takes longer has frozen the dashboard (s).
_FROZEN_S = 60


class Seen(NamedTuple):
    """slowest: (seconds of CPU, move). memory: MB resident, once warm and at the end. kinds: moves
    by kind."""

    moves: int
    slowest: tuple[float, str]
    memory: tuple[float, float]
    kinds: Counter[str]


def keys() -> list[str]:
    """Every key of every registry and of forms."""
    named = {
        key.strip()
        for owned in everything()
        for action in owned.actions
        for key in action.keys.split(",")
    }
    return sorted(named | set(_PLAIN))


@contextmanager
def writer(mirror: Path) -> Iterator[None]:
    """Another process that writes to the mirror, and holds the sync's lock now and then."""
    process = subprocess.Popen([sys.executable, "-c", _WRITER, str(mirror)])
    try:
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def indoors(base: Path) -> Iterator[None]:
    """No network, no home but a made-up one: whatever the keys say."""

    def refuse(_: socket.socket, address: object) -> None:
        raise OSError(f"no network in the game: {address}")

    kept, connect = dict(os.environ), socket.socket.connect
    os.environ.update(
        HOME=str(base),
        PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), _NOWHERE),
    )
    socket.socket.connect = refuse  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        socket.socket.connect = connect  # type: ignore[method-assign]
        os.environ.clear()
        os.environ.update(kept)


async def play(base: Path, moves: int, seed_: int, warm_at: int | None = None) -> Seen:
    """So many moves on one dashboard. Raises what the app raises, with the last moves as a note."""
    chance, pool, kinds = random.Random(seed_), keys(), Counter[str]()
    warm_at = moves // 10 if warm_at is None else warm_at
    app = _tame(make_app(base), base)
    slowest, warm, last = (0.0, ""), 0.0, deque[str](maxlen=15)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            for turn in range(moves):
                start = time.thread_time()
                async with asyncio.timeout(_FROZEN_S):
                    move = await _move(pilot, chance, pool)
                last.append(move)
                kinds[move.split()[0]] += 1
                slowest = max(slowest, (time.thread_time() - start, move))
                if turn == warm_at:
                    warm = _resident_mb()
                if turn % 200 == 199:
                    await _look(pilot)
                if turn % 1000 == 999:
                    told = f"{turn + 1} moves, {_resident_mb():.0f} MB, {time.process_time():.0f} s"
                    sys.stderr.write(f"{told} of CPU\n")
                assert app.is_running, f"move {turn}, {move}, has ended the dashboard"
            await _look(pilot)
    except BaseException as error:
        error.add_note("last moves: " + " · ".join(last))
        raise
    return Seen(moves, slowest, (warm, _resident_mb()), kinds)


def _tame(app: TrainingBrainApp, base: Path) -> TrainingBrainApp:
    """Leaving would end the game, and an import is of the game's own folder whatever was typed."""
    app.exit = lambda *_, **__: None  # type: ignore[method-assign]
    start, files = app.imports.start, base / "files"
    files.mkdir(exist_ok=True)
    (files / "broken.fit").write_bytes(b"no recording")
    app.imports.start = lambda path: start(files)  # type: ignore[method-assign]
    return app


async def _look(pilot: Pilot[None]) -> None:
    """All work beside it done, there is a picture."""
    async with asyncio.timeout(_FROZEN_S):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    assert picture(pilot).strip(), "an empty frame"


async def _move(pilot: Pilot[None], chance: random.Random, pool: list[str]) -> str:
    roll = chance.random()
    if roll < 0.06:
        size = chance.randint(20, 220), chance.randint(5, 60)
        await pilot.resize_terminal(*size)
        return f"resize to {size}"
    if roll < 0.26:
        await pilot.pause()  # a screen just pushed has no widget anywhere yet
        try:
            return await _mouse(pilot, chance)
        except NoWidget:  # nor there, where a resize has just made room
            return f"missed on {_where(pilot)}"
    key = chance.choice(pool)
    await pilot.press(key)
    return f"key {key} on {_where(pilot)}"


async def _mouse(pilot: Pilot[None], chance: random.Random) -> str:
    here, there = _spot(pilot, chance), _spot(pilot, chance)
    kind = chance.choice(("click", "click", "double", "drag", "wheel"))
    if kind == "click":
        await pilot.click(offset=here)
    elif kind == "double":
        await pilot.double_click(offset=here)
    elif kind == "drag":
        await pilot.mouse_down(offset=here)
        await pilot.hover(offset=there)
        await pilot.mouse_up(offset=there)
    else:
        wheel = chance.choice((events.MouseScrollDown, events.MouseScrollUp))
        pilot.app.post_message(
            wheel(None, *here, 0, 0, 0, shift=False, meta=False, ctrl=False, screen_x=here[0],
                  screen_y=here[1])
        )  # fmt: skip
        await pilot.pause()
    return f"{kind} at {here} to {there} on {_where(pilot)}"


def _spot(pilot: Pilot[None], chance: random.Random) -> tuple[int, int]:
    width, height = pilot.app.size
    return chance.randrange(width), chance.randrange(height)


def _where(pilot: Pilot[None]) -> str:
    return pilot.app.screen.name or type(pilot.app.screen).__name__


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("moves", type=int, nargs="?", default=20000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", choices=("filled", "empty"))
    args = parser.parse_args()
    # Textual waits 20 ms at a time for a quiet moment; so many moves want shorter ones.
    _wait.SLEEP_GRANULARITY, _wait.SLEEP_IDLE = 0.002, 0.0005
    broken = 0
    for kind in (args.only,) if args.only else ("filled", "empty"):
        place = Path(tempfile.mkdtemp())
        began = time.monotonic()
        try:
            seed(place / "mirror.db", full=kind == "filled")
            with indoors(place), writer(place / "mirror.db"):
                game = play(place, args.moves, args.seed, min(2000, args.moves // 10))
                seen = asyncio.run(game)
        except Exception:  # the others are still to be played
            traceback.print_exc(limit=-6)
            broken += 1
            continue
        finally:
            shutil.rmtree(place, ignore_errors=True)
        sys.stdout.write(
            f"{kind}: {seen.moves} moves, no exception; slowest "
            f"{1000 * seen.slowest[0]:.0f} ms CPU ({seen.slowest[1]}); memory "
            f"{seen.memory[0]:.0f} MB once warm, {seen.memory[1]:.0f} MB at the end; "
            f"{time.monotonic() - began:.0f} s; {dict(seen.kinds)}\n"
        )
        sys.stdout.flush()
    return broken


if __name__ == "__main__":
    sys.exit(main())
