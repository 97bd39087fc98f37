"""The server: one page, its few files, and a websocket that is a dashboard."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from aiohttp import WSMsgType, web

from tui.web.access import LOOPBACK, Access
from tui.web.guard import ENTRY, guard, headers
from tui.web.log import quiet
from tui.web.page import ENTERING, FILES, page
from tui.web.seats import NoSeatError, Seats
from tui.web.session import Session, command
from tui.web.wire import Focus, Keys, Ping, Size, size, understand

_FIRST_SIZE = Size(80, 24)
_HEARTBEAT_S = 15.0
#: The largest message of a page: a long paste (bytes).
_LARGEST = 1 << 20
#: A dashboard that takes no input for so long hangs (s).
_STUCK_S = 20.0
_CLOSING_S = 2.0
_SHUTDOWN_S = 8.0
_ENDING = "training-brain web is ending.\n"
_BUSY = "The dashboard is open in another tab or window; close that one first.\n"


class Serving(NamedTuple):
    """base: the folder of the mirror. sessions: dashboards open at once. argv: for tests."""

    base: Path
    demo: bool = False
    sessions: int = 1
    argv: tuple[str, ...] = ()


def listen(port: int) -> socket.socket:
    """The loopback port, taken; 0 takes a free one. Raises OSError as the system does."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def serve(listening: socket.socket, serving: Serving, ready: Callable[[Access], None]) -> None:
    """Until ctrl+c or SIGTERM; every dashboard has ended when this returns."""
    access = Access(listening.getsockname()[1])
    handler = quiet(access)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        asyncio.run(_serve(listening, serving, access, ready))
    finally:
        root.removeHandler(handler)
        listening.close()


async def _serve(
    listening: socket.socket,
    serving: Serving,
    access: Access,
    ready: Callable[[Access], None],
) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with suppress(NotImplementedError, AttributeError):  # Windows: ctrl+c cancels us
            loop.add_signal_handler(getattr(signal, name), ended.set)
    runner = web.AppRunner(
        application(access, serving), access_log=None, shutdown_timeout=_SHUTDOWN_S
    )
    try:
        await runner.setup()
        await web.SockSite(runner, listening).start()
        ready(access)
        await ended.wait()
    finally:
        await runner.cleanup()


def application(access: Access, serving: Serving) -> web.Application:
    """The guarded routes."""
    pages = _Pages(serving)
    always = headers(access)

    async def decorate(_request: web.Request, answer: web.StreamResponse) -> None:
        answer.headers.update(always)

    app = web.Application(middlewares=[guard(access)])
    app.add_routes(
        [
            web.get("/", pages.index),
            web.get(ENTRY, pages.entering),
            web.get("/static/{name}", pages.file),
            web.get("/ws", pages.terminal),
        ]
    )
    app.on_response_prepare.append(decorate)
    app.on_shutdown.append(pages.close)
    return app


class _Pages:
    """What is answered at each address."""

    def __init__(self, serving: Serving) -> None:
        self._argv = serving.argv or command(serving.base, demo=serving.demo)
        self._seats = Seats(serving.sessions)
        self._open: set[web.WebSocketResponse] = set()
        self._ending = False

    async def index(self, request: web.Request) -> web.Response:
        if request.query_string:  # textual.js would act on some words there
            raise web.HTTPFound("/")
        return web.Response(text=page(request.headers["Host"].lower()), content_type="text/html")

    async def entering(self, _request: web.Request) -> web.Response:
        return web.Response(text=ENTERING, content_type="text/html")

    async def file(self, request: web.Request) -> web.FileResponse:
        found = FILES.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        path, kind = found
        return web.FileResponse(path, headers={"Content-Type": kind})

    async def terminal(self, request: web.Request) -> web.StreamResponse:
        """A dashboard for as long as its websocket lives."""
        try:
            async with self._seats.taken():
                return await self._show(request)
        except NoSeatError:
            raise web.HTTPServiceUnavailable(text=_BUSY) from None

    async def _show(self, request: web.Request) -> web.StreamResponse:
        if self._ending:  # it waited for the seat of one that was just ended
            raise web.HTTPServiceUnavailable(text=_ENDING)
        page_socket = web.WebSocketResponse(
            heartbeat=_HEARTBEAT_S, timeout=_CLOSING_S, compress=False, max_msg_size=_LARGEST
        )
        await page_socket.prepare(request)
        query = request.query
        cells = size(query.get("width"), query.get("height")) or _FIRST_SIZE
        session = Session(self._argv, page_socket.send_bytes, page_socket.close)
        self._open.add(page_socket)
        try:
            await session.start(*cells)
            await _obey(page_socket, session)
        finally:
            self._open.discard(page_socket)
            await session.stop()
        return page_socket

    async def close(self, _app: web.Application) -> None:
        """The server ends: each page is told, and with its websocket its dashboard ends."""
        self._ending = True
        farewells = [page.close(code=1001, message=b"ended") for page in self._open]
        await asyncio.gather(*farewells)


async def _obey(page_socket: web.WebSocketResponse, session: Session) -> None:
    """Hands on what the page sends until it is gone, or the dashboard no longer listens."""
    async for message in page_socket:
        sent = understand(message.data) if message.type is WSMsgType.TEXT else None
        try:
            async with asyncio.timeout(_STUCK_S):
                match sent:
                    case Keys(data):
                        await session.send_bytes(data)
                    case Size(width, height):
                        await session.set_terminal_size(width, height)
                    case Focus(here):
                        await (session.focus() if here else session.blur())
                    case Ping(mark):
                        await page_socket.send_json(["pong", mark])
        except (TimeoutError, ConnectionError):
            return
