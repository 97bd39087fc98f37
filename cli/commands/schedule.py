"""Let the system run `training-brain --sync` by itself: a launchd agent on macOS, else a systemd
user timer, else a line in the crontab. There is one entry, for the folder in use; install again
to change it. A run does what is due and no more."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from cli.arguments import add_json
from cli.context import Context
from cli.errors import PARTLY, USAGE, CommandError
from cli.output import Line, show, write_json
from cli.schedule import gather
from cli.schedule.job import EVERY, HOME, LEAST, MOST, spoken
from cli.schedule.places import Found, Place, best, places
from cli.schedule.report import Installed, blocks, document, local

_KINDS = ("systemd", "cron", "launchd")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "action",
        nargs="?",
        choices=("install", "show", "remove"),
        default="show",
        help="show is the default",
    )
    parser.add_argument(
        "--every",
        type=_minutes,
        metavar="MINUTES",
        help=f"install: how often, {LEAST} to {MOST} (default: as it is, else {EVERY}; what is "
        "not due yet costs nothing)",
    )
    parser.add_argument(
        "--kind", choices=_KINDS, help="the scheduler (default: the one that is in use, or here)"
    )
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    if args.every is not None and args.action != "install":
        raise CommandError("training-brain schedule: --every belongs to install", USAGE)
    if args.action == "install":
        return _install(args, context)
    if args.action == "remove":
        return _remove(args)
    found = _installed(args.kind)
    said = document(found[0] if found else None, context)
    if args.json:
        write_json(said)
    else:
        show(blocks(said))
    return 0


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdigit() and LEAST <= int(text) <= MOST):
        raise ArgumentTypeError(f"{text!r} is no number of minutes ({LEAST} to {MOST})")
    return int(text)


def _installed(kind: str | None = None) -> list[Installed]:
    """Where an entry stands; more than one only if somebody's hand was in it."""
    found = []
    for place in places():
        if kind in (None, place.kind):
            try:
                entry = place.find()
            except CommandError:
                if kind is not None:
                    raise
                continue  # a scheduler that does not let us look has nothing of ours
            if entry is not None:
                found.append((place, entry))
    return found


def _chosen(kind: str | None, before: list[Installed]) -> Place:
    if kind is None:
        usable = (place for place, _ in before if place.missing() is None)
        return next(usable, None) or best()
    place = next(place for place in places() if place.kind == kind)
    if reason := place.missing():
        raise CommandError(f"training-brain: {reason}", PARTLY)
    return place


def _install(args: Namespace, context: Context) -> int:
    before = _installed()
    place = _chosen(args.kind, before)
    present = next((found.entry.every for _, found in before if found.entry.every), EVERY)
    job = gather.job(context.base, args.every or present)
    _make_folder(Path(job.log).parent)
    place.install(job)
    for other, _ in before:
        if other.kind != place.kind:
            other.remove()
    found = place.find()
    if found is None:
        raise CommandError(f"training-brain: the {place.title} did not keep the entry", PARTLY)
    said = document((place, found), context)
    said["notes"] += [*_notes(place, job.environment, context), *_moved(before, found)]
    if args.json:
        write_json(said)
        return 0
    lines = [Line(f"training-brain --sync runs {spoken(job.every)} ({place.title}).", "good")]
    if found.next_run_at is not None:
        lines.append(Line(f"The next run is at {local(found.next_run_at)}."))
    show([*lines, *(Line(note, "warn") for note in said["notes"])])
    return 0


def _make_folder(base: Path) -> None:
    """The log of a run goes there."""
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(
            f"training-brain: {base} cannot be made: {error.strerror}", PARTLY
        ) from None


def _notes(place: Place, told: dict[str, str], context: Context) -> list[str]:
    """What the scheduled run will not have."""
    notes = place.notes()
    hidden = gather.hidden()
    if hidden:
        notes.append(
            f"The scheduled run will not see {', '.join(hidden)}: secrets are not copied. Put each "
            f"into a file only you can read, give its path with _FILE behind the name "
            f"({hidden[0]}_FILE), and install again."
        )
    if place.kind == "cron":
        from sync.credentials.filestore import FileStore

        chosen = told.get("TRAINING_BRAIN_STORE") == "file" or FileStore(context.base).chosen
        if not chosen:
            notes.append(
                "cron cannot reach a system keyring; if yours holds the sign-in: "
                "training-brain login garmin --store file"
            )
    return notes


def _moved(before: list[Installed], now: Found) -> list[str]:
    """One entry serves one folder."""
    homes = {found.entry.environment.get(HOME) for _, found in before}
    homes.discard(now.entry.environment.get(HOME))
    return [f"It was for {home or 'the usual folder'} before." for home in homes]


def _remove(args: Namespace) -> int:
    found = _installed(args.kind)
    for place, _ in found:
        place.remove()
    if args.json:
        write_json({"removed": [place.kind for place, _ in found]})
    elif found:
        show([Line(f"Removed: {place.title}.") for place, _ in found])
    else:
        show([Line("Nothing was scheduled.")])
    return 0
