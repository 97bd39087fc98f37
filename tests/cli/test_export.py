"""What leaves the mirror is what is in it."""

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands.export import configure
from cli.errors import CommandError
from cli.main import Parser, main
from mirror.home import originals_path
from mirror.reads.tables import TABLES
from tests.cli.conftest import athletes_today, change
from tests.filled import SECONDS, workout_id

type Say = Callable[..., str]


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("table", TABLES)
def test_every_table(table: str, home: Path, say: Say) -> None:
    text = say("export", table)
    assert text.splitlines()[0].count(",") >= 3


def test_workouts(own_home: Path, say: Say) -> None:
    change(
        own_home,
        "UPDATE workouts_executed SET title = ? WHERE id = ?",
        'Lake, "hard"\nand Höhe',
        workout_id(athletes_today()),
    )
    rows = {row["id"]: row for row in read(say("export", "workouts_executed"))}
    found = rows[workout_id(athletes_today())]
    assert found["title"] == 'Lake, "hard"\nand Höhe'
    assert found["duration_s"] == "5400.0"
    assert found["relative_effort"] == ""


def test_seconds(home: Path, say: Say, tmp_path: Path) -> None:
    target = tmp_path / "ride.csv"
    assert say("export", "seconds", "--id", workout_id(athletes_today()), "--to", str(target)) == ""
    rows = read(target.read_text())
    assert len(rows) == SECONDS["bike"]
    assert rows[7]["power (W)"] == "176.0"
    assert rows[0]["lat (deg)"].startswith("52.500")
    assert [rows[0]["second"], rows[-1]["second"]] == ["0", "5399"]


def test_seconds_of_a_workout_without_any(own_home: Path) -> None:
    change(own_home, "DELETE FROM workout_streams")
    with pytest.raises(CommandError, match="no seconds are stored"):
        main(["export", "seconds"])


def test_originals(own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digest = "3f" * 32
    name = f"3f/{digest}.fit.gz"
    change(
        own_home,
        "UPDATE workouts_executed SET fit_file_path = ? WHERE id = ?",
        name,
        workout_id(athletes_today()),
    )
    kept = originals_path(own_home) / name
    kept.parent.mkdir(parents=True)
    kept.write_bytes(gzip.compress(b"as the device wrote it"))
    target = tmp_path / "out"
    assert main(["export", "originals", "--to", str(target)]) == 0
    assert "1 files written" in capsys.readouterr().err
    (file,) = target.iterdir()
    assert file.name == f"{athletes_today()}-bike-3f3f3f3f.fit"
    assert file.read_bytes() == b"as the device wrote it"
    kept.unlink()
    with pytest.raises(CommandError, match="gone or damaged") as caught:
        main(["export", "originals", "--to", str(target)])
    assert caught.value.code == 1


def test_a_place_that_cannot_be_written(home: Path) -> None:
    with pytest.raises(CommandError, match="/nonexistent"):
        main(["export", "thresholds", "--to", "/nonexistent/file.csv"])


def test_help_keeps_its_lines() -> None:
    parser = Parser(prog="training-brain export", description="a\nb")
    configure(parser)
    assert "\na\nb\n" in parser.format_help()
