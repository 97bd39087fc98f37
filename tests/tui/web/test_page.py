"""The page asks nobody but us, and every answer says so to the browser."""

import re

import pytest

from tests.tui.web.conftest import Site
from tui.web.page import ENTERING, FILES, page

_ADDRESS = re.compile(r"""(?:src=|href=|url\()["']?([^"')>\s]+)|content="0;url=([^"]+)""")


def _asked(text: str) -> set[str]:
    return {first or second for first, second in _ADDRESS.findall(text)}


async def test_all_that_the_page_asks_for_is_here(site: Site) -> None:
    wanted = _asked(page(site.host)) | _asked(ENTERING)
    assert "/static/textual.js" in wanted
    for address in wanted - {"data:,"}:
        answer = await site.ask(address, site.cookie)
        assert (address[0], answer.status) == ("/", 200)


def test_our_styles_and_scripts_ask_nobody_else() -> None:
    sheet = FILES["page.css"][0].read_text("utf-8")
    assert _asked(sheet) == {"mono.ttf"}
    for name in ("page.css", "page.js", "xterm.css"):
        text = re.sub(r"/\*.*?\*/", "", FILES[name][0].read_text("utf-8"), flags=re.S)
        assert "//" not in re.sub(r"^//.*$", "", text, flags=re.M)


@pytest.mark.parametrize("path", ["/", "/enter", "/static/page.css", "/nothing", "/ws"])
async def test_every_answer_forbids_the_rest(site: Site, path: str) -> None:
    for lines in ((site.cookie,), ()):
        headers = (await site.ask(path, *lines)).headers
        policy = dict(
            part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        ours = {"'self'", f"ws://127.0.0.1:{site.port}", f"ws://localhost:{site.port}"}
        assert set(policy["connect-src"].split()) == ours
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert "aiohttp" not in headers["server"]
        assert "access-control-allow-origin" not in headers


async def test_words_in_the_address_do_nothing(site: Site) -> None:
    """textual.js would fetch what `ping` names."""
    answer = await site.ask("/?ping=http://evil.example/&delay=1", site.cookie)
    assert (answer.status, answer.headers["location"]) == (302, "/")
