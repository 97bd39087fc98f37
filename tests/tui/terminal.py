"""The dashboard in a real terminal (tmux), driven by keys; the screen comes back as text."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).parents[2]
_START = "from pathlib import Path; import sys; from tui.app import run; run(Path(sys.argv[1]))"


class Terminal:
    """`with Terminal(base, environment) as terminal:`; a server of its own, ended with it."""

    def __init__(
        self, base: Path, environment: Mapping[str, str], size: tuple[int, int] = (120, 40)
    ) -> None:
        self._socket = f"training-brain-{uuid4().hex[:12]}"
        command = shlex.join([sys.executable, "-c", _START, str(base)])
        names = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "PYTHONPATH")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        self.environment = {
            **kept,
            **environment,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
            "TMUX_TMPDIR": str(base.parent),
        }
        width, height = map(str, size)
        start = ("new-session", "-d", "-s", "t", "-x", width, "-y", height, command)
        self._tmux("-f", "/dev/null", *start)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(
            ["tmux", "-L", self._socket, "kill-server"],
            env=self.environment,
            check=False,
            capture_output=True,
        )

    def _tmux(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._socket, *arguments],
            env=self.environment,
            cwd=ROOT,
            check=check,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """By tmux's names: `Enter`, `Escape`, `Tab`, `5`."""
        self._tmux("send-keys", "-t", "t", *keys)

    def type(self, text: str) -> None:
        self._tmux("send-keys", "-t", "t", "-l", text)

    def screen(self) -> str:
        """Its characters; nothing once the dashboard has ended."""
        return self._tmux("capture-pane", "-p", "-t", "t", check=False)

    def painted(self) -> str:
        """The same with its escape codes."""
        return self._tmux("capture-pane", "-e", "-p", "-t", "t", check=False)

    def until(self, *texts: str, seconds: float = 30.0) -> str:
        """The screen once it shows all of `texts`. Raises AssertionError with what it shows."""
        return self.when(lambda shown: all(text in shown for text in texts), texts, seconds)

    def without(self, *texts: str, seconds: float = 30.0) -> str:
        """The screen once it shows none of `texts`."""
        return self.when(lambda shown: not any(text in shown for text in texts), texts, seconds)

    def when(self, holds: Callable[[str], bool], what: object, seconds: float) -> str:
        deadline = time.monotonic() + seconds
        while True:
            shown = self.screen()
            if holds(shown):
                return shown
            assert time.monotonic() < deadline, f"waited for {what}, but the screen is:\n{shown}"
            time.sleep(0.05)
