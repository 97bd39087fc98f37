"""The dashboard in a terminal: `uv run python -m benchmarks.tui`.

Ten years in the mirror (made up, with streams), the installed script in a pty. Start-up is timed
from exec until the calendar's text is on the screen, in turns with the emptiest Textual app, and
with harlequin and posting where they can be installed (into a throw-away environment, compiled
to bytecode as ours is). Then one dashboard is driven by keys: a figure is the time from the key's
byte to the last byte of what it painted. Prints one line a figure with its target; exits 1 when
one is missed.
"""

import argparse
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fcntl import ioctl
from functools import partial
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ
from typing import NamedTuple

from benchmarks.startup import (
    CALENDAR_MARK,
    EMPTIEST,
    SCRIPT,
    compile_packages,
    filled_home,
    painted_s,
)
from mirror.database import open_mirror
from mirror.home import mirror_path
from reports.streams import lanes
from tui.palette import palette_of
from tui.units import Units
from tui.widgets.chart import lanes as drawing
from tui.widgets.chart.canvas import Canvas

OTHERS = {
    "harlequin": (("-a", "sqlite", ":memory:"), b"Catalog"),
    "posting": ((), b"Collection"),
}
#: What uv installs for each; posting's syntax colours need the older tree-sitter.
_WITH = {"harlequin": ("harlequin",), "posting": ("posting>=2.10", "tree-sitter<0.26")}
_SIZE = (50, 200)
#: This long without a byte, and what a key has painted is whole (s).
_QUIET_S = 0.12
_PATIENCE_S = 20.0
_TICKS = os.sysconf("SC_CLK_TCK")


class Line(NamedTuple):
    """value against target in `unit`; a target of None only tells."""

    name: str
    value: float
    target: float | None
    unit: str
    detail: str = ""


class Driven:
    """An app in a pty of 200×50, driven by bytes."""

    def __init__(self, child: int, terminal: int) -> None:
        self.child, self._terminal = child, terminal

    def until(self, mark: bytes) -> None:
        """Read on until the mark is painted. Raises TimeoutError with the last bytes."""
        deadline, seen = time.perf_counter() + _PATIENCE_S, b""
        while mark not in seen:
            part = self._read(deadline - time.perf_counter())
            if not part:
                raise TimeoutError(f"no {mark!r} painted: {seen[-500:]!r}")
            seen += part

    def settle(self, seconds: float) -> None:
        """Let it rest: read away whatever comes within that time."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self._read(left)

    def press(self, keys: bytes) -> tuple[float, float]:
        """Seconds from the key to the first painted byte, and to the last one."""
        start = time.perf_counter()
        os.write(self._terminal, keys)
        first = last = 0.0
        while self._read(_QUIET_S if first else 2.0):
            last = time.perf_counter() - start
            first = first or last
        if not first:
            raise TimeoutError(f"{keys!r} painted nothing")
        return first, last

    def cpu_s(self) -> float:
        """CPU time it has used so far."""
        fields = Path(f"/proc/{self.child}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def peak_mb(self) -> float:
        """The largest resident size so far."""
        for line in Path(f"/proc/{self.child}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        raise ValueError(f"/proc/{self.child}/status has no VmHWM line")

    def _read(self, seconds: float) -> bytes:
        if not select.select([self._terminal], [], [], max(0.0, seconds))[0]:
            return b""
        return os.read(self._terminal, 65536)


@contextmanager
def driven(command: Sequence[str], environment: dict[str, str]) -> Iterator[Driven]:
    """The command in a pty of its own; ended afterwards."""
    child, terminal = pty.fork()
    if child == 0:
        kept = {**os.environ, **environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        os.execvpe(command[0], list(command), kept)
    try:
        ioctl(terminal, TIOCSWINSZ, pack("HHHH", *_SIZE, 0, 0))
        yield Driven(child, terminal)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="starts of each app")
    parser.add_argument("--years", type=int, default=10, help="years in the mirror")
    parser.add_argument("--idle", type=float, default=20.0, help="seconds of idling")
    parser.add_argument("--others", type=Path, help="where the two are, or will be, installed")
    parser.add_argument("--alone", action="store_true", help="without harlequin and posting")
    args = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compile_packages()
    with tempfile.TemporaryDirectory() as folder:
        home = filled_home(Path(folder) / "home", args.years)
        others = {} if args.alone else _installed(args.others or Path(folder) / "others")
        lines = [*_starts(home, others, args.runs), *_driven(home, args.idle)]
        lines += _frames(home)
    width = max(len(line.name) for line in lines)
    for line in lines:
        _print(line, width)
    return int(any(line.target is not None and line.value > line.target for line in lines))


def _print(line: Line, width: int) -> None:
    said = f"target {line.target:g} {line.unit}" if line.target is not None else ""
    verdict = "" if line.target is None else "ok" if line.value <= line.target else "MISSED"
    print(f"{line.name:<{width}}  {line.value:8.2f} {line.unit:<2}  {said:<15} {verdict:<6}  "
          f"{line.detail}".rstrip())  # fmt: skip


def _installed(place: Path) -> dict[str, Path]:
    """App -> its program, bytecode and all; a line for the one that uv cannot install."""
    found = {}
    for name, packages in _WITH.items():
        python = place / name / "bin" / "python"
        fill = ("uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python))
        try:
            if not python.exists():
                _quietly("uv", "venv", "--quiet", str(place / name))
                _quietly(*fill, *packages)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name} is left out: uv could not install it ({error})")
            continue
        found[name] = python.with_name(name)
    return found


def _quietly(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def _starts(home: Path, others: dict[str, Path], runs: int) -> list[Line]:
    """Each round starts each app once, so that whatever slows the machine slows them all."""
    apps: dict[str, Callable[[], float]] = {
        "training-brain": lambda: painted_s((str(SCRIPT),), home, CALENDAR_MARK),
        "emptiest Textual app": lambda: painted_s(
            (sys.executable, "-c", EMPTIEST), home, b"painted-at-last"
        ),
    }
    for name, program in others.items():
        arguments, mark = OTHERS[name]
        apps[name] = partial(painted_s, (str(program), *arguments), home, mark)
    for start in apps.values():
        start()
    rounds = [{name: start() for name, start in apps.items()} for _ in range(runs)]
    lines = []
    for name in list(apps)[1:]:
        ratio = statistics.median(each["training-brain"] / each[name] for each in rounds)
        ours, theirs = (
            1000 * statistics.median(each[app] for each in rounds)
            for app in ("training-brain", name)
        )
        detail = f"{ours:.0f} ms against {theirs:.0f} ms"
        target = 1.35 if name.startswith("emptiest") else 1.0
        lines.append(Line(f"exec to painted calendar / {name}", ratio, target, "x", detail))
    return lines


def _driven(home: Path, idle_s: float) -> list[Line]:
    """One dashboard: screens, keys, scrolling, idling, memory."""
    with driven((str(SCRIPT),), {"TRAINING_BRAIN_HOME": str(home)}) as app:
        app.until(CALENDAR_MARK)
        app.settle(4.0)  # the other screens are imported in these seconds
        before, start = app.cpu_s(), time.perf_counter()
        app.settle(idle_s)
        idle = 100 * (app.cpu_s() - before) / (time.perf_counter() - start)
        lines = _switches(app)
        moves = [app.press(key) for key in (b"\x1b[C", b"\x1b[D") * 10]
        lines.append(_key_line("key to paint, calendar cursor", moves))
        used, start = app.cpu_s(), time.perf_counter()
        weeks = [app.press(b"\x1b[A") for _ in range(52)]
        lines.append(_key_line("key to paint, a year's scroll by weeks", weeks))
        spent = 1000 * (app.cpu_s() - used)
        lines.append(Line("a year's scroll, CPU", spent, None, "ms", "52 weeks, each painted"))
        app.press(b"2")
        app.settle(0.5)
        cursor = [app.press(b"\x1b[C") for _ in range(20)]
        lines.append(_key_line("key to paint, stream cursor", cursor))
        zoom = [app.press(key) for key in (b"+", b"-") * 8]
        lines.append(_key_line("key to paint, zoom", zoom))
        lines.append(Line("idle CPU", idle, 0.5, "%", f"over {idle_s:.0f} s"))
        lines.append(Line("peak memory", app.peak_mb(), None, "MB", "after all of this"))
    return lines


def _frames(home: Path) -> list[Line]:
    """The stream chart of the latest ride drawn whole, zoomed, and with a cursor; CPU time."""
    with open_mirror(mirror_path(home), create=False) as mirror:
        ride = mirror.db.execute(
            "SELECT id FROM workouts_executed WHERE sport = 'bike' ORDER BY started_at DESC LIMIT 1"
        ).fetchone()[0]
        drawn = lanes(mirror, ride)
    if drawn is None:
        raise ValueError(f"{home}: the ride {ride} has no streams to draw")
    look = drawing.Look(palette_of(dark=True), Units(), {}, None)
    views = {
        "whole": drawing.View(0, drawn.n),
        "with a cursor": drawing.View(0, drawn.n, cursor=drawn.n // 2),
        "zoomed": drawing.View(600, 900),
    }
    lines = []
    for name, view in views.items():
        times = []
        for _ in range(30):
            start = time.thread_time()
            canvas = Canvas(200, 50, look.colours.background)
            drawing.draw(canvas, drawn, view, look)
            canvas.strips()
            times.append(1000 * (time.thread_time() - start))
        frame = statistics.median(times)
        detail = f"CPU of one frame at 200×50, worst {max(times):.1f} ms"
        lines.append(Line(f"chart frame, {name}", frame, 10.0, "ms", detail))
    return lines


def _key_line(name: str, timed: list[tuple[float, float]]) -> Line:
    first, last = (1000 * statistics.median(half) for half in zip(*timed, strict=True))
    worst = 1000 * max(whole for _, whole in timed)
    return Line(name, last, 50.0, "ms", f"first byte {first:.1f} ms, worst whole {worst:.1f} ms")


def _switches(app: Driven) -> list[Line]:
    """From the calendar to each screen and back; the first visit makes the screen."""
    lines = []
    names = ("workout", "fitness", "recovery", "sources", "settings")
    for key, name in enumerate(names, start=2):
        made: list[tuple[float, float]] = []
        for _ in range(7):
            made.append(app.press(str(key).encode()))
            app.press(b"1")
        again = _key_line(f"screen switch, {name}", made[1:])
        first = 1000 * made[0][1]
        lines.append(again._replace(detail=f"{again.detail}, first visit {first:.0f} ms"))
    return lines


if __name__ == "__main__":
    if not SCRIPT.exists():
        sys.exit(f"{SCRIPT} is missing: run it with `uv run python -m benchmarks.tui`")
    sys.exit(main())
