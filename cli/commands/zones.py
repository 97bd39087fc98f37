"""The training zones in force: your own tables, else the usual ones from your thresholds."""

from argparse import ArgumentParser, Namespace
from datetime import date
from itertools import pairwise

from cli.arguments import SPORTS, add_json, amount, iso_day
from cli.context import Context
from cli.errors import USAGE, CommandError
from cli.output import Block, Column, Line, Table, show, write_json
from mirror.database import Mirror
from reports.zones import ZoneRow, Zones, ZoneTable, zones
from tui.units import clock

_NO_TABLES = (
    "No zones: they need a threshold. Set one, for example: "
    "training-brain thresholds set ftp_w 250, or: training-brain thresholds set lthr_bpm 168"
)
_METRICS = {"power": "power", "hr": "hr", "pace": "pace_s_per_km"}
_NAMES = {"hr": "heart rate", "power": "power", "pace_s_per_km": "pace"}


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--sport", choices=SPORTS, help="only this sport's")
    parser.add_argument("--date", type=iso_day, metavar="DATE", help="as they were on that day")
    add_json(parser)
    actions = parser.add_subparsers(dest="action", metavar="set | reset")
    setting = actions.add_parser("set", help="set your own table from a day on")
    resetting = actions.add_parser("reset", help="drop it, the usual table holds again")
    for action in (setting, resetting):
        action.add_argument("for_sport", choices=SPORTS, metavar="SPORT", help="swim, bike, run")
        action.add_argument("metric", choices=tuple(_METRICS), help="what the zones are of")
        action.add_argument(
            "--from",
            dest="start",
            type=iso_day,
            metavar="DATE",
            help="first day (default: today; of a reset the table in force)",
        )
        add_json(action)
    setting.add_argument(
        "bounds",
        nargs="+",
        type=amount,
        metavar="BOUND",
        help="where zone 2, 3, ... begin: 140 190 230, or from slow to fast 5:30 5:00 4:40",
    )


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        today = context.today(mirror)
        if args.action:
            _change(mirror, args, args.start or _start(mirror, args, today))
        report = zones(mirror, args.date or today, args.sport)
    if args.json:
        write_json(report.to_json())
    else:
        show(_blocks(report))
    return 0


def _start(mirror: Mirror, args: Namespace, today: date) -> date:
    """Of the table to set: today; of the one to drop: the day since which it holds."""
    if args.action == "reset":
        for table in zones(mirror, today, args.for_sport).tables:
            own = table.basis is None and table.metric == _METRICS[args.metric]
            if own and table.valid_from is not None:
                return date.fromisoformat(table.valid_from)
    return today


def _change(mirror: Mirror, args: Namespace, start: date) -> None:
    from analytics.zones import ZoneBound
    from sync.thresholds import ThresholdError, set_zones

    pace = args.metric == "pace"
    bounds = [] if args.action == "reset" else list(args.bounds)
    if pace and args.for_sport == "swim":
        bounds = [10 * bound for bound in bounds]  # given per 100 m, kept per km
    edges = [None, *bounds, None] if bounds else []
    table = [
        ZoneBound(number, *((upper, lower) if pace else (lower, upper)), f"Z{number}")
        for number, (lower, upper) in enumerate(pairwise(edges), 1)
    ]
    try:
        set_zones(mirror, args.for_sport, _METRICS[args.metric], table, start.isoformat())
    except ThresholdError as error:
        raise CommandError(f"training-brain zones: {error}", USAGE) from error


def _blocks(report: Zones) -> list[Block]:
    if not report.tables:
        return [Line(_NO_TABLES)]
    blocks: list[Block] = []
    for table in report.tables:
        blocks += [Line(_heading(table), "title"), zone_rows(table), Line("")]
    return blocks


def _heading(table: ZoneTable) -> str:
    text = f"{table.sport.capitalize()}, {_NAMES[table.metric]}"
    if table.basis:
        name, value = table.basis.split(" ", 1)
        since = f", since {table.valid_from}" if table.valid_from else ""
        return f"{text}: from {name} {value} ({table.source}{since})"
    return f"{text}: your own, since {table.valid_from}"


def zone_rows(table: ZoneTable) -> Table:
    rows = [(zone.label or f"Z{zone.zone}", _range(zone, table)) for zone in table.zones]
    return Table((Column("zone"), Column(_unit(table), right=True)), rows)


def _unit(table: ZoneTable) -> str:
    if table.metric != "pace_s_per_km":
        return table.unit
    return "min/100m" if table.sport == "swim" else "min/km"


def _range(zone: ZoneRow, table: ZoneTable) -> str:
    """`141-157`, `under 141`, `4:20-4:36`, `faster than 3:54`."""
    pace = table.metric == "pace_s_per_km"
    scale = 0.1 if table.sport == "swim" and pace else 1.0

    def text(value: float) -> str:
        return clock(value * scale) if pace else f"{value:.0f}"

    if zone.lower is None and zone.upper is None:
        return "all"
    if zone.lower is None:
        assert zone.upper is not None
        return f"{'faster than' if pace else 'under'} {text(zone.upper)}"
    if zone.upper is None:
        return f"{'slower than' if pace else 'from'} {text(zone.lower)}"
    return f"{text(zone.lower)}-{text(zone.upper)}"
