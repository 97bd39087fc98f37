"""Every setting of the dashboard, from the command line."""

import json
from pathlib import Path

import pytest

from cli.errors import CommandError
from cli.main import main
from mirror.athlete import athlete
from mirror.database import open_mirror
from mirror.home import mirror_path
from tui import keymap, state


def say(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["settings", *words]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("name", "Kim", "Kim"),
        ("timezone", "Asia/Tokyo", "Asia/Tokyo"),
        ("birth-year", "1985", "1985"),
        ("sex", "f", "f"),
        ("weight", "157 lb", "71.21"),
        ("units", "imperial", "imperial"),
        ("week-start", "sunday", "sunday"),
        ("theme", "light", "light"),
        ("palette", "colour-blind", "colour-blind"),
        ("key.fitness", "f7,ctrl+t", "f7 ctrl+t"),
    ],
)
def test_set_show_reset(
    own_home: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, shown: str
) -> None:
    before = say(capsys, "show", name)
    assert say(capsys, "set", name, text) == f"{shown}\n"
    assert say(capsys, "show", name) == f"{shown}\n"
    assert json.loads(say(capsys, "show", name, "--json")) == {name: shown}
    if name in ("theme", "palette", "key.fitness"):
        assert say(capsys, "reset", name) == before


def test_they_are_where_the_dashboard_looks(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("theme", "light"), ("palette", "colour-blind"), ("units", "imperial")):
        say(capsys, "set", name, text)
    say(capsys, "set", "key.recovery", "f8")
    assert state.load(own_home).theme == "training-light-safe"
    assert keymap.load(own_home).keys == {"recovery": "f8"}
    with open_mirror(mirror_path(own_home)) as mirror:
        assert athlete(mirror).units == "imperial"
    document = json.loads(say(capsys, "--json"))
    assert (document["theme"], document["palette"]) == ("light", "colour-blind")
    assert document["keys"] == {"recovery": "f8"}
    assert "key.recovery" in say(capsys, "--keys")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("set", "theme", "ligth"), "give dark or light"),
        (("set", "palette", "x"), "give familiar or colour-blind"),
        (("set", "them", "dark"), "did you mean theme?"),
        (("show", "nothing-like-it"), "there is no setting"),
        (("reset", "name"), "name: give"),
        (("set", "timezone", "Berlin"), "Europe/Berlin"),
        (("set", "key.fitnes", "f7"), "did you mean fitness?"),
        (("set", "key.fitness", "1"), "it is Calendar already"),
        (("set", "key.fitness", "hyper"), "is no key"),
        (("set", "key.fitness", "escape"), "its own meaning"),
    ],
)
def test_what_cannot_be(own_home: Path, words: tuple[str, ...], told: str) -> None:
    before = state.load(own_home), keymap.load(own_home)
    with pytest.raises(CommandError, match=r"^training-brain settings: ") as caught:
        main(["settings", *words])
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (state.load(own_home), keymap.load(own_home)) == before


def test_trouble_in_the_key_map_is_listed(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keymap.path(own_home).write_text('fitnes = "f"\n', encoding="utf-8")
    assert "Did you mean fitness?" in say(capsys)


def test_reset_drops_the_zone_table_in_force(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def own() -> int:
        with open_mirror(mirror_path(own_home)) as mirror:
            count = mirror.db.execute("SELECT count(*) FROM training_zones").fetchone()[0]
            assert isinstance(count, int)
            return count

    before = own()
    assert main(["zones", "set", "run", "power", "200", "300", "--from", "2026-01-05"]) == 0
    assert own() == before + 3
    assert main(["zones", "reset", "run", "power"]) == 0
    assert own() == before
