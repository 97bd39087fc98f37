"""What is stored, how fresh it is, and what is waiting."""

from argparse import ArgumentParser, Namespace

from cli.arguments import add_json
from cli.context import Context
from cli.output import Block, Cell, Column, Line, Table, show, write_json
from reports.status import HubState, Status, status
from tui.units import NONE

_NAMES = {
    "workouts_planned": "planned workouts",
    "plan_changes": "changes of the plan",
    "workouts_executed": "workouts",
    "workout_laps": "laps",
    "workout_streams": "workouts with streams",
    "wellness_daily": "days of wellness",
    "thresholds": "thresholds",
}


def configure(parser: ArgumentParser) -> None:
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        report = status(mirror)
    if args.json:
        write_json(report.to_json())
    else:
        show(_blocks(report))
    return 0


def _blocks(report: Status) -> list[Block]:
    facts = {
        "latest workout": report.latest_workout_date,
        "latest wellness": report.latest_wellness_date,
        "daily data from": _minute(report.daily_updated_at),
        "intraday data from": _minute(report.intraday_updated_at),
    }
    facts |= {name: f"{report.row_counts[table]:,}" for table, name in _NAMES.items()}
    facts |= {
        "original files": f"{report.fit_files:,}",
        "mirror": f"{report.mirror_path} ({report.mirror_bytes / 1e6:.1f} MB)",
    }
    if report.hub.configured:
        facts["supabase"] = _hub(report.hub)
    rows = [(Cell(name, "dim"), text or NONE) for name, text in facts.items()]
    blocks: list[Block] = [Table((Column(""), Column("")), rows)]
    if report.sources:
        columns = (Column("source"), Column("state"), Column("last success"), Column("why"))
        lines = [
            (name, source.state, _minute(source.last_success_at) or NONE, source.reason or "")
            for name, source in report.sources.items()
        ]
        blocks += [Line(""), Table(columns, lines)]
    else:
        blocks.append(Line("\nNothing stored yet. Begin with: training-brain import FOLDER"))
    ledger = report.ledger
    if ledger.failed or ledger.pending:
        blocks.append(Line(f"{ledger.failed} items failed, {ledger.pending} are waiting.", "warn"))
    return blocks


def _hub(hub: HubState) -> str:
    """`2026-11-23 06:00 UTC, nothing waits; database 58 of 500 MB, originals 12 of 1000 MB`."""
    waits = f"{hub.pending:,} wait" if hub.pending else "nothing waits"
    last = _minute(hub.last_success_at) or "not yet"
    sizes = [
        f"{name} {used / 1e6:.0f} of {limit / 1e6:.0f} MB"
        for name, used, limit in (
            ("database", hub.database_bytes, hub.database_limit),
            ("originals", hub.storage_bytes, hub.storage_limit),
        )
        if used is not None
    ]
    return "; ".join([f"{last}, {waits}", *sizes])


def _minute(instant: str | None) -> str | None:
    """`2026-11-23 06:00 UTC`."""
    return None if instant is None else f"{instant[:10]} {instant[11:16]} UTC"
