"""Fills the demo athlete beside the dashboard, in a process of its own: the screen never waits.

`python -m tui.demo FOLDER YYYY-MM-DD` is that process; it writes "done total" lines.
"""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path


class DemoFiller:
    """Starts the process, tells how far it is, and ends it with the dashboard."""

    def __init__(self, base: Path, today: date) -> None:
        self._command = [sys.executable, "-m", "tui.demo", str(base), today.isoformat()]
        self._process: subprocess.Popen[str] | None = None

    def run(self, tell: Callable[[str], None]) -> None:
        """Until all is filled or `stop`; for a worker thread. An empty text says: done."""
        with subprocess.Popen(  # noqa: S603 - our own module
            self._command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,  # ctrl+c in the terminal is the dashboard's
        ) as process:
            self._process = process
            shown = ""
            for line in process.stdout or ():
                done, _, total = line.strip().partition(" ")
                text = f"demo athlete {int(done) * 100 // max(1, int(total))} %"
                if text != shown:
                    shown = text
                    tell(text)
            trouble = process.stderr.read().strip().splitlines() if process.stderr else []
        if process.returncode > 0:
            tell(trouble[-1] if trouble else "the demo athlete could not be made")
        else:
            tell("")

    def stop(self) -> None:
        """The next start goes on where this one ended."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()


def main(base: str, today: str) -> int:
    """The process: fill, and write how far it is."""
    from mirror.errors import MirrorError
    from sync.sources.demo.ensure import ensure

    def progress(done: int, total: int) -> None:
        sys.stdout.write(f"{done} {total}\n")
        sys.stdout.flush()

    try:
        ensure(Path(base), today=date.fromisoformat(today), progress=progress, wait=False)
    except MirrorError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2]))
