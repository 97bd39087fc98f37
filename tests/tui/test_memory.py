"""Closed dialogs are let go: opening and closing them does not make the dashboard grow.

Textual remembers the colours of 1,024 widgets, and through them what they painted: some 30 MB.
"""

import gc
import weakref
from pathlib import Path

import pytest
from textual.widget import Widget

from tests.tui.conftest import settle, shown
from tui import memory
from tui.app import TrainingBrainApp
from tui.screens.help import HelpCard


async def test_a_closed_card_is_let_go(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MANY", 0)
    async with shown(filled, (120, 40), "question_mark") as pilot:
        card = pilot.app.screen
        assert isinstance(card, HelpCard)
        gone = weakref.ref(card)
        parts = card.walk_children(Widget)
        painted = [weakref.ref(part._styles_cache) for part in parts]
        assert len(painted) > 2
        await pilot.press("escape")
        await settle(pilot)
        del card, parts
        app = pilot.app
        assert isinstance(app, TrainingBrainApp)
        app._watch()  # as once a second
        gc.collect()
        assert gone() is None
        assert [lines() for lines in painted if lines() is not None] == []
