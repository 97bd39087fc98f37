"""What is asked wrongly is answered by one line, and the right exit code."""

import os
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from cli.commands.completion import _options
from cli.main import COMMANDS, entry, help_text
from tests.cli.conftest import change

SCRIPT = Path(sysconfig.get_path("scripts")) / "training-brain"


def run(arguments: list[str], home: Path, **options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TRAINING_BRAIN_HOME": str(home), **options}
    return subprocess.run(
        [sys.executable, SCRIPT, *arguments],
        capture_output=True, text=True, env=environment, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "needs a terminal"),
        (["--demo"], "needs a terminal"),
        (["rcent"], "did you mean recent?"),
        (["xyzzy"], "--help"),
        (["--jsno"], "no option --jsno"),
        (["recent", "--days", "0"], "no number of days"),
        (["recent", "--days", "-3"], "--days"),
        (["recent", "--days", "1.5"], "no number of days"),
        (["recent", "--days", "²"], "no number of days"),
        (["recent", "extra"], "unrecognized arguments: extra"),
        (["last", "--sport", "chess"], "invalid choice"),
        (["calendar", "--from", "31.5.2026"], "no date"),
        (["calendar", "--from", "2026-05-31", "--to", "2026-05-01"], "before"),
        (["calendar", "--from", "1900-01-01", "--to", "2026-05-01"], "ten years"),
        (["analyze", "0123456789"], "no workout"),
        (["thresholds", "set", "ftp_w", "-5"], "out of range"),
        (["thresholds", "set", "ftp_w", "9000"], "out of range"),
        (["thresholds", "set", "ftp_w", "many"], "no number"),
        (["thresholds", "set", "vo2", "60"], "invalid choice"),
        (["thresholds", "remove", "max_hr_bpm"], "no max_hr_bpm for all is set"),
        (["zones", "set", "run", "pace", "5:00", "5:30"], "wrong way round"),
        (["zones", "set", "run", "pace", "fast"], "no number"),
        (["athlete", "--timezone", "Mars/Base"], "no IANA time zone"),
        (["athlete", "--weight-kg", "0"], "no body weight"),
        (["completion", "tcsh"], "invalid choice"),
        (["--demo", "import", "."], "leave out --demo"),
    ],
)
def test_usage(
    arguments: list[str],
    said: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for words in (arguments, [*arguments, "--json"]) if arguments else ([],):
        monkeypatch.setattr(sys, "argv", ["training-brain", *words])
        assert entry() == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        assert said in captured.err or "--json" in words


def test_help_lists_every_command_and_each_explains_itself(home: Path) -> None:
    text = help_text()
    for name, command in COMMANDS.items():
        assert f"  {name} " in text
        assert command.summary in text
        assert all(len(line) <= 100 for line in text.splitlines())
    found = run(["--help"], home)
    assert (found.returncode, found.stdout) == (0, text)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_each(name: str, home: Path) -> None:
    found = run([name, "--help"], home)
    assert found.returncode == 0
    assert found.stdout.startswith(f"usage: training-brain {name}")
    assert found.stderr == ""
    assert run(["help", name], home).stdout == found.stdout


def test_version(home: Path) -> None:
    found = run(["--version"], home)
    assert found.stdout.startswith("training-brain ")
    assert found.returncode == 0


def test_a_reader_that_goes_away_is_no_error(home: Path) -> None:
    environment = {**os.environ, "TRAINING_BRAIN_HOME": str(home)}
    read, write = os.pipe()
    os.close(read)
    found = subprocess.run(
        [sys.executable, SCRIPT, "recent", "--json"],
        stdout=write, stderr=subprocess.PIPE, env=environment, timeout=60, check=False,
    )  # fmt: skip
    os.close(write)
    assert found.stderr == b""
    assert found.returncode == 128 + signal.SIGPIPE


def test_interrupted(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.main.main", interrupt)
    assert entry() == 130
    assert capsys.readouterr().err == ""


def test_a_bug_keeps_its_traceback(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: list[str]) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("cli.main.main", fail)
    with pytest.raises(ZeroDivisionError):
        entry()


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda path: path.write_bytes(b"not a database at all" * 100), "damaged or not a mirror"),
        (lambda path: path.mkdir(), "mirror.db"),
    ],
)
def test_a_broken_mirror_is_one_line(prepare, said: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    prepare(tmp_path / "mirror.db")
    for command in ("recent", "status"):
        found = run([command, "--json"], tmp_path)
        assert found.returncode == 1
        assert found.stdout == ""
        assert found.stderr.count("\n") == 1
        assert said in found.stderr
        assert "Traceback" not in found.stderr


def test_a_mirror_of_the_future(own_home: Path) -> None:
    change(own_home, "PRAGMA user_version=999")
    found = run(["recent"], own_home)
    assert found.returncode == 1
    assert "newer training-brain" in found.stderr
    assert found.stderr.count("\n") == 1


def test_output_in_a_terminal_without_unicode(home: Path) -> None:
    found = run(["calendar"], home, PYTHONIOENCODING="ascii")
    assert found.returncode == 0
    assert found.stderr == ""
    assert "Steady" in found.stdout
    document = run(["recent", "--json"], home, PYTHONIOENCODING="ascii").stdout
    assert document.isascii()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command_and_option(shell: str, home: Path) -> None:
    script = run(["completion", shell], home).stdout
    for name, actions in _options().items():
        assert name in script
        for action in actions:
            for option in action.option_strings:
                if option.startswith("--"):
                    assert option.removeprefix("--") in script


def test_completion_is_valid_bash_and_answers(home: Path, tmp_path: Path) -> None:
    script = tmp_path / "completion.bash"
    script.write_text(run(["completion", "bash"], home).stdout)
    ask = (
        f"source {script}; COMP_WORDS=(training-brain --demo recovery --pl); COMP_CWORD=3; "
        '_training_brain; echo "${COMPREPLY[@]}"'
    )
    found = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "--plot"


def test_nothing_is_written_by_a_question(own_home: Path) -> None:
    before = (own_home / "mirror.db").read_bytes()
    for name, command in COMMANDS.items():
        if command.group == "Ask":
            words = ["steady"] if name == "search" else []
            assert run([name, *words, "--json"], own_home).returncode == 0
    assert (own_home / "mirror.db").read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", [["recent"], ["recent", "--json"], ["export", "daily_load"]])
def test_a_full_disk_behind_the_output(words: list[str], home: Path) -> None:
    environment = {**os.environ, "TRAINING_BRAIN_HOME": str(home)}
    with Path("/dev/full").open("w") as full:
        found = subprocess.run(
            [sys.executable, SCRIPT, *words],
            stdout=full, stderr=subprocess.PIPE, text=True, env=environment, timeout=60,
            check=False,
        )  # fmt: skip
    assert found.returncode == 1
    assert found.stderr == (
        "training-brain: no space left to write to; free some and run it again\n"
    )


def test_closed_output(home: Path) -> None:
    environment = {**os.environ, "TRAINING_BRAIN_HOME": str(home)}
    command = f'"{sys.executable}" "{SCRIPT}" recent >&- 2>&-'
    assert subprocess.run(["sh", "-c", command], env=environment, check=False).returncode == 0
