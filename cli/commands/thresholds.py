"""Thresholds in force, with their day and source; set or remove one, and see what it changes."""

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import TYPE_CHECKING

from cli.arguments import SPORTS, add_json, amount, iso_day
from cli.context import Context
from cli.errors import USAGE, CommandError
from cli.output import Block, Cell, Column, Line, Table, show, write_json
from cli.words import day
from mirror.database import Mirror
from mirror.reads.thresholds import ALL
from reports.jsonable import document
from reports.thresholds import UNITS, ThresholdInForce, Thresholds, thresholds
from tui.units import clock

if TYPE_CHECKING:
    from sync.thresholds import Effect

#: The sport a metric is meant for when none is named.
_SPORT = {"ftp_w": "bike", "threshold_pace_s_per_km": "run", "css_s_per_100m": "swim"}

_SHOWN = 12
_NOTHING = (
    "No thresholds yet: they come from your own values, a watch's account, or your best efforts. "
    "Set one, for example: training-brain thresholds set ftp_w 250"
)


def configure(parser: ArgumentParser) -> None:
    add_json(parser)
    actions = parser.add_subparsers(dest="action", metavar="set | remove")
    setting = actions.add_parser("set", help="set one from a day on")
    setting.add_argument("metric", choices=tuple(UNITS), metavar="METRIC", help=", ".join(UNITS))
    setting.add_argument("value", type=amount, metavar="VALUE", help="a number, or a pace as 4:20")
    removing = actions.add_parser("remove", help="remove one, the earlier one holds again")
    removing.add_argument("metric", choices=tuple(UNITS), metavar="METRIC", help=", ".join(UNITS))
    for action in (setting, removing):
        action.add_argument("--sport", choices=(*SPORTS, ALL), help="default: the metric's own")
        action.add_argument(
            "--from", dest="start", type=iso_day, metavar="DATE", help="first day (default today)"
        )
        add_json(action)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        today = context.today(mirror)
        effect = _change(mirror, args, today) if args.action else None
        report = thresholds(mirror, today)
    if args.json:
        made = report.to_json()
        write_json({**made, "effect": document(effect)} if effect else made)
        return 0
    blocks = _blocks(report, today)
    if effect is not None:
        text = f"Computed anew: {effect.workouts} workouts"
        if effect.workouts:
            text += f", load {effect.load_before:.0f} → {effect.load_after:.0f}"
        if effect.ctl_before is not None and effect.ctl_after is not None:
            text += f", CTL {effect.ctl_before:.1f} → {effect.ctl_after:.1f}"
        blocks.append(Line(f"\n{text}.", "good"))
    show(blocks)
    return 0


def _change(mirror: Mirror, args: Namespace, today: date) -> "Effect":
    """The effect of the change, already stored."""
    from sync.thresholds import ThresholdError, remove_threshold, set_threshold

    sport = args.sport or _SPORT.get(args.metric, ALL)
    since = (args.start or today).isoformat()
    try:
        if args.action == "set":
            return set_threshold(mirror, sport, args.metric, args.value, since)
        effect = remove_threshold(mirror, sport, args.metric, since)
    except ThresholdError as error:
        raise CommandError(f"training-brain thresholds: {error}", USAGE) from error
    if effect is None:
        raise CommandError(
            f"training-brain thresholds: no {args.metric} for {sport} is set from {since} on "
            "(training-brain thresholds lists them)",
            USAGE,
        )
    return effect


def _blocks(report: Thresholds, today: date) -> list[Block]:
    if not report.current:
        return [Line(_NOTHING)]
    columns = (
        Column("sport"),
        Column("threshold"),
        Column("value", right=True),
        Column("since"),
        Column("source"),
    )
    rows = [_row(entry, today) for entry in report.current]
    blocks: list[Block] = [Table(columns, rows)]
    older = [entry for entry in report.history if entry not in report.current]
    if older:
        rows = [_row(entry, today) for entry in older[:_SHOWN]]
        blocks += [Line("\nBefore", "title"), Table(columns, rows)]
        if len(older) > _SHOWN:
            blocks.append(Line(f"and {len(older) - _SHOWN} older ones (--json has all)", "dim"))
    return blocks


def _row(entry: ThresholdInForce, today: date) -> tuple[str | Cell, ...]:
    value = f"{entry.value:g} {entry.unit}"
    if entry.unit.startswith("s/"):
        value = f"{clock(entry.value)} min/{entry.unit[2:]}"
    source = Cell(entry.source, "warn" if entry.source == "estimated" else "")
    return entry.sport, entry.metric, value, day(entry.valid_from, today), source
