"""Plan and execution, day by day, with each week's totals; or what changed in the plan."""

from argparse import ArgumentParser, Namespace
from datetime import date, timedelta

from cli.arguments import add_json, iso_day
from cli.context import Context
from cli.errors import USAGE, CommandError
from cli.output import Block, Cell, Column, Line, Table, show, write_json
from cli.words import compliance, day, units_of
from mirror.athlete import athlete
from reports.calendar import Calendar, Item, Week, calendar
from reports.plan_edits import PlanNews, plan_news
from reports.weeks import week_start_of
from tui.edits import edit_text
from tui.units import Units, hours, signed, whole

_COLUMNS = (
    Column("day"),
    Column("start", optional=2),
    Column("sport"),
    Column("title", flexible=True),
    Column("planned", right=True),
    Column("done", right=True),
    Column("distance", right=True, optional=1),
    Column("load", right=True),
    Column("compliance"),
)

_CHANGES = (
    Column("seen"),
    Column("day"),
    Column("sport"),
    Column("title", flexible=True),
    Column("change"),
)

#: Weeks shown without --from and --to: so many before this one, and so many after it.
_BEFORE, _AFTER = 3, 1

#: Ten years of days; more is asked for by mistake.
_LONGEST = 3660


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="start", type=iso_day, metavar="DATE", help="first day")
    parser.add_argument("--to", dest="end", type=iso_day, metavar="DATE", help="last day")
    parser.add_argument(
        "--changes", action="store_true", help="what changed in the plan in the last two weeks"
    )
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        owner = athlete(mirror)
        today = context.today(mirror)
        if args.changes:
            if args.start or args.end:
                raise CommandError(
                    "training-brain calendar: --changes takes no --from and no --to", USAGE
                )
            _show_changes(plan_news(mirror, today), units_of(owner), today, as_json=args.json)
            return 0
        monday = week_start_of(today, owner.week_start)
        start = args.start or min(monday - timedelta(weeks=_BEFORE), args.end or monday)
        end = args.end or max(monday + timedelta(weeks=_AFTER, days=6), start)
        if end < start:
            raise CommandError(
                f"training-brain calendar: --to {end} lies before --from {start}", USAGE
            )
        if (end - start).days > _LONGEST:
            raise CommandError("training-brain calendar: at most ten years at a time", USAGE)
        report = calendar(mirror, start, end, today)
    if args.json:
        write_json(report.to_json())
    else:
        show(_blocks(report, units_of(owner), today))
    return 0


def _show_changes(news: PlanNews, units: Units, today: date, *, as_json: bool) -> None:
    if as_json:
        write_json(news.to_json())
        return
    if not news.edits:
        show([Line(f"Nothing in the plan has changed since {day(news.since, today)}.")])
        return
    rows: list[tuple[str | Cell, ...]] = [
        (
            day(edit.seen_on, today),
            day(edit.date, today),
            edit.sport,
            edit.title,
            edit_text(edit.kind, edit.before, units, edit.sport),
        )
        for edit in news.edits
    ]
    show([Table(_CHANGES, rows)])


def _blocks(report: Calendar, units: Units, today: date) -> list[Block]:
    blocks: list[Block] = []
    for week in report.weeks:
        first = date.fromisoformat(week.start)
        days = [(first + timedelta(days=n)).isoformat() for n in range(7)]
        rows = [
            row
            for iso in days
            if iso in report.days
            for row in _day_rows(iso, report.days[iso].items, units, today)
        ]
        blocks += [
            Line(_week_line(week, today), "title"),
            Table(_COLUMNS, rows),
            Line(""),
        ]
    return blocks


def _day_rows(
    iso: str, items: list[Item], units: Units, today: date
) -> list[tuple[str | Cell, ...]]:
    name = day(iso, today)
    label = Cell(f"{name} ◂", "title") if iso == today.isoformat() else name
    if not items:
        return [(label, *[""] * (len(_COLUMNS) - 1))]
    rows: list[tuple[str | Cell, ...]] = []
    for item in items:
        planned, executed = item.planned, item.executed
        distance = executed.distance_m if executed else planned and planned.distance_planned_m
        load = executed.load if executed else planned and planned.tss_planned
        rows.append(
            (
                label,
                item.starts_at or "",
                item.sport,
                item.title,
                hours(planned.duration_planned_s) if planned else "",
                hours(executed.duration_s) if executed else "",
                units.distance(distance, item.sport) if distance else "",
                whole(load) if load is not None else "",
                compliance(item.compliance),
            )
        )
        label = ""
    return rows


def _week_line(week: Week, today: date) -> str:
    text = f"Week of {day(week.start, today)}: {hours(week.done_s)} h done"
    if week.planned_s:
        text += f" of {hours(week.planned_s)} planned"
    text += f", load {whole(week.done_load)}"
    if week.planned_load:
        text += f" of {whole(week.planned_load)}"
    if week.ctl is not None:
        text += f"; CTL {week.ctl:.0f}, ATL {whole(week.atl)}, TSB {signed(week.tsb)}"
    return text
