"""crontab, systemctl, loginctl and launchctl in small: they keep what they are given and log what
they were asked. The machine's own are never touched by a test."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

SCRIPT = Path(sysconfig.get_path("scripts")) / "training-brain"

#: As Debian's: says which crontab it has not, takes no last line without an end.
_CRONTAB = """\
case "$1" in
-l) [ ! -e "$S/denied" ] || { echo "crontab: you may not use this program" >&2; exit 1; }
    [ -e "$S/crontab" ] || { echo "no crontab for me" >&2; exit 1; }
    /bin/cat "$S/crontab" ;;
-)  /bin/cat > "$S/new"
    [ ! -s "$S/new" ] || [ -z "$(/usr/bin/tail -c 1 "$S/new")" ] || {
        echo "new crontab file is missing newline before EOF, can't install." >&2; exit 1; }
    /bin/mv "$S/new" "$S/crontab"
    [ ! -e "$S/meddler" ] || echo "1 1 * * * other" >> "$S/crontab" ;;
esac
"""
_SYSTEMCTL = """\
[ ! -e "$S/no-manager" ] || { echo "Failed to connect to bus: No medium found" >&2; exit 1; }
[ ! -e "$S/fails-$2" ] || { echo "Failed to $2 unit: no such luck" >&2; exit 1; }
case "$*" in *NextElapse*) echo "NextElapseUSecRealtime=Mon 2031-03-03 07:30:00 UTC" ;; esac
"""
_LOGINCTL = '[ -e "$S/lingers" ] && echo Linger=yes || echo Linger=no\n'
_LAUNCHCTL = """\
case "$1" in bootstrap)
    [ ! -e "$S/busy" ] || { /bin/rm "$S/busy"; echo "5: Input/output error" >&2; exit 5; }
    [ ! -e "$S/no-gui" ] || { echo "125: Domain does not support it" >&2; exit 125; } ;;
esac
"""
_PROGRAMS = {
    "crontab": _CRONTAB,
    "systemctl": _SYSTEMCTL,
    "loginctl": _LOGINCTL,
    "launchctl": _LAUNCHCTL,
}


class Machine:
    """A home folder, and a path on which only the named programs are."""

    def __init__(self, base: Path, *programs: str) -> None:
        self.script = SCRIPT
        self.home, self.state, self._path = base / "home", base / "state", base / "bin"
        for folder in (self.home, self.state, self._path):
            folder.mkdir()
        for name in programs:
            self.add(name)

    def add(self, name: str) -> None:
        program = self._path / name
        log = 'echo "${0##*/} $*" >> "$S/log"\n'
        program.write_text(f"#!/bin/sh\nS='{self.state}'\n{log}{_PROGRAMS[name]}")
        program.chmod(0o755)

    def be(self, condition: str) -> None:
        """From now on: `denied`, `no-manager`, `lingers` and what else the programs know."""
        (self.state / condition).touch()

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """`training-brain schedule WORDS`, with nothing of this machine's own settings."""
        environment = {"HOME": str(self.home), "PATH": str(self._path), "LC_ALL": "C.UTF-8"}
        if "PYTHONPATH" in os.environ:
            environment["PYTHONPATH"] = os.environ["PYTHONPATH"]
        return subprocess.run(
            [sys.executable, self.script, "schedule", *words],
            capture_output=True, text=True, env=environment | settings, timeout=60, check=False,
        )  # fmt: skip

    def ask(self, *words: str, **settings: str) -> Any:
        """The same with --json, done without a word on stderr."""
        done = self.run(*words, "--json", **settings)
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout)

    @property
    def crontab(self) -> bytes:
        return (self.state / "crontab").read_bytes()

    @crontab.setter
    def crontab(self, data: bytes) -> None:
        (self.state / "crontab").write_bytes(data)

    @property
    def log(self) -> list[str]:
        """What the programs were asked, in order."""
        path = self.state / "log"
        return path.read_text().splitlines() if path.exists() else []
