"""What a scheduled run needs of this shell: where the script is, and which settings to hand on."""

import os
import shutil
import sys
from pathlib import Path

from cli.errors import PARTLY, CommandError
from cli.schedule.job import HOME, Job, unfit

_SCRIPT = "training-brain"
_LOG = "schedule.log"
#: Settings that are no secrets and change what a run does.
_HANDED_ON = ("TRAINING_BRAIN_STORE", "TRAINING_BRAIN_GARMIN_PACE")


def job(base: Path, every: int) -> Job:
    """The job of this home. Raises CommandError where it cannot be said to a scheduler."""
    base = base.absolute()
    found = Job(script(), _environment(base), every, str(base / _LOG))
    bad = unfit(found)
    if bad is not None:
        raise CommandError(
            f"training-brain: {bad!r} has a character that no scheduler takes; rename it", PARTLY
        )
    return found


def script() -> str:
    """The absolute path of the installed script: the one that runs, else its neighbour, else the
    one on the path. Links are kept, an upgrade moves what they point to."""
    for path in (Path(sys.argv[0]), Path(sys.executable).with_name(_SCRIPT)):
        if path.name == _SCRIPT and path.is_file():
            return str(path.absolute())
    found = shutil.which(_SCRIPT)
    if found is None:
        raise CommandError(
            "training-brain: the installed script is not found; uv tool install . puts it on "
            "your path",
            PARTLY,
        )
    return str(Path(found).absolute())


def fleeting(path: str) -> bool:
    """Is it in uv's cache, from which it may go at any time?"""
    return any(part in path for part in ("/archive-v0/", "/builds-v0/", "/environments-v2/"))


def hidden() -> list[str]:
    """The variables that hold a secret here: a scheduled run will not see them."""
    return [name for name in _secrets() if os.environ.get(name) and not _file_of(name)]


def _environment(base: Path) -> dict[str, str]:
    told = {}
    if os.environ.get(HOME) or os.environ.get("XDG_DATA_HOME"):
        told[HOME] = str(base)
    told |= {name: value for name in _HANDED_ON if (value := os.environ.get(name))}
    for name in _secrets():
        if file := _file_of(name):
            told[f"{name}_FILE"] = str(Path(file).expanduser().absolute())
    return told


def _file_of(variable: str) -> str | None:
    return os.environ.get(f"{variable}_FILE") or None


def _secrets() -> list[str]:
    from sync.credentials.given import variable
    from sync.credentials.store import NAMES

    return [variable(name) for name in NAMES]
