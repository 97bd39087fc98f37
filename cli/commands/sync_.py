"""Bring in what is new: Garmin's days and recordings, and the training plan.

It never asks anything, so it can run from cron or a timer; sign in once with
`training-brain login garmin`. What a run did not finish, the next one takes up.
"""

import json
import signal
import sys
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING

from cli.arguments import add_json, day_count, iso_day
from cli.context import Context
from cli.errors import BUSY, PARTLY, CommandError
from cli.output import write_json
from mirror.errors import MirrorBusyError, MirrorError

if TYPE_CHECKING:
    from sync import progress as events
    from sync.engine.result import RunResult

_PROFILES = ("auto", "intraday", "daily", "backfill")
_INTERRUPTED = 130


def configure(parser: ArgumentParser) -> None:
    """One module for `--sync [PROFILE]` and for `intraday`, `daily` and `backfill` by name."""
    name = parser.prog.rsplit(" ", 1)[-1]
    headless = name not in _PROFILES
    if headless:
        parser.add_argument(
            "profile",
            nargs="?",
            choices=_PROFILES,
            default="auto",
            help="auto (default) does what is due",
        )
    else:
        parser.set_defaults(profile=name)
    if headless or name == "daily":
        parser.add_argument(
            "--days-back",
            type=day_count,
            metavar="N",
            help="daily: ask the last N days again, today included (default 7)",
        )
    if headless or name == "backfill":
        parser.add_argument(
            "--since",
            type=iso_day,
            metavar="DATE",
            help="backfill: from this day on (default: as the last time, else a year)",
        )
    parser.add_argument(
        "--log",
        choices=("text", "json"),
        default="text",
        help="json: every step as one JSON object a line, on stderr",
    )
    add_json(parser)
    parser.set_defaults(headless=headless)


def run(args: Namespace, context: Context) -> int:
    since, days_back = getattr(args, "since", None), getattr(args, "days_back", None)
    if since is not None and args.profile != "backfill":
        raise CommandError("training-brain: --since belongs to backfill", 2)
    if days_back is not None and args.profile != "daily":
        raise CommandError("training-brain: --days-back belongs to daily", 2)
    if since is not None and since > datetime.now().astimezone().date():
        raise CommandError(f"training-brain: --since {since} lies in the future", 2)
    from sync.engine.run import run as sync

    try:
        with _interruptible() as cancel, _listener(args.log) as listen:
            result = sync(
                context.base,
                args.profile,
                since=since,
                days_back=days_back,
                progress=listen,
                cancel=cancel,
            )
    except MirrorError as error:
        code = BUSY if isinstance(error, MirrorBusyError) else PARTLY
        if args.headless or args.json:
            write_json({"outcome": "failed", "exit_code": code, "message": str(error)})
        raise CommandError(f"training-brain: {error}", code) from error
    if args.headless or args.json:
        write_json(result.to_json())
    _report(result)
    return _INTERRUPTED if result.state == "cancelled" else result.exit_code


def _report(result: "RunResult") -> None:
    """One sentence, and each trouble once; on stderr, since stdout is for the JSON document."""
    _say(f"training-brain: {result.message}")
    for name, source in result.sources.items():
        if source.state == "not_set_up":
            continue
        for error in source.errors:
            if error not in result.message:
                _say(f"  {name}: {error}")


@contextmanager
def _listener(log: str) -> "Iterator[events.Progress]":
    """A bar on a terminal, a line for what is worth one elsewhere, or a log for machines."""
    if log == "json":
        from sync.progress import to_json

        yield lambda event: _say(json.dumps(to_json(event)))
        return
    if sys.stderr.isatty():
        from cli.progress import progress_bar

        with progress_bar() as listen:
            yield listen
        return
    from sync import progress as events

    def listen_quietly(event: events.Event) -> None:
        if isinstance(event, events.Note):
            _say(event.text)

    yield listen_quietly


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """Ctrl-C and SIGTERM end the run after the unit under way; a second one ends it at once."""
    cancel = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
