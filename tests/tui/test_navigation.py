"""Driven by keys and mouse, as an athlete does."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.style import Style
from textual import events
from textual.command import CommandList, CommandPalette
from textual.pilot import Pilot
from textual.widgets import Label

from mirror.database import open_mirror
from tests.tui.conftest import check, make_app, picture, settle, shown
from tests.tui.seed import RIDE, TODAY
from tui.app import TrainingBrainApp
from tui.screens.calendar import CalendarScreen
from tui.screens.fitness import FitnessScreen
from tui.screens.goto import GoToDate, read_day
from tui.screens.recovery import RecoveryScreen
from tui.screens.workout import WorkoutScreen
from tui.widgets.calendar.grid import CalendarGrid
from tui.widgets.chart.streams import StreamChart
from tui.widgets.chrome import TopBar
from tui.widgets.days import DaysPane

SIZE = (120, 40)


def grid(pilot: Pilot[None]) -> CalendarGrid:
    return pilot.app.screen.query_one(CalendarGrid)


async def test_opens_on_today(filled: Path) -> None:
    async with shown(filled, SIZE) as pilot:
        assert grid(pilot).day == TODAY
        assert grid(pilot).has_focus


@pytest.mark.parametrize(
    ("keys", "days"),
    [
        (("left",), -1),
        (("h", "h"), -2),
        (("l",), 1),
        (("left_square_bracket",), -7),
        (("right_square_bracket", "right_square_bracket"), 14),
        (("k",), -7),
        (("j",), 7),
        (("home",), -364),
        (("end", "t"), 0),
    ],
)
async def test_moves_by_keys(filled: Path, keys: tuple[str, ...], days: int) -> None:
    async with shown(filled, SIZE, *keys) as pilot:
        assert grid(pilot).day == TODAY + timedelta(days)


async def test_down_walks_the_cards_of_a_day_before_the_next_week(filled: Path) -> None:
    async with shown(filled, SIZE, "left", "down") as pilot:
        assert (grid(pilot).day, grid(pilot).index) == (date(2026, 11, 22), 1)
        await pilot.press("down")
        assert grid(pilot).day == date(2026, 11, 29)


async def test_the_cursor_stays_in_sight_however_far_it_goes(filled: Path) -> None:
    async with shown(filled, (80, 24)) as pilot:
        for key in ("pagedown",) * 30 + ("pageup",) * 60:
            await pilot.press(key)
        shown_grid = grid(pilot)
        last = shown_grid.top + timedelta(weeks=shown_grid.visible_weeks)
        assert shown_grid.top <= shown_grid.day < last


async def test_enter_opens_the_workout_and_escape_returns(filled: Path) -> None:
    async with shown(filled, SIZE, "left", "down", "enter") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, WorkoutScreen)
        assert screen.analysis is not None
        assert screen.analysis.workout.id == RIDE
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, CalendarScreen)
        assert (grid(pilot).day, grid(pilot).index) == (date(2026, 11, 22), 1)


async def test_another_workout_replaces_the_first(filled: Path) -> None:
    async with shown(filled, SIZE, "left", "enter", "escape", "left", "enter") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, WorkoutScreen)
        assert screen.analysis is not None
        assert screen.analysis.workout.local_date == "2026-11-21"


@pytest.mark.parametrize(
    ("key", "screen"),
    [("1", CalendarScreen), ("2", WorkoutScreen), ("3", FitnessScreen), ("4", RecoveryScreen)],
)
async def test_number_keys_switch_screens(filled: Path, key: str, screen: type) -> None:
    async with shown(filled, SIZE, "3", "4", "2", key) as pilot:
        assert isinstance(pilot.app.screen, screen)
        assert len(pilot.app.screen_stack) <= 2


async def test_q_leaves_a_screen_and_quits_at_the_root(filled: Path) -> None:
    async with shown(filled, SIZE, "3", "q") as pilot:
        assert isinstance(pilot.app.screen, CalendarScreen)
        assert pilot.app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert pilot.app._exit


async def test_the_mouse_selects_a_day_and_opens_its_card(filled: Path) -> None:
    async with shown(filled, SIZE) as pilot:
        widget = grid(pilot)
        cell = widget.geometry.cell
        row = (TODAY - timedelta(1) - widget.top).days // 7
        y = 1 + row * widget.geometry.week + 1
        await pilot.click(CalendarGrid, offset=(6 * cell + 3, y))
        assert widget.day == date(2026, 11, 22)
        await pilot.click(CalendarGrid, offset=(6 * cell + 3, y))
        await settle(pilot)
        assert isinstance(pilot.app.screen, WorkoutScreen)


async def test_tabs_and_footer_answer_the_mouse(filled: Path) -> None:
    async with shown(filled, SIZE) as pilot:
        await pilot.click("#top-bar", offset=(57, 0))
        await settle(pilot)
        assert pilot.app.screen.query_one(TopBar).current == "recovery"
        await pilot.click("#key-bar", offset=(36, 0))
        await settle(pilot)
        assert isinstance(pilot.app.screen, CalendarScreen)


async def test_zoom_pan_and_cursor_stay_within_the_workout(filled: Path) -> None:
    async with shown(filled, SIZE, "2") as pilot:
        chart = pilot.app.screen.query_one(StreamChart)
        assert chart.lanes is not None
        whole = float(chart.lanes.n)
        for key in ("plus", "plus", "right", "L", "full_stop", "plus", "comma", "comma"):
            await pilot.press(key)
            assert 0 <= chart.view.start < chart.view.end <= whole
        assert chart.view.span < whole / 4
        await pilot.press("0")
        assert (chart.view.start, chart.view.end, chart.view.cursor) == (0, whole, None)


async def test_next_lap_moves_the_cursor_to_its_start(filled: Path) -> None:
    async with shown(filled, SIZE, "2", "n", "n", "p") as pilot:
        assert pilot.app.screen.query_one(StreamChart).view.cursor == 0
        await pilot.press("n")
        assert pilot.app.screen.query_one(StreamChart).view.cursor == 600


async def test_all_recovery_charts_follow_one_cursor(filled: Path) -> None:
    async with shown(filled, SIZE, "4", "left", "left", "left") as pilot:
        panes = list(pilot.app.screen.query(DaysPane).results())
        assert {pane.day for pane in panes} == {TODAY - timedelta(3)}


async def test_go_to_date(filled: Path) -> None:
    async with shown(filled, SIZE, "g", *"17", "space", *"may", "enter") as pilot:
        assert grid(pilot).day == date(2026, 5, 17)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-17", date(2026, 5, 17)),
        ("17 May 2025", date(2025, 5, 17)),
        ("may", date(2026, 5, 1)),
        ("dec", date(2025, 12, 1)),
        ("17.5.", date(2026, 5, 17)),
        ("17.5.2024", date(2024, 5, 17)),
        ("5-17", date(2026, 5, 17)),
        ("2024", date(2024, 1, 1)),
        ("2024-02", date(2024, 2, 1)),
        ("31 feb 2024", date(2024, 2, 29)),
        ("-6w", TODAY - timedelta(weeks=6)),
        ("+10d", TODAY + timedelta(10)),
        ("", None),
        ("soon", None),
        ("13.13.2026", None),
        ("-99999999w", None),
        ("0.0.0", None),
        ("99999-1-1", None),
    ],
)
def test_read_day(text: str, day: date | None) -> None:
    assert read_day(text, TODAY) == day


async def test_theme_is_remembered(filled: Path) -> None:
    async with shown(filled, SIZE, "D") as pilot:
        assert pilot.app.theme == "training-light"
    again = TrainingBrainApp(filled)
    again.reader.close()
    assert again.theme == "training-light"


async def test_what_another_process_writes_appears(empty: Path) -> None:
    app = make_app(empty)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Welcome to training-brain" in picture(pilot)
        from tests.tui.seed import seed

        seed(empty / "mirror.db")
        app._watch()
        await settle(pilot)
        assert "Welcome to training-brain" not in picture(pilot)
        assert "W47" in picture(pilot)


async def test_long_and_odd_titles_keep_the_columns(filled: Path) -> None:
    odd = "🚴🏽‍♀️ ⚠️ Ünïcödé " + "very long " * 30 + "\n\x1b[31mred שלום"
    with open_mirror(filled / "mirror.db") as mirror:
        mirror.db.execute("UPDATE workouts_executed SET title = ?", (odd,))
    for keys in ((), ("2",)):
        async with shown(filled, (120, 40), *keys) as pilot:
            text = picture(pilot)
        assert "\x1b" not in text
        assert "\ufe0f" not in text
        assert "\u200d" not in text
        right_column = [line for line in text.splitlines() if "W47" in line]
        assert keys or right_column[0].startswith(" 16 ")


async def test_fifteen_workouts_on_one_day(filled: Path) -> None:
    with open_mirror(filled / "mirror.db") as mirror:
        mirror.db.execute(
            "UPDATE workouts_executed SET local_date = '2026-11-18'"
            " WHERE local_date BETWEEN '2026-10-20' AND '2026-11-17'"
        )
    async with shown(filled, (80, 24), *["left"] * 5, *["down"] * 14) as pilot:
        assert grid(pilot).index == 14
        assert "more" in picture(pilot)


async def test_a_multisport_workout_opens_its_legs(filled: Path) -> None:
    with open_mirror(filled / "mirror.db") as mirror:
        mirror.db.execute(
            "UPDATE workouts_executed SET sport = 'brick' WHERE id = 'run-2026-11-22'"
        )
        mirror.db.execute(
            "UPDATE workouts_executed SET parent_id = 'run-2026-11-22' WHERE id IN (?, ?)",
            (RIDE, "swim-2026-11-20"),
        )
    async with shown(filled, (80, 24), "left", "enter") as pilot:
        check("state-legs", picture(pilot))
        await pilot.press("down", "enter")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, WorkoutScreen)
        assert screen.analysis is not None
        assert screen.analysis.workout.id == RIDE
        assert screen.query_one(StreamChart).has_focus
        await pilot.press("u")
        await settle(pilot)
        assert screen.analysis.workout.id == "run-2026-11-22"


async def test_a_card_says_how_much_is_below_and_how_to_leave(filled: Path) -> None:
    async with shown(filled, (80, 24), "question_mark") as pilot:
        hint = pilot.app.screen.query_one(".hint", Label)
        found = re.match(r"↓ (\d+) more lines · esc closes", str(hint.render()))
        assert found
        await pilot.press("j")
        await settle(pilot)
        assert str(hint.render()).startswith(f"↓ {int(found[1]) - 1} more lines")
        await pilot.press("G")
        await settle(pilot)
        assert str(hint.render()) == "esc closes"
        assert "Signs" in picture(pilot)


async def test_page_keys_in_a_palette_without_room(filled: Path) -> None:
    async with shown(filled, (40, 3), "ctrl+p", "pagedown", "pageup", "pageup") as pilot:
        assert isinstance(pilot.app.screen, CommandPalette)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        await pilot.press("pagedown", "enter")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, CommandPalette)


@pytest.mark.parametrize("key", "123456")
async def test_pressing_a_part_selects_no_text(filled: Path, key: str) -> None:
    """What is drawn is no text; and Textual breaks where a part goes while its text is selected."""
    async with shown(filled, SIZE, key) as pilot:
        await pilot.mouse_down(offset=(30, 15))
        assert pilot.app.screen._select_state is None
        await pilot.mouse_up(offset=(40, 20))


async def test_news_while_it_closes(filled: Path) -> None:
    """The screen's parts go before the app's clock stops: the last tick finds none to tell."""
    async with shown(filled, SIZE, "5") as pilot:
        app = pilot.app
        assert isinstance(app, TrainingBrainApp)
        screen = app.shown
        assert screen is not None
        before = screen.ready
        going = app._prune(screen)
        assert (before, screen.ready) == (True, False)
        app.tell("too late")
        await going
        app.tell("too late")


async def test_a_second_click_on_a_command(filled: Path) -> None:
    """It comes in when the palette has gone: nothing is run twice, and no screen goes with it."""
    async with shown(filled, SIZE, "ctrl+p", *"reload") as pilot:
        app = pilot.app
        assert isinstance(app, TrainingBrainApp)
        found, before = app.screen.query_one(CommandList), app.data_version
        while not found.option_count:
            await pilot.pause(0.05)
        for _ in range(2):
            found.post_message(CommandList.OptionSelected(found, found.get_option_at_index(0), 0))
        await settle(pilot)
        assert isinstance(app.screen, CalendarScreen)
        assert app.data_version == before + 1


async def test_a_dialog_left_twice_or_from_below(filled: Path) -> None:
    """Only itself goes, and what lies over it: never the screen beneath."""
    async with shown(filled, SIZE, "g") as pilot:
        dialog = pilot.app.screen
        assert isinstance(dialog, GoToDate)
        await pilot.press("ctrl+p")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CommandPalette)
        dialog.dismiss(None)
        dialog.dismiss(None)
        await settle(pilot)
        assert isinstance(pilot.app.screen, CalendarScreen)


async def test_a_click_on_a_command_that_has_just_gone(filled: Path) -> None:
    async with shown(filled, SIZE, "ctrl+p") as pilot:
        found = pilot.app.screen.query_one(CommandList)
        found.clear_options()
        style = Style.from_meta({"option": 3})
        click = events.Click(found, 2, 2, 0, 0, 1, False, False, False, style=style)
        found.post_message(click)
        await settle(pilot)
        assert pilot.app.is_running


async def test_work_for_later_that_has_lost_its_parts(filled: Path) -> None:
    """A resize while the screen is made anew, for another week's first day."""
    async with shown(filled, SIZE) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, CalendarScreen)
        done: list[str] = []
        screen.later(lambda: done.append("whole"))
        await settle(pilot)
        screen._remade = False
        screen.later(lambda: done.append("being made"))
        await settle(pilot)
        screen._remade = True
        assert done == ["whole"]
