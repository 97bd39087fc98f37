"""Fitness and recovery: each pane at three sizes, by keys and mouse, with little and none."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from mirror.database import open_mirror
from tests.filled import fill
from tests.tui.conftest import check, picture, settle, shown
from tests.tui.seed import RIDE, RUN, TODAY
from tui.levels import level, level_change
from tui.screens.fitness import FitnessScreen
from tui.screens.recovery import RecoveryScreen
from tui.screens.workout import WorkoutScreen
from tui.units import Units
from tui.widgets.fitness.bests import BestsPane
from tui.widgets.fitness.form import FormPane
from tui.widgets.fitness.spread import SpreadPane
from tui.widgets.recovery.days import bridged
from tui.widgets.tabs import Tabs

NARROW, WIDE, HUGE = (80, 24), (120, 40), (200, 50)
SIZES = pytest.mark.parametrize(
    "size", [NARROW, WIDE, HUGE], ids=lambda size: f"{size[0]}x{size[1]}"
)


def name_of(what: str, size: tuple[int, int]) -> str:
    return f"{what}-{size[0]}x{size[1]}"


@SIZES
@pytest.mark.parametrize(
    ("what", "keys"),
    [
        ("fitness-zones", ("3", "tab", "tab")),
        ("fitness-bests", ("3", "tab", "tab", "tab", "b", "left")),
        ("fitness-thresholds", ("3", "shift+tab")),
        ("fitness-all", ("3", "minus", "minus", "minus")),
        ("recovery-flagged", ("4", "minus", *["left"] * 44)),
        ("recovery-body", ("4", "shift+tab")),
    ],
)
async def test_panes(filled: Path, what: str, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    async with shown(filled, size, *keys) as pilot:
        check(name_of(what, size), picture(pilot))


@pytest.mark.parametrize("keys", [("3", "tab", "tab"), ("3", "shift+tab"), ("4", "shift+tab")])
async def test_an_empty_athlete_reads_what_to_do(empty: Path, keys: tuple[str, ...]) -> None:
    async with shown(empty, NARROW, *keys) as pilot:
        check(f"season-empty-{keys[0]}{len(keys)}", picture(pilot))


@pytest.fixture
def once(empty: Path) -> Path:
    """One ride, nothing planned, not a night."""
    with open_mirror(empty / "mirror.db") as mirror:
        fill(mirror, TODAY, 1)
        mirror.db.execute("DELETE FROM workouts_planned")
        mirror.db.execute("DELETE FROM wellness_daily")
    return empty


@SIZES
@pytest.mark.parametrize("screen", ["3", "4"])
async def test_one_workout_only(once: Path, screen: str, size: tuple[int, int]) -> None:
    async with shown(once, size, screen) as pilot:
        check(name_of(f"season-one-{screen}", size), picture(pilot))


async def test_what_a_watch_does_not_give_is_said(filled: Path) -> None:
    with open_mirror(filled / "mirror.db") as mirror:
        mirror.db.execute(
            "UPDATE wellness_daily SET training_readiness = NULL, stress_avg = NULL,"
            " sleep_deep_s = NULL, sleep_light_s = NULL, sleep_rem_s = NULL"
        )
        mirror.db.execute("UPDATE wellness_daily SET rhr_bpm = NULL WHERE date > '2026-10-01'")
    async with shown(filled, WIDE, "4") as pilot:
        text = picture(pilot)
    assert "no readiness" in text
    assert "no sleep stages" in text
    assert "No stress in the past year." in text
    assert "No resting heart rate since 1 October 2026" in text


# Keys, mouse


async def test_tab_goes_round_and_the_tabs_follow(filled: Path) -> None:
    async with shown(filled, NARROW, "3") as pilot:
        found = []
        for _ in range(6):
            focused = pilot.app.screen.focused
            tabs = pilot.app.screen.query_one(".panes", Tabs)
            assert focused is not None
            found.append((focused.id, tabs.chosen))
            await pilot.press("tab")
            await settle(pilot)
        assert found == [
            ("form", 0), ("weekly", 1), ("spread", 2), ("bests", 3), ("levels", 4), ("form", 0),
        ]  # fmt: skip


async def test_a_click_on_a_tab_shows_its_pane(filled: Path) -> None:
    async with shown(filled, NARROW, "4") as pilot:
        await pilot.click(".panes", offset=(17, 0))
        await settle(pilot)
        focused = pilot.app.screen.focused
        assert focused is not None
        assert focused.id == "pulse"
        await pilot.click(".ranges", offset=(20, 0))
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, RecoveryScreen)
        assert screen.span == 365


async def test_all_charts_move_together(filled: Path) -> None:
    async with shown(filled, HUGE, "4", "left", "left") as pilot:
        text = picture(pilot)
    assert text.count("21 Nov ") == 7


def bests(pilot: Pilot[None]) -> BestsPane:
    return pilot.app.screen.query_one(BestsPane)


async def test_periods_are_cycled_each_by_its_key(filled: Path) -> None:
    async with shown(filled, NARROW, "3", "tab", "tab", "tab") as pilot:
        found = []
        for key in "aaaaab":
            await pilot.press(key)
            await settle(pilot)
            pair = bests(pilot).pair
            assert pair is not None
            assert pair.one is not None
            assert pair.other is not None
            found.append((pair.one.window, pair.other.window))
        assert found == [
            ("season", "season"), ("last_season", "season"), ("all", "season"), ("4w", "season"),
            ("12w", "season"), ("12w", "last_season"),
        ]  # fmt: skip


async def test_enter_opens_the_workout_of_the_best(filled: Path) -> None:
    async with shown(filled, NARROW, "3", "tab", "tab", "tab", "enter") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, WorkoutScreen)
        assert screen.analysis is not None
        assert screen.analysis.workout.id == RIDE
    async with shown(filled, NARROW, "3", "tab", "tab", "tab", "m", "enter") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, WorkoutScreen)
        assert screen.analysis is not None
        assert screen.analysis.workout.id == RUN


async def test_zones_take_the_next_series(filled: Path) -> None:
    async with shown(filled, NARROW, "3", "tab", "tab") as pilot:
        pane = pilot.app.screen.query_one(SpreadPane)
        count = len(pane.zones.series) if pane.zones else 0
        seen = []
        for _ in range(count + 1):
            assert pane.series is not None
            seen.append((pane.series.sport, pane.series.metric))
            await pilot.press("z")
        assert len(set(seen)) == count >= 4
        assert seen[0] == seen[-1]


async def test_thresholds_scroll_to_their_end(filled: Path) -> None:
    async with shown(filled, NARROW, "3", "shift+tab") as pilot:
        assert "↓ more" in picture(pilot)
        await pilot.press(*["down"] * 40)
        await settle(pilot)
        text = picture(pilot)
        assert "↓ more" not in text
        assert "Run Threshold heart rate" in text


async def test_ten_years_of_all(empty: Path) -> None:
    with open_mirror(empty / "mirror.db") as mirror:
        fill(mirror, TODAY, 1500, seconds_stored=False)
    async with shown(empty, WIDE, "3", "minus", "minus", "minus", "tab", "left") as pilot:
        text = picture(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, FitnessScreen)
        fitted = screen.query_one(FormPane).fitness
    assert fitted is not None
    assert fitted.days[0].date == (TODAY - timedelta(days=1499)).isoformat()
    assert "22 Nov 2026" in text


# Small things


def test_points_are_joined_unless_they_are_far_apart() -> None:
    assert bridged([None, 70.0, None, None, 73.0, None]) == [None, 70.0, 71.0, 72.0, 73.0, None]
    far: list[float | None] = [70.0, *[None] * 40, 73.0]
    assert bridged(far) == far


def test_levels_in_the_athletes_units() -> None:
    pace = "threshold_pace_s_per_km"
    assert level(pace, 248.0, Units()) == "4:08/km"
    assert level(pace, 248.0, Units(metric=False)) == "6:39/mi"
    assert level_change(pace, -3.4, Units()) == "−3 s/km"
    assert level("css_s_per_100m", 96.0, Units()) == "1:36/100m"
    assert level("css_s_per_100m", 96.0, Units(metric=False)) == "1:28/100y"
    assert (level("ftp_w", 262.4, Units()), level_change("ftp_w", 6.0, Units())) == (
        "262 W",
        "+6 W",
    )
    assert (level("lthr_bpm", None, Units()), level_change("lthr_bpm", None, Units())) == ("–", "")
