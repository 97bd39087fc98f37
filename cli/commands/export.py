"""Take your data out: any table as CSV, one workout's seconds as CSV, the original files.

training-brain export workouts_executed > workouts.csv
training-brain export seconds --id 2026-05-31 > ride.csv
training-brain export originals --to FOLDER
"""

import csv
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from cli.context import Context
from cli.errors import USAGE, CommandError
from mirror.codec import CHANNELS, values
from mirror.database import Mirror, explain_os
from mirror.home import originals_path
from mirror.reads import streams, workouts
from mirror.reads.tables import TABLES, columns, rows
from reports.analyze import analyze


def configure(parser: ArgumentParser) -> None:
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.add_argument(
        "what",
        choices=(*TABLES, "seconds", "originals"),
        metavar="WHAT",
        help=f"seconds, originals, or a table: {', '.join(TABLES)}",
    )
    parser.add_argument("--id", help="for seconds: which workout (default the latest)")
    parser.add_argument("--to", type=Path, metavar="PATH", help="file, or folder for originals")


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        if args.what == "originals":
            return _originals(mirror, originals_path(context.base), args.to)
        if args.what == "seconds":
            head, body = _seconds(mirror, args.id, context)
        else:
            head, body = columns(mirror, args.what), rows(mirror, args.what)
        if args.to is None:
            _write(sys.stdout, head, body)
            return 0
        try:
            with args.to.open("w", encoding="utf-8", newline="") as file:
                _write(file, head, body)
        except OSError as error:
            raise CommandError(f"training-brain export: {explain_os(error, args.to)}") from error
    return 0


def _write(file: TextIO, head: Sequence[str], body: Iterable[Sequence[object]]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(body)


def _seconds(
    mirror: Mirror, ident: str | None, context: Context
) -> tuple[list[str], Iterator[tuple[object, ...]]]:
    """A row a second from the start, the channels in their units; empty where missing."""
    report = analyze(mirror, ident, context.today(mirror))
    info = workouts.stream_info(mirror, report.workout.id) if report else None
    if report is None or info is None:
        raise CommandError("training-brain export: no seconds are stored for that workout", USAGE)
    blobs = streams.blobs(mirror, report.workout.id, info.channels)
    lanes = [values(blob, channel) for channel, blob in blobs.items()]
    head = ["second", *(f"{channel} ({CHANNELS[channel].unit})" for channel in blobs)]
    return head, ((second, *row) for second, row in enumerate(zip(*lanes, strict=True)))


def _originals(mirror: Mirror, folder: Path, target: Path | None) -> int:
    """The files as the devices wrote them, named by day and workout."""
    from sync.originals import load

    if target is None:
        raise CommandError("training-brain export originals: say where, --to FOLDER", USAGE)
    written = gone = 0
    try:
        target.mkdir(parents=True, exist_ok=True)
        for day, sport, name in workouts.originals(mirror):
            content = load(folder, name)
            if content is None:
                gone += 1
                continue
            digest, kind, _ = Path(name).name.split(".", 2)
            (target / f"{day}-{sport}-{digest[:8]}.{kind}").write_bytes(content)
            written += 1
    except OSError as error:
        raise CommandError(f"training-brain export: {explain_os(error, target)}") from error
    sys.stderr.write(f"{written} files written to {target}\n")
    if gone:
        raise CommandError(f"training-brain export: {gone} originals are gone or damaged")
    return 0
