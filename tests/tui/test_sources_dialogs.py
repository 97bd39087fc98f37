"""The dialogs of the sources: where secrets go, and what they say when that does not work."""

import stat
from pathlib import Path

import pytest

from mirror.database import open_mirror
from sync.credentials import Credentials
from sync.engine.plan_overview import plan
from tests.replicas.feed import TOKEN, Answer, FeedServer
from tests.tui.conftest import picture, settle, shown
from tests.tui.test_sources import until
from tui.dialogs.hub import HubDialog
from tui.screens.sources import SourcesScreen

_FEED = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//TrainingPeaks//Calendar//EN\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;VALUE=DATE:20261124\r
SUMMARY:Run: Easy run\r
DESCRIPTION:Planned Time: 0:45\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRAINING_BRAIN_STORE", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def file_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "file")


async def test_without_a_keyring_the_file_is_asked_for(empty: Path, no_keyring: None) -> None:
    secrets = empty / "secrets" / "secrets.json"
    async with shown(empty, (120, 40), "5", "enter") as pilot:
        await until(pilot, lambda: "There is no system keyring here" in picture(pilot))
        assert "E-mail" not in picture(pilot)
        await pilot.press("n")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SourcesScreen)
        assert not secrets.exists()
        await pilot.press("enter")
        await until(pilot, lambda: "y uses the file" in picture(pilot))
        await pilot.press("y")
        await until(pilot, lambda: "E-mail" in picture(pilot))
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600


async def test_a_plan_is_tried_shown_kept_and_forgotten(empty: Path, file_store: None) -> None:
    with FeedServer() as feed:
        feed.answer = Answer(body=_FEED)
        async with shown(empty, (120, 40), "5", "down", "enter") as pilot:
            await until(pilot, lambda: "Address of the calendar" in picture(pilot))
            address = pilot.app.screen.query_one("#address")
            address.value = feed.url  # type: ignore[attr-defined]
            await pilot.press("enter")
            await until(pilot, lambda: "1 event, 1 of them" in picture(pilot))
            assert Credentials(empty).read("plan-url") is None, "kept before it was shown"
            await pilot.press("enter")
            await until(pilot, lambda: "The plan is followed" in picture(pilot))
            await pilot.press("escape")
            await settle(pilot)
            await until(pilot, lambda: "The first sync brings the plan" in picture(pilot))
            assert TOKEN not in picture(pilot) + pilot.app.export_screenshot()
            kept = Credentials(empty).read("plan-url")
            assert kept is not None
            assert kept.reveal() == feed.url
            await pilot.press("x", "y")
            await until(pilot, lambda: "Give the address of your coach" in picture(pilot))
    assert Credentials(empty).read("plan-url") is None
    with open_mirror(empty / "mirror.db") as mirror:
        assert plan(mirror).standing == "not_set_up"
    everything = [path for path in empty.rglob("*") if path.is_file()]
    assert not any(TOKEN.encode() in path.read_bytes() for path in everything)


async def test_a_calendar_that_is_none(empty: Path, file_store: None) -> None:
    with FeedServer() as feed:
        feed.answer = Answer(body=b"<html>log in</html>")
        async with shown(empty, (80, 24), "5", "down", "enter") as pilot:
            await until(pilot, lambda: "Address of the calendar" in picture(pilot))
            pilot.app.screen.query_one("#address").value = feed.url  # type: ignore[attr-defined]
            await pilot.press("enter")
            await until(pilot, lambda: "is a web page, not a calendar" in picture(pilot))
            assert TOKEN not in picture(pilot)


async def test_a_hub_needs_https_and_both(empty: Path, file_store: None) -> None:
    async with shown(empty, (80, 24), "5", "down", "down", "down", "enter") as pilot:
        await until(pilot, lambda: "Secret key" in picture(pilot))
        assert isinstance(pilot.app.screen, HubDialog)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "needs both" in picture(pilot))
        await pilot.press("shift+tab", *"http", "colon", "slash", "slash", *"x.org", "tab")
        await pilot.press(*"sb_secret_abc", "enter")
        await until(pilot, lambda: "give the project's https address" in picture(pilot))
        assert "sb_secret_abc" not in picture(pilot)


async def test_nothing_to_forget(empty: Path, file_store: None) -> None:
    async with shown(empty, (80, 24), "5", "x") as pilot:
        assert isinstance(pilot.app.screen, SourcesScreen)
