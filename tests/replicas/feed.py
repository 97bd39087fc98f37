"""A plan feed on loopback, served to a real httpx: what a coach's calendar does over a season.

`FeedServer` answers with whatever its `answer` says; `season` makes TrainingPeaks-like feeds.
"""

import random
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from uuid import UUID

#: A secret like TrainingPeaks' own; no log, error or table may ever show it.
TOKEN = "Q7ZK2MWX4RT9B"


@dataclass
class Answer:
    """What the server says next. drip_s: wait so long before each KB; stop_after: break off."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/calendar"})
    etag: str | None = None
    last_modified: str | None = None
    drip_s: float = 0.0
    stop_after: int | None = None
    length: bool = True
    repeat: int = 1


class FeedServer:
    """`with FeedServer() as feed:` serves `feed.answer` at `feed.url`; `seen` is what was asked."""

    def __init__(self) -> None:
        self.answer = Answer()
        self.routes: dict[str, Answer] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{self.base}/ical/{TOKEN}.ics"

    def __enter__(self) -> "FeedServer":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that has had enough and left is what some tests are about."""


def _handler(feed: FeedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            feed.seen.append((self.path, headers))
            answer = feed.routes.get(self.path, feed.answer)
            same = {
                ("if-none-match", answer.etag),
                ("if-modified-since", answer.last_modified),
            } & set(headers.items())
            if same:
                answer = Answer(status=304, headers={})
            _send(self, answer)

        def log_message(self, *_: object) -> None:
            """Quiet: the tests look for the address in what is logged."""

    return Handler


def _send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if answer.etag is not None:
        handler.send_header("ETag", answer.etag)
    if answer.last_modified is not None:
        handler.send_header("Last-Modified", answer.last_modified)
    size = len(answer.body) * answer.repeat
    if answer.length and answer.status != 304:
        handler.send_header("Content-Length", str(size))
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    sent = 0
    try:
        for _ in range(answer.repeat if answer.status != 304 else 0):
            for start in range(0, len(answer.body), 1024 if answer.drip_s else len(answer.body)):
                part = answer.body[start : start + 1024] if answer.drip_s else answer.body
                if answer.stop_after is not None and sent + len(part) > answer.stop_after:
                    handler.wfile.write(part[: answer.stop_after - sent])
                    return
                time.sleep(answer.drip_s)
                handler.wfile.write(part)
                sent += len(part)
    except ConnectionError:
        return  # the other side has had enough, as it should


@dataclass(frozen=True)
class Session:
    """One session as the coach has it. text: the coach's own; done_s: what was done of it."""

    day: date
    kind: str
    title: str
    planned: str | None = None
    distance: str | None = None
    text: str = ""
    done: str | None = None
    race: bool = False

    def moved(self, days: int) -> "Session":
        return replace(self, day=self.day + timedelta(days=days))


def trainingpeaks(
    sessions: Iterable[Session],
    today: date,
    rng: random.Random,
    *,
    back: int = 5,
    ahead: int = 14,
    shuffle: bool = True,
) -> bytes:
    """The feed as published on `today`: a window of days, new UIDs each time, any order; races
    whenever they are."""
    shown = [
        session
        for session in sessions
        if session.race or -back <= (session.day - today).days <= ahead
    ]
    if shuffle:
        rng.shuffle(shown)
    events = [
        _event(session, today, UUID(int=rng.getrandbits(128), version=4)) for session in shown
    ]
    return calendar(events, prodid="-//ddaysoftware.com//NONSGML DDay.iCal 1.0//EN")


def calendar(events: Sequence[str], *, prodid: str = "-//Coach//Plan//EN", head: str = "") -> bytes:
    """A calendar around the events, lines folded at 75 characters as publishers do."""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:{prodid}\n{head}{''.join(events)}END:VCALENDAR\n"
    return "".join(f"{fold(line)}\r\n" for line in text.splitlines()).encode()


def event(**properties: str) -> str:
    """A VEVENT; underscores of names stand for hyphens, a `;` parameter goes with the value."""
    lines = []
    for name, value in properties.items():
        key = name.replace("_", "-")
        lines.append(f"{key}{value}" if value.startswith((";", ":")) else f"{key}:{value}")
    return "BEGIN:VEVENT\n" + "\n".join(lines) + "\nEND:VEVENT\n"


def escape(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def fold(line: str) -> str:
    """75 characters a line, wherever that falls: inside an escape too."""
    parts = [line[:75]]
    parts += [line[start : start + 74] for start in range(75, len(line), 74)]
    return "\r\n ".join(parts)


def _event(session: Session, today: date, uid: UUID) -> str:
    lines = [f"Workout type: {session.kind}"]
    if session.text:
        lines.append(session.text)
    if session.planned:
        lines.append(f"Planned Time: {session.planned}")
    if session.done:
        lines.append(f"Actual Time: {session.done}")
    if session.distance:
        lines.append(f"Distance Planned: {session.distance}")
    day = f"{session.day:%Y%m%d}"
    properties: dict[str, str] = {}
    if not session.race:
        properties["DESCRIPTION"] = escape("\n".join(lines) + "\n")
    if session.done:
        properties |= {"DTEND": f"{day}T190000", "DTSTART": f"{day}T180000"}
    else:
        following = session.day + timedelta(days=1)
        properties |= {"DTEND": f";VALUE=DATE:{following:%Y%m%d}", "DTSTART": f";VALUE=DATE:{day}"}
    properties["DTSTAMP"] = f"{today:%Y%m%d}T060000Z"
    properties["SEQUENCE"] = "0"
    title = session.title if session.race else f"{session.kind}: {session.title}"
    properties["SUMMARY"] = escape(title)
    properties["UID"] = str(uid)
    return event(**properties)
