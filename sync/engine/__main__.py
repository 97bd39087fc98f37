"""The other end of `sync.engine.process`."""

import threading
from datetime import date
from pathlib import Path
from typing import Any

from sync.apart import Order, serve
from sync.engine.run import run
from sync.progress import Progress


def _sync(order: Order, progress: Progress, stop: threading.Event) -> dict[str, Any]:
    since = date.fromisoformat(order["since"]) if order["since"] else None
    base = Path(order["base"])
    return run(base, order["profile"], since=since, progress=progress, cancel=stop).to_json()


if __name__ == "__main__":
    serve(_sync)
