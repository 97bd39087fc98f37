"""One dashboard for one page: `python -m tui.web.dashboard FOLDER [--demo]`.

Started by the server with Textual's driver for browsers; useless in a terminal.
"""

import gc
import sys
from pathlib import Path

if __name__ == "__main__":
    gc.set_threshold(100_000, 50, 50)  # as the command does, and as early
    from tui.app import run

    raise SystemExit(run(Path(sys.argv[1]), demo="--demo" in sys.argv[2:]))
