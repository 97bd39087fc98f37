"""The sources screen: its states at three sizes, its keys, and the sync that runs beside it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from mirror import ledger, settings
from mirror.database import Mirror, open_mirror
from mirror.ledger import Entry
from sync import progress as events
from sync.lock import only_one
from sync.sources.garmin import account
from tests.tui.conftest import check, make_app, picture, settle, shown, still
from tests.tui.seed import NOW, TODAY
from tui.dialogs.backfill import BackfillDialog
from tui.dialogs.garmin import GarminDialog
from tui.dialogs.plan import PlanDialog
from tui.screens.sources import SourcesScreen
from tui.syncing import Running, Syncing, duration
from tui.widgets.chrome import TopBar
from tui.widgets.sources.heat import HeatPane
from tui.widgets.sources.progress import ProgressPane
from tui.widgets.sources.putoff import PutOffPane

SIZES = ((80, 24), (120, 40), (200, 50))
_STAMP = NOW.isoformat(timespec="seconds")


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's keyring is asked by these tests."""
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "file")


def days(count: int, *, skip: int = 0) -> list[str]:
    return [(TODAY - timedelta(ago)).isoformat() for ago in range(skip, skip + count)]


def sign_in(mirror: Mirror) -> None:
    account.remember(mirror, account.Account("athlete-0001", "Alex Example", "9"))
    account.note_renewal(mirror, NOW)
    settings.put(mirror, account.DATA_AS_OF, "2026-11-23T06:40:00+00:00")


def give_history(mirror: Mirror) -> None:
    """Twenty weeks of sleep and HRV, a hole that failed, days nobody asked for."""
    for dataset in ("sleep", "hrv"):
        found = [Entry(day, "full") for day in days(140)]
        ledger.put(mirror, "garmin", dataset, found, now=_STAMP)
    nothing = [Entry(day, "absent", reason="Garmin has nothing for this day") for day in days(60)]
    ledger.put(mirror, "garmin", "weight", nothing, now=_STAMP)
    result = {
        "message": "Up to date; 45 written.",
        "seconds": 12.4,
        "sources": {"garmin": {"written": 45, "failed": 0, "requests": 31}},
    }
    ledger.start_run(mirror, "a", "daily", "2026-11-23T05:00:00+00:00")
    ledger.finish_run(mirror, "a", "done", json.dumps(result), "2026-11-23T05:00:12+00:00")


def fail(mirror: Mirror) -> None:
    again = "2026-11-23T13:00:00+00:00"
    hole = [Entry(day, "failed", 2, "Garmin answered with HTTP 500.", again)
            for day in days(20, skip=30)]  # fmt: skip
    ledger.put(mirror, "garmin", "hrv", hole, now=_STAMP)
    gone = [Entry("10000017", "failed", 5, "given up: Garmin refuses it (HTTP 403).")]
    ledger.put(mirror, "garmin", "originals", gone, now=_STAMP)
    result = {"message": "Garmin cannot be reached.", "seconds": 3.0, "sources": {}}
    ledger.start_run(mirror, "b", "auto", "2026-11-23T11:00:00+00:00")
    ledger.finish_run(mirror, "b", "offline", json.dumps(result), "2026-11-23T11:00:03+00:00")


def prepare(base: Path, state: str) -> None:
    with open_mirror(base / "mirror.db") as mirror:
        if state == "nothing":
            return
        sign_in(mirror)
        give_history(mirror)
        if state == "throttled":
            account.forget(mirror)
            account.block_sign_in(mirror, NOW)
        if state == "failing":
            fail(mirror)


_RUNNING = Running(
    phase="running",
    profile="backfill",
    since=TODAY.replace(year=2024),
    done=120,
    total=353,
    failed=2,
    left_s=233.0,
    label="hrv 2025-09-01 to 2025-09-28",
)


async def set_running(pilot: Pilot[None], running: Running) -> None:
    """As if a sync were at this point."""
    app: Any = pilot.app
    app.background.syncing.state = running
    app.tell(running.line())
    app.screen.show_run()
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", ["nothing", "signed-in", "syncing", "throttled", "failing"])
async def test_pictures(empty: Path, state: str, size: tuple[int, int]) -> None:
    prepare(empty, state)
    async with shown(empty, size, "5") as pilot:
        if state == "syncing":
            await set_running(pilot, _RUNNING)
        text = still(pilot)
    assert all(cell_len(line) <= size[0] for line in text.splitlines())
    check(f"sources-{state}-{size[0]}x{size[1]}", text)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("stored", ("tab", "down", *["left"] * 5)),
        ("putoff", ("tab", "tab", "down")),
        ("history", ("tab", "tab", "tab")),
    ],
)
async def test_parts_one_behind_the_other(empty: Path, name: str, keys: tuple[str, ...]) -> None:
    prepare(empty, "failing")
    async with shown(empty, (80, 24), "5", *keys) as pilot:
        check(f"state-sources-{name}", still(pilot))


@pytest.mark.parametrize(
    ("name", "keys"),
    [("garmin", ("enter",)), ("backfill", ("b",)), ("leave", ("x",)), ("plan", ("down", "enter"))],
)
async def test_dialogs(
    empty: Path, name: str, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(empty, "signed-in")
    async with shown(empty, (80, 24), "5") as pilot:
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await until(pilot, lambda: "Looking" not in picture(pilot))
        check(f"state-sources-{name}", still(pilot))


async def until(pilot: Pilot[None], holds: Any) -> None:
    """For what threads of our own do: a few seconds at most."""
    for _ in range(200):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError(f"still not so:\n{picture(pilot)}")


async def test_a_cell_says_what_is_missing_and_why(empty: Path) -> None:
    prepare(empty, "failing")
    async with shown(empty, (80, 24), "5", "tab", "down", *["left"] * 5) as pilot:
        text = picture(pilot)
        assert "HRV, 19 Oct – 25 Oct" in text
        assert "put off (Garmin answered with HTTP 500)" in text
        assert "again today 13:00" in text
        await pilot.press("minus")
        await settle(pilot)
        assert pilot.app.screen.query_one(HeatPane).found is not None
        assert "HRV, 1 Nov – today" in picture(pilot)


async def test_what_was_put_off_is_tried_again(empty: Path) -> None:
    prepare(empty, "failing")
    async with shown(empty, (120, 40), "5", "tab", "tab") as pilot:
        assert "given up" in picture(pilot)
        await pilot.press("r")
        await settle(pilot)
        lines = pilot.app.screen.query_one(PutOffPane).lines
        assert all(line.next_try_at is not None for line in lines)
    with open_mirror(empty / "mirror.db") as mirror:
        entry = ledger.entries(mirror, "garmin", "originals")["10000017"]
        assert entry.attempts == 0
        assert entry.next_try_at is not None


async def test_status_of_a_running_sync_is_on_every_screen(filled: Path) -> None:
    for size in ((80, 24), (120, 40)):
        async with shown(filled, size, "5") as pilot:
            await set_running(pilot, _RUNNING)
            for key in "12346":
                await pilot.press(key)
                await settle(pilot)
                assert "backfill 34 %" in picture(pilot).splitlines()[0]


async def test_a_sync_of_another_process_shows_by_itself(empty: Path) -> None:
    prepare(empty, "signed-in")
    app = make_app(empty)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("5")
        await settle(pilot)
        with only_one(empty, "sync daily"):
            app._watch()
            await settle(pilot)
            assert "sync daily runs" in picture(pilot).splitlines()[0]
            assert "Another process is at work" in picture(pilot)
            await pilot.press("s")
            await settle(pilot)
            assert not app.background.syncing.busy
            with open_mirror(empty / "mirror.db") as mirror:
                ledger.start_run(mirror, "c", "daily", "2026-11-23T11:59:00+00:00")
            app._pressed_at = 0.0
            app._watch()
            await settle(pilot)
            assert "under way" in picture(pilot)
        app._watch()
        await settle(pilot)
        assert "sync daily runs" not in picture(pilot)


async def test_the_demo_syncs_and_signs_in_nowhere(empty: Path) -> None:
    app = make_app(empty)
    async with app.run_test(size=(120, 40)) as pilot:
        app.demo = True
        for key in ("5", "s", "b", "p"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(app.screen, SourcesScreen)
        assert not app.background.syncing.busy
        assert "Garmin" not in picture(pilot)


def test_progress_of_a_run(tmp_path: Path) -> None:
    sync = Syncing(tmp_path)
    for event in (
        events.Started("garmin backfill", 1),
        events.Found(9),
        events.Done("sleep", "stored"),
        events.Done("hrv", "failed"),
        events.Left(8, 125.0),
        events.Note("Waiting."),
    ):
        sync._heard(event)
    state = sync.state
    assert (state.done, state.total, state.failed, state.left_s) == (2, 10, 1, 125.0)
    assert (state.label, state.note) == ("hrv", "Waiting.")


@pytest.mark.parametrize(
    ("running", "line"),
    [
        (Running(), ""),
        (Running("running"), "sync starts"),
        (Running("running", done=1, total=4), "sync 25 %"),
        (Running("running", "backfill", done=1, total=4, left_s=90.0), "backfill 25 % · 2 min"),
        (Running("pausing", "backfill"), "backfill pausing"),
        (Running("paused", "daily"), "daily sync paused"),
    ],
)
def test_line_of_the_top_bar(running: Running, line: str) -> None:
    assert running.line() == line


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (59, "59 s"), (61, "1 min"), (5900, "98 min"), (7500, "2 h 05")],
)
def test_duration(seconds: float, text: str) -> None:
    assert duration(seconds) == text


async def test_a_dialog_that_is_left_forgets_what_was_typed(empty: Path) -> None:
    async with shown(empty, (80, 24), "5", "enter") as pilot:
        await until(pilot, lambda: "E-mail" in picture(pilot))
        await pilot.press(*"a@b.c", "tab", *"hunter2-hunter2")
        dialog = pilot.app.screen
        assert isinstance(dialog, GarminDialog)
        text, svg = picture(pilot), pilot.app.export_screenshot()
        assert "hunter2" not in text + svg
        assert "hunter2" not in "".join(map(repr, dialog.query("*")))
        await pilot.press("ctrl+a", "ctrl+c")
        assert "hunter2" not in pilot.app.clipboard
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SourcesScreen)


async def test_a_plan_address_of_no_use_is_told_without_it(empty: Path) -> None:
    async with shown(empty, (80, 24), "5", "down", "enter") as pilot:
        await until(pilot, lambda: "Address of the calendar" in picture(pilot))
        assert isinstance(pilot.app.screen, PlanDialog)
        await pilot.press(*"http", "colon", "slash", "slash", *"x.org", "slash", *"S3CRETK")
        await pilot.press("enter")
        await until(pilot, lambda: "must begin with webcal" in picture(pilot))
        assert "S3CRETK" not in picture(pilot)
        assert not (empty / "secrets" / "secrets.json").exists()


async def test_a_backfill_begins_in_the_past(empty: Path) -> None:
    async with shown(empty, (80, 24), "5", "b") as pilot:
        dialog = pilot.app.screen
        assert isinstance(dialog, BackfillDialog)
        await pilot.press("ctrl+u", *"2030-01-01", "enter")
        await settle(pilot)
        assert pilot.app.screen is dialog
        assert "A day in the past" in picture(pilot)


async def test_no_colour_alone(empty: Path) -> None:
    """Each state of a cell has its own sign, and the legend names it."""
    from reports.sources import Cell
    from tui.widgets.sources.heat import LEGEND, sign

    cells = [
        Cell({}, full=1),
        Cell({}, summary=1),
        Cell({}, absent=1),
        Cell({}, pending=1),
        Cell({}, failed=1),
        Cell({}, unasked=1),
    ]
    assert [sign(cell) for cell in cells] == list(LEGEND)
    prepare(empty, "failing")
    async with shown(empty, (200, 50), "5") as pilot:
        text = picture(pilot)
        assert all(f"{glyph} {words}" in text for glyph, words in LEGEND.items())
        assert pilot.app.screen.query_one(ProgressPane).last is not None
        assert pilot.app.screen.query_one(TopBar).current == "sources"
