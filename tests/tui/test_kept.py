"""What the dashboard remembers: screen, day and workout for the day, theme and ranges for good."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from textual.app import App

from tests.tui.conftest import make_app, settle, shown
from tests.tui.seed import NOW, TODAY
from tui import state
from tui.app import TrainingBrainApp
from tui.screens.calendar import CalendarScreen
from tui.screens.fitness import FitnessScreen
from tui.screens.ranged import RangedScreen
from tui.screens.recovery import RecoveryScreen

SIZE = (120, 40)


def span(app: App[None]) -> int:
    assert isinstance(app.screen, RangedScreen)
    return app.screen.span


async def test_comes_back_to_the_screen_and_its_range(filled: Path) -> None:
    async with shown(filled, SIZE, "3", "minus"):
        pass
    async with shown(filled, SIZE) as pilot:
        assert (type(pilot.app.screen), span(pilot.app)) == (FitnessScreen, 365)
        await pilot.press("4")
        await settle(pilot)
        assert (type(pilot.app.screen), span(pilot.app)) == (RecoveryScreen, 30)


async def test_comes_back_to_the_day(filled: Path) -> None:
    async with shown(filled, SIZE, *["left_square_bracket"] * 9):
        pass
    async with shown(filled, SIZE) as pilot:
        assert isinstance(pilot.app.screen, CalendarScreen)
        assert pilot.app.screen.grid.day == TODAY - timedelta(weeks=9)


@pytest.mark.parametrize("size", [(80, 24), SIZE, (200, 50)])
async def test_the_day_comes_back_past_the_middle(filled: Path, size: tuple[int, int]) -> None:
    """As at the first start: weeks before it are in sight too."""
    async with shown(filled, size, "left") as pilot:
        assert isinstance(pilot.app.screen, CalendarScreen)
        first = pilot.app.screen.grid
        assert first.day == TODAY - timedelta(1)
        await pilot.press("right")
        before = first.top
    async with shown(filled, size) as pilot:
        assert isinstance(pilot.app.screen, CalendarScreen)
        again = pilot.app.screen.grid
        assert (again.day, again.top) == (TODAY, before)
        assert before < TODAY


async def test_leaving_a_screen_is_remembered_too(filled: Path) -> None:
    async with shown(filled, SIZE, "3", "escape"):
        pass
    async with shown(filled, SIZE) as pilot:
        assert isinstance(pilot.app.screen, CalendarScreen)


async def test_the_next_morning_begins_at_home(filled: Path) -> None:
    async with shown(filled, SIZE, "left_square_bracket", "D", "3", "minus"):
        pass
    app = TrainingBrainApp(filled, clock=lambda: NOW + timedelta(days=1))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, CalendarScreen)
        assert app.screen.grid.day == TODAY + timedelta(1)
        assert app.theme == "training-light"
        assert app.kept.ranges == {"fitness": 365}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"theme": 3, "ranges": [], "screen": {}, "left": 5, "day": "soon"}',
        json.dumps({"left": TODAY.isoformat(), "screen": "nowhere", "day": "2026-13-40"}),
        json.dumps({"left": TODAY.isoformat(), "ranges": {"fitness": 7}, "workout": "gone"}),
        json.dumps({"left": TODAY.isoformat(), "screen": "workout", "workout": "gone"}),
    ],
)
async def test_whatever_the_file_says_it_starts(filled: Path, text: str) -> None:
    (filled / "dashboard.json").write_text(text, encoding="utf-8")
    app = make_app(filled)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert app.is_running
        await pilot.press("3")
        await settle(pilot)
        assert isinstance(app.screen, FitnessScreen)
        assert span(app) == 90


def test_every_field_comes_back(tmp_path: Path) -> None:
    kept = state.State(
        "training-light", "2026-11-23", "fitness", "2026-10-01", "ride", {"fitness": 365}
    )
    state.save(tmp_path, kept)
    assert state.load(tmp_path) == kept
    assert not list(tmp_path.glob("*.tmp"))
