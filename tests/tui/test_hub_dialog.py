"""Joining a Supabase project by keys alone, against a real Postgres behind the gateway."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from mirror.database import open_mirror
from mirror.home import mirror_path
from mirror.hubstate import state
from sync.credentials import Credentials
from sync.hub import client
from sync.hub.round import KEY, URL
from tests.filled import fill
from tests.replicas.postgres import Postgres, free_port, postgres
from tests.replicas.supabase import Project, project
from tests.tui.conftest import picture, settle, shown
from tests.tui.seed import TODAY
from tests.tui.test_sources import until
from tui.screens.sources import SourcesScreen

OPEN = ("5", "down", "down", "down", "enter")


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


@pytest.fixture
def hub(server: Postgres) -> Iterator[Project]:
    with project(server) as running:
        yield running


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets go to the file, no account is given from outside, and no try waits for the next."""
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "file")
    for name in ("GARMIN_TOKENS", "PLAN_URL", "SUPABASE_URL", "SUPABASE_KEY"):
        monkeypatch.delenv(f"TRAINING_BRAIN_{name}", raising=False)
    monkeypatch.setattr(client, "_LONGEST_PAUSE_S", 0.01)


async def filled_in(pilot: Pilot[None], url: str, key: str, says: str) -> None:
    """Clears the address, pastes both as from a password manager, and waits for the answer."""
    await pilot.press("home", "ctrl+k")
    pilot.app.post_message(events.Paste(url))
    await pilot.press("tab")
    pilot.app.post_message(events.Paste(key))
    await pilot.press("enter")
    await patiently(pilot, one_line(pilot, says))
    assert key not in picture(pilot)


async def patiently(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """`until`, for what a database does on a busy machine."""
    for _ in range(4):
        with suppress(AssertionError):
            return await until(pilot, holds)
    return await until(pilot, holds)


def one_line(pilot: Pilot[None], says: str) -> Callable[[], bool]:
    """Is it said, over however many lines?"""
    frame = str.maketrans(dict.fromkeys("│┃▌▐█▊▎║", " "))
    return lambda: says in " ".join(picture(pilot).translate(frame).split())


async def test_wrong_key_then_unreachable_then_joined(empty: Path, hub: Project) -> None:
    async with shown(empty, (80, 24), *OPEN) as pilot:
        await until(pilot, lambda: "Secret key" in picture(pilot))
        await filled_in(pilot, hub.url, "sb_secret_wrong", "the key was refused")
        await filled_in(pilot, hub.url, "sb_publishable_x", "needs the secret one")
        nowhere = f"http://127.0.0.1:{free_port()}"
        await filled_in(pilot, nowhere, hub.key, "nothing was kept")
        assert Credentials(empty).read(KEY) is None
        await filled_in(pilot, hub.url, hub.key, "Supabase answers at")
        assert "enter starts a sync" in picture(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SourcesScreen)
    credentials = Credentials(empty)
    kept = credentials.read(URL), credentials.read(KEY)
    assert [secret.reveal() for secret in kept if secret] == [hub.url, hub.key]
    with open_mirror(mirror_path(empty)) as mirror:
        assert state(mirror, "url") == hub.url


async def test_enter_on_the_answer_starts_the_first_exchange(empty: Path, hub: Project) -> None:
    with open_mirror(mirror_path(empty)) as mirror:
        fill(mirror, TODAY, 12, seconds_stored=False)
        mirror.db.execute("UPDATE workouts_executed SET fit_file_path = NULL")
    async with shown(empty, (80, 24), *OPEN) as pilot:
        await until(pilot, lambda: "Secret key" in picture(pilot))
        await filled_in(pilot, hub.url, hub.key, "Supabase answers at")
        await pilot.press("enter")
        await patiently(pilot, lambda: "in step" in picture(pilot))
        assert hub.sql("select 1 from training.units where kind = 'wellness' limit 1")


async def test_a_project_without_the_tables_says_what_to_do(empty: Path, server: Postgres) -> None:
    with project(server, schema=False) as bare:
        async with shown(empty, (80, 24), *OPEN) as pilot:
            await until(pilot, lambda: "Secret key" in picture(pilot))
            await filled_in(pilot, bare.url, bare.key, "run `training-brain db migrate`")
            assert "enter starts a sync" not in picture(pilot)
