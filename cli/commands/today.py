"""What is planned today, and what of it is done."""

from argparse import ArgumentParser, Namespace

from cli.arguments import add_json
from cli.context import Context
from cli.output import Block, Line, show, write_json
from cli.words import day, plan_table, units_of, workout_table
from mirror.athlete import athlete
from reports.today import today


def configure(parser: ArgumentParser) -> None:
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        now = context.today(mirror)
        report = today(mirror, now)
        if args.json:
            write_json(report.to_json())
            return 0
        units = units_of(athlete(mirror))
    blocks: list[Block] = [Line(day(report.date, now), "title")]
    if report.plan:
        blocks.append(plan_table(report.plan, units, now))
        blocks += [Line(f"\n{part.title}: {part.description}", "dim") for part in report.plan
                   if part.description]  # fmt: skip
    elif report.next_planned:
        following = report.next_planned
        when = day(following.date, now)
        blocks.append(Line(f"Nothing planned today. Next: {when}, {following.title}"))
    else:
        blocks.append(Line("Nothing planned today, and no plan is stored for the days ahead."))
    if report.done:
        blocks += [Line("\nDone today", "title"), workout_table(report.done, units, now)]
    show(blocks)
    return 0
