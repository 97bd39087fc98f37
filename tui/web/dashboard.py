"""One dashboard for one page: `python -m tui.web.dashboard FOLDER [--demo]`.

Started by the server with Textual's driver for browsers; useless in a terminal.
"""

import sys
from pathlib import Path

from tui.app import run

if __name__ == "__main__":
    raise SystemExit(run(Path(sys.argv[1]), demo="--demo" in sys.argv[2:]))
