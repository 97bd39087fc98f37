"""Start-up, as ratios to the bare interpreter: `uv run python -m benchmarks.startup`.

Fills mirrors of one, ten and thirty years (made up, with streams) and runs each command as a user
does (the installed script, one process a run), in turns with its yardstick; a figure is the median
of the pairs' ratios. The dashboard is timed in a pty from exec until the calendar's text is on the
screen, against the emptiest Textual app. Prints one line a figure with its target; exits 1 when one
is missed.
"""

import argparse
import compileall
import os
import pty
import select
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from fcntl import ioctl
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ
from typing import NamedTuple

from mirror.database import open_mirror
from mirror.home import mirror_path
from tests.filled import fill

ROOT = Path(__file__).parents[1]
SCRIPT = Path(sysconfig.get_path("scripts")) / "training-brain"
READS = ("recent", "last", "today", "recovery", "briefing", "status")
LIGHT = (sys.executable, "-c", "import sqlite3, json")
HEAVY = (sys.executable, "-c", "import numpy, sqlite3, json")
EMPTIEST = """
from textual.app import App
from textual.widgets import Static
class Emptiest(App):
    def compose(self):
        yield Static("painted-at-last")
Emptiest().run()
"""

#: Text that only a painted calendar shows.
CALENDAR_MARK = b"Steady"
_SIZE = (40, 120)
_PATIENCE_S = 20.0


class Figure(NamedTuple):
    name: str
    ratio: float
    target: float
    detail: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="runs of each command")
    parser.add_argument("--no-dashboard", action="store_true", help="commands only")
    args = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compile_packages()
    with tempfile.TemporaryDirectory() as folder:
        homes = {years: filled_home(Path(folder) / str(years), years) for years in (1, 10, 30)}
        figures = _commands(homes[10], args.runs)
        figures += _growth(homes, args.runs)
        if not args.no_dashboard:
            figures += _dashboard(homes, max(5, args.runs // 2))
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        verdict = "ok" if figure.ratio <= figure.target else "MISSED"
        print(
            f"{figure.name:<{width}}  {figure.ratio:5.2f}x  target {figure.target:.2f}x  "
            f"{verdict:<6}  {figure.detail}"
        )
    return int(any(figure.ratio > figure.target for figure in figures))


def compile_packages() -> None:
    """As an installer does: our packages, and Textual's."""
    for name in ("analytics", "cli", "migrations", "mirror", "reports", "sync", "tui"):
        compileall.compile_dir(ROOT / name, quiet=2)
    compileall.compile_dir(sysconfig.get_path("purelib"), quiet=2)


def filled_home(home: Path, years: int) -> Path:
    with open_mirror(mirror_path(home)) as mirror:
        fill(mirror, date.today(), round(365.25 * years))
        mirror.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


def _commands(home: Path, runs: int) -> list[Figure]:
    figures = []
    for name in READS:
        figures.append(_against(name, home, LIGHT, 2.2, runs))
    figures.append(_against("analyze", home, HEAVY, 1.6, runs))
    for name in ("fitness", "calendar", "zones", "thresholds"):
        figures.append(_against(name, home, LIGHT, 2.6, runs))
    return figures


def _against(name: str, home: Path, yardstick: Sequence[str], target: float, runs: int) -> Figure:
    bare = lambda: _run(yardstick, home)  # noqa: E731
    return _compared(f"{name} --json", target, _timed(home, name), bare, runs)


def _growth(homes: dict[int, Path], runs: int) -> list[Figure]:
    """Thirty years in the mirror against one."""
    return [
        _compared(
            f"{name}, 30 years / 1 year",
            1.33,
            _timed(homes[30], name),
            _timed(homes[1], name),
            runs,
        )
        for name in (*READS, "analyze", "fitness", "calendar")
    ]


def _timed(home: Path, name: str) -> Callable[[], float]:
    return lambda: _run((str(SCRIPT), name, "--json"), home)


def _run(command: Sequence[str], home: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environment(home))
    return time.perf_counter() - start


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "TRAINING_BRAIN_HOME": str(home)}


def _compared(
    name: str, target: float, one: Callable[[], float], other: Callable[[], float], runs: int
) -> Figure:
    """The median of the ratios of neighbouring runs, after one run each to warm the caches:
    whatever else the machine does slows both halves of a pair."""
    one(), other()
    pairs = [(one(), other()) for _ in range(runs)]
    ratio = statistics.median(first / second for first, second in pairs)
    ours, theirs = (1000 * statistics.median(half) for half in zip(*pairs, strict=True))
    return Figure(name, ratio, target, f"{ours:.1f} ms against {theirs:.1f} ms")


def _dashboard(homes: dict[int, Path], runs: int) -> list[Figure]:
    plain = (sys.executable, "-c", EMPTIEST)
    empty = lambda: painted_s(plain, homes[10], b"painted-at-last")  # noqa: E731

    def shown(years: int) -> Callable[[], float]:
        return lambda: painted_s((str(SCRIPT),), homes[years], CALENDAR_MARK)

    return [
        _compared("dashboard, exec to painted calendar", 1.35, shown(10), empty, runs),
        _compared("dashboard, 30 years / 1 year", 1.33, shown(30), shown(1), runs),
    ]


def painted_s(command: Sequence[str], home: Path, mark: bytes) -> float:
    """Seconds from exec until the mark is in the terminal's bytes; the app is ended after that."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        environment = {**_environment(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        os.execvpe(command[0], list(command), environment)
    try:
        ioctl(terminal, TIOCSWINSZ, pack("HHHH", *_SIZE, 0, 0))
        seen = b""
        while mark not in seen:
            left = start + _PATIENCE_S - time.perf_counter()
            if not select.select([terminal], [], [], max(0.0, left))[0]:
                raise TimeoutError(f"{command[0]} did not paint {mark!r}: {seen[-500:]!r}")
            seen += os.read(terminal, 65536)
        return time.perf_counter() - start
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


if __name__ == "__main__":
    if not SCRIPT.exists():
        sys.exit(f"{SCRIPT} is missing: run it with `uv run python -m benchmarks.startup`")
    sys.exit(main())
