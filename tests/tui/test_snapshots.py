"""A few pictures with their colours; the plain-text goldens are the main net."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import make_app, settle
from tui.looks import DARK


@pytest.mark.parametrize(
    ("name", "theme", "size", "key"),
    [
        ("calendar", "training-dark", (120, 40), "1"),
        ("calendar", "training-light-safe", (80, 24), "1"),
        ("workout", "training-dark", (120, 40), "2"),
        ("fitness", "training-light", (120, 40), "3"),
        ("recovery", "training-dark-safe", (120, 40), "4"),
        ("calendar", "training-ansi-dark", (80, 24), "1"),
        ("workout", "no colour", (120, 40), "2"),
    ],
)
def test_picture(
    filled: Path,
    snap_compare: Any,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    theme: str,
    size: tuple[int, int],
    key: str,
) -> None:
    if theme == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
        theme = DARK

    async def ready(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press(key)
        await settle(pilot)

    assert snap_compare(make_app(filled, theme), run_before=ready, terminal_size=size)
