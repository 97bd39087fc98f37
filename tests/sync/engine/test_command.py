"""The headless command and the sign-in commands as processes of their own."""

import json
import os
import pty
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.replicas.garmin import CODE, EMAIL, PASSWORD, GarminReplica
from tests.replicas.garmin_home import Home
from tests.replicas.proxy import Response

pytestmark = pytest.mark.usefixtures("by_the_machines_clock")

#: The library waits some seconds between the page and the password; here nobody is looking.
PROGRAM = """
import sys
from cli.main import entry
if sys.stdin.isatty():
    import fcntl, termios
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
if sys.argv[1].startswith("login"):
    import garminconnect.client.sso as sso
    sso.MOBILE_DELAY_MIN_S = sso.MOBILE_DELAY_MAX_S = 0.0
sys.exit(entry())
"""
BACKENDS = "tests.sync.credentials.backends"
FEED = "https://plan.example.com/ics/4f9d1c77aa/calendar.ics"
CALENDAR = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Peaksware, LLC//TrainingPeaks//EN
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:{date.today() + timedelta(1):%Y%m%d}
SUMMARY:Run: Easy
DESCRIPTION:Planned Time: 0:45
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()
HANGS_S = 20  # a process that is still there then hangs


def command(
    home: Home, *arguments: str, given: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    names = ("TRAINING_BRAIN_GARMIN_TOKENS", "TRAINING_BRAIN_STORE")
    inherited = {k: v for k, v in os.environ.items() if environment or k not in names}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env={**inherited, "TRAINING_BRAIN_HOME": str(home.base), **environment},
        input=given,
        capture_output=True,
        text=True,
        timeout=HANGS_S,
        check=False,
    )


def headless(home: Home, *arguments: str, **environment: str) -> tuple[int, dict[str, Any], str]:
    done = command(home, "--sync", *arguments, **environment)
    return done.returncode, json.loads(done.stdout), done.stderr


def test_a_daily_run(home: Home, garmin: GarminReplica) -> None:
    code, document, log = headless(home, "daily", TZ="UTC")
    assert code == 0
    assert document["outcome"] == "done"
    garmin_result = document["sources"]["garmin"]
    assert set(garmin_result) >= {
        "fetched", "written", "skipped", "failed", "requests", "seconds", "errors",
    }  # fmt: skip
    assert garmin_result["requests"] == len(garmin.log)
    assert log.splitlines() == [f"training-brain: {document['message']}"]


@pytest.mark.parametrize(
    ("backend", "says"),
    [
        ("keyring.backends.fail.Keyring", "Not signed in to Garmin"),
        ("keyring.backends.null.Keyring", "Not signed in to Garmin"),
        (f"{BACKENDS}.Locked", "The system keyring is locked"),
        (f"{BACKENDS}.Silent", "The system keyring did not answer within 5 s"),
    ],
)
def test_without_credentials_it_says_what_to_do(
    home: Home, garmin: GarminReplica, backend: str, says: str
) -> None:
    code, document, log = headless(
        home,
        PYTHON_KEYRING_BACKEND=backend,
        TRAINING_BRAIN_GARMIN_TOKENS="",
        TRAINING_BRAIN_STORE="",
        FAKE_KEYRING=str(home.base / "nowhere"),
    )
    assert code == document["exit_code"] == 3
    assert says in document["message"]
    assert "login garmin" in document["message"] or "--store file" in document["message"]
    assert log.splitlines() == [f"training-brain: {document['message']}"]
    assert not garmin.log


def test_without_network(home: Home) -> None:
    nowhere = "http://127.0.0.1:9"
    code, document, log = headless(home, "daily", HTTPS_PROXY=nowhere, https_proxy=nowhere)
    assert code == document["exit_code"] == 5
    assert log == "training-brain: Garmin cannot be reached; check the network.\n"


def test_throttled(home: Home, garmin: GarminReplica) -> None:
    garmin.fail(".", "429-hour")
    code, document, _ = headless(home, "daily", TZ="UTC")
    assert code == document["exit_code"] == 4
    assert document["sources"]["garmin"]["until"]
    assert "The next run can be at 20" in document["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--sync", "hourly"],
        ["--sync", "daily", "--since", "2026-01-01"],
        ["intraday", "--days-back", "3"],
        ["backfill", "--since", "May"],
        ["backfill", "--since", "2926-01-01"],
    ],
    ids=" ".join,
)
def test_usage(home: Home, arguments: list[str]) -> None:
    done = command(home, *arguments, TZ="UTC")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_the_names_of_old(home: Home, garmin: GarminReplica) -> None:
    assert command(home, "intraday", TZ="UTC").returncode == 0
    done = command(home, "daily", "--days-back", "3", "--json", TZ="UTC")
    assert json.loads(done.stdout)["profile"] == "daily"
    done = command(home, "backfill", "--since", f"{home.today - timedelta(22)}", TZ="UTC")
    assert (done.returncode, done.stdout) == (0, "")


def everything_written(home: Home) -> bytes:
    """Every file of the home, but for the one that is the store."""
    files = [p for p in home.base.rglob("*") if p.is_file() and p.name != "secrets.json"]
    return b"".join(p.read_bytes() for p in files)


def test_no_secret_is_written_anywhere(home: Home, garmin: GarminReplica) -> None:
    garmin.pages["plan.example.com/ics/4f9d1c77aa/calendar.ics"] = Response(
        200, CALENDAR, "text/calendar"
    )
    tokens = garmin.tokens()
    store = {"TRAINING_BRAIN_STORE": "file", "TRAINING_BRAIN_GARMIN_TOKENS": ""}
    said = ""
    for arguments, given in (
        (["login", "garmin", "--token-stdin"], tokens),
        (["login", "trainingpeaks"], f"{FEED}\n"),
        (["--sync", "daily"], ""),
        (["--sync", "daily"], ""),
        (["status"], ""),
        (["doctor"], ""),
        (["logout", "garmin"], ""),
        (["--sync"], ""),
    ):
        if arguments == ["--sync", "daily"]:
            garmin.expire_tokens()
            garmin.fail("/sleep-service/", "cut", "html", "500")
        done = command(home, *arguments, given=given, **store)
        assert "Traceback" not in done.stderr
        said += done.stdout + done.stderr
        if arguments[0] == "login":
            assert done.returncode == 0, done.stderr
    assert home.one("SELECT count(*) FROM workouts_planned") == 1
    assert "1 of them planned" in said
    written = everything_written(home) + said.encode()
    kept = (home.base / "secrets" / "secrets.json").read_text()
    assert FEED in kept
    secrets = [PASSWORD, CODE, "4f9d1c77aa", "refresh-00", *json.loads(tokens).values()]
    for secret in secrets[:-1]:  # the last one is the name of the client, which is public
        assert secret.encode() not in written, secret
    assert b"eyJ" not in written  # the beginning of every access token


def test_leaving_a_plan(home: Home, garmin: GarminReplica) -> None:
    garmin.pages["plan.example.com/ics/4f9d1c77aa/calendar.ics"] = Response(
        200, CALENDAR, "text/calendar"
    )
    store = {"TRAINING_BRAIN_STORE": "file"}
    joined = command(home, "login", "trainingpeaks", given=f"{FEED}\n", **store)
    assert "1 event, 1 of them planned;" in joined.stdout
    command(home, "--sync", "daily", **store)
    assert home.one("SELECT count(*) FROM workouts_planned") == 1
    assert command(home, "logout", "trainingpeaks", **store).stdout == "Signed out.\n"
    assert home.one("SELECT count(*) FROM settings WHERE name LIKE 'plan.%'") == 0
    assert home.one("SELECT count(*) FROM workouts_planned") == 1
    code, document, _ = headless(home, "daily", **store)
    assert (code, document["sources"]["trainingpeaks"]["requests"]) == (0, 0)


class Terminal:
    """The command on a terminal of its own, typed at."""

    def __init__(self, home: Home, *arguments: str, **environment: str) -> None:
        variables = {**os.environ, "TRAINING_BRAIN_HOME": str(home.base), "TERM": "dumb"}
        variables.pop("TRAINING_BRAIN_GARMIN_TOKENS")
        self.screen = ""
        self._handle, inside = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments],
            env={**variables, **environment},
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        )
        os.close(inside)

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + HANGS_S
        while text not in self.screen:
            assert time.monotonic() < deadline, self.screen
            try:
                self.screen += os.read(self._handle, 4096).decode()
            except OSError:
                pytest.fail(f"it ended before {text!r}: {self.screen}")

    def type(self, text: str) -> None:
        time.sleep(0.1)  # getpass throws away what was typed before it asks
        os.write(self._handle, f"{text}\n".encode())

    def end(self) -> int:
        while True:
            try:
                found = os.read(self._handle, 4096)
            except OSError:
                break
            if not found:
                break
            self.screen += found.decode()
        os.close(self._handle)
        return self._process.wait(HANGS_S)


def test_signing_in_on_a_terminal(home: Home, garmin: GarminReplica) -> None:
    garmin.mfa = True
    terminal = Terminal(home, "login", "garmin")
    terminal.wait_for("e-mail: ")
    terminal.type(EMAIL)
    terminal.wait_for("password: ")
    terminal.type(PASSWORD)
    terminal.wait_for("Code (empty to stop): ")
    terminal.type("000000")
    terminal.wait_for("did not take this code")
    terminal.type(CODE)
    terminal.wait_for("Signed in to Garmin as Test Athlete")
    assert terminal.end() == 0
    assert PASSWORD not in terminal.screen
    assert (home.base / "secrets" / "secrets.json").exists()


def test_giving_up_at_the_code(home: Home, garmin: GarminReplica) -> None:
    garmin.mfa = True
    terminal = Terminal(home, "login-garmin", "--email", EMAIL)
    terminal.wait_for("password: ")
    terminal.type(PASSWORD)
    terminal.wait_for("Code (empty to stop): ")
    terminal.type("")
    assert terminal.end() == 1
    assert "nothing was stored" in terminal.screen


def test_without_a_keyring_the_file_is_asked_for(home: Home, garmin: GarminReplica) -> None:
    none = {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "TRAINING_BRAIN_STORE": "",
    }
    terminal = Terminal(home, "login", "garmin", **none)
    terminal.wait_for("Use the file? [y/N] ")
    terminal.type("n")
    assert terminal.end() == 1
    assert not (home.base / "secrets").exists()
    terminal = Terminal(home, "login", "garmin", **none)
    terminal.wait_for("Use the file? [y/N] ")
    terminal.type("y")
    terminal.wait_for("e-mail: ")
    terminal.type(EMAIL)
    terminal.wait_for("password: ")
    terminal.type(PASSWORD)
    terminal.wait_for("kept in the file")
    assert terminal.end() == 0
    assert command(home, "--sync", "daily", **none).returncode == 0


def test_no_terminal_no_question(home: Home, garmin: GarminReplica) -> None:
    done = command(home, "login", "garmin", TRAINING_BRAIN_STORE="file")
    assert done.returncode == 2
    assert "--token-stdin" in done.stderr
    assert not garmin.log


def test_from_the_environment_alone(home: Home, garmin: GarminReplica, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text(PASSWORD)
    done = command(
        home,
        "login",
        "garmin",
        TRAINING_BRAIN_STORE="file",
        TRAINING_BRAIN_GARMIN_EMAIL=EMAIL,
        TRAINING_BRAIN_GARMIN_PASSWORD_FILE=str(secret),
    )
    assert done.returncode == 0, done.stderr
    assert PASSWORD.encode() not in everything_written(home)


def test_every_step_as_json(home: Home, garmin: GarminReplica) -> None:
    done = command(home, "--sync", "intraday", "--log", "json", TZ="UTC")
    lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    kinds = {line["event"] for line in lines}
    assert kinds == {"started", "found", "done", "left"}
    assert {line["outcome"] for line in lines if line["event"] == "done"} == {"stored"}


def test_a_damaged_mirror_is_a_document_too(home: Home) -> None:
    (home.base / "mirror.db").write_bytes(b"not a database, and long enough to look like one" * 40)
    done = command(home, "--sync", TZ="UTC")
    assert done.returncode == json.loads(done.stdout)["exit_code"] == 1
    assert "Traceback" not in done.stderr
