"""The dashboard in a browser on this machine. Only 127.0.0.1 is listened on, and only the address
printed at the start opens it; ctrl+c ends it."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction, Namespace
from errno import EACCES, EADDRINUSE, EPERM
from typing import TYPE_CHECKING

from cli.context import Context
from cli.errors import DONE, PARTLY, CommandError

if TYPE_CHECKING:
    from socket import socket

    from tui.web.access import Access

_PORT = 8765
_SESSIONS = range(1, 5)


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        type=_port,
        default=_PORT,
        metavar="N",
        help=f"where to listen, default {_PORT}; 0 takes a free one",
    )
    parser.add_argument(
        "--open",
        action=BooleanOptionalAction,
        default=None,
        help="open a browser; by default where there is a desktop",
    )
    parser.add_argument(
        "--sessions",
        type=int,
        choices=_SESSIONS,
        default=_SESSIONS.start,
        help="tabs or windows that may show the dashboard at once; default 1",
    )


def run(args: Namespace, context: Context) -> int:
    from mirror.database import open_mirror
    from mirror.home import mirror_path
    from tui.web.server import Serving, serve

    listening = _listening(args.port)
    base = context.base.absolute()
    open_mirror(mirror_path(base)).close()  # what is wrong with it is said here, not in the page
    wanted = _has_desktop() if args.open is None else args.open

    def ready(access: "Access") -> None:
        _say(f"The dashboard is at\n  {access.address()}")
        _say("It opens on this machine only, for whoever has this address. Ctrl+C ends it.")
        if wanted:
            _open(access.address_once())

    serve(listening, Serving(base, context.demo, args.sessions), ready)
    return DONE


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 1 << 16):
        raise ArgumentTypeError(f"{text!r} is no port, give a number from 1024 to 65535")
    return int(text)


def _listening(port: int) -> "socket":
    from tui.web.server import listen

    try:
        return listen(port)
    except OSError as error:
        why = {
            EADDRINUSE: "is in use, perhaps by another training-brain web",
            EACCES: "is not open to you",
            EPERM: "is not open to you",
        }.get(error.errno or 0, f"cannot be used ({error.strerror})")
        raise CommandError(
            f"training-brain web: port {port} {why}; choose another with --port,"
            " or --port 0 for any free one",
            PARTLY,
        ) from None


def _has_desktop() -> bool:
    """A person at this machine's own screen, who would want a browser to open."""
    if not sys.stdout.isatty() or "SSH_CONNECTION" in os.environ:
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(address: str) -> None:
    """In a thread: some browsers keep their caller waiting."""
    import webbrowser
    from threading import Thread

    def open_it() -> None:
        if not webbrowser.open(address):
            sys.stderr.write("No browser could be opened; open the address yourself.\n")

    Thread(target=open_it, daemon=True).start()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
