"""`edit` and `search`: the same words as in the dashboard."""

from pathlib import Path

import pytest

from cli.errors import USAGE, CommandError
from cli.main import main
from reports.errors import UnknownWorkoutError
from tests.cli.conftest import Ask, athletes_today
from tests.filled import planned_id, workout_id

TODAY = athletes_today()


def test_words_are_stored_and_found(own_home: Path, ask: Ask) -> None:
    made = ask(
        "edit", workout_id(TODAY), "--title", "Club hills", "--rpe", "6,5", "--notes", "knee"
    )
    assert made["changed"] == ["title", "rpe", "notes"]
    assert (made["workout"]["title"], made["workout"]["rpe"]) == ("Club hills", 6.5)
    (found,) = ask("search", "club", "KNEE")["found"]
    assert found["id"] == workout_id(TODAY)


def test_exclude_and_include(own_home: Path, ask: Ask) -> None:
    ident = workout_id(TODAY)
    before = ask("fitness")["now"]
    made = ask("edit", ident, "--exclude", "strap failed")
    assert made["workout"]["excluded_reason"] == "strap failed"
    assert made["planned_id"] is None
    assert ask("fitness")["now"]["ctl"] < before["ctl"]
    made = ask("edit", ident, "--include")
    assert made["workout"]["excluded_reason"] is None
    assert ask("fitness")["now"] == before


def test_pin_unpin_release(own_home: Path, ask: Ask) -> None:
    ident, near = workout_id(TODAY), ask("edit", workout_id(TODAY))["candidates"]
    other = next(c["planned"]["id"] for c in near if not c["chosen"])
    made = ask("edit", ident, "--pin", other[:13])
    assert (made["planned_id"], made["method"]) == (other, "pinned")
    made = ask("edit", ident, "--unpin")
    assert (made["planned_id"], made["method"]) == (None, "pinned")
    made = ask("edit", ident, "--release")
    assert (made["planned_id"], made["method"]) == (planned_id(TODAY), "auto")


def test_what_one_option_cannot_do_the_others_do_not_either(own_home: Path, ask: Ask) -> None:
    with pytest.raises(CommandError, match="nosuch: no such planned session") as caught:
        main(["edit", workout_id(TODAY), "--title", "Lost", "--pin", "nosuch"])
    assert caught.value.code == USAGE
    assert ask("edit", workout_id(TODAY))["workout"]["title"] != "Lost"


def test_an_unknown_workout(own_home: Path) -> None:
    with pytest.raises(UnknownWorkoutError, match="no workout"):
        main(["edit", "1999-01-01", "--rpe", "3"])


def test_tables_tell_it(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edit", workout_id(TODAY), "--exclude", "strap failed"]) == 0
    assert "no: strap failed" in capsys.readouterr().out
    assert main(["search", "steady", "--limit", "2"]) == 0
    printed = capsys.readouterr().out
    assert "--limit shows more" in printed
    assert main(["search", "nowhere"]) == 0
    assert "Nothing has these words: nowhere" in capsys.readouterr().out
