"""The other end of `sync.sources.files.process`."""

import threading
from pathlib import Path
from typing import Any

from mirror.database import open_mirror
from mirror.home import mirror_path
from sync.apart import Order, serve
from sync.lock import only_one
from sync.progress import Note, Progress
from sync.sources.files.importer import Importer
from sync.sources.files.process import Imported

_WAIT_S = 5.0


def _import(order: Order, progress: Progress, stop: threading.Event) -> dict[str, Any]:
    base = Path(order["base"])
    with (
        only_one(base, "import", wait_s=_WAIT_S, waiting=lambda text: progress(Note(text))),
        open_mirror(mirror_path(base)) as mirror,
    ):
        importer = Importer(mirror, progress=progress, stop=stop.is_set)
        result = importer.run([Path(path) for path in order["paths"]])
    return Imported.of(result)._asdict()


if __name__ == "__main__":
    serve(_import)
