"""An import in a process of its own.

job = import_apart(base, [Path("~/rides").expanduser()], progress=listen)
imported = job.run()
job.stop()                 # what was read is stored
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sync.apart import Apart
from sync.progress import Progress, silent

if TYPE_CHECKING:
    from sync.sources.files.importer import ImportResult

_TOLD = 20


class Imported(NamedTuple):
    """How an import ended. failures: (path, reason) of the first ones. skips: the commonest
    reasons, each with its count. aborted: why no further file could be stored."""

    imported: int
    duplicate: int
    skipped: int
    failed: int
    failures: list[tuple[str, str]]
    skips: list[tuple[str, int]]
    seconds: float
    stopped: bool
    aborted: str | None

    @classmethod
    def of(cls, result: "ImportResult") -> "Imported":
        failed = [file for file in result.files if file.outcome == "failed"]
        return cls(
            result.count("imported"),
            result.count("duplicate"),
            result.count("skipped"),
            len(failed),
            [(file.path, file.reason or "") for file in failed[:_TOLD]],
            result.skips(),
            round(result.seconds, 1),
            result.stopped,
            result.aborted,
        )


def import_apart(
    base: Path, paths: Sequence[Path], *, progress: Progress = silent
) -> Apart[Imported]:
    """Ready to run."""
    return Apart(
        "sync.sources.files",
        {"base": str(base), "paths": [str(path) for path in paths]},
        lambda document: Imported(**document),
        killed="The import was ended from outside; run it again, nothing stored is lost.",
        progress=progress,
    )
