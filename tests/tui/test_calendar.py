"""The calendar beyond walking: month, filter, search, the day, and the athlete's own word."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Label, TextArea

from mirror.database import open_mirror
from mirror.reads import load, workouts
from mirror.rows import Workout
from tests.tui import edges
from tests.tui.conftest import picture, settle, shown
from tests.tui.seed import RIDE, TODAY
from tui.screens.calendar import CalendarScreen
from tui.screens.choose import Choose
from tui.screens.planned import PlannedCard
from tui.screens.search import SearchScreen
from tui.screens.workout import WorkoutScreen
from tui.screens.workout_edits import AskReason, EditWorkout
from tui.widgets.calendar.cursor import CalendarView
from tui.widgets.calendar.grid import CalendarGrid
from tui.widgets.calendar.month import MonthGrid

SIZE = (120, 40)
LONG_RUN = "run-2026-11-22"


def view(pilot: Pilot[None]) -> CalendarView:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, CalendarScreen)
    return screen.view


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def on_top(pilot: Pilot[None]) -> Screen[object]:
    return pilot.app.screen


def stored(base: Path, ident: str) -> Workout:
    with open_mirror(base / "mirror.db") as mirror:
        row = workouts.by_id(mirror, ident)
    assert row is not None
    return row


def told(pilot: Pilot[None]) -> list[str]:
    """What the toasts say."""
    return [note.message for note in pilot.app._notifications]


# The month


async def test_month_and_weeks_share_the_cursor(filled: Path) -> None:
    async with shown(filled, SIZE, "left", "down", "m") as pilot:
        month = view(pilot)
        assert isinstance(month, MonthGrid)
        assert (month.day, month.index, month.has_focus) == (date(2026, 11, 22), 1, True)
        await press(pilot, "left", "m")
        assert isinstance(view(pilot), CalendarGrid)
        assert view(pilot).day == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (("left",), date(2026, 11, 22)),
        (("k",), date(2026, 11, 16)),
        (("j", "j"), date(2026, 12, 7)),
        (("left_square_bracket",), date(2026, 10, 23)),
        (("right_square_bracket",) * 2, date(2027, 1, 23)),
        (("home",), date(2025, 11, 23)),
        (("end", "t"), TODAY),
    ],
)
async def test_moves_in_the_month(filled: Path, keys: tuple[str, ...], day: date) -> None:
    async with shown(filled, SIZE, "m", *keys) as pilot:
        assert view(pilot).day == day


async def test_the_31st_becomes_the_last_of_a_shorter_month(filled: Path) -> None:
    async with shown(filled, SIZE, "m") as pilot:
        view(pilot).go_to(date(2024, 1, 31))
        await press(pilot, "right_square_bracket")
        assert view(pilot).day == date(2024, 2, 29)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50), (60, 16)])
async def test_every_day_of_every_month_is_in_sight(filled: Path, size: tuple[int, int]) -> None:
    async with shown(filled, size, "m") as pilot:
        month = view(pilot)
        assert isinstance(month, MonthGrid)
        for number in range(12):
            month.go_to(date(2026, number + 1, 28))
            assert 1 + len(month.shown) * month.rows <= month.size.height
            here = (month.day - month.first).days // 7
            assert here in month.shown
            assert len(month.shown) == month.count or size == (60, 16)


async def test_enter_in_the_month_lists_a_day_of_several(filled: Path) -> None:
    async with shown(filled, SIZE, "m", "left", "enter") as pilot:
        assert isinstance(on_top(pilot), Choose)
        await press(pilot, "down", "enter")
        screen = on_top(pilot)
        assert isinstance(screen, WorkoutScreen)
        assert screen.analysis is not None
        assert screen.analysis.workout.id == RIDE
        await press(pilot, "escape")
        assert view(pilot).index == 1


async def test_enter_in_the_month_opens_a_workout_that_is_alone(filled: Path) -> None:
    async with shown(filled, SIZE, "m", "left", "left", "enter") as pilot:
        assert isinstance(on_top(pilot), WorkoutScreen)


async def test_a_click_in_the_month_selects_then_opens(filled: Path) -> None:
    async with shown(filled, SIZE, "m") as pilot:
        month = view(pilot)
        assert isinstance(month, MonthGrid)
        week = (date(2026, 11, 21) - month.first).days // 7
        spot = (5 * month.columns.cell + 2, 1 + week * month.rows + 1)
        await pilot.click(MonthGrid, offset=spot)
        assert month.day == date(2026, 11, 21)
        await pilot.click(MonthGrid, offset=spot)
        await settle(pilot)
        assert isinstance(on_top(pilot), WorkoutScreen)


# One day


async def test_fifteen_on_a_day_overflow_into_a_list(filled: Path) -> None:
    edges.make(filled, edges.fifteen)
    async with shown(filled, (80, 24)) as pilot:
        grid = view(pilot)
        assert isinstance(grid, CalendarGrid)
        assert len(grid.items(date(2026, 11, 18))) == 15
        assert "+13 more" in picture(pilot)
        week = (date(2026, 11, 18) - grid.top).days // 7
        spot = (2 * grid.geometry.cell + 1, 1 + week * grid.geometry.week + 3)
        await pilot.click(CalendarGrid, offset=spot)
        await settle(pilot)
        listed = on_top(pilot)
        assert isinstance(listed, Choose)
        assert len(listed.lines) == 15
        await press(pilot, "end", "enter")
        assert isinstance(on_top(pilot), WorkoutScreen)


async def test_the_list_of_a_day_opens_a_plan_too(filled: Path) -> None:
    async with shown(filled, SIZE, "right", "space", "enter") as pilot:
        assert isinstance(on_top(pilot), PlannedCard)


async def test_a_day_without_anything_has_its_night(filled: Path) -> None:
    edges.make(filled, lambda db: db.execute("DELETE FROM workouts_executed WHERE sport = 'swim'"))
    async with shown(filled, SIZE, "f", "w", "space") as pilot:
        assert "Nothing planned" in picture(pilot)
        assert "HRV" in picture(pilot)
        await press(pilot, "enter", "escape")
        assert isinstance(on_top(pilot), CalendarScreen)


# One sport


async def test_one_sport_alone_has_the_reports_sums(filled: Path) -> None:
    async with shown(filled, SIZE, "f", "b") as pilot:
        grid, screen = view(pilot), pilot.app.screen_stack[0]
        assert isinstance(screen, CalendarScreen)
        start = date(2026, 11, 16)
        row = grid.weeks.row(start)
        (week,) = screen.reader.calendar(start, start + timedelta(6)).weeks
        assert {item.sport for items in row.days for item in items} == {"bike"}
        assert row.total is not None
        assert row.total.done_s == week.by_sport["bike"].done_s
        assert row.total.done_load == week.by_sport["bike"].done_load
        assert row.total.ctl == week.ctl
        assert "Bike only" in picture(pilot)
        await press(pilot, "f", "a")
        assert {item.sport for items in grid.weeks.row(start).days for item in items} > {"bike"}


async def test_the_month_shows_the_same_sport(filled: Path) -> None:
    async with shown(filled, SIZE, "f", "s", "m") as pilot:
        assert {item.sport for n in range(1, 29) for item in view(pilot).items(
            date(2026, 11, n))} == {"swim"}  # fmt: skip


# Search


async def test_search_opens_a_workout_and_the_calendar_is_there(filled: Path) -> None:
    async with shown(filled, SIZE, "slash", *"HILLS club".replace(" ", "")) as pilot:
        assert isinstance(on_top(pilot), SearchScreen)
        assert "Nothing has these words" in picture(pilot)
        on_top(pilot).query_one(Input).value = "HILLS club"
        await settle(pilot)
        await press(pilot, "enter")
        screen = on_top(pilot)
        assert isinstance(screen, WorkoutScreen)
        assert screen.analysis is not None
        assert screen.analysis.workout.id == RIDE
        await press(pilot, "escape")
        assert (view(pilot).day, view(pilot).index) == (date(2026, 11, 22), 1)


async def test_search_jumps_to_what_is_only_planned(filled: Path) -> None:
    async with shown(filled, SIZE, "ctrl+f", *"sweet", "down", "enter") as pilot:
        assert isinstance(on_top(pilot), CalendarScreen)
        item = view(pilot).selected()
        assert item is not None
        assert (item.title, item.executed) == ("3×12′ sweet spot", None)
        assert view(pilot).day == date(2026, 12, 2)


async def test_search_keeps_to_the_sport_that_is_shown(filled: Path) -> None:
    async with shown(filled, SIZE, "f", "s", "slash", *"run") as pilot:
        screen = on_top(pilot)
        assert isinstance(screen, SearchScreen)
        assert screen.found == []


# The athlete's own word


async def test_title_rpe_and_notes_are_stored(filled: Path) -> None:
    async with shown(filled, SIZE, "left", "e") as pilot:
        form = on_top(pilot)
        assert isinstance(form, EditWorkout)
        await press(pilot, *"!", "tab", "7", "tab", *"knee")
        assert form.query_one("#notes", TextArea).text == "knee"
        await press(pilot, "ctrl+s")
        assert "Stored for Long run." in told(pilot)
        assert "Long run!" in picture(pilot)
    row = stored(filled, LONG_RUN)
    assert (row.title, row.rpe, row.notes) == ("Long run!", 7.0, "knee")


async def test_an_impossible_rpe_is_said_and_nothing_lost(filled: Path) -> None:
    async with shown(filled, SIZE, "left", "e", "tab", "1", "1", "enter") as pilot:
        form = on_top(pilot)
        assert isinstance(form, EditWorkout)
        assert "0 (rest) to 10" in str(form.query_one(".hint", Label).render())
        assert form.query_one("#rpe", Input).value == "11"
        await press(pilot, "escape")
    assert stored(filled, LONG_RUN).rpe is None


async def test_a_form_without_a_change_writes_nothing(filled: Path) -> None:
    async with shown(filled, SIZE, "left", "e", "ctrl+s") as pilot:
        assert told(pilot) == []
        assert isinstance(on_top(pilot), CalendarScreen)


async def test_exclude_asks_why_and_the_season_follows(filled: Path) -> None:
    with open_mirror(filled / "mirror.db") as mirror:
        (before,) = load.between(mirror, "2026-11-22", "2026-11-22")
    async with shown(filled, SIZE, "left", "x", "enter") as pilot:
        assert isinstance(on_top(pilot), AskReason)
        await press(pilot, *"strap", "enter")
        assert "⊘" in picture(pilot)
        item = view(pilot).selected()
        assert item is not None
        assert item.executed is not None
        assert item.executed.excluded_reason == "strap"
        with open_mirror(filled / "mirror.db") as mirror:
            (after,) = load.between(mirror, "2026-11-22", "2026-11-22")
        assert after.load == pytest.approx(
            before.load - (stored(filled, LONG_RUN).load or 0), abs=0.01
        )
        await press(pilot, "x")
        assert "Long run counts again." in told(pilot)
        assert "⊘" not in picture(pilot)
    with open_mirror(filled / "mirror.db") as mirror:
        (again,) = load.between(mirror, "2026-11-22", "2026-11-22")
        assert again.load == pytest.approx(before.load, abs=0.01)


async def test_a_workout_is_paired_parted_and_released(filled: Path) -> None:
    async with shown(filled, SIZE, "left", "p") as pilot:
        asked = on_top(pilot)
        assert isinstance(asked, Choose)
        await press(pilot, "up", "enter")
        row = stored(filled, LONG_RUN)
        assert (row.planned_workout_id, row.match_method) == ("plan-2026-11-21-bike", "pinned")
        await press(pilot, "p", "end", "up", "enter")
        row = stored(filled, LONG_RUN)
        assert (row.planned_workout_id, row.match_method) == (None, "pinned")
        await press(pilot, "p", "end", "enter")
        row = stored(filled, LONG_RUN)
        assert (row.planned_workout_id, row.match_method) == ("plan-2026-11-22-run", "auto")
        assert len(told(pilot)) == 3


@pytest.mark.parametrize("key", ["e", "p", "x"])
async def test_a_session_to_come_cannot_be_spoken_of(filled: Path, key: str) -> None:
    async with shown(filled, SIZE, key) as pilot:
        assert told(pilot) == ["Put the cursor on a workout that was done."]
        assert isinstance(on_top(pilot), CalendarScreen)


async def test_a_mirror_that_refuses_is_one_sentence(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync import editing

    def refuse(*_: object, **__: object) -> None:
        raise editing.EditError("No room for that.")

    monkeypatch.setattr(editing, "edit", refuse)
    async with shown(filled, SIZE, "left", "x", *"why", "enter") as pilot:
        assert told(pilot) == ["No room for that."]


async def test_the_palette_has_all_of_it(filled: Path) -> None:
    async with shown(filled, SIZE) as pilot:
        titles = {c.title for c in pilot.app.get_system_commands(pilot.app.screen)}
    assert {
        "Weeks or month", "Search", "One sport", "Whole day",
        "Edit workout", "Pair with the plan", "Exclude workout",
    } <= titles  # fmt: skip
