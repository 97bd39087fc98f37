"""Work in a process of its own, for a face that must answer its keys meanwhile: decoding holds the
interpreter for longer than a key may wait.

The order is the first line of the process's stdin; events and the result are lines of its stdout,
all JSON. The end of stdin stops it: so does the death of the face.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from mirror.errors import MirrorError
from sync import progress as events
from sync.lock import AlreadyRunningError
from sync.progress import Progress, silent

type Order = dict[str, Any]


class Apart[Result]:
    """The face's end; runs once."""

    def __init__(
        self,
        module: str,
        order: Order,
        made: Callable[[dict[str, Any]], Result],
        *,
        killed: str,
        progress: Progress = silent,
    ) -> None:
        """module: what `python -m` starts, it calls `serve`. made: the result of its document.
        killed: what to say where the process ends without a word."""
        self._module, self._order, self._made = module, order, made
        self._killed, self._progress = killed, progress
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._stopped = False

    def run(self) -> Result:
        """Blocks: for a worker thread, in which the events come too. Raises MirrorError where the
        mirror cannot be used, or the process was killed."""
        process = self._start()
        assert process.stdout is not None
        found: dict[str, Any] | None = None
        problem = self._killed
        with process:
            for text in process.stdout:
                line: dict[str, Any] = json.loads(text)
                if "result" in line:
                    found = line["result"]
                elif "problem" in line:
                    problem = line["problem"]
                else:
                    self._progress(events.from_json(line))
        if found is None:
            raise MirrorError(problem)
        return self._made(found)

    def stop(self) -> None:
        """From any thread. Ends after the unit under way; nothing stored is lost."""
        with self._lock:
            self._stopped = True
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()  # also what the death of the face would do

    def end(self) -> None:
        """The same at once: what is under way is given up, nothing stored is lost."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def _start(self) -> "subprocess.Popen[str]":
        with self._lock:
            process = subprocess.Popen(  # noqa: S603 - a module of ours
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,  # a closed window ends the face; we end by its silence
            )
            assert process.stdin is not None
            process.stdin.write(json.dumps(self._order) + "\n")
            process.stdin.flush()
            if self._stopped:
                process.stdin.close()
            self._process = process
            return process


def serve(work: Callable[[Order, Progress, threading.Event], dict[str, Any]]) -> None:
    """The other end: carries out one order. `work` gets it with a listener for its events and the
    word to stop, and returns the result's document."""
    stop = threading.Event()
    os.nice(5)  # the face that answers keys comes first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the face
    order = json.loads(sys.stdin.readline())
    threading.Thread(target=_watch, args=(stop,), daemon=True).start()
    try:
        result = work(order, lambda event: _write(events.to_json(event)), stop)
    except (AlreadyRunningError, MirrorError) as error:
        _write({"problem": str(error)})
    else:
        _write({"result": result})


def _watch(stop: threading.Event) -> None:
    """Reads past Python's buffer, whose lock would be held while the interpreter ends."""
    while os.read(sys.stdin.fileno(), 64):
        pass
    stop.set()


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
