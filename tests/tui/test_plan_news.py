"""What changed in the plan, and what the briefing says where there is none."""

import sqlite3
from pathlib import Path

import pytest

from tests.tui import edges
from tests.tui.conftest import check, picture, shown
from tests.tui.test_calendar_goldens import SIZES, named
from tui.app import TrainingBrainApp
from tui.screens.calendar import CalendarScreen
from tui.screens.choose import Choose

SIZE = (120, 40)


@pytest.mark.parametrize("size", SIZES, ids=named)
async def test_looks(filled: Path, size: tuple[int, int]) -> None:
    edges.make(filled, edges.coached)
    async with shown(filled, size, "c") as pilot:
        check(f"calendar-changes-{named(size)}", picture(pilot))


async def test_the_briefing_counts_and_the_list_leads_to_the_session(filled: Path) -> None:
    edges.make(filled, edges.coached)
    async with shown(filled, SIZE) as pilot:
        assert "Δ 3 changes: c" in picture(pilot)
        await pilot.press("c")
        assert isinstance(pilot.app.screen, Choose)
        text = picture(pilot)
        for words in ("moved from Tue 24 Nov", "was called 2×20′ sweet", "was 1:00"):
            assert words in text
        await pilot.press("down", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CalendarScreen)
        item = screen.view.selected()
        assert item is not None
        assert item.id == "plan-2026-11-25-bike"


async def test_a_plan_that_stands(filled: Path) -> None:
    async with shown(filled, SIZE) as pilot:
        assert "changes: c" not in picture(pilot)
        await pilot.press("c")
        assert "Nothing: it stands as it was." in picture(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, CalendarScreen)


def _unplanned(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM workouts_planned")


def _ended(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM workouts_planned WHERE date > '2026-11-12'")


def _rest(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM workouts_planned WHERE date = '2026-11-23'")


def _nightless(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM wellness_daily WHERE date > '2026-11-21'")
    db.execute("UPDATE daily_load SET load = 50")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_unplanned, "No plan yet: 5 takes the address of yours"),
        (_ended, "The plan ended on 12 Nov 2026"),
        (_rest, "Nothing planned: a rest day"),
        (_nightless, "No verdict No night recorded for today or yesterday: 5 shows"),
    ],
)
async def test_what_is_not_known_is_said_so(filled: Path, change: edges.Change, words: str) -> None:
    edges.make(filled, change)
    async with shown(filled, (80, 24)) as pilot:
        text = picture(pilot)
    assert words in " ".join(text.split())
    assert "✓ All clear" not in text


async def test_a_session_that_was_done_is_not_told_as_planned_too(filled: Path) -> None:
    def done(db: sqlite3.Connection) -> None:
        db.execute(
            "UPDATE workouts_executed SET local_date = '2026-11-23', title = 'Morning in the pool',"
            " planned_workout_id = 'plan-2026-11-23-swim', match_method = 'auto'"
            " WHERE id = 'swim-2026-11-16'"
        )

    edges.make(filled, done)
    async with shown(filled, (200, 50)) as pilot:
        (line,) = [row for row in picture(pilot).splitlines() if row.lstrip().startswith("Plan ")]
    assert "Morning in the pool" in line
    assert "Technique" not in line


async def test_the_day_is_copied_in_words(filled: Path) -> None:
    async with shown(filled, SIZE, "left", "y") as pilot:
        app = pilot.app
        assert isinstance(app, TrainingBrainApp)
        text = app.clipboard
        (toast,) = app._notifications
        assert toast.message.startswith("Copied ")
    lines = text.splitlines()
    assert lines[0] == "Sunday 22 November 2026"
    assert any("Long run" in line for line in lines)
    assert any(line.split()[:2] == ["Load", "98"] for line in lines), text
    assert not set("▐▌▁█─") & set(text)


async def test_a_chart_is_copied_as_its_words(filled: Path) -> None:
    async with shown(filled, SIZE, "3", "y") as pilot:
        text = pilot.app.clipboard
    assert "CTL" in text
    assert "TSB" in text
    assert not any(0x2800 <= ord(sign) < 0x2900 or sign in "▁▂▃▄▅▆▇█" for sign in text)


async def test_nothing_is_copied_from_an_empty_mirror(empty: Path) -> None:
    async with shown(empty, SIZE, "y") as pilot:
        assert pilot.app.clipboard == ""
        (toast,) = pilot.app._notifications
        assert "Nothing to copy" in toast.message
