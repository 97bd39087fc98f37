"""The guard before every request: right name, right page, right person; and the answer's headers.

A page from anywhere may send requests to this machine. Against DNS rebinding the Host is held to
the names we answer to; against another site's websocket and posts, the Origin; against everybody
else on the machine, the cookie that only the printed address gives.
"""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from tui.web.access import Access

#: Where the first visit goes on. A click in another page leads here without our Strict cookie;
#: the step from here to the dashboard is our own, and carries it.
ENTRY = "/enter"

_READING = frozenset({"GET", "HEAD"})
_WRONG_HOST = "This is training-brain's dashboard; it answers to this machine's own name only.\n"
_WRONG_ORIGIN = "Another page asked for this; only the dashboard's own page may.\n"
_STRANGER = (
    "Open the whole address that `training-brain web` printed in its terminal,"
    " with the token at its end.\n"
)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self' {sockets}; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)


def guard(access: Access) -> Middleware:
    """The middleware that lets through whom `access` knows."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _named_rightly(request, access):
            return web.Response(status=421, text=_WRONG_HOST)
        if _acts(request) and not _from_our_page(request):
            return web.Response(status=403, text=_WRONG_ORIGIN)
        token = request.query.get("token")
        if token is not None and request.path == "/":
            return _welcome(access) if access.admits(token) else _refuse()
        known = access.knows(request.cookies.get(access.cookie_name, ""))
        if not known and request.path != ENTRY:
            return _refuse()
        return await handler(request)

    return check


def headers(access: Access) -> dict[str, str]:
    """On every answer: nothing from elsewhere is loaded, nothing is kept, framed or told on."""
    sockets = " ".join(f"ws://{host}" for host in sorted(access.hosts))
    return {
        "Content-Security-Policy": _POLICY.format(sockets=sockets),
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Server": "training-brain",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def _named_rightly(request: web.Request, access: Access) -> bool:
    names = request.headers.getall("Host", [])
    return len(names) == 1 and names[0].lower() in access.hosts


def _acts(request: web.Request) -> bool:
    """More than reading a page: a websocket, or any other method."""
    return request.method not in _READING or "Upgrade" in request.headers


def _from_our_page(request: web.Request) -> bool:
    origins = request.headers.getall("Origin", [])
    return origins == [f"http://{request.headers['Host'].lower()}"]


def _welcome(access: Access) -> web.Response:
    answer = web.Response(status=302, headers={"Location": ENTRY})
    answer.set_cookie(access.cookie_name, access.cookie, path="/", httponly=True, samesite="Strict")
    return answer


def _refuse() -> web.Response:
    return web.Response(status=403, text=_STRANGER)
