"""The dashboard in a real browser: it paints, hears keys, asks nobody else, lets nobody else in.

Skipped where no Chromium is installed (`apt-get install chromium`).
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from tests.tui.web.chromium import BROWSER, Tab, chromium
from tests.tui.web.conftest import Started

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no chromium here"),
    pytest.mark.slow,
]

_PAINTED = 20_000  # an empty page's PNG has some 4,000 bytes


def _keep(name: str, png: bytes) -> None:
    """WEB_PICTURES names a folder to look at them in."""
    if folder := os.environ.get("WEB_PICTURES"):
        (Path(folder) / f"{name}.png").write_bytes(png)


async def test_it_paints_hears_keys_and_asks_nobody_else(
    filled: Path, tmp_path: Path, started: Started
) -> None:
    command = started(filled)
    async with chromium(tmp_path / "profile") as tab:
        await tab.go(command.address)
        await tab.until_drawn("Calendar")
        await tab.until("document.body.classList.contains('-first-byte')")
        calendar = await tab.picture()
        _keep("calendar", calendar)
        assert len(calendar) > _PAINTED
        assert await tab.value("location.href") == f"{command.origin}/"
        assert await tab.value("document.cookie") == ""

        drawn = len(tab.drawn)
        await tab.key("3")
        await tab.until_drawn("CTL", since=drawn)
        fitness = await tab.picture()
        _keep("fitness", fitness)
        assert fitness != calendar

        await tab.call("Page.reload")
        await tab.until("!document.body.classList.contains('-closed')")
        await tab.until("document.body.classList.contains('-first-byte')")
        assert len(await tab.picture()) > _PAINTED
        assert tab.problems == []
        await tab.control("q")
        await tab.until("document.body.classList.contains('-closed')")
        assert await tab.value("document.activeElement.textContent") == "Open it again"
        _keep("ended", await tab.picture())

        socket = command.origin.replace("http", "ws")
        ours = (f"{command.origin}/", f"{socket}/ws", "data:,")
        assert [url for url in tab.requests if not url.startswith(ours)] == []
        assert any(url.endswith("/static/mono.ttf") for url in tab.requests)


async def test_a_second_window_is_told(filled: Path, tmp_path: Path, started: Started) -> None:
    command = started(filled)
    async with chromium(tmp_path / "one") as first, chromium(tmp_path / "two") as second:
        await first.go(command.address)
        await first.until("document.body.classList.contains('-first-byte')")
        await second.go(command.address)
        await second.until("document.body.classList.contains('-closed')")
        _keep("refused", await second.picture())
        assert "another tab or window" in await second.value("document.body.innerText")
        assert second.drawn == ""
        assert not await first.value("document.body.classList.contains('-closed')")


_EVIL = """<!DOCTYPE html><title>waiting</title><script>
const results = [];
const told = (name, how) => { results.push(name + " " + how);
                              if (results.length === 3) document.title = results.sort().join(); };
const socket = new WebSocket("ws://HOST/ws");
socket.onopen = () => told("socket", "open");
socket.onerror = () => told("socket", "refused");
fetch("http://HOST/", {credentials: "include"})
    .then(() => told("fetch", "read")).catch(() => told("fetch", "refused"));
fetch("http://HOST/", {method: "POST", mode: "no-cors", credentials: "include"})
    .then(() => told("post", "sent")).catch(() => told("post", "refused"));
</script><iframe src="http://HOST/"></iframe>"""


@asynccontextmanager
async def _evil_page(host: str) -> AsyncIterator[str]:
    """A page on another port of this machine: for cookies, the same site as ours."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=_EVIL.replace("HOST", host), content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/", answer)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield "http://{}:{}".format(*runner.addresses[0])
    finally:
        await runner.cleanup()


async def _what_it_got(tab: Tab) -> str:
    await tab.until("document.title.includes('socket')")
    return str(await tab.value("document.title"))


async def test_another_page_in_the_same_browser_gets_nothing(
    filled: Path, tmp_path: Path, started: Started
) -> None:
    command = started(filled)
    async with chromium(tmp_path / "profile") as tab:
        await tab.go(command.address)
        await tab.until("document.body.classList.contains('-first-byte')")
        await tab.go("about:blank")
        drawn = len(tab.drawn)
        async with _evil_page(command.origin.removeprefix("http://")) as evil:
            await tab.go(evil)
            assert "socket refused" in await _what_it_got(tab)
            assert "fetch refused" in await _what_it_got(tab)
            await asyncio.sleep(1)  # for the frame
            assert any("frame" in problem for problem in tab.problems)
        assert len(tab.drawn) == drawn


async def test_a_click_from_another_page_finds_the_dashboard(
    filled: Path, tmp_path: Path, started: Started
) -> None:
    """A browser shows no Strict cookie on a way that began elsewhere; ours begins anew."""
    command = started(filled)
    note = tmp_path / "note.html"
    note.write_text(f'<a id="go" href="{command.address}">go</a>', encoding="utf-8")
    async with chromium(tmp_path / "profile") as tab:
        await tab.go(note.as_uri())
        await tab.until("document.getElementById('go') !== null")
        await tab.value("document.getElementById('go').click()")
        await tab.until("document.body.classList.contains('-first-byte')")
        assert await tab.value("location.href") == f"{command.origin}/"
