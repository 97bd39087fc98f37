"""Your own word on a workout: title, RPE, notes, whether it counts, its partner in the plan.

Without an option it shows what is stored and which sessions of the plan lie near.
"""

from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime

from cli.arguments import add_json
from cli.context import Context
from cli.errors import USAGE, CommandError
from cli.output import Block, Cell, Column, Line, Table, show, write_json
from cli.words import day, units_of
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.rows import Workout
from reports.identify import identify
from reports.partners import Partners, partners
from reports.parts import workout_document
from tui.units import NONE, Units, hours, whole


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "id", metavar="ID", help="id or its beginning, a Garmin id, or a day with one workout"
    )
    parser.add_argument("--title", help='what it is called; "" takes it away')
    parser.add_argument("--rpe", metavar="0-10", help='how hard it felt; "" takes it away')
    parser.add_argument("--notes", help='your notes; "" takes them away')
    counting = parser.add_mutually_exclusive_group()
    counting.add_argument("--exclude", metavar="REASON", help="it shall not count, and why")
    counting.add_argument("--include", action="store_true", help="it counts again")
    pairing = parser.add_mutually_exclusive_group()
    pairing.add_argument(
        "--pin", metavar="PLANNED", help="it was this session of the plan (its id)"
    )
    pairing.add_argument("--unpin", action="store_true", help="it was no session of the plan")
    pairing.add_argument("--release", action="store_true", help="take --pin or --unpin back")
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    with context.mirror() as mirror:
        today = context.today(mirror)
        workout = identify(mirror, args.id)
        changed = _change(mirror, workout, args, today)
        workout, near = identify(mirror, workout.id), partners(mirror, workout.id)
        units = units_of(athlete(mirror))
    if args.json:
        made = {"workout": workout_document(workout), "changed": changed, **near.to_json()}
        write_json(made)
    else:
        show(_blocks(workout, near, changed, units, today))
    return 0


def _change(mirror: Mirror, workout: Workout, args: Namespace, today: date) -> list[str]:
    """Names of what was given; all of it is stored, or nothing."""
    said: dict[str, str | float | None] = {
        name: getattr(args, name)
        for name in ("title", "rpe", "notes")
        if getattr(args, name) is not None
    }
    if args.exclude is not None:
        said["excluded_reason"] = args.exclude
    elif args.include:
        said["excluded_reason"] = None
    pairing = args.pin is not None or args.unpin or args.release
    if not said and not pairing:
        return []
    from sync import editing, matching

    now = datetime.now(UTC).isoformat(timespec="seconds")
    iso = today.isoformat()
    try:
        with mirror.transaction():
            if said:
                editing.edit(mirror, workout.id, now=now, today=iso, **said)
            if args.pin is not None:
                matching.pin(mirror, workout.id, _session(mirror, workout, args.pin), today=iso)
            elif args.unpin:
                matching.unpin(mirror, workout.id, today=iso)
            elif args.release:
                matching.release(mirror, workout.id, today=iso)
    except (editing.EditError, matching.UnknownMatchError) as error:
        raise CommandError(f"training-brain edit: {error}", USAGE) from error
    return [*said, *(["planned_workout_id"] if pairing else [])]


def _session(mirror: Mirror, workout: Workout, given: str) -> str:
    """The id of a planned session: whole, or the beginning of one near the workout."""
    near = [entry.planned.id for entry in partners(mirror, workout.id).candidates]
    fitting = [ident for ident in near if ident.startswith(given.lower())] if given else []
    if len(fitting) > 1 and given not in fitting:
        raise CommandError(
            f"training-brain edit: {given!r} fits several sessions: {', '.join(fitting)}", USAGE
        )
    return fitting[0] if len(fitting) == 1 else given


def _blocks(
    workout: Workout, near: Partners, changed: list[str], units: Units, today: date
) -> list[Block]:
    facts = {
        "RPE": NONE if workout.rpe is None else f"{workout.rpe:g} of 10",
        "notes": workout.notes or NONE,
        "counts": "yes" if workout.excluded_reason is None else f"no: {workout.excluded_reason}",
        "load": whole(workout.load),
        "plan": _partner(near),
        "id": workout.id,
    }
    blocks: list[Block] = [
        Line(near.title, "title"),
        Line(f"{day(near.date, today)}, {near.sport}", "dim"),
        Table(
            (Column(""), Column("", flexible=True)), [(Cell(k, "dim"), v) for k, v in facts.items()]
        ),
    ]
    if near.candidates:
        columns = (
            Column("session"),
            Column("day"),
            Column("sport"),
            Column("title", flexible=True),
            Column("time", right=True),
            Column("distance", right=True, optional=1),
            Column("taken by", optional=2),
        )
        rows = [
            (
                Cell(entry.planned.id[:8], "dim"),
                day(entry.planned.date, today),
                entry.planned.sport,
                f"{'● ' if entry.chosen else ''}{entry.planned.title}",
                hours(entry.planned.duration_planned_s),
                units.distance(entry.planned.distance_planned_m, entry.planned.sport),
                ", ".join(entry.taken_by),
            )
            for entry in near.candidates
        ]
        blocks += [Line("\nSessions near it, for --pin", "title"), Table(columns, rows)]
    if changed:
        blocks.append(Line("\nStored.", "good"))
    return blocks


def _partner(near: Partners) -> str:
    title = next((entry.planned.title for entry in near.candidates if entry.chosen), None)
    if near.method == "pinned":
        return f"{title}, paired by you" if title else "kept apart by you"
    return title or NONE
