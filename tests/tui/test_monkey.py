"""Random keys, clicks and sizes: whatever comes, no exception."""

import random

import pytest

from tests.tui.conftest import make_app

KEYS = [
    "left",
    "right",
    "up",
    "down",
    "h",
    "j",
    "k",
    "l",
    "H",
    "L",
    "enter",
    "escape",
    "tab",
    "shift+tab",
    "1",
    "2",
    "3",
    "4",
    "t",
    "pageup",
    "pagedown",
    "home",
    "end",
    "plus",
    "minus",
    "comma",
    "full_stop",
    "0",
    "n",
    "p",
    "m",
    "z",
    "D",
    "r",
    "question_mark",
    "slash",
    "f",
    "e",
    "x",
    "b",
    "space",
    "ctrl+s",
    "a",
    "5",
    "g",
    "G",
    "left_square_bracket",
    "right_square_bracket",
]
EVENTS = 60


@pytest.mark.parametrize("kind", ["filled", "empty"])
async def test_nothing_breaks(kind: str, request: pytest.FixtureRequest) -> None:
    chance = random.Random(len(kind))
    app = make_app(request.getfixturevalue(kind))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(EVENTS):
            roll = chance.random()
            if roll < 0.08:
                await pilot.resize_terminal(chance.randint(20, 210), chance.randint(5, 60))
            elif roll < 0.2:
                await pilot.pause()  # a screen just pushed has no widget anywhere yet
                width, height = app.size
                await pilot.click(offset=(chance.randrange(width), chance.randrange(height)))
            else:
                await pilot.press(chance.choice(KEYS))
        await app.workers.wait_for_complete()
        assert app.is_running
