"""Is the demo up to date? On the path of every `--demo` command; the generator comes if needed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sync.sources.demo.days import Progress, covers, first_day

#: Where the demo athlete lives; `today` should be the date there.
TIMEZONE = "Europe/Zurich"


def ensure(
    home: Path,
    *,
    today: date,
    years: float = 2,
    progress: Progress | None = None,
    wait: bool,
    stop: Callable[[], bool] | None = None,
) -> None:
    """Makes or extends the demo mirror in the folder `home` so that it reaches `today`.

    Newest first, one transaction a workout; safe to be killed and to be called again. Returns at
    once when nothing is missing, and stops early (to be resumed) when `stop` says so.
    wait: if another process is filling it, wait for that to end (a read command), else return (a
    dashboard, which shows what arrives). Raises MirrorError.
    """
    first = first_day(today, years)
    if not covers(home, first, today):
        from sync.sources.demo.fill import fill

        fill(home, first, today, progress=progress, wait=wait, stop=stop)
