"""A headless Chromium, driven over its DevTools socket."""

import asyncio
import base64
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, ClientWSTimeout

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")

_WORDS = (
    "--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--window-size=1280,800",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--enable-unsafe-swiftshader",
    # Whatever a page asks of another host fails, and is seen in the requests.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip
_PATIENCE_S = 60.0


class Tab:
    """One page: what it asked for, what its websockets brought, and what it looks like."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self.requests: list[str] = []
        self.problems: list[str] = []
        self.drawn = ""

    async def listen(self) -> None:
        async for message in self._socket:
            event = message.json()
            if "id" in event:
                self._answers.pop(event["id"]).set_result(event.get("result"))
            else:
                self._note(event["method"], event["params"])

    def _note(self, method: str, of: dict[str, Any]) -> None:
        match method:
            case "Network.requestWillBeSent":
                self.requests.append(of["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(of["url"])
            case "Network.webSocketFrameReceived" if of["response"]["opcode"] == 2:
                data = base64.b64decode(of["response"]["payloadData"])
                self.drawn += data.decode("utf-8", "replace")
            case "Runtime.exceptionThrown":
                self.problems.append(str(of["exceptionDetails"]))
            case "Log.entryAdded" if of["entry"]["level"] == "error":
                self.problems.append(of["entry"]["text"])

    async def call(self, method: str, **parameters: object) -> Any:
        number = next(self._ids)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        return await asyncio.wait_for(answer, _PATIENCE_S)

    async def go(self, address: str) -> None:
        await self.call("Page.navigate", url=address)

    async def value(self, expression: str) -> Any:
        found = await self.call("Runtime.evaluate", expression=expression, awaitPromise=True)
        return found["result"].get("value")

    async def key(self, key: str) -> None:
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def control(self, letter: str) -> None:
        """Ctrl and a letter."""
        held = {"modifiers": 2, "key": letter, "windowsVirtualKeyCode": ord(letter.upper())}
        await self.call("Input.dispatchKeyEvent", type="rawKeyDown", **held)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **held)

    async def picture(self) -> bytes:
        """A PNG, once two in a row are the same."""
        async with asyncio.timeout(_PATIENCE_S):
            before = b""
            while True:
                found = await self.call("Page.captureScreenshot")
                now = base64.b64decode(found["data"])
                if now == before:
                    return now
                before = now
                await asyncio.sleep(0.3)

    async def until(self, expression: str) -> None:
        async with asyncio.timeout(_PATIENCE_S):
            while not await self.value(expression):
                await asyncio.sleep(0.1)

    async def until_drawn(self, text: str, since: int = 0) -> None:
        async with asyncio.timeout(_PATIENCE_S):
            while text not in self.drawn[since:]:
                await asyncio.sleep(0.05)


@asynccontextmanager
async def chromium(profile: Path) -> AsyncIterator[Tab]:
    """A browser with a new profile and one empty tab."""
    assert BROWSER is not None
    process = subprocess.Popen(
        [BROWSER, *_WORDS, f"--user-data-dir={profile}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        async with ClientSession() as client:
            async with client.get(f"{await _devtools(profile)}/json") as answer:
                target = next(page for page in await answer.json() if page["type"] == "page")
            patience = ClientWSTimeout(ws_close=2)
            async with client.ws_connect(
                target["webSocketDebuggerUrl"], max_msg_size=0, timeout=patience
            ) as socket:
                tab = Tab(socket)
                listening = asyncio.create_task(tab.listen())
                for domain in ("Network", "Page", "Runtime", "Log"):
                    await tab.call(f"{domain}.enable")
                yield tab
                listening.cancel()
    finally:
        process.terminate()
        process.wait(20)


async def _devtools(profile: Path) -> str:
    note = profile / "DevToolsActivePort"
    async with asyncio.timeout(_PATIENCE_S):
        while not (note.exists() and note.read_text().count("\n")):
            await asyncio.sleep(0.05)
    return f"http://127.0.0.1:{note.read_text().split()[0]}"
