"""What is set up, what is wrong, and what to do about it. Changes nothing."""

import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from sqlite3 import Error
from typing import NamedTuple

from cli.arguments import add_json
from cli.context import Context
from cli.errors import DONE, PARTLY
from cli.output import Cell, Column, Line, Table, show, write_json
from mirror.athlete import athlete
from mirror.database import Mirror, explain, open_mirror
from mirror.errors import MirrorError
from mirror.home import mirror_path
from mirror.load import stale_from
from reports.thresholds import thresholds

_SECRETS = (
    ("Garmin", "garmin-tokens", "training-brain login garmin"),
    ("plan", "plan-url", "training-brain login trainingpeaks"),
)
_FREE_BYTES = 500_000_000


class Check(NamedTuple):
    """state: ok | note | bad. advice: what to do, None when nothing is to be done."""

    name: str
    state: str
    text: str
    advice: str | None = None


_SIGNS = {"ok": ("✓", "good"), "note": ("·", "warn"), "bad": ("✗", "bad")}


def configure(parser: ArgumentParser) -> None:
    add_json(parser)


def run(args: Namespace, context: Context) -> int:
    checks = [_folder(context.base), _space(context.base), _terminal()]
    if not context.demo:
        checks += _sign_ins(context.base)
    if mirror_path(context.base).exists():
        checks += _mirror_checks(context)
    else:
        advice = "training-brain import FOLDER, or training-brain --demo to look around"
        checks.append(Check("mirror", "note", "there is none yet", advice))
    bad = any(check.state == "bad" for check in checks)
    if args.json:
        write_json({"ok": not bad, "checks": [check._asdict() for check in checks]})
    else:
        rows = []
        for check in checks:
            sign, style = _SIGNS[check.state]
            rows.append((Cell(sign, style), Cell(check.name, "dim"), check.text))
        todo = [Line(f"{check.name}: {check.advice}") for check in checks if check.advice]
        table = Table((Column(""), Column(""), Column("")), rows)
        show([table, Line("\nWhat to do", "title"), *todo] if todo else [table])
    return PARTLY if bad else DONE


def _folder(base: Path) -> Check:
    place = base
    while not place.exists() and place != place.parent:
        place = place.parent
    chosen = "TRAINING_BRAIN_HOME" if os.environ.get("TRAINING_BRAIN_HOME") else "the usual place"
    if os.access(place, os.W_OK | os.X_OK) and place.is_dir():
        return Check("folder", "ok", f"{base} ({chosen})")
    advice = f"give yourself write permission for {place}, or set TRAINING_BRAIN_HOME"
    return Check("folder", "bad", f"{base} cannot be written ({chosen})", advice)


def _space(base: Path) -> Check:
    place = base
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free
    text = f"{free / 1e9:.1f} GB free"
    if free >= _FREE_BYTES:
        return Check("disk", "ok", text)
    return Check("disk", "bad", text, "make room: a year of training takes about 20 MB")


def _terminal() -> Check:
    encoding = (sys.stdout.encoding or "unknown").lower()
    if encoding.startswith("utf"):
        return Check("terminal", "ok", f"{encoding}, TERM={os.environ.get('TERM', 'not set')}")
    return Check("terminal", "note", f"{encoding} cannot show charts", "export LANG=C.UTF-8")


def _sign_ins(base: Path) -> list[Check]:
    """Where each secret comes from; none of them is shown."""
    from sync.credentials import CredentialError, Credentials

    checks = []
    for name, secret, command in _SECRETS:
        try:
            credentials = Credentials(base)
            there = credentials.read(secret) is not None
            text = credentials.in_use(secret).partition(": ")[2]
        except CredentialError as error:
            checks.append(Check(name, "note", str(error)))
            continue
        advice = None if there else f"{command}, if you have an account"
        checks.append(Check(name, "ok" if there else "note", text, advice))
    return checks


def _mirror_checks(context: Context) -> list[Check]:
    try:
        with open_mirror(mirror_path(context.base), readonly=True) as mirror:
            return [
                _integrity(mirror),
                _who(mirror),
                _thresholds(mirror, context.today(mirror)),
                _load(mirror),
            ]
    except (MirrorError, Error) as caught:
        error = explain(caught, mirror_path(context.base)) if isinstance(caught, Error) else caught
        return [Check("mirror", "bad", str(error), str(error).rpartition("; ")[2])]


def _integrity(mirror: Mirror) -> Check:
    # Not quick_check: SQLite 3.40's sees NULLs in tables WITHOUT ROWID where there are none.
    found = mirror.db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    count = mirror.db.execute("SELECT count(*) FROM workouts_executed").fetchone()[0]
    size = mirror.path.stat().st_size / 1e6
    if found == "ok":
        return Check("mirror", "ok", f"{mirror.path}, {size:.1f} MB, {count:,} workouts")
    advice = "move it away, then put back a copy beside it or import again"
    return Check("mirror", "bad", f"{mirror.path} is damaged: {found}", advice)


def _who(mirror: Mirror) -> Check:
    who = athlete(mirror)
    unknown = [
        name for name, value in (("sex", who.sex), ("birth-year", who.birth_year)) if value is None
    ]
    text = f"{who.name}, {who.timezone}"
    if not unknown:
        return Check("athlete", "ok", text)
    options = " ".join(f"--{name} ..." for name in unknown)
    advice = f"training-brain athlete {options} (heart-rate load is less exact without)"
    return Check("athlete", "note", text, advice)


def _thresholds(mirror: Mirror, today: date) -> Check:
    current = thresholds(mirror, today).current
    if not current:
        advice = "training-brain thresholds set ftp_w 250 (and lthr_bpm, threshold_pace_s_per_km)"
        return Check("thresholds", "note", "none: loads rest on guesses", advice)
    guessed = [entry.metric for entry in current if entry.source == "estimated"]
    text = ", ".join(f"{entry.metric} {entry.value:g}" for entry in current)
    if not guessed:
        return Check("thresholds", "ok", text)
    advice = f"estimated: {', '.join(guessed)}; training-brain thresholds set METRIC VALUE"
    return Check("thresholds", "note", text, advice)


def _load(mirror: Mirror) -> Check:
    stale = stale_from(mirror)
    if stale is None:
        return Check("fitness", "ok", "computed for every day")
    advice = "run training-brain import again, it computes what is missing"
    return Check("fitness", "note", f"not computed from {stale} on", advice)
