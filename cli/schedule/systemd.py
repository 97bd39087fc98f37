"""The texts of a systemd user service and its timer (systemd.syntax(7), systemd.timer(5))."""

import re

from cli.schedule.job import MOST, Entry, Job

SERVICE, TIMER = "training-brain.service", "training-brain.timer"

#: First line of both; a unit without it was written by somebody else.
MARK = "# Made by `training-brain schedule install`, which also changes and removes it."

_SERVICE = """\
{mark}
[Unit]
Description=training-brain: bring in what is due

[Service]
Type=oneshot
{environment}ExecStart={command}
# throttled, offline, another sync is running: the next run takes it up
SuccessExitStatus=4 5 6
"""

_TIMER = """\
{mark}
[Unit]
Description=training-brain: bring in what is due, {period}

[Timer]
{when}
RandomizedDelaySec={delay}

[Install]
WantedBy=timers.target
"""

#: A path with one of these may be an argument, but not the program.
_NO_PROGRAM = re.compile(r"""["'\\$]""")
_SHELL = ("/bin/sh", "-c", 'exec "$0" --sync')
_LONGEST_DELAY_S = 300


def quoted(text: str, *, argument: bool = False) -> str:
    """One word of a unit file. argument: of a command line, where $ names a variable."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return '"' + (inner.replace("$", "$$") if argument else inner) + '"'


def service(job: Job) -> str:
    words: tuple[str, ...] = (job.script, "--sync")
    if _NO_PROGRAM.search(job.script):
        words = (*_SHELL, job.script)
    told = [f"Environment={quoted(f'{name}={text}')}\n" for name, text in job.environment.items()]
    return _SERVICE.format(
        mark=MARK,
        environment="".join(told),
        command=" ".join(quoted(word, argument=True) for word in words),
    )


def timer(job: Job, period: str) -> str:
    return _TIMER.format(
        mark=MARK,
        period=period,
        when=_when(job.every),
        delay=min(_LONGEST_DELAY_S, job.every * 60 // 6),
    )


def _when(every: int) -> str:
    """By the clock where the period fits the day, so that a machine that slept catches up at
    once; else from run to run."""
    if every == MOST:
        return "OnCalendar=*-*-* 05:00\nPersistent=true"
    if 60 % every == 0:
        minutes = "0" if every == 60 else f"0/{every}"
        return f"OnCalendar=*:{minutes}\nPersistent=true"
    if every % 60 == 0 and MOST % every == 0:
        return f"OnCalendar=0/{every // 60}:00\nPersistent=true"
    return f"OnStartupSec=2min\nOnUnitActiveSec={every}min"


def is_ours(text: str) -> bool:
    return text.startswith(MARK)


def read(service_text: str, timer_text: str) -> Entry:
    words = _words(_values(service_text, "ExecStart"), argument=True)
    told = _words(_values(service_text, "Environment"), argument=False)
    script = None
    if words[1:] == ["--sync"]:
        script = words[0]
    elif tuple(words[:-1]) == _SHELL:
        script = words[-1]
    when = "\n".join(
        f"{name}={value}"
        for name in ("OnCalendar", "OnStartupSec", "OnUnitActiveSec")
        for value in _values(timer_text, name)
    )
    every = next(
        (n for n in range(1, MOST + 1) if _when(n).removesuffix("\nPersistent=true") == when), None
    )
    environment = {name: text for name, _, text in (word.partition("=") for word in told)}
    return Entry(script, environment, every, when.replace("\n", ", "))


def _values(text: str, name: str) -> list[str]:
    return [row.partition("=")[2] for row in text.split("\n") if row.startswith(f"{name}=")]


def _words(values: list[str], *, argument: bool) -> list[str]:
    """Undoes `quoted`."""
    found = [word for value in values for word in re.findall(r'"((?:[^"\\]|\\.)*)"', value)]
    pairs = r"\\(.)|(%)%|(\$)\$" if argument else r"\\(.)|(%)%"
    return [re.sub(pairs, lambda pair: pair[pair.lastindex or 0], word) for word in found]
