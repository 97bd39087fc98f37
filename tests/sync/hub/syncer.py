"""A device that syncs again and again until it is killed: `python -m tests.sync.hub.syncer FOLDER
URL KEY`."""

import sys
import time
from pathlib import Path

from mirror.database import open_mirror
from mirror.home import mirror_path
from sync.hub.client import Hub
from sync.hub.errors import HubError
from sync.hub.syncing import HubSync


def main(folder: str, url: str, key: str) -> None:
    hub = Hub(url, key, pause=lambda _seconds: time.sleep(0.02))
    with open_mirror(mirror_path(Path(folder))) as mirror:
        while True:
            try:
                HubSync(mirror, hub.rpc).run()
            except HubError as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
            time.sleep(0.05)


if __name__ == "__main__":
    main(*sys.argv[1:])
