"""Take in FIT, GPX and TCX files (.gz too), folders, and the archives of Garmin and Strava.

Run it again at any time: what is stored already is recognised at once.
"""

import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from cli.arguments import add_json
from cli.context import Context
from cli.errors import BUSY, DONE, PARTLY, CommandError
from cli.output import Block, Cell, Column, Line, Table, show, write_json
from sync.lock import AlreadyRunningError, only_one
from sync.sources.files.importer import FileResult, Importer, ImportResult, Outcome

if TYPE_CHECKING:
    from sync.progress import Progress

_OUTCOMES: tuple[Outcome, ...] = ("imported", "duplicate", "skipped", "failed")
_INTERRUPTED = 130
_SHOWN = 40
_WIDTH = 48


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, folder or zip")
    parser.add_argument(
        "--wait",
        type=_seconds,
        default=5.0,
        metavar="SECONDS",
        help="how long to wait for another import or sync to end (default 5)",
    )
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    try:
        with only_one(context.base, "import", wait_s=args.wait, waiting=_say):
            result = _import(args.paths, context)
    except AlreadyRunningError as error:
        raise CommandError(f"training-brain: {error}", BUSY) from error
    if args.json:
        write_json(to_json(result))
    else:
        show(_blocks(result))
    if result.aborted:
        _say(f"training-brain: {result.aborted}")
        return BUSY if result.busy else PARTLY
    if result.stopped:
        _say("training-brain: stopped; what is done is stored, run it again to go on")
        return _INTERRUPTED
    return PARTLY if result.count("failed") else DONE


def to_json(result: ImportResult) -> dict[str, Any]:
    """files[] {path, outcome, workout_id, reason, warnings[]} and the counts."""
    document: dict[str, Any] = {name: result.count(name) for name in _OUTCOMES}
    document |= {"seconds": round(result.seconds, 3), "stopped": result.stopped}
    document["error"] = result.aborted
    document["files"] = [
        {
            "path": file.path,
            "outcome": file.outcome,
            "workout_id": file.workout_id,
            "reason": file.reason,
            "warnings": list(file.warnings),
        }
        for file in result.files
    ]
    return document


def _import(paths: list[Path], context: Context) -> ImportResult:
    with context.mirror() as mirror:
        if mirror.backup is not None:
            _say(f"The mirror's schema was brought up to date; the old one lies at {mirror.backup}")
        with _interruptible() as stop, _bar() as progress:
            return Importer(mirror, progress=progress, stop=stop).run(paths)


class _Stop:
    """Set by Ctrl-C and asked between two files; a second Ctrl-C ends at once, losing nothing."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def handle(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


@contextmanager
def _interruptible() -> Iterator[_Stop]:
    stop = _Stop()
    before = signal.signal(signal.SIGINT, stop.handle)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _bar() -> "Iterator[Progress]":
    """A bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        from sync.progress import silent

        yield silent
        return
    from cli.progress import progress_bar

    with progress_bar() as progress:
        yield progress


def _blocks(result: ImportResult) -> list[Block]:
    blocks: list[Block] = []
    failed = [file for file in result.files if file.outcome == "failed"]
    if failed:
        columns = (Column("failed", flexible=True), Column("why"))
        rows = [(_short(file.path), Cell(file.reason or "", "bad")) for file in failed[:_SHOWN]]
        blocks.append(Table(columns, rows))
        if len(failed) > _SHOWN:
            blocks.append(Line(f"and {len(failed) - _SHOWN:,} more; --json lists all", "dim"))
        blocks.append(Line(""))
    warned = [file for file in result.files if file.warnings and file.outcome == "imported"]
    if warned:
        notes = [(_short(file.path), _joined(file)) for file in warned[:_SHOWN]]
        blocks += [Table((Column("imported", flexible=True), Column("but")), notes), Line("")]
    counts = [(name, f"{result.count(name):,}") for name in _OUTCOMES if result.count(name)]
    blocks.append(Table((Column(""), Column("", right=True)), counts))
    blocks += [Line(f"skipped {number:,}: {why}", "dim") for why, number in result.skips()]
    rate = len(result.files) / result.seconds if result.seconds else 0.0
    blocks.append(Line(f"{len(result.files):,} files in {result.seconds:.1f} s ({rate:.0f}/s)"))
    return blocks


def _joined(file: FileResult) -> str:
    more = len(file.warnings) - 1
    return file.warnings[0] + (f" (and {more} more)" if more else "")


def _short(path: str) -> str:
    """The end of a path says more than its beginning."""
    return path if len(path) <= _WIDTH else "…" + path[1 - _WIDTH :]


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 86_400:
        raise ArgumentTypeError(f"{text!r} is no number of seconds (0 to 86400)")
    return seconds


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
