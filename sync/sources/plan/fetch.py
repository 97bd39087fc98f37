"""One feed over HTTP: asked only for news, bounded in size and time, its address told to nobody."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from sync.engine.errors import (
    BadRequestError,
    OfflineError,
    ShapeError,
    SignInNeededError,
    ThrottledError,
    TroubleError,
)
from sync.sources.plan.address import is_loopback, without

if TYPE_CHECKING:
    import httpx

#: A season of a busy athlete is some 100 KB; ten years of a shared calendar a few MB.
MAX_BYTES = 5_000_000
MAX_REDIRECTS = 5
CONNECT_S = 10.0
READ_S = 20.0
#: All of it together: a server that drips must not hold the sync.
TOTAL_S = 60.0

_LOGGERS = ("httpx", *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy")))
_SIGN_IN = (
    "the calendar is not shared at this address (HTTP {status}); TrainingPeaks publishes the plan"
    " to Premium accounts: copy the address again and run `training-brain login trainingpeaks`"
)


class Fetched(NamedTuple):
    """body: None when nothing changed since the validators given. requests: redirects included."""

    body: bytes | None
    etag: str | None
    last_modified: str | None
    requests: int


class Limits(NamedTuple):
    """What one fetch may cost."""

    max_bytes: int = MAX_BYTES
    connect_s: float = CONNECT_S
    read_s: float = READ_S
    total_s: float = TOTAL_S


def fetch(
    url: str,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    client: "httpx.Client | None" = None,
    limits: Limits | None = None,
) -> Fetched:
    """Asks for the feed at `url` (checked by `address.usable`). Raises SourceError without it."""
    import httpx

    bounds = limits or Limits()
    headers = {"Accept": "text/calendar, */*;q=0.1"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    own = client is None
    session = client or httpx.Client()
    try:
        with _unlogged():
            return _follow(session, url, headers, bounds)
    except httpx.TimeoutException:
        # `from None` throughout: httpx's errors carry the request and with it the address.
        raise OfflineError("the plan's server does not answer; tried again later") from None
    except (httpx.RemoteProtocolError, httpx.DecodingError):
        raise TroubleError("the plan's server broke off its answer; tried again later") from None
    except (httpx.TransportError, httpx.InvalidURL, UnicodeError):
        raise OfflineError(
            "the plan's server cannot be reached; check the network and the address"
        ) from None
    finally:
        if own:
            session.close()


@contextmanager
def _unlogged() -> Iterator[None]:
    """httpx and httpcore log addresses and redirects; nothing of this thread gets through."""
    mine = threading.get_ident()

    def others(record: logging.LogRecord) -> bool:
        return record.thread != mine

    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(others)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(others)


def _follow(client: "httpx.Client", url: str, headers: dict[str, str], limits: Limits) -> Fetched:
    deadline = time.monotonic() + limits.total_s
    target = url
    for requests in range(1, MAX_REDIRECTS + 2):
        request = client.build_request("GET", target, headers=headers, timeout=_timeout(limits))
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            if response.has_redirect_location:
                target = _next(target, response.headers["location"])
                continue
            if response.status_code == 304:
                return Fetched(None, headers.get("If-None-Match"), None, requests)
            _refuse(response)
            body = _read(response, limits, deadline)
        finally:
            response.close()
        _check(body)
        return Fetched(
            body,
            _safe(response.headers.get("etag"), url),
            _safe(response.headers.get("last-modified"), url),
            requests,
        )
    raise ShapeError("the plan's address leads from one to the next without end")


def _timeout(limits: Limits) -> "httpx.Timeout":
    import httpx

    return httpx.Timeout(limits.read_s, connect=limits.connect_s)


def _next(here: str, location: str) -> str:
    """Where a redirect leads; never from https to plain http elsewhere."""
    try:
        target = urljoin(here, location)
        parts = urlsplit(target)
        host = parts.hostname or ""
    except ValueError:
        raise ShapeError("the plan's address leads to one that is none") from None
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)):
        return target
    raise BadRequestError("the plan's address leads to one without encryption; not followed")


def _refuse(response: "httpx.Response") -> None:
    status = response.status_code
    if status == 200:
        return
    if status == 429:
        wait = response.headers.get("retry-after", "")
        seconds = float(wait) if wait.isascii() and wait.isdigit() and len(wait) < 8 else None
        raise ThrottledError("the plan's server asks for fewer requests", seconds)
    if status in {401, 402, 403, 404, 410}:
        raise SignInNeededError(_SIGN_IN.format(status=status))
    raise TroubleError(f"the plan's server answered with HTTP {status}; tried again later")


def _read(response: "httpx.Response", limits: Limits, deadline: float) -> bytes:
    told = response.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and len(told) < 16 and int(told) > limits.max_bytes:
        raise _too_large(limits)
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > limits.max_bytes:
            raise _too_large(limits)
        if time.monotonic() > deadline:
            raise OfflineError("the plan's server is too slow; tried again later")
    return bytes(body)


def _too_large(limits: Limits) -> ShapeError:
    return ShapeError(
        f"the calendar is larger than {limits.max_bytes / 1e6:.0f} MB, as no plan is;"
        " check the address"
    )


def _check(body: bytes) -> None:
    head = body[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        raise ShapeError(
            "the calendar is empty; TrainingPeaks publishes the plan to Premium accounts only"
        )
    if head.startswith(b"<"):
        raise ShapeError(
            "the answer is a web page, not a calendar; copy the calendar's own address, it begins"
            " with webcal://, and run `training-brain login trainingpeaks`"
        )


def _safe(validator: str | None, url: str) -> str | None:
    """A validator to keep, unless it is overlong or quotes the address."""
    if validator is None or len(validator) > 300 or without(validator, url) != validator:
        return None
    return validator
