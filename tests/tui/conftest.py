"""An app on a seeded mirror with a fixed clock, and its screen as plain text."""

import os
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.seed import NOW, seed
from tui.app import TrainingBrainApp

_SIZE = re.compile(r"mirror \d\.\d MB")
GOLDENS = Path(__file__).parent / "goldens"

type Shown = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the developer's terminal reaches the pictures."""
    for name in list(os.environ):
        if name in ("NO_COLOR", "COLORTERM", "LC_ALL", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled mirror, made once; tests get copies."""
    base = tmp_path_factory.mktemp("seeded")
    seed(base / "mirror.db")
    return base


@pytest.fixture
def filled(seeded: Path, tmp_path: Path) -> Path:
    shutil.copytree(seeded, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    seed(tmp_path / "home" / "mirror.db", full=False)
    return tmp_path / "home"


def make_app(base: Path, theme: str = "training-dark") -> TrainingBrainApp:
    app = TrainingBrainApp(base, clock=lambda: NOW)
    app.theme = theme
    return app


@asynccontextmanager
async def shown(base: Path, size: tuple[int, int], *keys: str) -> AsyncIterator[Pilot[None]]:
    """The running app after `keys`, all its workers done."""
    app = make_app(base)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[None]) -> None:
    """No message and no worker left."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def picture(pilot: Pilot[None]) -> str:
    """The screen's characters."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


def still(pilot: Pilot[None]) -> str:
    """The screen without what depends on SQLite's pages."""
    return _SIZE.sub("mirror 0.4 MB", picture(pilot))


def check(name: str, text: str) -> None:
    """Compare with the golden; `UPDATE_GOLDENS=1` writes it."""
    path = GOLDENS / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no golden {path.name}: run with UPDATE_GOLDENS=1 and look at it"
    assert text == path.read_text(encoding="utf-8")
