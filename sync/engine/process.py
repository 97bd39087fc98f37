"""A sync in a process of its own.

sync = sync_apart(base, "backfill", since=day, progress=listen)
result = sync.run()
sync.stop()                # what was fetched is stored
"""

from datetime import date
from pathlib import Path

from sync.apart import Apart
from sync.engine.contract import Profile
from sync.engine.result import RunResult
from sync.progress import Progress, silent


def sync_apart(
    base: Path, profile: Profile, *, since: date | None = None, progress: Progress = silent
) -> Apart[RunResult]:
    """Ready to run."""
    return Apart(
        "sync.engine",
        {"base": str(base), "profile": profile, "since": since.isoformat() if since else None},
        RunResult.from_json,
        killed="The sync was ended from outside; run it again, nothing stored is lost.",
        progress=progress,
    )
