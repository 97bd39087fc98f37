"""One entry in the machine's scheduler: put in, changed, shown, taken out, and nothing else."""

import os
import plistlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.schedule.systemd import MARK
from tests.cli.schedulers import SCRIPT, Machine

OTHERS = (
    b"# my own\nMAILTO=me@example.org\n\n"
    b"5 4 * * * echo caf\xe9 \xff | mail -s 100\\% me\r\n"
    b"0 1 * * * training-brain --sync # training-brain\n"
    b"#7 * * * * old # training-brain schedule\n\t\n"
)
UNITS = Path(".config/systemd/user")
AGENT = Path("Library/LaunchAgents/local.training-brain.sync.plist")
SECRETS = {
    "TRAINING_BRAIN_GARMIN_TOKENS": "hush-tokens",
    "TRAINING_BRAIN_GARMIN_EMAIL": "hush-me@example.org",
    "TRAINING_BRAIN_GARMIN_PASSWORD": "hush-password",
    "TRAINING_BRAIN_PLAN_URL": "https://example.org/hush-feed",
    "TRAINING_BRAIN_SUPABASE_URL": "https://hush.example.org",
    "TRAINING_BRAIN_SUPABASE_KEY": "hush-key",
    "TRAINING_BRAIN_STRAVA_CLIENT_ID": "hush-id",
    "TRAINING_BRAIN_STRAVA_CLIENT_SECRET": "hush-secret",
    "TRAINING_BRAIN_STRAVA_REFRESH_TOKEN": "hush-refresh",
}


@pytest.fixture
def cron(tmp_path: Path) -> Machine:
    return Machine(tmp_path, "crontab")


@pytest.fixture
def systemd(tmp_path: Path) -> Machine:
    return Machine(tmp_path, "systemctl", "loginctl")


@pytest.fixture
def mac(tmp_path: Path) -> Machine:
    return Machine(tmp_path, "launchctl")


def ours(crontab: bytes) -> list[bytes]:
    return [
        line
        for line in crontab.split(b"\n")
        if line.endswith(b"# training-brain schedule") and not line.startswith(b"#")
    ]


def fails(machine: Machine, *words: str, code: int = 1, **settings: str) -> str:
    """One line and no more."""
    done = machine.run(*words, **settings)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


# cron


def test_install_twice_is_one_line_and_changes_the_period(cron: Machine) -> None:
    first = cron.ask("install")
    assert (first["kind"], first["every_minutes"]) == ("cron", 30)
    assert first["command"] == [str(SCRIPT), "--sync"]
    once = cron.crontab
    cron.ask("install")
    assert cron.crontab == once
    assert cron.log.count("crontab -") == 1
    assert cron.ask("install", "--every", "120")["every_minutes"] == 120
    assert len(ours(cron.crontab)) == len(cron.crontab.splitlines()) == 1
    assert cron.ask("install")["every_minutes"] == 120  # as it is, when nothing is said


@pytest.mark.parametrize("others", [OTHERS, OTHERS.rstrip(), b"", b"\n"])
def test_other_lines_stay_byte_by_byte(cron: Machine, others: bytes) -> None:
    cron.crontab = others
    cron.ask("install")
    whole = others if others.endswith(b"\n") or not others else others + b"\n"
    assert cron.crontab.startswith(whole)
    assert len(ours(cron.crontab)) == 1
    more = b"9 9 * * * after\n"
    cron.crontab += more
    cron.ask("install", "--every", "15")
    assert cron.crontab.endswith(b"# training-brain schedule\n" + more)
    assert cron.ask("remove")["removed"] == ["cron"]
    assert cron.crontab == whole + more
    assert cron.ask("remove")["removed"] == []


def test_doubled_lines_become_one(cron: Machine) -> None:
    cron.ask("install")
    cron.crontab = cron.crontab + OTHERS + cron.crontab
    cron.ask("install", "--every", "20")
    assert len(ours(cron.crontab)) == 1
    assert OTHERS in cron.crontab


def test_a_crontab_that_cannot_be_read_is_not_taken_for_an_empty_one(cron: Machine) -> None:
    cron.crontab = OTHERS
    cron.be("denied")
    assert "may not use" in fails(cron, "install")
    assert "may not use" in fails(cron, "remove", "--kind", "cron")
    assert cron.crontab == OTHERS


def test_somebody_else_writes_at_the_same_time(cron: Machine) -> None:
    cron.be("meddler")
    assert "somebody else" in fails(cron, "install")


@pytest.mark.parametrize(("every", "better"), [("7", "6"), ("45", "30"), ("1439", "1440")])
def test_a_period_that_cron_does_not_know(cron: Machine, every: str, better: str) -> None:
    assert f"take --every {better}" in fails(cron, "install", "--every", every, code=2)
    assert not (cron.state / "crontab").exists()


def test_show_says_it_all(cron: Machine, tmp_path: Path) -> None:
    assert "Nothing is scheduled" in cron.run("show").stdout
    home = tmp_path / "my training"
    settings = {"TRAINING_BRAIN_HOME": str(home)}
    cron.ask("install", **settings)
    shown = cron.ask("show", **settings)
    assert shown["installed"]
    assert shown["environment"] == settings
    assert shown["next_run_at"].endswith(":00Z")
    assert shown["last_sync"] is None
    (home / "mirror.db").touch()
    from mirror.database import open_mirror

    open_mirror(home / "mirror.db").close()
    with closing(sqlite3.connect(home / "mirror.db")) as db, db:
        db.execute(
            "INSERT INTO sync_runs VALUES ('1', 'auto', '2026-11-23T05:00:00Z',"
            " '2026-11-23T05:01:00Z', 'done', '{}'), ('2', 'auto', '2026-11-23T06:00:00Z',"
            " NULL, NULL, NULL)"
        )
    last = {"profile": "auto", "finished_at": "2026-11-23T05:01:00Z", "outcome": "done"}
    assert cron.ask("show", **settings)["last_sync"] == last
    text = cron.run(TZ="UTC", **settings).stdout
    for part in ("cron", f"{SCRIPT} --sync", "every 30 minutes", "2026-11-23 05:01", str(home)):
        assert part in text


def test_the_home_is_told_only_if_it_is_chosen(cron: Machine, tmp_path: Path) -> None:
    assert cron.ask("install")["environment"] == {}
    moved = cron.ask("install", XDG_DATA_HOME=str(tmp_path / "data"))
    home = str(tmp_path / "data" / "training-brain")
    assert moved["environment"] == {"TRAINING_BRAIN_HOME": home}
    assert any("before" in note for note in moved["notes"])
    relative = os.path.relpath(tmp_path / "here")
    told = cron.ask("install", TRAINING_BRAIN_HOME=relative)["environment"]
    assert Path(told["TRAINING_BRAIN_HOME"]).is_absolute()
    assert Path(told["TRAINING_BRAIN_HOME"]).resolve() == tmp_path / "here"


def test_an_entry_changed_by_hand_or_gone_is_said(cron: Machine, tmp_path: Path) -> None:
    cron.script = tmp_path / "training-brain"
    shutil.copy(SCRIPT, cron.script)
    assert cron.ask("install")["command"] == [str(cron.script), "--sync"]
    cron.script.unlink()
    cron.script = SCRIPT
    assert any("is gone" in note for note in cron.ask("show")["notes"])
    cron.crontab = b"0 6 * * 1 'sh # training-brain schedule\n"
    shown = cron.ask("show")
    assert (shown["command"], shown["every_minutes"]) == (None, None)
    assert shown["when"] == "0 6 * * 1"
    assert any("by hand" in note for note in shown["notes"])


def test_the_keyring_is_out_of_crons_reach(cron: Machine) -> None:
    assert any("keyring" in note for note in cron.ask("install")["notes"])
    told = cron.ask("install", TRAINING_BRAIN_STORE="file")
    assert told["environment"] == {"TRAINING_BRAIN_STORE": "file"}
    assert not told["notes"]


# systemd


def test_a_user_timer(systemd: Machine) -> None:
    systemd.add("crontab")
    done = systemd.ask("install", TRAINING_BRAIN_HOME="/tmp/100% mine")
    assert (done["kind"], done["every_minutes"]) == ("systemd", 30)
    assert done["next_run_at"] == "2031-03-03T07:30:00Z"
    assert done["environment"] == {"TRAINING_BRAIN_HOME": "/tmp/100% mine"}
    service = (systemd.home / UNITS / "training-brain.service").read_text()
    assert 'Environment="TRAINING_BRAIN_HOME=/tmp/100%% mine"\n' in service
    assert f'ExecStart="{SCRIPT}" "--sync"\n' in service
    assert "SuccessExitStatus=4 5 6\n" in service
    timer = (systemd.home / UNITS / "training-brain.timer").read_text()
    for line in ("OnCalendar=*:0/30", "Persistent=true", "RandomizedDelaySec=300"):
        assert f"{line}\n" in timer
    changes = [line for line in systemd.log if line.startswith("systemctl") and "show" not in line]
    assert changes == [
        "systemctl --user daemon-reload",
        "systemctl --user enable training-brain.timer",
        "systemctl --user restart training-brain.timer",
    ]
    assert "crontab -" not in systemd.log


def test_the_timer_is_changed_and_removed(systemd: Machine) -> None:
    systemd.ask("install")
    assert systemd.ask("install", "--every", "45")["every_minutes"] == 45
    folder = systemd.home / UNITS
    assert "OnUnitActiveSec=45min\n" in (folder / "training-brain.timer").read_text()
    (folder / "other.timer").write_text("mine")
    assert systemd.ask("remove")["removed"] == ["systemd"]
    assert [path.name for path in folder.iterdir()] == ["other.timer"]
    assert "systemctl --user disable --now training-brain.timer" in systemd.log
    assert systemd.log[-1] == "systemctl --user daemon-reload"
    assert not systemd.ask("show")["installed"]


def test_half_an_entry_is_mended_and_removed(systemd: Machine) -> None:
    systemd.ask("install")
    timer = systemd.home / UNITS / "training-brain.timer"
    timer.unlink()
    shown = systemd.ask("show")
    assert (shown["installed"], shown["every_minutes"]) == (True, None)
    assert systemd.ask("install")["every_minutes"] == 30
    timer.unlink()
    systemd.be("fails-disable")  # there is no timer to disable
    assert systemd.ask("remove")["removed"] == ["systemd"]
    assert list(timer.parent.iterdir()) == []


def test_lingering(systemd: Machine) -> None:
    assert any("loginctl enable-linger" in note for note in systemd.ask("install")["notes"])
    systemd.be("lingers")
    assert systemd.ask("install")["notes"] == []


@pytest.mark.parametrize("step", ["enable", "restart"])
def test_a_manager_that_refuses_leaves_all_as_it_was(systemd: Machine, step: str) -> None:
    systemd.be(f"fails-{step}")
    assert "no such luck" in fails(systemd, "install")
    assert list((systemd.home / UNITS).iterdir()) == []
    (systemd.state / f"fails-{step}").unlink()
    systemd.ask("install")
    before = {path: path.read_bytes() for path in (systemd.home / UNITS).iterdir()}
    systemd.be(f"fails-{step}")
    fails(systemd, "install", "--every", "60")
    assert {path: path.read_bytes() for path in (systemd.home / UNITS).iterdir()} == before


def test_a_unit_of_the_athletes_own_is_left_alone(systemd: Machine) -> None:
    own = systemd.home / UNITS / "training-brain.service"
    own.parent.mkdir(parents=True)
    own.write_text("[Service]\nExecStart=/bin/true\n")
    assert "not made by this command" in fails(systemd, "install")
    assert not systemd.ask("show")["installed"]
    assert systemd.ask("remove")["removed"] == []
    assert own.read_text() == "[Service]\nExecStart=/bin/true\n"
    assert MARK not in own.read_text()


# launchd


def test_an_agent(mac: Machine) -> None:
    mac.be("busy")
    settings = {"TRAINING_BRAIN_HOME": '/tmp/a & <b> "c"'}
    done = mac.ask("install", "--kind", "launchd", "--every", "45", **settings)
    assert (done["kind"], done["every_minutes"]) == ("launchd", 45)
    agent = plistlib.loads((mac.home / AGENT).read_bytes())
    assert agent["ProgramArguments"] == [str(SCRIPT), "--sync"]
    assert agent["StartInterval"] == 45 * 60
    assert agent["EnvironmentVariables"] == settings
    assert agent["Label"] == AGENT.stem
    domain = f"gui/{os.getuid()}"
    bootstrap = f"launchctl bootstrap {domain} {mac.home / AGENT}"
    assert mac.log == [
        f"launchctl bootout {domain}/{AGENT.stem}",
        f"launchctl enable {domain}/{AGENT.stem}",
        bootstrap,
        bootstrap,  # the one of before was still going
    ]
    assert mac.ask("remove")["removed"] == ["launchd"]
    assert mac.log[-1] == f"launchctl bootout {domain}/{AGENT.stem}"
    assert list((mac.home / AGENT).parent.iterdir()) == []


def test_an_agent_that_is_refused_leaves_no_file(mac: Machine) -> None:
    mac.be("no-gui")
    assert "does not support it" in fails(mac, "install", "--kind", "launchd")
    assert not (mac.home / AGENT).exists()


# which one


def test_cron_where_no_manager_answers(systemd: Machine) -> None:
    systemd.add("crontab")
    systemd.be("no-manager")
    assert systemd.ask("install")["kind"] == "cron"
    assert "does not answer" in fails(systemd, "install", "--kind", "systemd")


def test_none_here(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert "install cron" in fails(machine, "install")
    assert "install cron" in fails(machine, "install", "--kind", "cron")
    assert "no launchctl here" in fails(machine, "install", "--kind", "launchd")
    assert not machine.ask("show")["installed"]


def test_another_kind_takes_over(systemd: Machine) -> None:
    systemd.add("crontab")
    systemd.ask("install", "--every", "15")
    assert systemd.ask("install", "--kind", "cron")["every_minutes"] == 15
    assert list((systemd.home / UNITS).iterdir()) == []
    assert systemd.ask("install", "--every", "20")["kind"] == "cron"  # it stays where it is
    assert systemd.ask("install", "--kind", "systemd")["kind"] == "systemd"
    assert systemd.crontab == b""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["install", "--every", "4"], "no number of minutes"),
        (["install", "--every", "1441"], "no number of minutes"),
        (["install", "--every", "²"], "no number of minutes"),
        (["show", "--every", "30"], "belongs to install"),
        (["install", "--kind", "anacron"], "invalid choice"),
        (["uninstall"], "invalid choice"),
    ],
)
def test_usage(cron: Machine, words: list[str], said: str) -> None:
    assert said in fails(cron, *words, code=2)


def test_the_folder_cannot_be_made(cron: Machine) -> None:
    assert "/dev/null/x" in fails(cron, "install", TRAINING_BRAIN_HOME="/dev/null/x")
    assert not (cron.state / "crontab").exists()


def test_a_path_that_no_scheduler_takes(cron: Machine, tmp_path: Path) -> None:
    assert "rename" in fails(cron, "install", TRAINING_BRAIN_HOME=f"{tmp_path}/two\nlines")
    assert "too long" in fails(cron, "install", TRAINING_BRAIN_HOME=str(tmp_path) + "/x" * 450)
    assert not (cron.state / "crontab").exists()


# secrets


@pytest.mark.parametrize("kind", ["cron", "systemd", "launchd"])
def test_no_secret_is_copied_and_each_variable_is_named(kind: str, tmp_path: Path) -> None:
    machine = Machine(tmp_path, "crontab", "systemctl", "launchctl")
    done = machine.run("install", "--kind", kind, **SECRETS)
    assert done.returncode == 0
    assert all(name in done.stdout for name in SECRETS)
    assert "_FILE" in done.stdout
    written = [done.stdout, done.stderr, machine.run("show", "--json", **SECRETS).stdout]
    written += [
        path.read_text(errors="replace")
        for folder in (machine.home, machine.state)
        for path in folder.rglob("*")
        if path.is_file()
    ]
    assert any("--sync" in text for text in written[3:])
    assert not any("hush" in text for text in written)


def test_files_of_secrets_are_handed_on(systemd: Machine, tmp_path: Path) -> None:
    systemd.be("lingers")
    files = {f"{name}_FILE": str(tmp_path / name.lower()) for name in SECRETS}
    done = systemd.ask("install", TRAINING_BRAIN_STORE="file", **files)
    assert done["environment"] == {"TRAINING_BRAIN_STORE": "file", **files}
    assert done["notes"] == []
