"""The guide of an empty mirror, the import from inside, and jump mode."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from sync.sources.files.process import Imported
from tests.sync.files.recordings import fit
from tests.tui.conftest import check, make_app, picture, settle, shown
from tests.tui.seed import TODAY
from tui import app as app_module
from tui.importing import told
from tui.screens.calendar import CalendarScreen
from tui.screens.edit.importing import ImportCard, PathOffers, offers, read_path
from tui.screens.jump import JumpLayer, Letter
from tui.screens.settings import SettingsScreen
from tui.widgets.empty import EmptyState
from tui.widgets.settings.thresholds import ThresholdsPane

SIZE = (100, 30)


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Another process works: look until it is done."""
    for _ in range(300):
        if holds():
            return
        await pilot.pause(0.1)
    pytest.fail("it never came")


async def test_the_guide_has_the_focus_and_its_keys(empty: Path) -> None:
    async with shown(empty, (80, 24)) as pilot:
        assert isinstance(pilot.app.focused, EmptyState)
        check("guide", picture(pilot))
        await pilot.press("down", "down", "down", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SettingsScreen)


async def test_the_guide_leads_to_the_demo(empty: Path) -> None:
    app = make_app(empty)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("d")
        await pilot.pause()
    assert app.wants_demo


def test_run_goes_on_with_the_demo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[tuple[Path, bool]] = []

    class Fake:
        return_code = 0

        def __init__(self, base: Path, *, demo: bool) -> None:
            self.wants_demo = not demo
            seen.append((base, demo))

        def run(self) -> None:
            """Nothing to show."""

    monkeypatch.setattr(app_module, "TrainingBrainApp", Fake)
    assert app_module.run(tmp_path) == 0
    assert seen == [(tmp_path, False), (tmp_path / "demo", True)]


async def test_a_folder_is_imported_and_appears(empty: Path, tmp_path: Path) -> None:
    rides = tmp_path / "rides"
    rides.mkdir()
    (rides / "ride.fit").write_bytes(fit())
    (rides / "broken.gpx").write_text("<gpx", encoding="utf-8")
    (rides / "notes.txt").write_text("felt good", encoding="utf-8")
    async with shown(empty, SIZE, "i") as pilot:
        card = pilot.app.screen
        assert isinstance(card, ImportCard)
        card.query_one(Input).value = str(rides)
        await pilot.press("enter")
        assert card.job is not None
        job = card.job
        await until(pilot, lambda: not job.busy)
        await settle(pilot)
        assert job.finished is not None
        assert (job.finished.imported, job.finished.failed) == (1, 1)
        await until(pilot, lambda: "broken.gpx" in picture(pilot))
        assert "1 skipped   " in picture(pilot)
        assert job.finished.skips[0][0] in picture(pilot)
        await pilot.press("enter")
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, CalendarScreen)  # enter opens nothing beneath the card
        assert "Welcome" not in picture(pilot)
        assert screen.view.selected() is not None  # the first files take the calendar along
        toasts = [toast.message for toast in pilot.app._notifications]
        assert any("1 imported, 1 skipped, 1 failed" in toast for toast in toasts)
        assert any("t goes to today, 2 opens it" in toast for toast in toasts)


async def test_a_path_that_is_not_there(empty: Path) -> None:
    async with shown(empty, (80, 24), "i") as pilot:
        pilot.app.screen.query_one(Input).value = "/nowhere/at/all"
        await pilot.press("enter")
        await settle(pilot)
        check("import-error", picture(pilot))
        assert isinstance(pilot.app.screen, ImportCard)


@pytest.mark.parametrize("start", ["", "'"])
async def test_a_whole_path_is_typed_over_the_first_tilde(
    empty: Path, tmp_path: Path, start: str
) -> None:
    (tmp_path / "rides").mkdir()
    async with shown(empty, SIZE, "i") as pilot:
        field = pilot.app.screen.query_one(Input)
        assert field.value == "~/"
        field.insert_text_at_cursor(f"{start}{tmp_path}/ri")
        await settle(pilot)
        assert field.value == f"{start}{tmp_path}/ri"
        await pilot.press("x")
        assert field.value == f"{start}{tmp_path}/rix"


async def test_later_files_leave_the_calendar_where_it_is(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "ride.fit").write_bytes(fit())
    async with shown(filled, SIZE, "I") as pilot:
        card = pilot.app.screen
        assert isinstance(card, ImportCard)
        card.query_one(Input).value = str(tmp_path / "ride.fit")
        await pilot.press("enter")
        assert card.job is not None
        job = card.job
        await until(pilot, lambda: not job.busy)
        await settle(pilot)
        await pilot.press("escape")
        screen = pilot.app.screen
        assert isinstance(screen, CalendarScreen)
        assert screen.view.day == TODAY


async def test_tab_completes_a_path(empty: Path, tmp_path: Path) -> None:
    (tmp_path / "training" / "2026").mkdir(parents=True)
    async with shown(empty, SIZE, "i") as pilot:
        field = pilot.app.screen.query_one(Input)
        field.value = f"{tmp_path}/trai"
        await settle(pilot)
        await pilot.press("tab")
        assert field.value == f"{tmp_path}/training/"
        await settle(pilot)
        assert pilot.app.screen.query_one(PathOffers).names == [f"{tmp_path}/training/2026/"]


async def test_the_demo_takes_no_files(empty: Path) -> None:
    app = make_app(empty)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        app.demo = True
        await pilot.press("I")
        await settle(pilot)
        assert isinstance(app.screen, CalendarScreen)
        (toast,) = list(app._notifications)
        assert "made up" in toast.message


def test_offers_hide_dot_files_until_asked_and_never_raise(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "Rides").mkdir()
    (tmp_path / "a.fit").touch()
    assert offers(f"{tmp_path}/") == [f"{tmp_path}/Rides/", f"{tmp_path}/a.fit"]
    assert offers(f"{tmp_path}/r") == [f"{tmp_path}/Rides/"]
    assert offers(f"{tmp_path}/.h") == [f"{tmp_path}/.hidden/"]
    assert offers("~nobody-of-that-name/x") == []
    assert offers("a\0b/c") == []


def test_a_quoted_path_with_spaces_is_read(tmp_path: Path) -> None:
    (tmp_path / "my rides").mkdir()
    assert read_path(f"'{tmp_path}/my rides' ") == tmp_path / "my rides"
    with pytest.raises(ValueError, match="Tab completes"):
        read_path("a\0b")


@pytest.mark.parametrize(
    ("imported", "text"),
    [
        (Imported(2, 1, 0, 0, [], [], 1.0, False, None), "2 imported, 1 known already."),
        (Imported(0, 0, 0, 0, [], [], 1.0, False, None), "No workout files found there."),
        (Imported(1, 0, 0, 0, [], [], 1.0, True, None), "1 imported. Stopped; import it again"),
        (Imported(0, 0, 0, 3, [], [], 1.0, False, None), "3 failed. training-brain import"),
        (Imported(1, 0, 0, 0, [], [], 1.0, False, "The disk is full."), "The disk is full."),
    ],
)
def test_told(imported: Imported, text: str) -> None:
    assert text in told(imported)


# Jump mode


async def test_a_letter_focuses_its_part(filled: Path) -> None:
    async with shown(filled, (120, 40), "6", "semicolon") as pilot:
        assert isinstance(pilot.app.screen, JumpLayer)
        labels = {type(label.target): label.letter for label in pilot.app.screen.query(Letter)}
        assert sorted(labels.values()) == sorted("asdfg")
        await pilot.press(labels[ThresholdsPane])
        await settle(pilot)
        assert isinstance(pilot.app.focused, ThresholdsPane)


async def test_any_other_key_leaves_jump_mode(filled: Path) -> None:
    async with shown(filled, (120, 40), "4", "ctrl+o", "f12") as pilot:
        assert not isinstance(pilot.app.screen, JumpLayer)
