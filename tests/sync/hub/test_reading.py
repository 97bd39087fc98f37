"""A hub that is joined and down is nothing to those who read: nobody even looks for it."""

import socket
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from mirror.database import open_mirror
from mirror.home import mirror_path
from mirror.hubstate import put_state
from mirror.outbox import mark
from tests.filled import fill
from tui.app import TrainingBrainApp
from tui.screens.settings import SettingsScreen

NOW = datetime(2026, 5, 20, 10, tzinfo=UTC)
_NOWHERE = "https://abcdefghijklmnopqrst.supabase.co"
_READ = (
    "briefing", "today", "last", "recent", "recovery", "fitness", "calendar", "curve", "analyze",
    "zones", "thresholds", "status",
)  # fmt: skip


@pytest.fixture
def joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A full mirror whose hub is joined, is owed a change, and cannot be looked for."""
    with open_mirror(mirror_path(tmp_path)) as mirror, mirror.transaction():
        fill(mirror, NOW.date(), 30, seconds_stored=False)
        put_state(mirror, "url", _NOWHERE)
        mark(mirror, "wellness", date(2026, 5, 20).isoformat())
    monkeypatch.setenv("TRAINING_BRAIN_HOME", str(tmp_path))
    monkeypatch.setenv("TRAINING_BRAIN_SUPABASE_URL", _NOWHERE)
    monkeypatch.setenv("TRAINING_BRAIN_SUPABASE_KEY", "sb_secret_nobody")

    def refuse(*_: Any, **__: Any) -> Any:
        pytest.fail("somebody looks for the hub while reading")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return tmp_path


@pytest.mark.parametrize("command", _READ)
def test_no_read_command_asks_it(
    command: str, joined: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--json"]) == 0
    assert capsys.readouterr().out.startswith("{")


async def test_no_screen_asks_it(joined: Path) -> None:
    app = TrainingBrainApp(joined, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in "123456":
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
        assert isinstance(app.screen, SettingsScreen)
