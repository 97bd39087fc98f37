"""Every screen as plain text at three sizes; a change shows in the diff as the athlete sees it."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.tui.conftest import check, picture, shown

SIZES = ((80, 24), (120, 40), (200, 50))
SCREENS = {"calendar": (), "workout": ("2",), "fitness": ("3",), "recovery": ("4",)}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("screen", SCREENS)
async def test_filled(filled: Path, screen: str, size: tuple[int, int]) -> None:
    async with shown(filled, size, *SCREENS[screen]) as pilot:
        text = picture(pilot)
    assert all(cell_len(line) <= size[0] for line in text.splitlines())
    check(f"{screen}-{size[0]}x{size[1]}", text)


@pytest.mark.parametrize("screen", SCREENS)
async def test_empty(empty: Path, screen: str) -> None:
    async with shown(empty, (80, 24), *SCREENS[screen]) as pilot:
        check(f"{screen}-empty", picture(pilot))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("laps", ("2", "tab", "down", "down")),
        ("curve", ("2", "tab", "tab", "right")),
        ("zones", ("2", "tab", "tab", "tab")),
        ("lap-shown", ("2", "plus", "tab", "down", "down", "down", "enter")),
        ("run", ("left", "left", "left", "left", "enter")),
        ("swim", ("left", "left", "left", "enter")),
        ("no-stream", ("left", "left", "enter")),
        ("planned", ("right", "enter")),
        ("help", ("question_mark",)),
        ("help-workout", ("2", "question_mark")),
        ("go-to", ("g",)),
        ("fitness-year", ("3", "minus")),
        ("recovery-pulse", ("4", "tab", "tab")),
    ],
)
async def test_states_at_80_columns(filled: Path, name: str, keys: tuple[str, ...]) -> None:
    async with shown(filled, (80, 24), *keys) as pilot:
        check(f"state-{name}", picture(pilot))
