"""Everything about one workout: laps, bests, time in zone, decoupling. Default: the latest."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date

from cli.arguments import add_json
from cli.commands.recent import NOTHING_YET
from cli.context import Context
from cli.output import Block, Cell, Column, Line, Table, show, write_json
from cli.words import compliance, units_of, workout_facts, workout_table
from mirror.athlete import athlete
from mirror.rows import Lap
from reports.analyze import HEADLINE, Analysis, ThresholdUsed, analyze
from reports.explain import explain
from reports.streams import lanes
from reports.verdicts import shares_pct
from reports.zones import ZoneTable
from tui.amounts import amount, threshold
from tui.units import NONE, Units, clock, whole

_UNITS = {"power": "W", "hr": "bpm"}
_PACED = ("run", "swim")
_BAR = 24


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "id",
        nargs="?",
        metavar="ID",
        help="its id or the beginning of it, a Garmin id, or a date YYYY-MM-DD",
    )
    parser.add_argument("--plot", action="store_true", help="draw its seconds")
    parser.add_argument(
        "--explain", action="store_true", help="where each of its numbers comes from"
    )
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        today = context.today(mirror)
        report = analyze(mirror, args.id, today)
        if args.json:
            write_json(_document(report, explained=args.explain))
            return 0
        if report is None:
            show([Line(NOTHING_YET)])
            return 0
        units = units_of(athlete(mirror))
        if args.explain:
            show(_explained(report, units))
            return 0
        if not args.plot:
            show(_blocks(report, units, today))
            return 0
        seconds = lanes(mirror, report.workout.id)
    start = f"{report.workout.local_date} {report.local_start}"
    if seconds is None:
        show([Line(f"{start}: no seconds are stored for this workout, nothing to draw.")])
        return 0
    from cli.plots import plot_streams

    plot_streams(seconds, f"{report.workout.title or report.workout.sport}, {start}", units)
    return 0


def _document(report: Analysis | None, *, explained: bool) -> dict[str, object]:
    """Before the first workout its keys are there, and empty. explained: the key `explanation`."""
    made: dict[str, object] = dict.fromkeys(Analysis._fields)
    if report is not None:
        made = report.to_json()
    if explained:
        made["explanation"] = None if report is None else explain(report).to_json()
    return made


def _explained(report: Analysis, units: Units) -> list[Block]:
    found, sport = explain(report), report.workout.sport
    start = f"{report.workout.local_date} {report.local_start}"
    blocks: list[Block] = [Line(f"{found.title or sport}, {start}. Recorded by {found.source}")]
    for number in found.numbers:
        value = amount(number.value, number.unit, sport, units)
        blocks += [Line(f"\n{number.label} {value}", "title"), Line(f"  = {number.formula}")]
        parts = [f"{i.name} {amount(i.value, i.unit, sport, units)}" for i in number.inputs]
        parts += [threshold(used, units) for used in number.thresholds]
        blocks += [Line(f"  {part}", "dim") for part in parts]
        if number.why:
            blocks.append(Line(f"  {number.why}", "dim"))
    return blocks


def _blocks(report: Analysis, units: Units, today: date) -> list[Block]:
    workout = report.workout
    blocks = workout_facts(workout, report.local_start, units, today)
    if report.planned:
        verdict = compliance(report.compliance)
        blocks.append(Line(f"\nPlan: {report.planned.title}, {verdict.text}", verdict.style))
    if workout.notes:
        blocks.append(Line(f"\n{workout.notes}"))
    if report.legs:
        blocks += [Line("\nLegs", "title"), workout_table(report.legs, units, today)]
    if len(report.laps) > 1:
        blocks += [Line("\nLaps", "title"), _laps(report.laps, workout.sport, units)]
    for metric in ("power", "speed", "hr"):
        if metric in report.curves and (metric != "speed" or workout.sport in _PACED):
            blocks.append(Line(f"\nBest {_metric(metric)}", "title"))
            blocks.append(_bests(report.curves[metric], metric, workout.sport, units))
    for table in report.zones:
        seconds = getattr(report, _SECONDS[table.metric])
        if seconds:
            blocks.append(Line(f"\nTime in zone, {_NAMES[table.metric]}", "title"))
            blocks.append(_zones(table, seconds))
    blocks.append(Line(""))
    if report.aerobic_decoupling_pct is not None:
        drift = report.aerobic_decoupling_pct
        word = report.aerobic_decoupling
        blocks.append(Line(f"Aerobic decoupling {drift:+.1f} % ({word}; under 5 % is good)"))
    elif report.decoupling_withheld:
        blocks.append(Line(f"No decoupling: {report.decoupling_withheld}.", "dim"))
    if report.thresholds_used:
        used = ", ".join(_threshold(entry) for entry in report.thresholds_used)
        blocks.append(Line(f"Computed with {used}", "dim"))
    blocks += [Line(f"Note: {warning}", "warn") for warning in report.warnings]
    return blocks


_SECONDS = {
    "hr": "time_in_hr_zone_s",
    "power": "time_in_power_zone_s",
    "pace_s_per_km": "time_in_pace_zone_s",
}
_NAMES = {"hr": "heart rate", "power": "power", "pace_s_per_km": "pace"}


def _metric(name: str) -> str:
    return {"hr": "heart rate", "power": "power", "speed": "pace"}[name]


def _threshold(entry: ThresholdUsed) -> str:
    since = f" since {entry.valid_from}" if entry.valid_from else ""
    return f"{entry.metric} {entry.value:g} ({entry.source}{since})"


def _laps(laps: Sequence[Lap], sport: str, units: Units) -> Table:
    columns = (
        Column("lap", right=True),
        Column("time", right=True),
        Column("distance", right=True),
        Column(units.rate_name(sport), right=True),
        Column("HR", right=True),
        Column("max", right=True),
        Column("W", right=True),
        Column("NP", right=True),
        Column("climb", right=True),
        Column("kind"),
    )
    rows = [
        (
            str(number),
            clock(lap.duration_s),
            units.distance(lap.distance_m, sport),
            units.rate(_speed(lap), sport),
            whole(lap.avg_hr),
            whole(lap.max_hr),
            whole(lap.avg_power),
            whole(lap.normalized_power),
            units.height(lap.elevation_gain_m),
            lap.swim_stroke or lap.intensity or lap.lap_trigger or "",
        )
        for number, lap in enumerate(laps, 1)
    ]
    return without_empty(Table(columns, rows))


def _speed(lap: Lap) -> float | None:
    if lap.avg_pace_s_per_km:
        return 1000 / lap.avg_pace_s_per_km
    return lap.distance_m / lap.duration_s if lap.distance_m and lap.duration_s else None


def without_empty(table: Table) -> Table:
    """The columns in which at least one row says something."""
    kept = [
        index
        for index in range(len(table.columns))
        if any(row[index] not in ("", NONE) for row in table.rows)
    ]
    rows = [[row[index] for index in kept] for row in table.rows]
    return Table([table.columns[index] for index in kept], rows)


def _bests(curve: dict[str, float], metric: str, sport: str, units: Units) -> Table:
    reached = [seconds for seconds in HEADLINE if str(seconds) in curve]
    values = []
    for seconds in reached:
        value = curve[str(seconds)]
        paced = metric == "speed"
        values.append(units.rate(value, sport) if paced else whole(value, _UNITS[metric]))
    return Table([Column(_duration(seconds), right=True) for seconds in reached], [values])


def _duration(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 3600 else f"{seconds // 3600} h"


def _zones(table: ZoneTable, seconds: dict[str, float]) -> Table:
    spent = [seconds[str(zone.zone)] for zone in table.zones]
    rows = []
    for zone, part, share in zip(table.zones, spent, shares_pct(spent), strict=True):
        bar = "█" * round(share / 100 * _BAR)
        rows.append((zone.label or f"Z{zone.zone}", clock(part), f"{share:.0f} %", bar))
    columns = (Column(""), Column("", right=True), Column("", right=True), Column(""))
    return Table(columns, [[Cell(row[0], "dim"), *row[1:]] for row in rows])
