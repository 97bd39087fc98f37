"""Every screen as plain text at three sizes; a change shows in the diff as the athlete sees it."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from mirror.errors import MirrorError
from tests.tui import edges
from tests.tui.conftest import check, picture, settle, shown, still
from tui.app import TrainingBrainApp
from tui.reader import Reader

SIZES = ((80, 24), (120, 40), (200, 50))
SCREENS = {"calendar": (), "workout": ("2",), "fitness": ("3",), "recovery": ("4",)}
ALL_SCREENS = {**SCREENS, "sources": ("5",), "settings": ("6",)}

#: Of the sources' own failures there are pictures too.
_FAILING = {"sources": "unreadable"}


def named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def beyond_80(size: tuple[int, int]) -> str:
    """The smallest size goes without its name."""
    return "" if size[0] == 80 else f"-{named(size)}"


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("screen", SCREENS)
async def test_filled(filled: Path, screen: str, size: tuple[int, int]) -> None:
    async with shown(filled, size, *SCREENS[screen]) as pilot:
        text = picture(pilot)
    assert all(cell_len(line) <= size[0] for line in text.splitlines())
    check(f"{screen}-{size[0]}x{size[1]}", text)


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("screen", SCREENS)
async def test_empty(empty: Path, screen: str, size: tuple[int, int]) -> None:
    async with shown(empty, size, *SCREENS[screen]) as pilot:
        check(f"{screen}-empty{beyond_80(size)}", picture(pilot))


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("screen", ALL_SCREENS)
async def test_failing(
    filled: Path, screen: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mirror cannot be read any more: what was there stays, the top bar says why it is old."""

    def refuse(_: Reader) -> bool:
        raise MirrorError("mirror.db is damaged: training-brain doctor tells what to do.")

    async with shown(filled, size, *ALL_SCREENS[screen]) as pilot:
        monkeypatch.setattr(Reader, "changed", refuse)
        app = pilot.app
        assert isinstance(app, TrainingBrainApp)
        app._watch()
        app._watch()  # told in full once, not every second
        await settle(pilot)
        (toast,) = app._notifications
        assert toast.message.endswith("training-brain doctor tells what to do.")
        text = still(pilot)
    assert "mirror.db is damaged" in text
    check(f"{screen}-{_FAILING.get(screen, 'failing')}{beyond_80(size)}", text)


@pytest.mark.parametrize("size", SIZES, ids=named)
async def test_the_demo_is_being_made(empty: Path, size: tuple[int, int]) -> None:
    async with shown(empty, size) as pilot:
        app = pilot.app
        assert isinstance(app, TrainingBrainApp)
        app.demo = True
        app.tell("demo athlete 34 %")
        app.action_reload()
        await settle(pilot)
        check(f"calendar-demo-loading{beyond_80(size)}", picture(pilot))


@pytest.mark.parametrize("size", SIZES, ids=named)
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
async def test_states(
    filled: Path, name: str, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with shown(filled, size, *keys) as pilot:
        check(f"state-{name}{beyond_80(size)}", picture(pilot))


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("change", [edges.odd, edges.ultra, edges.long_sports, edges.streamless])
async def test_odd_workouts(filled: Path, change: edges.Change, size: tuple[int, int]) -> None:
    edges.make(filled, change)
    async with shown(filled, size, "2") as pilot:
        text = picture(pilot)
    assert all(cell_len(line) <= size[0] for line in text.splitlines())
    check(f"workout-{getattr(change, '__name__')}-{named(size)}", text)  # noqa: B009
