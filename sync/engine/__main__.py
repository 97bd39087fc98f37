"""The other end of `sync.engine.process`: the order is the first line of stdin, events and the
result are lines of stdout, all JSON. The end of stdin cancels: so does the death of the face."""

import json
import os
import signal
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

from mirror.errors import MirrorError
from sync.engine.run import run
from sync.progress import to_json


def main() -> None:
    cancel = threading.Event()
    os.nice(5)  # the face that answers keys comes first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the face
    order = json.loads(sys.stdin.readline())
    threading.Thread(target=_watch, args=(cancel,), daemon=True).start()
    try:
        result = run(
            Path(order["base"]),
            order["profile"],
            since=date.fromisoformat(order["since"]) if order["since"] else None,
            progress=lambda event: _write(to_json(event)),
            cancel=cancel,
        )
    except MirrorError as error:
        _write({"problem": str(error)})
    else:
        _write({"result": result.to_json()})


def _watch(cancel: threading.Event) -> None:
    """Reads past Python's buffer, whose lock would be held while the interpreter ends."""
    while os.read(sys.stdin.fileno(), 64):
        pass
    cancel.set()


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
