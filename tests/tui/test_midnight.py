"""A dashboard left open overnight shows in the morning what one started then would."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import settle, still
from tests.tui.seed import NOW, TODAY
from tui.app import TrainingBrainApp
from tui.screens.calendar import CalendarScreen

SIZE = (120, 40)
SCREENS = "123456"
#: Workout and settings say nothing that a new day changes.
AGEING = "1345"


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def picture_of(pilot: Pilot[None], key: str) -> str:
    await pilot.press(key)
    await settle(pilot)
    return still(pilot)


async def look_again(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, TrainingBrainApp)
    app._pressed_at = 0  # nobody has pressed a key just now
    app._watch()
    await settle(pilot)


@pytest.mark.parametrize("key", AGEING)
@pytest.mark.parametrize("days", [1, 3])
async def test_the_screen_in_sight_is_of_the_new_day(filled: Path, key: str, days: int) -> None:
    clock = Clock()
    app = TrainingBrainApp(filled, clock=clock)
    async with app.run_test(size=SIZE) as pilot:
        before = await picture_of(pilot, key)
        clock.now += timedelta(days)
        await look_again(pilot)
        left_open = still(pilot)
    later = TrainingBrainApp(filled, clock=clock)
    async with later.run_test(size=SIZE) as pilot:
        assert left_open == await picture_of(pilot, key)
    assert left_open != before


async def test_screens_out_of_sight_too(filled: Path) -> None:
    clock = Clock()
    app = TrainingBrainApp(filled, clock=clock)
    async with app.run_test(size=SIZE) as pilot:
        for key in SCREENS:
            await picture_of(pilot, key)
        clock.now += timedelta(1)
        await look_again(pilot)
        left_open = [await picture_of(pilot, key) for key in SCREENS]
    app = TrainingBrainApp(filled, clock=clock)
    async with app.run_test(size=SIZE) as pilot:
        assert left_open == [await picture_of(pilot, key) for key in SCREENS]


async def test_a_cursor_elsewhere_stays(filled: Path) -> None:
    clock = Clock()
    app = TrainingBrainApp(filled, clock=clock)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("left")
        clock.now += timedelta(1)
        await look_again(pilot)
        assert isinstance(app.screen, CalendarScreen)
        assert app.screen.grid.day == TODAY - timedelta(1)
        assert app.screen.grid.today == TODAY + timedelta(1)
