"""The athlete's own keys: read, checked, shown, changed from inside."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import settle, shown
from tui import keymap
from tui.screens.calendar import CalendarScreen
from tui.screens.edit.key import KeyCard
from tui.screens.fitness import FitnessScreen
from tui.screens.help import HelpCard
from tui.screens.recovery import RecoveryScreen
from tui.screens.settings import SettingsScreen
from tui.widgets.chrome import KeyBar

SIZE = (120, 40)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("f", "f"),
        ("F", "F"),
        ("?", "question_mark"),
        ("ctrl+t", "ctrl+t"),
        ("Ctrl+T", "ctrl+t"),
        ("shift+left", "shift+left"),
        ("f5", "f5"),
        ("F12", "f12"),
        ("pageup", "pageup"),
        ("slash", "slash"),
        ("ctrl+/", "ctrl+/"),
        ("", None),
        ("ff", None),
        ("hyper+x", None),
        ("ctrl+", None),
        ("é", None),
        ("f99", None),
    ],
)
def test_read_key(text: str, key: str | None) -> None:
    assert keymap.read_key(text) == key


def write(home: Path, text: str) -> None:
    keymap.path(home).write_text(text, encoding="utf-8")


def shown_screen(pilot: Pilot[None]) -> type:
    return type(pilot.app.screen)


async def test_the_own_key_works_and_the_usual_one_no_more(filled: Path) -> None:
    write(filled, 'fitness = "f7"\nrecovery = ["W", "ctrl+w"]\n')
    async with shown(filled, SIZE, "f7") as pilot:
        assert shown_screen(pilot) is FitnessScreen
        await pilot.press("ctrl+w")
        await settle(pilot)
        assert shown_screen(pilot) is RecoveryScreen
        await pilot.press("1", "3")
        await settle(pilot)
        assert shown_screen(pilot) is CalendarScreen
        assert not pilot.app._notifications


async def test_footer_help_and_palette_tell_the_own_key(filled: Path) -> None:
    write(filled, 'help = "ctrl+g"\n')
    async with shown(filled, SIZE) as pilot:
        shown_keys = pilot.app.screen.query_one(KeyBar).keys()
        assert ("ctrl+g", "Help") in [entry[:2] for entry in shown_keys]
        commands = {c.title: c.help for c in pilot.app.get_system_commands(pilot.app.screen)}
        assert commands["Help"].endswith("(ctrl+g)")
        await pilot.press("ctrl+g")
        await settle(pilot)
        card = pilot.app.screen
        assert isinstance(card, HelpCard)
        rows = ["".join(text for text, _ in line) for line in card.lines(76)]
        (row,) = [row for row in rows if "What this screen is for" in row]
        assert row.startswith("ctrl+g ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('fitnes = "f"', "there is no action fitnes. Did you mean fitness?"),
        ('fitness = "ff"', 'fitness = "ff" is no key'),
        ("fitness = 3", "fitness = 3 is no key"),
        ("fitness = []", "is no key"),
        ('fitness = "4"', "fitness cannot have 4, it is Recovery already"),
        ('fitness = "t"', "it is Today already"),
        ('fitness = "escape"', "always has its own meaning"),
        ("fitness = ", "The usual keys hold until it is mended"),
        ('[table]\nfitness = "f"', "is no key"),
    ],
)
async def test_what_cannot_be_is_told_and_the_usual_key_holds(
    filled: Path, text: str, told: str
) -> None:
    write(filled, text + "\n")
    async with shown(filled, SIZE) as pilot:
        messages = [toast.message for toast in pilot.app._notifications]
        assert len(messages) == 1
        assert told in messages[0]
        await pilot.press("3")
        await settle(pilot)
        assert isinstance(pilot.app.screen, FitnessScreen)


async def test_a_file_that_is_no_text_is_told(filled: Path) -> None:
    keymap.path(filled).write_bytes(b"\xff\xfe\x00")
    async with shown(filled, SIZE) as pilot:
        (toast,) = list(pilot.app._notifications)
        assert "cannot be read" in toast.message


async def test_keys_may_be_swapped(filled: Path) -> None:
    write(filled, 'fitness = "4"\nrecovery = "3"\n')
    async with shown(filled, SIZE, "4") as pilot:
        assert isinstance(pilot.app.screen, FitnessScreen)
        await pilot.press("3")
        await settle(pilot)
        assert isinstance(pilot.app.screen, RecoveryScreen)


async def test_a_key_given_in_the_settings_is_kept_in_the_file(filled: Path) -> None:
    write(filled, '# mine\nrecovery = "f8"\n')
    to_fitness = ("6", "shift+tab", "down", "down")
    async with shown(filled, SIZE, *to_fitness, "enter", "5") as pilot:
        await pilot.press("f8")  # taken as well: the card stays
        await settle(pilot)
        assert shown_screen(pilot) is KeyCard
        await pilot.press("f7")
        await settle(pilot)
        assert shown_screen(pilot) is SettingsScreen
        assert keymap.path(filled).read_text() == '# mine\nrecovery = "f8"\nfitness = "f7"\n'
        await pilot.press("d")
        await settle(pilot)
        assert keymap.path(filled).read_text() == '# mine\nrecovery = "f8"\n'
        await pilot.press("3")
        await settle(pilot)
        assert shown_screen(pilot) is FitnessScreen


def test_write_replaces_an_entry_and_leaves_the_rest(tmp_path: Path) -> None:
    write(tmp_path, '# keys\nhelp = "h"\n"next-theme" = "x"\n')
    keymap.write(tmp_path, "next-theme", "ctrl+t,f6")
    stored = '# keys\nhelp = "h"\nnext-theme = ["ctrl+t", "f6"]\n'
    assert keymap.path(tmp_path).read_text() == stored
    assert keymap.load(tmp_path).keys == {"help": "h", "next-theme": "ctrl+t,f6"}
