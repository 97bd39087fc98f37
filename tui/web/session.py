"""One dashboard's process, and the packets between it and its page."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable
from logging import getLogger
from pathlib import Path
from typing import Any

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

#: How long a dashboard may take to end by itself, and then after being asked by signal (s).
_GRACE_S, _LAST_GRACE_S = 3.0, 1.0
#: As much of a failing dashboard's last words as is looked at (bytes).
_TAIL = 16_384
_ERROR_NAME = re.compile(rb"^[\w.]*?(\w+(?:Error|Exception))\b", re.MULTILINE)

#: What of our environment a dashboard needs: its own settings, the system's folders, language,
#: time zone, keyring and way to the network.
_PASSED_ON = {
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TMP", "TEMP",
    "NO_COLOR", "DBUS_SESSION_BUS_ADDRESS", "CREDENTIALS_DIRECTORY", "SSL_CERT_FILE",
    "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY",
    "ALL_PROXY", "NO_PROXY", "SYSTEMROOT", "APPDATA", "LOCALAPPDATA", "USERPROFILE",
}  # fmt: skip
_PASSED_ON_PREFIXES = ("TRAINING_BRAIN_", "LC_", "XDG_", "PYTHON")

log = getLogger("training-brain web")

type Send = Callable[[bytes], Awaitable[None]]


def command(base: Path, *, demo: bool) -> tuple[str, ...]:
    """The dashboard's argument vector. -P: what lies in the current folder is not imported."""
    words = (sys.executable, "-P", "-m", "tui.web.dashboard", str(base))
    return (*words, "--demo") if demo else words


def environment(width: int, height: int) -> dict[str, str]:
    """What the dashboard's process is told, of our own environment and by Textual's names."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _PASSED_ON or name.startswith(_PASSED_ON_PREFIXES)
    }
    return ours | {
        "TEXTUAL_DRIVER": "tui.web.driver:BrowserDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM": "xterm-256color",
        "COLUMNS": str(width),
        "ROWS": str(height),
    }


class Session(AppService):
    """textual-serve's service with a fixed argument vector, few words in the log, and an end.

    As it comes it starts a shell, prints what the process wrote (a traceback with every local
    value) and waits for a hanging process without limit.
    """

    def __init__(
        self, argv: tuple[str, ...], send: Send, close: Callable[[], Awaitable[Any]]
    ) -> None:
        super().__init__(
            argv[0],
            write_bytes=send,
            write_str=_drop,
            close=close,
            download_manager=DownloadManager(),
        )
        self._argv = argv
        self._running: Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._unseen = False

    @property
    def stdin(self) -> asyncio.StreamWriter:
        """Where the dashboard's input goes."""
        assert self._running is not None
        assert self._running.stdin is not None
        return self._running.stdin

    async def start(self, width: int, height: int) -> None:
        """Starts the dashboard for a page of so many cells."""
        self._running = await asyncio.create_subprocess_exec(
            *self._argv,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=environment(width, height),
            start_new_session=True,  # ctrl+c in the terminal is the server's
        )
        self._reading = asyncio.create_task(self.run())

    async def stop(self) -> None:
        """Ends the dashboard: at the end of its input it leaves, else it is made to."""
        process, reading = self._running, self._reading
        if process is None or reading is None:
            return
        self._unseen = True
        self.stdin.close()
        for end, patience in ((None, _GRACE_S), (process.terminate, _LAST_GRACE_S)):
            if end is not None and process.returncode is None:
                end()
            try:
                await asyncio.wait_for(asyncio.shield(reading), patience)
            except TimeoutError:
                continue
            return
        if process.returncode is None:
            process.kill()
        await reading

    async def run(self) -> None:
        """Hands on what the dashboard draws until it ends; all of it is read in any case."""
        process = self._running
        assert process is not None
        assert process.stdout is not None
        assert process.stderr is not None
        last_words = asyncio.create_task(_tail(process.stderr))
        try:
            while await process.stdout.readline() not in (b"__GANGLION__\n", b""):
                pass
            while True:
                head = await process.stdout.readexactly(5)
                payload = await process.stdout.readexactly(int.from_bytes(head[1:], "big"))
                await self._hand_on(head[:1], payload)
        except asyncio.IncompleteReadError:
            pass
        words = await last_words
        if await process.wait() > 0:
            log.warning("%s", _obituary(words))
        if not self._unseen:
            self._unseen = True
            await self.remote_close()

    async def _hand_on(self, kind: bytes, payload: bytes) -> None:
        """Drawing goes to the page. The rest is for what this dashboard does not do (files,
        links); that it exits is seen at the end of its output."""
        if kind != b"D" or self._unseen:
            return
        try:
            await self.on_data(payload)
        except ConnectionError:
            self._unseen = True


async def _drop(_text: str) -> None:
    """The page is sent no commands."""


async def _tail(stream: asyncio.StreamReader) -> bytes:
    kept = b""
    while data := await stream.read(4096):
        kept = (kept + data)[-_TAIL:]
    return kept


def _obituary(words: bytes) -> str:
    """The kind of error alone: a message or a traceback may hold what is nobody's business."""
    names = _ERROR_NAME.findall(words)
    kind = f" ({names[-1].decode()})" if names else ""
    return f"a dashboard ended with an error{kind}; in a terminal, training-brain shows it in full"
