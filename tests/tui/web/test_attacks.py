"""What other pages and other users of the machine may try, over real sockets."""

import asyncio

import pytest

from tests.tui.web.conftest import WEBSOCKET, Serve, Site, until
from tui.web.access import Access
from tui.web.server import listen

PATHS = ["/", "/ws", "/static/textual.js", "/static/", "/static/page.css", "/favicon.ico", "/x"]


@pytest.mark.parametrize(
    "name",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:{port}.evil.example",
        "127.0.0.1.evil.example:{port}",
        "evil.example@127.0.0.1:{port}",
        "0.0.0.0:{port}",
        "[::1]:{port}",
        "localhost.:{port}",
        "2130706433:{port}",
    ],
)
@pytest.mark.parametrize("path", ["/", "/?token={token}", "/enter", "/static/textual.js"])
async def test_other_names_are_misdirected(site: Site, name: str, path: str) -> None:
    """DNS rebinding: the browser believes the evil name, and says it."""
    wrong = name.format(port=site.port)
    answer = await site.ask(path.format(token=site.token), site.cookie, host=wrong)
    assert answer.status == 421
    assert "set-cookie" not in answer.headers
    handshake = await site.upgrade(site.cookie, f"Origin: http://{wrong}", host=wrong)
    assert handshake.status == 421
    assert site.noted() == 0


async def test_names_twice_or_never(site: Site) -> None:
    twice = await site.ask("/", f"Host: {site.host}", "Host: evil.example", site.cookie)
    assert twice.status in (400, 421)
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(f"GET / HTTP/1.0\r\n{site.cookie}\r\n\r\n".encode())
    assert b" 421 " in await reader.readline()
    writer.close()


async def test_our_two_names_are_answered(site: Site) -> None:
    for host in (f"127.0.0.1:{site.port}", f"localhost:{site.port}", f"LocalHost:{site.port}"):
        answer = await site.ask("/", site.cookie, host=host)
        assert answer.status == 200
        assert f'"ws://{host.lower()}/ws"' in answer.body


@pytest.mark.parametrize("path", PATHS)
async def test_without_the_cookie_nothing_is_shown(site: Site, path: str) -> None:
    stranger = Access(site.port)
    for lines in (
        (),
        ("Cookie: other=1",),
        (f"Cookie: {site.access.cookie_name}=",),
        (f"Cookie: {site.access.cookie_name}={stranger.cookie}",),
        (f"Cookie: {site.access.cookie_name}={site.token}",),
        (f"Cookie: {site.access.cookie_name}=ü\u2028",),
        (f"Cookie: wrong={site.access.cookie}",),
    ):
        answer = await site.ask(path, *lines)
        assert answer.status == 403
        assert "training-brain web" in answer.body
        assert not any(secret in answer.body for secret in site.access.secrets)


@pytest.mark.parametrize(
    "token", ["", "x", "{token}x", "%00", "%C3%BC", "%FF", "%ED%A0%80", "{token}&token=x"]
)
async def test_a_wrong_token_opens_nothing(site: Site, token: str) -> None:
    wrong = token.format(token=site.token[:-1])
    answer = await site.ask(f"/?token={wrong}")
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


async def test_a_cookie_of_any_bytes(site: Site) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    for value in (b"\xff\xfe", b"\xed\xa0\x80", b'"\\377"'):
        head = f"GET / HTTP/1.1\r\nHost: {site.host}\r\nCookie: {site.access.cookie_name}=".encode()
        writer.write(head + value + b"\r\n\r\n")
        assert b" 403 " in await reader.readline()
        await reader.readuntil(b"at its end.\n")
    writer.close()


async def test_the_token_becomes_a_cookie_for_this_site_alone(site: Site) -> None:
    first = await site.ask(f"/?token={site.token}")
    assert (first.status, first.headers["location"]) == (302, "/enter")
    cookie = first.headers["set-cookie"].partition(":")[2]
    assert {part.strip() for part in cookie.split(";")[1:]} == {
        "HttpOnly",
        "SameSite=Strict",
        "Path=/",
    }
    assert site.token not in cookie
    shown = await site.ask("/", f"Cookie: {cookie.split(';')[0].strip()}")
    assert shown.status == 200
    assert site.token not in shown.body + str(shown.headers)
    assert site.access.cookie not in shown.body


async def test_the_token_is_taken_on_the_first_page_only(site: Site) -> None:
    for path in ("/static/textual.js", "/ws", "/enter/", "//"):
        answer = await site.ask(f"{path}?token={site.token}")
        assert answer.status == 403
        assert "set-cookie" not in answer.headers


async def test_an_address_for_one_visit_is_used_up(site: Site) -> None:
    path = site.access.address_once().partition(site.host)[2]
    assert (await site.ask(path)).status == 302
    assert (await site.ask(path)).status == 403
    assert (await site.ask(f"/?token={site.token}")).status == 302


ORIGINS = [
    "http://evil.example",
    "null",
    "",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost:{port}",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:{port}.evil.example",
    "http://127.0.0.1:{port}/",
    "file://",
    "chrome-extension://abcdefghijklmnop",
]


@pytest.mark.parametrize("origin", ORIGINS)
async def test_another_pages_websocket_is_refused(site: Site, origin: str) -> None:
    """The cookie is there: browsers keep it by host, and other ports of this host count as us."""
    answer = await site.upgrade(site.cookie, f"Origin: {origin.format(port=site.port)}")
    assert answer.status == 403
    assert site.noted() == 0


async def test_a_websocket_needs_one_origin_and_the_cookie(site: Site) -> None:
    ours = f"Origin: http://{site.host}"
    assert (await site.upgrade(site.cookie)).status == 403
    assert (await site.upgrade(site.cookie, ours, "Origin: http://evil.example")).status == 403
    assert (await site.upgrade(ours)).status == 403
    by_token = await site.ask(f"/ws?token={site.token}", *WEBSOCKET, ours)
    assert by_token.status == 403
    assert site.noted() == 0
    assert (await site.upgrade(ours, site.cookie)).status == 101


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_nothing_is_posted(site: Site, method: str) -> None:
    ours = f"Origin: http://{site.host}"
    for path in ("/", "/ws", f"/?token={site.token}"):
        for origin in ("Origin: http://evil.example", "Origin: null"):
            evil = await site.ask(path, site.cookie, origin, method=method)
            assert evil.status == 403
    assert (await site.ask("/", site.cookie, method=method)).status == 403
    assert (await site.ask("/", site.cookie, ours, method=method)).status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static",
        "/static/",
        "/static/css/",
        "/static/js",
        "/static/..",
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/static//etc/passwd",
        "/static/page.html",
        "/static/images/background.png",
        "/download/x",
    ],
)
async def test_no_folder_is_listed_or_left(site: Site, path: str) -> None:
    assert (await site.ask(path, site.cookie)).status == 404


async def test_a_flood_gets_one_dashboard(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.web.seats.WAIT_S", 0.5)
    for cap in (1, 2):
        async with serve(sessions=cap) as site:
            lines = (site.cookie, f"Origin: http://{site.host}")
            held = [await _held(site, *lines) for _ in range(cap)]
            flood = await asyncio.gather(*(site.upgrade(*lines) for _ in range(40)))
            assert {answer.status for answer in flood} == {503}
            assert "another tab or window" in flood[0].body
            assert site.noted() == cap
            for writer in held:
                writer.close()


async def _held(site: Site, *lines: str) -> asyncio.StreamWriter:
    """A websocket left open; its dashboard runs."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    head = ["GET /ws HTTP/1.1", f"Host: {site.host}", *WEBSOCKET, *lines, "", ""]
    writer.write("\r\n".join(head).encode())
    assert b" 101 " in await reader.readline()
    await reader.readuntil(b"pid=")
    return writer


async def test_few_may_wait(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.web.seats.WAIT_S", 60)
    async with serve() as site:
        lines = (site.cookie, f"Origin: http://{site.host}")
        held = await _held(site, *lines)
        flood = [asyncio.create_task(site.upgrade(*lines)) for _ in range(20)]
        await until(lambda: sum(task.done() for task in flood) == 16)
        refused = {task.result().status for task in flood if task.done()}
        assert refused == {503}
        held.close()
        await asyncio.gather(*flood)
    assert site.noted("started") == site.noted("left") == 5


def test_only_loopback_is_listened_on() -> None:
    with listen(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
