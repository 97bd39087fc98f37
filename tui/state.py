"""What the dashboard remembers between runs: one small file beside the mirror."""

import json
import os
from pathlib import Path
from typing import NamedTuple

from tui.theme import DARK, THEMES


class State(NamedTuple):
    theme: str = DARK


def _path(base: Path) -> Path:
    return base / "dashboard.json"


def load(base: Path) -> State:
    """The stored state; what is missing or unreadable is as on the first run."""
    try:
        stored = json.loads(_path(base).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return State()
    theme = stored.get("theme") if isinstance(stored, dict) else None
    return State(theme if theme in THEMES else DARK)


def save(base: Path, state: State) -> None:
    """Written beside and moved over, so that a killed process leaves the old file whole."""
    path = _path(base)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        draft.write_text(json.dumps(state._asdict()), encoding="utf-8")
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)  # a read-only home still shows everything
