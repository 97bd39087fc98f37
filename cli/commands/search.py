"""Workouts and planned sessions by the words in titles, notes and descriptions, newest first."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date

from cli.arguments import SPORTS, add_json
from cli.context import Context
from cli.output import Cell, Column, Line, Table, show, write_json
from cli.words import day, units_of
from mirror.athlete import athlete
from reports.search import LIMIT, Found, search
from tui.units import Units, hours, whole

_COLUMNS = (
    Column("id", optional=2),
    Column("day"),
    Column("sport"),
    Column("title", flexible=True),
    Column("time", right=True),
    Column("distance", right=True, optional=1),
    Column("load", right=True),
)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORD", help="every one must be there")
    parser.add_argument("--sport", choices=SPORTS, metavar="SPORT", help=", ".join(SPORTS))
    parser.add_argument(
        "--limit", type=_count, default=LIMIT, metavar="N", help=f"at most so many ({LIMIT})"
    )
    add_json(parser)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10_000):
        raise ArgumentTypeError(f"{text!r} is no number of results (1 to 10000)")
    return int(text)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        report = search(mirror, " ".join(args.words), args.sport, args.limit)
        units, today = units_of(athlete(mirror)), context.today(mirror)
    if args.json:
        write_json(report.to_json())
    elif not report.found:
        show(
            [
                Line(f"Nothing has these words: {report.query}"),
                Line("Fewer letters find more.", "dim"),
            ]
        )
    else:
        rows = [_row(found, units, today) for found in report.found]
        note = "older ones too (--limit shows more)" if report.more else ""
        show([Table(_COLUMNS, rows), *([Line(note, "dim")] if note else [])])
    return 0


def _row(found: Found, units: Units, today: date) -> tuple[str | Cell, ...]:
    planned = " (planned)" if found.kind == "planned" else ""
    return (
        Cell(found.id[:8], "dim"),
        day(found.date, today),
        found.sport,
        found.title + planned,
        hours(found.duration_s),
        units.distance(found.distance_m, found.sport),
        whole(found.load),
    )
