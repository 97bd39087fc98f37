"""The server in this process with a stub for a dashboard, and the real command beside it."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from aiohttp import web

from tui.web.access import Access
from tui.web.server import Serving, application, listen

REPO = Path(__file__).parents[3]

#: Speaks Textual's packets: says its process id, then echoes what it is sent. It notes that it
#: started, and that it left by itself at the end of its input.
STUB = """
import os, sys
def note(what):
    with open(sys.argv[1], "a") as notes:
        notes.write(what + "\\n")
note("started")
def packet(data):
    sys.stdout.buffer.write(b"D" + len(data).to_bytes(4, "big") + data)
    sys.stdout.buffer.flush()
sys.stdout.buffer.write(b"__GANGLION__\\n")
packet(b"pid=%d" % os.getpid())
while head := sys.stdin.buffer.read(5):
    packet(head[:1] + sys.stdin.buffer.read(int.from_bytes(head[1:], "big")))
note("left")
"""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


class Site(NamedTuple):
    """A running server, asked byte by byte."""

    port: int
    access: Access
    notes: Path

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def cookie(self) -> str:
        return f"Cookie: {self.access.cookie_name}={self.access.cookie}"

    @property
    def token(self) -> str:
        return self.access.address().partition("token=")[2]

    def noted(self, what: str = "started") -> int:
        """How many dashboards did so."""
        return self.notes.read_text().split().count(what) if self.notes.exists() else 0

    async def ask(self, path: str, *lines: str, method: str = "GET", host: str = "") -> Answer:
        """One request with exactly these header lines, on a connection of its own."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        own = () if any(line.startswith("Host:") for line in lines) else (host or self.host,)
        head = [f"{method} {path} HTTP/1.1", *(f"Host: {name}" for name in own), *lines, "", ""]
        writer.write("\r\n".join(head).encode())
        try:
            return await asyncio.wait_for(_answer(reader), 20)
        finally:
            writer.close()

    async def upgrade(self, *lines: str, host: str = "") -> Answer:
        """A websocket's handshake with these header lines beside its own."""
        return await self.ask("/ws?width=80&height=24", *WEBSOCKET, *lines, host=host)


WEBSOCKET = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    length = int(headers.get("content-length", 0))
    raw = [line for line in head[1:] if line.lower().startswith("set-cookie")]
    return Answer(
        int(head[0].split()[1]),
        headers | ({"set-cookie": raw[0]} if raw else {}),
        (await reader.readexactly(length)).decode("utf-8", "replace"),
    )


type Serve = Callable[..., AbstractAsyncContextManager[Site]]


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """async with serve(sessions=2, stub=SCRIPT) as site: a server in this process."""

    @asynccontextmanager
    async def start(*, sessions: int = 1, stub: str = STUB) -> AsyncIterator[Site]:
        listening = listen(0)
        port = listening.getsockname()[1]
        access = Access(port)
        notes = tmp_path / f"notes-{port}"
        argv = (sys.executable, "-c", stub, str(notes))
        serving = Serving(tmp_path, sessions=sessions, argv=argv)
        runner = web.AppRunner(application(access, serving), access_log=None, shutdown_timeout=8)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        try:
            yield Site(port, access, notes)
        finally:
            await runner.cleanup()

    return start


@pytest.fixture
async def site(serve: Serve) -> AsyncIterator[Site]:
    async with serve() as running:
        yield running


class Command:
    """`training-brain web` as the athlete starts it."""

    def __init__(self, home: Path, *before: str, open_: str = "") -> None:
        """before: words before the command. open_: a browser's command, to be opened."""
        environment = {**os.environ, "TRAINING_BRAIN_HOME": str(home), "NOT_FOR_IT": "hidden"}
        environment["BROWSER"] = open_
        opening = "--open" if open_ else "--no-open"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cli", *before, "web", "--port", "0", opening],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=REPO,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.first = [self.process.stdout.readline() for _ in range(3)]
        self.address = self.first[1].strip()

    @property
    def origin(self) -> str:
        return self.address.partition("/?")[0]

    @property
    def token(self) -> str:
        return self.address.partition("token=")[2]

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """Exit code, everything on stdout, everything on stderr."""
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, "".join(self.first) + out, err


type Started = Callable[..., Command]


@pytest.fixture
def started() -> Iterator[Started]:
    """started(home) -> the running command; ended with the test."""
    running: list[Command] = []

    def start(home: Path, *before: str, open_: str = "") -> Command:
        running.append(Command(home, *before, open_=open_))
        return running[-1]

    yield start
    for command in running:
        if command.process.poll() is None:
            command.stop(signal.SIGTERM)
        for stream in (command.process.stdout, command.process.stderr):
            assert stream is not None
            stream.close()


def children(pid: int) -> list[int]:
    """The processes that `pid` started."""
    tasks = Path(f"/proc/{pid}/task")
    if not tasks.exists():
        pytest.skip("no /proc to look for processes in")
    found = " ".join((task / "children").read_text() for task in tasks.iterdir())
    return [int(child) for child in found.split()]


def alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


async def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Waits for what another process does."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.05)
