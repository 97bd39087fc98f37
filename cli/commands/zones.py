"""The training zones in force: your own tables, else the usual ones from your thresholds."""

from argparse import ArgumentParser, Namespace

from cli.arguments import SPORTS, add_json, iso_day
from cli.context import Context
from cli.output import Block, Column, Line, Table, show, write_json
from reports.zones import ZoneRow, Zones, ZoneTable, zones
from tui.units import clock

_NO_TABLES = (
    "No zones: they need a threshold. Set one, for example: "
    "training-brain thresholds set ftp_w 250, or: training-brain thresholds set lthr_bpm 168"
)
_NAMES = {"hr": "heart rate", "power": "power", "pace_s_per_km": "pace"}


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--sport", choices=SPORTS, help="only this sport's")
    parser.add_argument("--date", type=iso_day, metavar="DATE", help="as they were on that day")
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        report = zones(mirror, args.date or context.today(mirror), args.sport)
    if args.json:
        write_json(report.to_json())
    else:
        show(_blocks(report))
    return 0


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
