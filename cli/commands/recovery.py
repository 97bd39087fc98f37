"""Sleep, HRV with its normal band, resting heart rate and readiness, day by day."""

from argparse import ArgumentParser, Namespace
from datetime import date

from cli.arguments import add_days, add_json
from cli.context import Context
from cli.output import Block, Cell, Column, Line, Table, show, write_json
from cli.words import day
from reports.recovery import Baseline, HrvDay, Recovery, recovery
from reports.verdicts import place_in
from tui.units import NONE, hours, signed, whole

_COLUMNS = (
    Column("day"),
    Column("sleep", right=True),
    Column("score", right=True),
    Column("deep", right=True),
    Column("REM", right=True),
    Column("HRV", right=True),
    Column("7 d", right=True),
    Column("band", right=True),
    Column(""),
    Column("RHR", right=True),
    Column("readiness", right=True),
)


def configure(parser: ArgumentParser) -> None:
    add_days(parser, 14)
    parser.add_argument("--plot", action="store_true", help="draw HRV, its band and resting HR")
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        today = context.today(mirror)
        report = recovery(mirror, today, args.days)
    if args.json:
        write_json(report.to_json())
    elif args.plot and report.wellness:
        from cli.plots import plot_recovery

        plot_recovery(report)
    else:
        show(_blocks(report, today))
    return 0


def _blocks(report: Recovery, today: date) -> list[Block]:
    if not report.wellness:
        return [
            Line(f"No nights stored from {report.start} to {report.end}."),
            Line("Sleep and HRV come from a watch's account; status shows what is set up.", "dim"),
        ]
    bands = {night.date: night for night in report.hrv}
    rows = []
    for row in report.wellness:
        night = bands[row.date]
        rows.append(
            (
                day(row.date, today),
                hours(row.sleep_total_s),
                whole(row.sleep_score),
                hours(row.sleep_deep_s),
                hours(row.sleep_rem_s),
                whole(night.hrv),
                whole(night.mean_7d),
                _band(night.low, night.high),
                _place(night),
                whole(row.rhr_bpm),
                whole(row.training_readiness),
            )
        )
    return [Table(_COLUMNS, rows), Line(""), *_baseline(report.baseline)]


def _band(low: float | None, high: float | None) -> str:
    return NONE if low is None or high is None else f"{low:.0f}-{high:.0f}"


def _place(night: HrvDay) -> Cell:
    """Where the 7-day mean lies; a single night swings too much to be judged."""
    match place_in(night.mean_7d, night.low, night.high):
        case "below":
            return Cell("▼ low", "warn")
        case "above":
            return Cell("▲ high", "good")
        case "within":
            return Cell("● in band", "good")
        case _:
            return Cell("", "")


def _baseline(found: Baseline) -> list[Block]:
    lines: list[Block] = []
    if found.hrv_7d is None:
        lines.append(Line("HRV: fewer than 3 nights in the last 7, no mean."))
    elif found.hrv_low is None:
        lines.append(Line(f"HRV: 7-day mean {whole(found.hrv_7d)} ms; a band needs 14 nights."))
    else:
        band = _band(found.hrv_low, found.hrv_high)
        style = "warn" if found.hrv_status == "below" else "good"
        text = f"HRV: 7-day mean {whole(found.hrv_7d)} ms, {found.hrv_status} its band of {band}"
        lines.append(Line(text, style))
    if found.rhr_median is not None:
        text = f"Resting HR: 14-day median {whole(found.rhr_median)}"
        if found.rhr_deviation_bpm is not None:
            text += f", last night {signed(found.rhr_deviation_bpm)} against 28 days"
        lines.append(Line(text))
    if found.sleep_debt_s is not None:
        need = hours(found.sleep_need_s)
        text = f"Sleep debt over 14 nights: {hours(found.sleep_debt_s)} h (need {need})"
        lines.append(Line(text))
    return lines
