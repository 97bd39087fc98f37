"""A sync in a process of its own, for a face that must answer its keys meanwhile: decoding holds
the interpreter for longer than a key may wait.

    sync = SyncProcess(base, "backfill", since=day, progress=listen)
    result = sync.run()        # blocks: in a worker thread; events come in that thread
    sync.cancel()              # from any thread; what was fetched is stored
"""

import json
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

from mirror.errors import MirrorError
from sync import progress as events
from sync.engine.contract import Profile
from sync.engine.result import RunResult
from sync.progress import Progress, silent


class SyncProcess:
    """Runs once."""

    def __init__(
        self,
        base: Path,
        profile: Profile,
        *,
        since: date | None = None,
        progress: Progress = silent,
    ) -> None:
        self._order = {
            "base": str(base),
            "profile": profile,
            "since": since.isoformat() if since else None,
        }
        self._progress = progress
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._cancelled = False

    def run(self) -> RunResult:
        """Raises MirrorError where the mirror cannot be used, or the process was killed."""
        process = self._start()
        assert process.stdout is not None
        result: RunResult | None = None
        problem = "The sync was ended from outside; run it again, nothing stored is lost."
        with process:
            for text in process.stdout:
                line: dict[str, Any] = json.loads(text)
                if "result" in line:
                    result = RunResult.from_json(line["result"])
                elif "problem" in line:
                    problem = line["problem"]
                else:
                    self._progress(events.from_json(line))
        if result is None:
            raise MirrorError(problem)
        return result

    def cancel(self) -> None:
        """Ends after the unit under way; a second call ends it at once. Nothing is lost."""
        with self._lock:
            process, again = self._process, self._cancelled
            self._cancelled = True
            if process is not None and process.stdin is not None:
                if again:
                    process.kill()
                else:
                    process.stdin.close()  # also what the death of the face would do

    def _start(self) -> "subprocess.Popen[str]":
        with self._lock:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "sync.engine"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,  # a closed window ends the face; we end by its silence
            )
            assert process.stdin is not None
            process.stdin.write(json.dumps(self._order) + "\n")
            process.stdin.flush()
            if self._cancelled:
                process.stdin.close()
            self._process = process
            return process
