"""An import in a process of its own, for a face that must answer its keys meanwhile.

job = ImportProcess(base, [Path("~/rides").expanduser()], progress=listen)
imported = job.run()       # blocks: in a worker thread; events come in that thread
job.stop()                 # from any thread; what was read is stored
"""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mirror.errors import MirrorError
from sync import progress as events
from sync.progress import Progress, silent

if TYPE_CHECKING:
    from sync.sources.files.importer import ImportResult

_TOLD = 20


class Imported(NamedTuple):
    """How an import ended. failures: (path, reason) of the first ones. aborted: why no further
    file could be stored."""

    imported: int
    duplicate: int
    skipped: int
    failed: int
    failures: list[tuple[str, str]]
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
            round(result.seconds, 1),
            result.stopped,
            result.aborted,
        )


class ImportProcess:
    """Runs once."""

    def __init__(self, base: Path, paths: Sequence[Path], *, progress: Progress = silent) -> None:
        self._order = {"base": str(base), "paths": [str(path) for path in paths]}
        self._progress = progress
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._stopped = False

    def run(self) -> Imported:
        """Raises MirrorError where the mirror cannot be used, or the process was killed."""
        process = self._start()
        assert process.stdout is not None
        result: Imported | None = None
        problem = "The import was ended from outside; run it again, nothing stored is lost."
        with process:
            for text in process.stdout:
                line: dict[str, Any] = json.loads(text)
                if "result" in line:
                    result = Imported(**line["result"])
                elif "problem" in line:
                    problem = line["problem"]
                else:
                    self._progress(events.from_json(line))
        if result is None:
            raise MirrorError(problem)
        return result

    def stop(self) -> None:
        """Ends after the file under way; nothing is lost."""
        with self._lock:
            self._stopped = True
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()  # also what the death of the face would do

    def _start(self) -> "subprocess.Popen[str]":
        with self._lock:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "sync.sources.files"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            assert process.stdin is not None
            process.stdin.write(json.dumps(self._order) + "\n")
            process.stdin.flush()
            if self._stopped:
                process.stdin.close()
            self._process = process
            return process
