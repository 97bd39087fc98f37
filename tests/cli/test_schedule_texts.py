"""Odd paths arrive as they are: through cron's reading and the shell, and through systemd's own."""

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.schedule import cron, launchd, systemd
from cli.schedule.job import LEAST, MOST, Job, spoken, unfit

ODD = "ab %'\"\\$`;&#=!*?~()[]{}<>|,:@^é汉\u2028"
NAMES = st.text(ODD, min_size=1, max_size=12)
SETTING = "TRAINING_BRAIN_HOME"
_TELL = f'#!/bin/sh\nprintf "%s|" "$0" "$@" "${SETTING}"\necho said >&2\n'


def vixie(command: str, *, halves: str = "%\\") -> str:
    """What cron gives to the shell: \\% is %, a bare one ends the command. Older ones make one
    backslash of two as well (do_command.c of Vixie cron 3.0; cronie has only the percent)."""
    given_, at = "", 0
    while at < len(command) and command[at] != "%":
        if command[at] == "\\" and command[at + 1 : at + 2]:
            given_ += command[at + 1] if command[at + 1] in halves else command[at : at + 2]
            at += 2
        else:
            given_ += command[at]
            at += 1
    return given_


CRONS: dict[str, Callable[[str], str]] = {
    "vixie": vixie,
    "cronie": partial(vixie, halves="%"),
    "busybox": str,
}


@pytest.mark.parametrize("reading", CRONS)
@settings(deadline=None, max_examples=60)
@given(folder=NAMES, home=NAMES)
def test_a_line_runs_what_was_meant(reading: str, folder: str, home: str) -> None:
    with TemporaryDirectory() as base:
        script = Path(base, f"x{folder}", "training-brain")
        script.parent.mkdir()
        script.write_text(_TELL)
        script.chmod(0o700)
        log = Path(base, f"l{home}")
        job = Job(str(script), {SETTING: f"/{home}"}, 30, str(log))
        line = cron.line(job)
        assert "\n" not in line
        shell = CRONS[reading](line.split(" ", 5)[5])
        # What goes to /dev/null shall be seen here.
        shown = shell.replace(" >/dev/null ", " ", 1)
        assert shown != shell
        done = subprocess.run(["sh", "-c", shown], capture_output=True, check=True, text=True)
        assert done.stdout == f"{script}|--sync|/{home}|"
        assert log.read_text() == "said\n"
        assert done.stderr == ""
        entry = cron.read(f"# other\n{line}\n")
        assert entry is not None
        assert entry[:3] == (job.script, job.environment, job.every)


def test_the_reading_of_cron_is_the_real_one() -> None:
    """The replica above, against the examples of crontab(5)."""
    assert vixie("mail -s a\\%b me%text") == "mail -s a%b me"
    assert vixie("a\\\\b\\c") == "a\\b\\c"


@pytest.mark.parametrize("every", cron.PERIODS)
@pytest.mark.parametrize("offset", [0, 59, 4242])
def test_a_crontab_runs_as_often_as_it_is_said(every: int, offset: int) -> None:
    fields = cron.when(every, offset)
    entry = cron.read(f"{fields} /x --sync {cron.MARK}\n")
    assert entry is not None
    assert entry.every == every
    now = datetime(2026, 11, 23, 23, 41, 7)
    for _ in range(30):
        later = cron.next_run(entry, now)
        assert later is not None
        assert _cron_fits(fields, later)
        between = [now + timedelta(minutes=n) for n in range(1, int((later - now).seconds / 60))]
        assert not any(_cron_fits(fields, minute) for minute in between[:-1])
        now = later
    again = cron.next_run(entry, now)
    assert again is not None
    assert again - now == timedelta(minutes=every)


def _cron_fits(fields: str, at: datetime) -> bool:
    """crontab(5), as far as it is used."""
    minute, hour, *rest = fields.split()
    assert rest == ["*", "*", "*"]
    return _field_fits(minute, at.minute, 60) and _field_fits(hour, at.hour, 24)


def _field_fits(field: str, value: int, top: int) -> bool:
    span, _, step = field.partition("/")
    first, _, last = ("0", "-", str(top - 1)) if span == "*" else span.partition("-")
    return value in range(int(first), int(last or first) + 1, int(step or 1))


# systemd


@settings(deadline=None)
@given(folder=NAMES, home=NAMES, every=st.integers(LEAST, MOST))
def test_units_are_read_back(folder: str, home: str, every: int) -> None:
    job = Job(f"/{folder}/training-brain", {SETTING: f"/{home}"}, every, "/log")
    entry = systemd.read(systemd.service(job), systemd.timer(job, spoken(every)))
    assert entry[:3] == (job.script, job.environment, every)


def _odd_names(count: int) -> list[str]:
    choice = random.Random(20260719)
    ours = ["100% %h", "a'b\"c", "\\x41\\", "$HOME ${HOME} $$", "plain", " lead", "trail ", "a=b;c"]
    return ours + ["".join(choice.choices(ODD, k=9)) for _ in range(count)]


def _manager() -> list[str]:
    """A user manager that reads its units, prints what it understood, and ends."""
    found = shutil.which("systemd", path="/usr/lib/systemd:/lib/systemd")
    if found is None:
        pytest.skip("no systemd here")
    if os.getuid():
        return [found, "--user", "--test"]
    if shutil.which("setpriv") is None:
        pytest.skip("systemd's test mode is not for root")
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
            found, "--user", "--test"]  # fmt: skip


def test_systemd_itself_understands_the_units() -> None:
    jobs = {
        f"n{n}": Job(f"/no/{name}/training-brain", {SETTING: f"/{name}/"}, 30, "/log")
        for n, name in enumerate(_odd_names(40))
    }
    with TemporaryDirectory() as folder:
        units = Path(folder, "units")
        for path in (units, run := Path(folder, "run")):
            path.mkdir()
            path.chmod(0o777)
        Path(folder).chmod(0o755)
        for name, job in jobs.items():
            (units / f"{name}.service").write_text(systemd.service(job))
        wanted = " ".join(f"{name}.service" for name in jobs)
        (units / "default.target").write_text(f"[Unit]\nWants={wanted}\n")
        environment = {"SYSTEMD_UNIT_PATH": str(units), "XDG_RUNTIME_DIR": str(run),
                       "HOME": folder, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}  # fmt: skip
        done = subprocess.run(
            _manager(), env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    if "-> Unit default.target" not in done.stdout:
        pytest.skip("systemd's test mode does not work here")
    for name, job in jobs.items():
        unit = done.stdout.split(f"-> Unit {name}.service:\n")[1].split("-> Unit ")[0]
        assert re.search(r"Environment: (.*)\n", unit)[1] == f"{SETTING}={job.environment[SETTING]}"  # type: ignore[index]
        line = re.search(r"Command Line: (.*)\n", unit)[1]  # type: ignore[index]
        # It prints the words quoted for a shell, each $ of an argument still doubled.
        words = subprocess.run(
            ["bash", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True
        ).stdout.split("\n")[:-1]
        assert words[0] in ("/bin/sh", job.script)
        assert words[0] == job.script or words[1:3] == ["-c", 'exec "$$0" --sync']
        assert words[-1].replace("$$", "$") in ("--sync", job.script)


def test_a_path_that_is_no_program_to_systemd_runs_through_the_shell(tmp_path: Path) -> None:
    script = tmp_path / "a'b $HOME" / "training-brain"
    script.parent.mkdir()
    script.write_text(_TELL)
    script.chmod(0o700)
    text = systemd.service(Job(str(script), {}, 30, "/log"))
    row = next(row for row in text.splitlines() if row.startswith("ExecStart="))
    words = systemd._words([row], argument=True)
    environment = {"PATH": os.environ["PATH"]}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{script}|--sync||"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_units_pass_systemds_own_check(tmp_path: Path) -> None:
    names = []
    for every in (*cron.PERIODS, 7, 45, 90, 1439):
        job = Job("/bin/true", {SETTING: "/100% 'odd\" \\$HOME"}, every, "/log")
        for kind, text in (("service", systemd.service(job)), ("timer", systemd.timer(job, "x"))):
            names.append(tmp_path / f"every{every}.{kind}")
            names[-1].write_text(text)
    broken = tmp_path / "broken.timer"
    broken.write_text("[Timer]\nOnCalendar=*:0/61x\n")
    (tmp_path / "broken.service").write_text(systemd.service(job))
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    check = ["systemd-analyze", "--user", "verify"]
    run = partial(
        subprocess.run, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    done = run([*check, *names])
    assert (done.returncode, done.stderr) == (0, "")
    assert "broken.timer" in run([*check, broken]).stderr  # it does look


# launchd, and what none of them takes


@given(folder=NAMES, home=NAMES, every=st.integers(LEAST, MOST))
def test_a_property_list_is_read_back(folder: str, home: str, every: int) -> None:
    job = Job(f"/{folder}/training-brain", {SETTING: f"/{home}"}, every, "/log")
    assert launchd.read(launchd.plist(job))[:3] == (job.script, job.environment, every)


@pytest.mark.parametrize("data", [b"", b"<plist", b"\xff\xfe", b"bplist00", b"[]"])
def test_a_damaged_property_list_is_an_entry_of_nothing(data: bytes) -> None:
    assert launchd.read(data)[:3] == (None, {}, None)


@pytest.mark.parametrize("bad", ["/a\nb", "/a\tb", "/a\x7f", "/a\udcff"])
def test_what_no_scheduler_takes(bad: str) -> None:
    good = Job("/training-brain", {SETTING: "/é"}, 30, "/log")
    assert unfit(good) is None
    assert unfit(good._replace(script=bad)) == bad
    assert unfit(good._replace(log=bad)) == bad
    assert unfit(good._replace(environment={SETTING: bad})) == bad


@pytest.mark.parametrize(
    ("every", "words"),
    [(30, "every 30 minutes"), (60, "every hour"), (90, "every 90 minutes"),
     (120, "every 2 hours"), (1440, "every day")],
)  # fmt: skip
def test_the_period_in_words(every: int, words: str) -> None:
    assert spoken(every) == words
