"""The other end of `sync.sources.files.process`: the order is the first line of stdin, events and
the result are lines of stdout, all JSON. The end of stdin stops: so does the death of the face."""

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from mirror.database import open_mirror
from mirror.errors import MirrorError
from mirror.home import mirror_path
from sync.lock import AlreadyRunningError, only_one
from sync.progress import Note, to_json
from sync.sources.files.importer import Importer
from sync.sources.files.process import Imported

_WAIT_S = 5.0


def main() -> None:
    stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the face
    order = json.loads(sys.stdin.readline())
    threading.Thread(target=_watch, args=(stop,), daemon=True).start()
    base = Path(order["base"])
    try:
        with (
            only_one(base, "import", wait_s=_WAIT_S, waiting=_say),
            open_mirror(mirror_path(base)) as mirror,
        ):
            importer = Importer(
                mirror, progress=lambda event: _write(to_json(event)), stop=stop.is_set
            )
            result = importer.run([Path(path) for path in order["paths"]])
    except (AlreadyRunningError, MirrorError) as error:
        _write({"problem": str(error)})
    else:
        _write({"result": Imported.of(result)._asdict()})


def _watch(stop: threading.Event) -> None:
    """Reads past Python's buffer, whose lock would be held while the interpreter ends."""
    while os.read(sys.stdin.fileno(), 64):
        pass
    stop.set()


def _say(text: str) -> None:
    _write(to_json(Note(text)))


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
