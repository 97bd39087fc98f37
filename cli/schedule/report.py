"""What stands in the scheduler, and whether it has done anything yet."""

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.context import Context
from cli.output import Block, Cell, Column, Line, Table
from cli.schedule import gather
from cli.schedule.job import spoken
from cli.schedule.places import Found, Place

type Installed = tuple[Place, Found]


def document(installed: Installed | None, context: Context) -> dict[str, Any]:
    """What `show --json` prints. None: nothing is scheduled."""
    found: dict[str, Any] = {
        "installed": installed is not None,
        "kind": None,
        "command": None,
        "environment": {},
        "every_minutes": None,
        "when": None,
        "files": [],
        "next_run_at": None,
        "last_sync": _last_sync(context),
        "notes": [],
    }
    if installed is None:
        return found
    place, (entry, files, next_run_at) = installed
    if entry.script is None:
        found["notes"].append("The entry was changed by hand; install again to mend it.")
    elif not Path(entry.script).is_file():
        found["notes"].append(f"{entry.script} is gone; install again.")
    elif gather.fleeting(entry.script):
        found["notes"].append(
            f"{entry.script} is in uv's cache and may go; uv tool install, then install again."
        )
    instant = next_run_at and next_run_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return found | {
        "kind": place.kind,
        "command": [entry.script, "--sync"] if entry.script else None,
        "environment": entry.environment,
        "every_minutes": entry.every,
        "when": entry.when,
        "files": files,
        "next_run_at": instant,
    }


def _last_sync(context: Context) -> dict[str, Any] | None:
    """The newest run that ended, of this folder's mirror."""
    from mirror.database import open_mirror
    from mirror.home import mirror_path
    from mirror.reads.sources import runs

    path = mirror_path(context.base)
    if not path.exists():
        return None
    with open_mirror(path, readonly=True) as mirror:
        last = next((row for row in runs(mirror, 20) if row.finished_at), None)
    return last and {
        "profile": last.profile,
        "finished_at": last.finished_at,
        "outcome": last.outcome,
    }


def blocks(document: dict[str, Any]) -> list[Block]:
    """The same for people."""
    last = document["last_sync"]
    ended = (
        f"{local(datetime.fromisoformat(last['finished_at']))}, {last['profile']}, "
        f"{last['outcome'].replace('_', ' ')}"
        if last
        else "none yet"
    )
    if not document["installed"]:
        todo = "Nothing is scheduled. To change that: training-brain schedule install"
        return [Line(todo), Line(f"Last sync: {ended}", "dim")]
    every, following = document["every_minutes"], document["next_run_at"]
    facts = {
        "kind": document["kind"],
        "command": shlex.join(document["command"]) if document["command"] else "not understood",
        "period": spoken(every) if every else document["when"],
        "next run": local(datetime.fromisoformat(following)) if following else "not known",
        "last sync": ended,
    }
    rows = [(Cell(name, "dim"), text) for name, text in facts.items()]
    rows += [(Cell("with", "dim"), f"{n}={text}") for n, text in document["environment"].items()]
    rows += [(Cell("file", "dim"), path) for path in document["files"]]
    table = Table((Column(""), Column("")), rows)
    return [table, *(Line(note, "warn") for note in document["notes"])]


def local(instant: datetime) -> str:
    """The machine's clock, as the scheduler goes by it."""
    return instant.astimezone().strftime("%Y-%m-%d %H:%M")
