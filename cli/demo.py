"""The demo athlete's mirror, brought up to today before a command reads it."""

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo


def fill(folder: Path) -> None:
    """folder: the demo's own. The first time takes a while, and says so on a terminal."""
    from sync.sources import demo

    today = datetime.now(ZoneInfo(demo.TIMEZONE)).date()
    talk = sys.stderr.isatty()
    demo.ensure(folder, today=today, wait=True, progress=_say if talk else None)


def _say(done: int, count: int) -> None:
    end = "\n" if done == count else "\r"
    sys.stderr.write(f"Preparing the demo athlete: {done} of {count}{end}")
    sys.stderr.flush()
