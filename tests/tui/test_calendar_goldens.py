"""The calendar's looks and dialogs as plain text, and athletes at the edges."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.tui import edges
from tests.tui.conftest import check, picture, shown

SIZES = ((80, 24), (120, 40), (200, 50))
type Change = Callable[[sqlite3.Connection], None]


def named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


async def looked_at(base: Path, name: str, size: tuple[int, int], *keys: str) -> None:
    async with shown(base, size, *keys) as pilot:
        text = picture(pilot)
        strips = pilot.app.screen._compositor.render_strips()
        assert all(cell_len(strip.text) == size[0] for strip in strips)
    check(f"{name}-{named(size)}", text)


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("month", ("m", "left")),
        ("one-sport", ("f", "b")),
        ("sports", ("f",)),
        ("search", ("slash", *"sweet")),
        ("day-list", ("left", "space")),
        ("edit", ("left", "e")),
        ("pair", ("left", "p")),
        ("exclude", ("left", "x")),
    ],
)
async def test_looks(filled: Path, name: str, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    await looked_at(filled, f"calendar-{name}", size, *keys)


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize(
    ("name", "change", "keys"),
    [
        ("fifteen", edges.fifteen, ("h",) * 5),
        ("fifteen-list", edges.fifteen, ("h",) * 5 + ("space",)),
        ("long-sports", edges.long_sports, ("h",)),
        ("streamless", edges.streamless, ("h", "j", "space")),
        ("fifteen-month", edges.fifteen, ("m", *"hhhhh")),
        ("odd", edges.odd, ("h", "h")),
        ("only-one", edges.only_one, ("h",)),
        ("ultra", edges.ultra, ("h", "j")),
        ("coached", edges.coached, ("l", "l")),
        ("coached-list", edges.coached, ("l", "l", "space")),
        ("said", edges.said, ("h", "h", "space")),
    ],
)
async def test_edges(
    filled: Path, name: str, change: Change, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    edges.make(filled, change)
    await looked_at(filled, f"calendar-{name}", size, *keys)


async def test_the_month_of_nobody(empty: Path) -> None:
    await looked_at(empty, "calendar-empty-month", (80, 24), "m", "space", "f", "e")
