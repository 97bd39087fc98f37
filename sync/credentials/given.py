"""Secrets that somebody else put there: environment, `*_FILE`, systemd, containers. Read only."""

import os
from pathlib import Path
from typing import NamedTuple

from sync.credentials.errors import StoreTroubleError

RUN_SECRETS = Path("/run/secrets")


class Given(NamedTuple):
    value: str
    where: str

    def __repr__(self) -> str:
        return f"Given({self.where})"


def variable(name: str) -> str:
    """`garmin-tokens` → `TRAINING_BRAIN_GARMIN_TOKENS`."""
    return "TRAINING_BRAIN_" + name.upper().replace("-", "_")


def given(name: str) -> Given | None:
    """The first of: variable, variable naming a file, systemd credential, container secret."""
    var = variable(name)
    if value := os.environ.get(var, "").strip():
        return Given(value, f"the environment variable {var}")
    if file := os.environ.get(f"{var}_FILE"):
        return Given(_read(Path(file).expanduser(), f"{var}_FILE"), f"the file of {var}_FILE")
    if folder := os.environ.get("CREDENTIALS_DIRECTORY"):
        path = Path(folder) / f"training-brain.{name}"
        if path.is_file():
            return Given(
                _read(path, "the systemd credential"), f"the systemd credential {path.name}"
            )
    path = RUN_SECRETS / f"training-brain-{name}"
    if path.is_file():
        return Given(_read(path, "the container secret"), f"the container secret {path.name}")
    return None


def _read(path: Path, what: str) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no text"
        raise StoreTroubleError(f"{what} names {path}, which cannot be read: {reason}.") from None
    if not text:
        raise StoreTroubleError(f"{what} names {path}, which is empty.")
    return text
