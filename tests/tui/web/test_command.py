"""`training-brain web` as a process: its words, its end, and what it leaves."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from cli.commands import web
from tests.tui.web.conftest import REPO, Command, Started, alive, children, until


async def _enter(client: ClientSession, command: Command) -> None:
    """From the printed address to the page; the client keeps the cookie."""
    async with client.get(command.address) as answer:
        assert answer.url.path == "/enter"
    async with client.get(command.origin) as answer:
        assert answer.status == 200


async def _attack(client: ClientSession, command: Command) -> None:
    """Requests that a log would like to tell of, secrets and all."""
    for path in (f"/?token={command.token}x", "/static/x", "/?token=\x00", f"/{command.token}"):
        for headers in ({}, {"Host": "evil.example"}, {"Origin": "null"}):
            async with client.get(command.origin + path, headers=headers) as answer:
                assert answer.status != 500
    async with client.post(command.address, data=b"x" * 100_000) as answer:
        assert answer.status == 403
    with socket.create_connection(("127.0.0.1", int(command.origin.rpartition(":")[2]))) as raw:
        raw.sendall(f"NONSENSE {command.token}\r\n\r\n".encode())
        raw.recv(1000)


async def test_nothing_secret_is_told(filled: Path, started: Started) -> None:
    command = started(filled)
    async with ClientSession(cookie_jar=_jar()) as client:
        await _enter(client, command)
        cookies = [cookie.value for cookie in client.cookie_jar]
        await _attack(client, command)
        async with client.ws_connect(
            f"{command.origin}/ws", headers={"Origin": command.origin}
        ) as page:
            assert b"\x1b[?1049h" in await page.receive_bytes(timeout=30)
            child = children(command.process.pid)[0]
            told = Path(f"/proc/{child}/environ").read_text()
            assert "NOT_FOR_IT" not in told
            assert command.token not in told + Path(f"/proc/{child}/cmdline").read_text()
            code, out, err = command.stop()
    assert not alive(child)
    assert (code, err) == (0, "")
    assert out.count(command.token) == 1
    assert len(cookies) == 1
    assert cookies[0] not in out


def _jar() -> CookieJar:
    return CookieJar(unsafe=True)  # cookies of a numeric address, as browsers keep them


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_when_told(filled: Path, started: Started, how: signal.Signals) -> None:
    code, out, err = started(filled).stop(how)
    assert (code, err) == (0, "")
    assert "Ctrl+C ends it" in out


async def test_a_killed_server_leaves_no_dashboard(filled: Path, started: Started) -> None:
    command = started(filled)
    async with ClientSession(cookie_jar=_jar()) as client:
        await _enter(client, command)
        page = await client.ws_connect(f"{command.origin}/ws", headers={"Origin": command.origin})
        await page.receive_bytes(timeout=30)
        child = children(command.process.pid)[0]
        assert alive(child)
        command.stop(signal.SIGKILL)
        await until(lambda: not alive(child))
        await page.close()


async def test_the_demo_is_shown_and_its_making_ends_too(tmp_path: Path, started: Started) -> None:
    command = started(tmp_path, "--demo")
    async with ClientSession(cookie_jar=_jar()) as client:
        await _enter(client, command)
        async with client.ws_connect(
            f"{command.origin}/ws", headers={"Origin": command.origin}
        ) as page:
            await page.receive_bytes(timeout=30)
            child = children(command.process.pid)[0]
            words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
            assert words[-3:-1] == [str(tmp_path / "demo"), "--demo"]
            await until(lambda: children(child) != [])
            maker = children(child)[0]
            assert command.stop()[0] == 0
    await until(lambda: not alive(maker))
    assert not alive(child)


async def test_the_browsers_command_line_holds_an_address_for_one_visit(
    filled: Path, tmp_path: Path, started: Started
) -> None:
    """Every user of the machine can read command lines."""
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}.new && mv {seen}.new {seen}\n')
    browser.chmod(0o700)
    command = started(filled, open_=f"{browser} %s")
    await until(seen.exists)
    address = seen.read_text().strip()
    assert address.startswith(f"{command.origin}/?token=")
    assert command.token not in address
    async with ClientSession() as client:
        for status in (302, 403):
            async with client.get(address, allow_redirects=False) as answer:
                assert answer.status == status


def _run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *words], capture_output=True, text=True, timeout=60,
        env={**os.environ, "TRAINING_BRAIN_HOME": str(home)}, cwd=REPO, check=False,
    )  # fmt: skip


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        found = _run(tmp_path, "web", "--no-open", "--port", str(port))
    assert found.returncode == 1
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1
    assert f"port {port} is in use" in found.stderr
    assert "--port 0" in found.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--host", "0.0.0.0"), "unrecognized arguments: --host"),
        (("0.0.0.0",), "unrecognized arguments"),
        (("--port", "70000"), "no port"),
        (("--port", "-1"), "--port"),
        (("--port", "http"), "no port"),
        (("--sessions", "9"), "--sessions"),
    ],
)
def test_wrong_words(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    found = _run(tmp_path, "web", *words)
    assert (found.returncode, found.stdout) == (2, "")
    assert said in found.stderr
    assert found.stderr.count("\n") == 1


def test_a_broken_mirror_is_told_before_a_page_opens(tmp_path: Path) -> None:
    (tmp_path / "mirror.db").write_bytes(b"no database" * 1000)
    found = _run(tmp_path, "web", "--no-open", "--port", "0")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.count("\n") == 1


def test_other_commands_do_not_pay(filled: Path) -> None:
    probe = (
        "import json, sys; from cli.main import main; code = main(sys.argv[1:]);"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", probe, "recent", "--json"], capture_output=True, text=True,
        env={**os.environ, "TRAINING_BRAIN_HOME": str(filled)}, cwd=REPO, check=True, timeout=60,
    )  # fmt: skip
    modules = json.loads(found.stderr)
    assert not {"aiohttp", "textual_serve", "cli.commands.web", "tui.web", "textual"} & set(modules)


@pytest.mark.parametrize(
    ("terminal", "variables", "opens"),
    [
        (True, {"DISPLAY": ":0"}, True),
        (True, {"WAYLAND_DISPLAY": "wayland-0"}, True),
        (True, {}, False),
        (False, {"DISPLAY": ":0"}, False),
        (True, {"DISPLAY": ":10", "SSH_CONNECTION": "1 2 3 4"}, False),
    ],
)
def test_a_browser_opens_where_somebody_sits(
    terminal: bool, variables: dict[str, str], opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert web._has_desktop() is opens
