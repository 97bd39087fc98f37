"""The workouts of the last days, newest first."""

from argparse import ArgumentParser, Namespace

from cli.arguments import add_days, add_json
from cli.context import Context
from cli.output import Line, show, write_json
from cli.words import day, units_of, workout_table
from mirror.athlete import athlete
from reports.last import last
from reports.recent import recent
from tui.units import hours, whole

NOTHING_YET = "No workouts yet. Begin with: training-brain import FOLDER"


def configure(parser: ArgumentParser) -> None:
    add_days(parser, 14)
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        today = context.today(mirror)
        report = recent(mirror, today, args.days)
        if args.json:
            write_json(report.to_json())
            return 0
        if not report.workouts:
            latest = last(mirror).workout
            hint = f"The latest was on {day(latest.local_date, today)}." if latest else NOTHING_YET
            show([Line(f"No workouts in the last {args.days} days."), Line(hint, "dim")])
            return 0
        units = units_of(athlete(mirror))
        totals = report.totals
        summary = f"{totals.workouts} workouts, {hours(totals.duration_s)} h"
        show(
            [
                workout_table(report.workouts, units, today),
                Line(""),
                Line(f"{args.days} days: {summary}, load {whole(totals.load)}", "title"),
            ]
        )
    return 0
