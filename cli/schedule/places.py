"""The three schedulers, each with the same four questions: are you here, what have you, take
this, let it go."""

import os
import shutil
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from cli.errors import PARTLY, USAGE, CommandError
from cli.schedule import cron, launchd, systemd
from cli.schedule.job import Entry, Job, spoken
from cli.schedule.programs import ask, content, demand, put_back, write


class Found(NamedTuple):
    """An entry where it stands. files: those it consists of; a crontab is none of ours."""

    entry: Entry
    files: list[str]
    next_run_at: datetime | None


class Place(Protocol):
    """kind: as in --kind. title: for people."""

    kind: str
    title: str

    def missing(self) -> str | None:
        """None if the scheduler answers, else what is to be done about it."""

    def find(self) -> Found | None: ...

    def install(self, job: Job) -> None:
        """Puts the job in, once, whatever was there of ours. Raises CommandError."""

    def remove(self) -> None:
        """Takes out what `find` found. Raises CommandError."""

    def notes(self) -> list[str]:
        """What an athlete who has just chosen this should know."""


class Cron:
    kind, title = "cron", "crontab"

    def missing(self) -> str | None:
        if shutil.which("crontab"):
            return None
        return "there is no crontab here; install cron (apt install cron, dnf install cronie)"

    def find(self) -> Found | None:
        if self.missing():
            return None
        entry = cron.read(self._crontab())
        return entry and Found(entry, [], cron.next_run(entry, datetime.now().astimezone()))

    def install(self, job: Job) -> None:
        if job.every not in cron.PERIODS:
            fitting = min(cron.PERIODS, key=lambda period: abs(period - job.every))
            raise CommandError(
                f"training-brain: cron cannot run every {job.every} minutes; "
                f"take --every {fitting}",
                USAGE,
            )
        if len(cron.command(job)) > cron.LONGEST:
            raise CommandError(
                "training-brain: these paths are too long for a crontab; shorten the folder's, "
                "or use --kind systemd",
                PARTLY,
            )
        before = self._crontab()
        after = cron.with_job(before, job)
        if after != before:
            self._write(after)

    def remove(self) -> None:
        self._write(cron.without_job(self._crontab()))

    def notes(self) -> list[str]:
        return []

    def _crontab(self) -> str:
        """Any bytes come through unchanged. Only a crontab that says so itself is empty: taking a
        failure for an empty one would wipe it."""
        answer = ask("crontab", "-l")
        if answer.code == 0:
            return answer.output.decode(errors="surrogateescape")
        if "no crontab" in answer.said or "No such file" in answer.said:
            return ""
        raise CommandError(f"training-brain: `crontab -l` failed: {answer.said}", PARTLY)

    def _write(self, text: str) -> None:
        demand("crontab", "-", given=text.encode(errors="surrogateescape"))
        if self._crontab() != text:
            raise CommandError(
                "training-brain: the crontab was changed by somebody else meanwhile; look at it "
                "with crontab -l and try again",
                PARTLY,
            )


class Systemd:
    kind, title = "systemd", "systemd user timer"

    def __init__(self) -> None:
        chosen = os.environ.get("XDG_CONFIG_HOME", "")
        config = Path(chosen) if chosen.startswith("/") else Path.home() / ".config"
        folder = config / "systemd" / "user"
        self._service, self._timer = folder / systemd.SERVICE, folder / systemd.TIMER

    def missing(self) -> str | None:
        if not shutil.which("systemctl"):
            return "there is no systemctl here; use --kind cron"
        if ask("systemctl", "--user", "show", "--property=Version").code:
            return "systemctl --user does not answer; log in as yourself, or use --kind cron"
        return None

    def find(self) -> Found | None:
        service, timer = (self._text(path) for path in (self._service, self._timer))
        if not systemd.is_ours(service) and not systemd.is_ours(timer):
            return None
        files = [str(path) for path in (self._service, self._timer) if path.exists()]
        return Found(systemd.read(service, timer), files, self._next_run())

    def install(self, job: Job) -> None:
        before = {path: content(path) for path in (self._service, self._timer)}
        for path, data in before.items():
            if data is not None and not systemd.is_ours(data.decode(errors="replace")):
                raise CommandError(
                    f"training-brain: {path} was not made by this command; move it away first",
                    PARTLY,
                )
        try:
            write(self._service, systemd.service(job).encode())
            write(self._timer, systemd.timer(job, spoken(job.every)).encode())
            demand("systemctl", "--user", "daemon-reload")
            demand("systemctl", "--user", "enable", systemd.TIMER)
            demand("systemctl", "--user", "restart", systemd.TIMER)
        except CommandError:
            put_back(before)
            ask("systemctl", "--user", "daemon-reload")
            raise

    def remove(self) -> None:
        if reason := self.missing():
            raise CommandError(f"training-brain: {reason}", PARTLY)
        if systemd.is_ours(self._text(self._timer)):
            demand("systemctl", "--user", "disable", "--now", systemd.TIMER)
        for path in (self._timer, self._service):
            if systemd.is_ours(self._text(path)):
                path.unlink()
        demand("systemctl", "--user", "daemon-reload")

    def notes(self) -> list[str]:
        if not shutil.which("loginctl"):
            return []
        user = str(os.getuid())
        if ask("loginctl", "show-user", user, "--property=Linger").output.strip() == b"Linger=yes":
            return []
        return ["It runs while you are logged in; `loginctl enable-linger` lets it run always."]

    def _text(self, path: Path) -> str:
        return (content(path) or b"").decode(errors="replace")

    def _next_run(self) -> datetime | None:
        if not shutil.which("systemctl"):
            return None
        name = "NextElapseUSecRealtime"
        answer = ask("systemctl", "--user", "show", systemd.TIMER, f"--property={name}")
        text = answer.output.decode(errors="replace").strip().removeprefix(f"{name}=")
        try:
            return datetime.strptime(text, "%a %Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
        except ValueError:  # none is set, or it counts from the last run
            return None


class Launchd:
    kind, title = "launchd", "launchd agent"
    #: Codes of `launchctl bootstrap` while the agent of before is still going.
    _NOT_YET = (5, 37)
    _TRIES, _PAUSE_S = 10, 0.2

    def __init__(self) -> None:
        self._file = Path.home() / "Library" / "LaunchAgents" / f"{launchd.LABEL}.plist"
        self._domain = f"gui/{os.getuid()}"

    def missing(self) -> str | None:
        if shutil.which("launchctl"):
            return None
        return (
            "there is no launchctl here; launchd is macOS's, elsewhere use --kind systemd or cron"
        )

    def find(self) -> Found | None:
        data = content(self._file)
        return None if data is None else Found(launchd.read(data), [str(self._file)], None)

    def install(self, job: Job) -> None:
        before = {self._file: content(self._file)}
        try:
            write(self._file, launchd.plist(job))
            self._load()
        except CommandError:
            put_back(before)
            raise

    def remove(self) -> None:
        if reason := self.missing():
            raise CommandError(f"training-brain: {reason}", PARTLY)
        ask("launchctl", "bootout", f"{self._domain}/{launchd.LABEL}")  # fails if not loaded
        self._file.unlink(missing_ok=True)

    def notes(self) -> list[str]:
        return []

    def _load(self) -> None:
        ask("launchctl", "bootout", f"{self._domain}/{launchd.LABEL}")  # fails if not loaded
        ask("launchctl", "enable", f"{self._domain}/{launchd.LABEL}")
        words = ("launchctl", "bootstrap", self._domain, str(self._file))
        for _ in range(self._TRIES):
            answer = ask(*words)
            if answer.code not in self._NOT_YET:
                break
            time.sleep(self._PAUSE_S)
        if answer.code:
            raise CommandError(f"training-brain: `{' '.join(words)}` failed: {answer.said}")


def places() -> list[Place]:
    """All three, the best for this machine first."""
    here: list[Place] = [Systemd(), Cron()]
    return [Launchd(), *here] if sys.platform == "darwin" else [*here, Launchd()]


def best() -> Place:
    """The first that answers and is at home here. Raises CommandError with what to install."""
    for place in places():
        foreign = place.kind == "launchd" and sys.platform != "darwin"
        if not foreign and place.missing() is None:
            return place
    raise CommandError(
        "training-brain: neither systemctl --user nor crontab answers here; install cron "
        "(apt install cron, dnf install cronie), or run training-brain --sync yourself",
        PARTLY,
    )
