"""The latest workout, with its numbers."""

from argparse import ArgumentParser, Namespace

from cli.arguments import SPORTS, add_json
from cli.commands.recent import NOTHING_YET
from cli.context import Context
from cli.output import Line, show, write_json
from cli.words import units_of, workout_facts
from mirror.athlete import athlete
from reports.last import last


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--sport", choices=SPORTS, help="the latest of this sport")
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        today = context.today(mirror)
        report = last(mirror, args.sport)
        if args.json:
            write_json(report.to_json())
            return 0
        if report.workout is None:
            missing = f"No {args.sport} workouts yet." if args.sport else NOTHING_YET
            show([Line(missing)])
            return 0
        start = report.local_start or ""
        show(workout_facts(report.workout, start, units_of(athlete(mirror)), today))
    return 0
