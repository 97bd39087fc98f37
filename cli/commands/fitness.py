"""CTL, ATL and TSB by day, and where the plan leads them."""

from argparse import ArgumentParser, Namespace
from datetime import date

from cli.arguments import add_days, add_json
from cli.commands.recent import NOTHING_YET
from cli.context import Context
from cli.output import Block, Column, Line, Table, show, write_json
from cli.words import day
from reports.fitness import Fitness, FitnessDay, FitnessNow, fitness
from reports.jsonable import jsonable
from reports.zone_time import zone_time
from tui.units import signed, whole

_COLUMNS = (
    Column("week to"),
    Column("load", right=True),
    Column("CTL", right=True),
    Column("ATL", right=True),
    Column("TSB", right=True),
    Column(""),
)


def configure(parser: ArgumentParser) -> None:
    add_days(parser, 90)
    parser.add_argument("--plot", action="store_true", help="draw CTL, ATL and TSB")
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        today = context.today(mirror)
        report = fitness(mirror, today, args.days)
        zones = zone_time(mirror, today, args.days).series if args.json else []
    if args.json:
        write_json({**report.to_json(), "zones": jsonable(zones)})
    elif args.plot and report.days:
        from cli.plots import plot_fitness

        plot_fitness(report)
    else:
        show(_blocks(report, today))
    return 0


def _blocks(report: Fitness, today: date) -> list[Block]:
    if report.now is None:
        return [Line(NOTHING_YET)]
    past = [entry for entry in report.days if not entry.forecast]
    future = [entry for entry in report.days if entry.forecast]
    rows = [_row(week, today) for week in _weeks(past)] + [
        _row(week, today) for week in reversed(_weeks(future[::-1]))
    ]
    blocks: list[Block] = [Table(_COLUMNS, rows), Line(""), Line(_now(report.now), "title")]
    if report.warm_up_until and report.warm_up_until > report.end:
        until = day(report.warm_up_until, today)
        blocks.append(
            Line(f"CTL is still warming up until {until}: 42 days of history are needed.", "warn")
        )
    if report.forecast.note:
        blocks.append(Line(f"Forecast: {report.forecast.note}.", "dim"))
    return blocks


def _weeks(days: list[FitnessDay]) -> list[list[FitnessDay]]:
    """Sevens counted from the end of the list, oldest first."""
    cuts = range(len(days), 0, -7)
    return [days[max(0, end - 7) : end] for end in cuts][::-1]


def _row(week: list[FitnessDay], today: date) -> tuple[str, ...]:
    ordered = sorted(week, key=lambda entry: entry.date)
    last = ordered[-1]
    return (
        day(last.date, today),
        whole(sum(entry.load for entry in week)),
        f"{last.ctl:.1f}",
        f"{last.atl:.1f}",
        f"{last.tsb:+.1f}",
        "forecast" if last.forecast else "",
    )


def _now(now: FitnessNow) -> str:
    text = f"Today: fitness (CTL) {now.ctl:.0f}, fatigue (ATL) {now.atl:.0f}, "
    text += f"freshness (TSB) this morning {signed(now.tsb)}"
    return text if now.ramp is None else f"{text}, ramp {now.ramp:+.1f} a week"
