"""One registry: every action exists, no key means two things, nothing of Textual is overwritten."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

import tui
from tests.tui.conftest import picture, settle, shown
from tui.actions import Action
from tui.app import TrainingBrainApp
from tui.registry import everything
from tui.theme import THEMES
from tui.widgets.chrome import KeyBar


def _classes() -> Iterator[type]:
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and value.__module__ == module.name:
                yield value


def _owners() -> Iterator[tuple[type, tuple[Action, ...]]]:
    """Whoever has keys, with its registry: its own, or the one of its module."""
    for made in _classes():
        if "BINDINGS" not in vars(made):
            continue
        module = sys.modules[made.__module__]
        actions = getattr(made, "ACTIONS", ()) or getattr(module, "ACTIONS", ())
        if actions:
            yield made, tuple(actions)


OWNERS = list(_owners())


def test_every_part_with_actions_is_looked_at() -> None:
    listed = {id(owned.actions) for owned in everything()}
    seen = {owner.__name__ for owner, _ in OWNERS}
    assert listed <= {id(actions) for _, actions in OWNERS}
    assert seen >= {
        "TrainingBrainApp", "CalendarScreen", "WorkoutScreen", "FitnessScreen",
        "RecoveryScreen", "SourcesScreen",
        "SettingsScreen", "CalendarGrid", "MonthGrid", "EmptyState", "StreamChart", "LapsPane",
        "PlanPane", "CurvePane", "ZonesPane", "TrackPane", "LegsPane", "DaysPane", "BestsPane",
        "LevelsPane", "SpreadPane", "CardsPane", "HeatPane", "ListPane", "PutOffPane", "RowsPane",
        "ThresholdsPane", "KeysPane",
    }  # fmt: skip


@pytest.mark.parametrize(("owner", "actions"), OWNERS, ids=lambda v: getattr(v, "__name__", ""))
def test_actions_exist_and_keys_are_unique(owner: type, actions: tuple[Action, ...]) -> None:
    keys = [key for action in actions for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))
    for action in actions:
        name = action.action.partition("(")[0]
        target = TrainingBrainApp if name.startswith("app.") else owner
        assert hasattr(target, f"action_{name.removeprefix('app.')}")
        assert action.help


def test_no_private_name_of_textual_is_overwritten() -> None:
    """A widget with a method `_context` never mounts, and nothing says why."""
    for made in _classes():
        base = next((b for b in (App, Screen, Widget) if issubclass(made, b)), None)
        if base is None:
            continue
        own = {n for n, v in vars(made).items() if callable(v) and not n.startswith("__")}
        taken = {n for n in own if n.startswith("_") and hasattr(base, n)}
        assert not taken, f"{made.__name__}: {taken}"


@pytest.mark.parametrize("key", ["1", "2", "3", "4"])
async def test_footer_has_at_most_six_keys_and_ends_with_help(filled: Path, key: str) -> None:
    async with shown(filled, (80, 24), key) as pilot:
        keys = pilot.app.screen.query_one(KeyBar).keys()
        assert 3 <= len(keys) <= 6
        assert keys[-1][0] == "?"


async def test_a_click_on_a_key_does_what_the_key_does(filled: Path) -> None:
    """In the month, whose own action goes by the name of the screen's: one led into the other."""
    async with shown(filled, (80, 24), "m") as pilot:
        screen = pilot.app.screen
        assert screen.has_class("-month")
        at = picture(pilot).splitlines()[-1].index("m Month")
        await pilot.click(KeyBar, offset=(at, 0))
        await settle(pilot)
        assert not screen.has_class("-month")


async def test_palette_offers_every_screen_and_theme(filled: Path) -> None:
    async with shown(filled, (80, 24)) as pilot:
        titles = [c.title for c in pilot.app.get_system_commands(pilot.app.screen)]
    assert len(titles) == len(set(titles))
    assert {"Calendar", "Workout", "Fitness", "Recovery", "Go to date", "Today"} <= set(titles)
    assert sum(title.startswith("Theme") for title in titles) == len(THEMES)


_FIRST_PAINT = """
import asyncio, sys
from pathlib import Path
from tui.app import TrainingBrainApp
async def main():
    app = TrainingBrainApp(Path(sys.argv[1]))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        print("\\n".join(sorted(sys.modules)))
asyncio.run(main())
"""
_BANNED = (
    "numpy", "pydantic", "httpx", "keyring", "plotext", "supabase", "garminconnect",
    "stravalib", "icalendar", "sync", "textual.widgets._data_table",
    "markdown_it", "tui.screens.workout", "tui.screens.fitness", "tui.screens.recovery",
)  # fmt: skip


def test_first_paint_imports_nothing_it_does_not_draw(filled: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _FIRST_PAINT, str(filled)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    loaded = set(run.stdout.split())
    assert "tui.widgets.calendar.grid" in loaded
    assert not loaded.intersection(_BANNED)
