"""The morning's page: last night, yesterday's workouts, today's plan, and signs to hold back."""

from argparse import ArgumentParser, Namespace
from datetime import date

from cli.arguments import add_json
from cli.context import Context
from cli.output import Block, Line, show, write_json
from cli.words import day, plan_table, units_of, workout_table
from mirror.athlete import athlete
from mirror.rows import Wellness
from reports.briefing import Briefing, briefing
from tui.units import NONE, Units, hours, signed, whole


def configure(parser: ArgumentParser) -> None:
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        today = context.today(mirror)
        report = briefing(mirror, today)
        if args.json:
            write_json(report.to_json())
            return 0
        show(_blocks(report, units_of(athlete(mirror)), today))
    return 0


def _blocks(report: Briefing, units: Units, today: date) -> list[Block]:
    blocks: list[Block] = [Line(f"Briefing for {day(report.date, today)}", "title")]
    if report.advice:
        blocks.append(Line(f"{report.advice.capitalize()}: {len(report.anomalies)} signs", "bad"))
    blocks += [Line(f"! {anomaly.message}", "warn") for anomaly in report.anomalies]
    blocks += [Line(""), *_night(report)]
    blocks += [Line(""), Line(_form(report))]
    blocks.append(Line("\nYesterday", "title"))
    if report.yesterday:
        blocks.append(workout_table(report.yesterday, units, today))
    else:
        blocks.append(Line("No workout recorded."))
    blocks.append(Line("\nToday", "title"))
    if report.plan:
        blocks.append(plan_table(report.plan, units, today))
    else:
        blocks.append(Line("Nothing planned."))
    if report.done_today:
        blocks += [Line("\nAlready done", "title")]
        blocks.append(workout_table(report.done_today, units, today))
    if report.plan_changes:
        blocks.append(Line("\nThe plan changed", "title"))
        blocks += [
            Line(f"{day(change.date, today)}  {change.kind}: {change.title} ({change.sport})")
            for change in report.plan_changes
        ]
    return blocks


def _night(report: Briefing) -> list[Block]:
    if report.wellness is None:
        return [Line("Nothing is stored of last night or the one before.")]
    label = "Last night"
    if report.wellness_fallback_to_yesterday:
        label = "The night before (last night's is not here yet)"
    return [Line(label, "title"), Line(night_in_words(report.wellness))]


def night_in_words(row: Wellness) -> str:
    """`slept 7:42 h, score 81, HRV 62 ms (baseline 60), resting HR 48, readiness 70`."""
    parts = []
    if row.sleep_total_s is not None:
        parts.append(f"slept {hours(row.sleep_total_s)} h")
    if row.sleep_score is not None:
        parts.append(f"score {whole(row.sleep_score)}")
    if row.hrv_overnight_ms is not None:
        baseline = row.hrv_baseline_ms
        usual = f" (baseline {whole(baseline)})" if baseline is not None else ""
        parts.append(f"HRV {whole(row.hrv_overnight_ms)} ms{usual}")
    if row.rhr_bpm is not None:
        parts.append(f"resting HR {whole(row.rhr_bpm)}")
    if row.training_readiness is not None:
        parts.append(f"readiness {whole(row.training_readiness)}")
    return ", ".join(parts)


def _form(report: Briefing) -> str:
    if report.form is None:
        return "Form: no training stored yet."
    form = report.form
    average = report.load_14d_avg_tss
    mean = NONE if average is None else f"{average:.0f} a day"
    return (
        f"Form: fitness (CTL) {form.ctl:.0f}, fatigue (ATL) {form.atl:.0f}, "
        f"freshness (TSB) this morning {signed(form.tsb)}; load over 14 days {mean}"
    )
