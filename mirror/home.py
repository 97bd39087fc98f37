"""Where training-brain keeps its things: one folder, movable by TRAINING_BRAIN_HOME."""

import os
from pathlib import Path


def home(*, demo: bool = False) -> Path:
    """The folder of everything local. The demo athlete lives in a folder of its own."""
    chosen = os.environ.get("TRAINING_BRAIN_HOME")
    if chosen:
        base = Path(chosen).expanduser()
    else:
        from platformdirs import user_data_path  # 4 ms, and only without the variable

        base = user_data_path("training-brain", appauthor=False)
    return base / "demo" if demo else base


def mirror_path(base: Path) -> Path:
    """The one SQLite file."""
    return base / "mirror.db"


def originals_path(base: Path) -> Path:
    """Content-addressed folder of gzipped originals."""
    return base / "originals"
