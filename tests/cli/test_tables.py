"""What people read."""

import os
import pty
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.output import Cell, Column, Line, Table, _plain
from cli.words import day
from tests.cli.conftest import athletes_today, change, make_home
from tests.filled import workout_id
from tests.reports.conftest import TODAY

type Say = Callable[..., str]


def test_recent(home: Path, say: Say) -> None:
    text = say("recent", "--days", "3")
    head, first, *_ = text.splitlines()
    assert head.split() == ["id", "day", "start", "sport", "title", "time", "distance", "pace",
                            "load", "HR", "W"]  # fmt: skip
    assert workout_id(athletes_today())[:8] in first
    assert "07:00" in first or "06:00" in first
    assert "1:30" in first
    assert "43.2 km" in first
    assert "28.8 km/h" in first
    assert "5:33 /km" in text
    assert "1:31 /100m" in text
    assert "3 days: 3 workouts, 3:15 h, load 180" in text


def test_imperial(own_home: Path, say: Say) -> None:
    say("athlete", "--units", "imperial")
    assert "26.8 mi" in say("recent", "--days", "3")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("recent",), "training-brain import FOLDER"),
        (("last",), "training-brain import FOLDER"),
        (("last", "--sport", "run"), "No run workouts yet"),
        (("analyze",), "training-brain import FOLDER"),
        (("analyze", "--plot"), "training-brain import FOLDER"),
        (("fitness",), "training-brain import FOLDER"),
        (("fitness", "--plot"), "training-brain import FOLDER"),
        (("status",), "training-brain import FOLDER"),
        (("doctor",), "training-brain import FOLDER"),
        (("today",), "no plan is stored"),
        (("recovery",), "No nights stored"),
        (("recovery", "--plot"), "No nights stored"),
        (("thresholds",), "training-brain thresholds set"),
        (("briefing",), "no training stored yet"),
    ],
)
def test_an_empty_mirror_says_what_is_next(
    command: tuple[str, ...], said: str, empty_home: Path, say: Say
) -> None:
    assert said in say(*command)


def test_older_workouts_are_not_forgotten(own_home: Path, say: Say) -> None:
    change(own_home, "DELETE FROM workouts_executed WHERE local_date > date('now', '-5 days')")
    text = say("recent", "--days", "2")
    assert "No workouts in the last 2 days" in text
    assert "The latest was on" in text
    assert "import" not in text


def test_today(home: Path, say: Say) -> None:
    text = say("today")
    assert "Steady bike" in text
    assert "Stay easy." in text
    assert "Done today" in text


def test_briefing_leads_with_backing_off(own_home: Path, say: Say) -> None:
    change(
        own_home,
        "UPDATE wellness_daily SET hrv_overnight_ms = 40, training_readiness = 10 WHERE date = ?",
        athletes_today().isoformat(),
    )
    lines = say("briefing").splitlines()
    assert lines[1] == "Back off: 2 signs"
    assert lines[2].startswith("! HRV 40 ms")


def test_analyze(home: Path, say: Say) -> None:
    text = say("analyze")
    for part in ("Laps", "Best power", "Time in zone, heart rate", "80 by power", "Plan: Steady",
                 "Aerobic decoupling +2.5 %", "ftp_w 250 (athlete since"):  # fmt: skip
        assert part in text


def test_fitness_says_where_its_forecast_comes_from(home: Path, say: Say) -> None:
    text = say("fitness", "--days", "30")
    assert "forecast" in text
    assert "planned by time only" in text


def test_status_and_doctor_name_the_mirror(home: Path, say: Say) -> None:
    assert str(home) in say("status")
    assert str(home) in say("doctor")


def test_the_word_of_a_night_fits_the_numbers_beside_it(empty_home: Path, say: Say) -> None:
    make_home(empty_home)
    days = "CAST(julianday(date) AS INTEGER)"
    wave = f"55 + {days} % 5 + {days} / 9 % 4"
    change(empty_home, f"UPDATE wellness_daily SET hrv_overnight_ms = {wave}")
    said = set()
    for line in say("recovery", "--days", "60").splitlines():
        row = re.search(r" (\d+) +(\d+)-(\d+) +(in band|low|high) ", re.sub("[●▲▼] ", "", line))
        if row:
            mean, low, high = map(int, row.groups()[:3])
            assert row[4] == ("low" if mean < low else "high" if mean > high else "in band"), line
            said.add(row[4])
    assert said == {"low", "high", "in band"}


@pytest.mark.parametrize("command", ["fitness", "recovery", "analyze"])
@pytest.mark.parametrize("columns", [60, 120])
def test_plots_fit_the_terminal(
    command: str, columns: int, home: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = say(command, "--plot").splitlines()
    frame = [line for line in lines if "┌" in line]
    assert len(frame) >= 2
    assert max(map(len, lines)) <= columns
    assert not any("\x1b" in line for line in lines)


def test_plot_marks_are_round(home: Path, say: Say) -> None:
    marks = [
        line.split("┤")[0].strip() for line in say("fitness", "--plot").splitlines() if "┤" in line
    ]
    assert {"0", "20", "40"} <= set(marks)


def test_a_workout_without_seconds_cannot_be_drawn(own_home: Path, say: Say) -> None:
    change(own_home, "DELETE FROM workout_streams")
    assert "nothing to draw" in say("analyze", "--plot")


def test_plain_columns_line_up() -> None:
    table = Table(
        (Column("name"), Column("n", right=True)), [("a", "1"), (Cell("bcd", "good"), "100")]
    )
    assert _plain(table) == ["name    n", "a       1", "bcd   100"]
    assert _plain(Line("text", "bad")) == ["text"]


def test_days_carry_the_weekday_and_the_year_only_where_it_is_another() -> None:
    assert day("2026-04-06", TODAY) == "Mon  6 Apr"
    assert day("2025-12-31", TODAY) == "Wed 31 Dec 2025"


def test_a_terminal_gets_rich_tables(home: Path) -> None:
    """In a pty: coloured, and cut to the width instead of wrapped."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(COLUMNS="80", TERM="xterm-256color")
        os.environ.pop("NO_COLOR", None)
        os.execv(sys.executable, [sys.executable, "-m", "cli", "recent"])
    seen = b""
    try:
        while chunk := os.read(terminal, 65536):
            seen += chunk
    except OSError:
        pass  # Linux says so when the other end is closed
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0
    assert b"\x1b[" in seen
    assert b"Steady" in seen
