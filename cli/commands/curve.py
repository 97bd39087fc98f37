"""The best power, pace or heart rate of every duration in two periods, and the thresholds that
such efforts speak for."""

from argparse import ArgumentParser, Namespace
from datetime import date

from cli.arguments import SPORTS, add_json
from cli.commands.recent import NOTHING_YET
from cli.context import Context
from cli.output import Block, Cell, Column, Line, Table, show, write_json
from cli.words import day, units_of
from mirror.athlete import athlete
from reports.estimates import Estimated, Estimates
from reports.power_curve import UNITS, CurvePair, curve_pair
from reports.season_curve import WINDOWS, Best, SeasonCurve
from tui.levels import LEVEL_NAMES, level, level_change
from tui.units import NONE, Units
from tui.widgets.chart.scale import duration_name


def configure(parser: ArgumentParser) -> None:
    periods = ", ".join(WINDOWS)
    parser.add_argument("--sport", choices=SPORTS, help="default: the first that has a curve")
    parser.add_argument("--metric", choices=tuple(UNITS), help="default: power, else pace")
    parser.add_argument(
        "--period", choices=tuple(WINDOWS), default="12w", metavar="P", help=f"{periods} (12w)"
    )
    parser.add_argument(
        "--against",
        choices=tuple(WINDOWS),
        default="season",
        metavar="P",
        help="the other (season)",
    )
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        today, units = context.today(mirror), units_of(athlete(mirror))
        kind = (args.sport, args.metric)
        report = curve_pair(mirror, today, kind, (args.period, args.against))
    if args.json:
        write_json(report.to_json())
    else:
        show(_blocks(report, units, today))
    return 0


def _blocks(report: CurvePair, units: Units, today: date) -> list[Block]:
    if report.one is None or report.other is None:
        return [Line(NOTHING_YET)]
    columns = (
        Column(""),
        Column(WINDOWS[report.one.window], right=True),
        Column("on"),
        Column(WINDOWS[report.other.window], right=True),
        Column("on"),
        Column("workout", flexible=True, optional=1),
    )
    rows = [
        (
            duration_name(one.seconds),
            *_best(report.one, one, units, today),
            *_best(report.other, other, units, today),
            one.title or "",
        )
        for one, other in zip(report.one.points, report.other.points, strict=True)
        if one.value is not None or other.value is not None
    ]
    title = Line(f"Best {_measure(report, units)}, {report.sport}", "title")
    return [title, Table(columns, rows), Line(""), *_estimates(report.estimates, units, today)]


def _measure(report: CurvePair, units: Units) -> str:
    if report.metric != "speed":
        return f"{'power' if report.metric == 'power' else 'heart rate'} ({report.unit})"
    return units.rate_name(report.sport or "other")


def _best(curve: SeasonCurve, best: Best, units: Units, today: date) -> tuple[str, str]:
    if best.value is None or best.date is None:
        return NONE, ""
    if curve.metric == "speed":
        return units.rate(best.value, curve.sport or "other"), day(best.date, today)
    return f"{best.value:.0f}", day(best.date, today)


def _estimates(report: Estimates, units: Units, today: date) -> list[Block]:
    columns = (
        Column(f"from {WINDOWS[report.window]}"),
        Column("value", right=True),
        Column("in force", right=True),
        Column(""),
        Column("efforts", flexible=True),
    )
    rows = [row for found in report.thresholds for row in _rows(found, units, today)]
    return [Table(columns, rows)] if rows else []


def _rows(found: Estimated, units: Units, today: date) -> list[tuple[str | Cell, ...]]:
    ruling = found.in_force
    name = f"{LEVEL_NAMES[found.metric]} ({found.sport})"
    held = level(found.metric, ruling.value if ruling else None, units)
    source = f"{ruling.source} {day(ruling.valid_from, today)}" if ruling else "none set"
    rows: list[tuple[str | Cell, ...]] = [(Cell(name, "title"), "", held, source, found.note or "")]
    for made in found.estimates:
        first = made.efforts[0]
        efforts = ", ".join(duration_name(effort.seconds) for effort in made.efforts)
        if len(made.efforts) == 1 and first.date:
            efforts += f" on {day(first.date, today)}"
        rows.append(
            (
                f"  {made.method}",
                level(found.metric, made.value, units),
                level_change(found.metric, made.difference, units),
                "",
                efforts,
            )
        )
    return rows
