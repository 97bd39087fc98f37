"""A dashboard's process: how it starts, hears, fails and ends."""

import asyncio
import logging
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from tests.tui.web.conftest import STUB, Serve, Site, alive, until
from tui.web.access import Access
from tui.web.log import OneLine
from tui.web.session import command, environment

CRASHING = """
import sys
sys.stdout.buffer.write(b"__GANGLION__\\n")
sys.stdout.buffer.flush()
password = "correct-horse"
sys.stderr.write("│ password = 'correct-horse' │\\n")
raise ValueError(password)
"""

HANGING = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
""" + STUB.replace("while head", "signal.pause()\nwhile head")

MUTE = "raise SystemExit(0)"


async def _connect(client: ClientSession, site: Site, query: str = "") -> ClientWebSocketResponse:
    return await client.ws_connect(
        f"ws://{site.host}/ws{query}",
        headers={
            "Origin": f"http://{site.host}",
            "Cookie": f"{site.access.cookie_name}={site.access.cookie}",
        },
    )


async def _pid(page: ClientWebSocketResponse) -> int:
    return int((await page.receive_bytes(timeout=20)).removeprefix(b"pid="))


async def test_keys_and_sizes_arrive_and_nonsense_does_not(site: Site) -> None:
    async with ClientSession() as client, await _connect(client, site) as page:
        await _pid(page)
        for nonsense in ("", "[]", '["quit"]', "x" * 1000, '{"type": "quit"}'):
            await page.send_str(nonsense)
        await page.send_bytes(b'["stdin", "bytes"]')
        await page.send_str('["stdin", "q✓"]')
        assert await page.receive_bytes() == b"D" + "q✓".encode()
        await page.send_str('["resize", {"width": 99999999, "height": 40}]')
        assert b'"width": 1000' in await page.receive_bytes()
        await page.send_str('["ping", "5"]')
        assert await page.receive_json() == ["pong", "5"]


async def test_a_reloaded_page_gets_the_seat_of_its_old_self(site: Site) -> None:
    async with ClientSession() as client:
        first = await _connect(client, site)
        pid = await _pid(first)
        second = asyncio.create_task(_connect(client, site))
        await asyncio.sleep(0.1)
        assert not second.done()
        await first.close()
        page = await asyncio.wait_for(second, 20)
        assert await _pid(page) != pid
        assert not alive(pid)
        assert site.noted("left") == 1
        await page.close()


async def test_a_page_that_gave_up_waiting_starts_nothing(site: Site) -> None:
    async with ClientSession() as client:
        first = await _connect(client, site)
        await _pid(first)
        impatient = asyncio.create_task(_connect(client, site))
        await asyncio.sleep(0.1)
        impatient.cancel()
        await first.close()
        page = await asyncio.wait_for(_connect(client, site), 20)
        await _pid(page)
        await page.close()
    assert site.noted() == 2


async def test_a_hanging_dashboard_is_ended(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.web.session._GRACE_S", 0.2)
    monkeypatch.setattr("tui.web.session._LAST_GRACE_S", 0.2)
    async with serve(stub=HANGING) as site, ClientSession() as client:
        page = await _connect(client, site)
        pid = await _pid(page)
        assert alive(pid)
        await page.close()
        await until(lambda: not alive(pid))


async def test_the_servers_end_is_the_dashboards(serve: Serve) -> None:
    async with ClientSession() as client:
        async with serve(sessions=2) as site:
            pages = [await _connect(client, site) for _ in range(2)]
            pids = [await _pid(page) for page in pages]
            farewells = asyncio.gather(*(page.receive() for page in pages))
        assert {message.type for message in await farewells} == {WSMsgType.CLOSE}
        assert [page.close_code for page in pages] == [1001, 1001]
        assert not any(map(alive, pids))
        assert site.noted("left") == 2


async def test_who_waits_at_the_servers_end_starts_nothing(serve: Serve) -> None:
    async with ClientSession() as client:
        async with serve() as site:
            page = await _connect(client, site)
            await _pid(page)
            farewell = asyncio.create_task(page.receive())
            waiting = asyncio.create_task(_connect(client, site))
            await asyncio.sleep(0.1)
            assert not waiting.done()
        with pytest.raises(WSServerHandshakeError) as refusal:
            await waiting
        assert refusal.value.status == 503
        await farewell
    assert site.noted() == 1


@pytest.mark.parametrize("stub", [CRASHING, MUTE])
async def test_a_failing_dashboard_closes_its_page(
    serve: Serve, stub: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async with serve(stub=stub) as site, ClientSession() as client:
        page = await _connect(client, site)
        assert (await page.receive(timeout=20)).type is WSMsgType.CLOSE
    told = caplog.text + "".join(capfd.readouterr())
    assert "correct-horse" not in told
    assert ("(ValueError)" in told) == (stub is CRASHING)


def test_no_shell_and_little_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    monkeypatch.setenv("TEXTUAL_LOG", "hidden")
    monkeypatch.setenv("TRAINING_BRAIN_PLAN_URL", "https://plan.example/x.ics")
    monkeypatch.setenv("https_proxy", "http://proxy.example")
    told = environment(120, 40)
    assert "hidden" not in told.values()
    assert told["TRAINING_BRAIN_PLAN_URL"] == "https://plan.example/x.ics"
    assert told["https_proxy"] == "http://proxy.example"
    assert (told["COLUMNS"], told["ROWS"]) == ("120", "40")
    argv = command(Path("/a b; touch $(pwned)"), demo=True)
    assert argv[0] == sys.executable
    assert argv[-2:] == ("/a b; touch $(pwned)", "--demo")


def test_log_lines_are_one_line_without_secrets() -> None:
    access = Access(1)
    once = access.address_once()
    try:
        raise RuntimeError(access.cookie)
    except RuntimeError:
        record = logging.LogRecord(
            "aiohttp.server", logging.ERROR, "", 0,
            "Error handling %s of %s\nand more", (once, access.address()), sys.exc_info(),
        )  # fmt: skip
    line = OneLine(access).format(record)
    assert not any(secret in line for secret in access.secrets)
    assert line.endswith("token=… of http://127.0.0.1:1/?token=… (RuntimeError)")
