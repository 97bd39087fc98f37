"""One line of a crontab: made, found, replaced, taken out. The other lines are not looked at.

cron turns a bare % of the command into a line end; `\\%` outside of quotes is a % both for a cron
that does so and for a shell that gets it as it stands (busybox). Some crons make one backslash of
two, so no two are written side by side.
"""

import re
import shlex
from datetime import datetime, timedelta
from zlib import crc32

from cli.schedule.job import MOST, Entry, Job

#: Ends the line; to the shell it is a comment. Only a line with it is ours.
MARK = "# training-brain schedule"

#: What a crontab can say in one line without a gap of another length.
PERIODS = (5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440)

#: Debian's cron refuses a command of a thousand characters.
LONGEST = 990
_DAILY_HOUR = 5


def quoted(text: str) -> str:
    """One word for the shell, through cron's own reading."""
    parts = [shlex.quote(part) for part in text.split("%")]
    return r"\%".join(re.sub(r"\\(?=\\)", r"\\''", part) for part in parts)


def command(job: Job) -> str:
    """What stands behind the five fields, the mark included."""
    told = [f"{name}={quoted(value)}" for name, value in job.environment.items()]
    words = [*told, quoted(job.script), "--sync", ">/dev/null", f"2>{quoted(job.log)}", MARK]
    return " ".join(words)


def when(every: int, offset: int) -> str:
    """The five fields for a period of PERIODS. offset: minutes, so that not all the world asks
    Garmin at the full hour."""
    if every < 60:
        return f"{offset % every}-59/{every} * * * *"
    if every == MOST:
        return f"{offset % 60} {_DAILY_HOUR} * * *"
    hours = "*" if every == 60 else f"*/{every // 60}"
    return f"{offset % 60} {hours} * * *"


def line(job: Job) -> str:
    """The whole line, without its end; the same job gives the same one."""
    what = command(job)
    return f"{when(job.every, crc32(what.encode()))} {what}"


def with_job(crontab: str, job: Job) -> str:
    """The crontab with the job in it once, where it stood before or else at the end."""
    lines: list[str] = []
    placed = False
    for old in crontab.split("\n"):
        if not _is_ours(old):
            lines.append(old)
        elif not placed:
            lines.append(line(job))
            placed = True
    if not placed:
        lines[-1:] = [line(job), ""] if not lines[-1] else [lines[-1], line(job), ""]
    return "\n".join(lines)


def without_job(crontab: str) -> str:
    return "\n".join(old for old in crontab.split("\n") if not _is_ours(old))


def read(crontab: str) -> Entry | None:
    """Our line, if there is one."""
    ours = next((text for text in crontab.split("\n") if _is_ours(text)), None)
    if ours is None:
        return None
    fields = ours.split(None, 5)
    when_, rest = " ".join(fields[:5]), (fields[5:] or [""])[0].removesuffix(MARK)
    try:
        words = shlex.split(rest)
    except ValueError:
        words = []
    script = next((word for word in words if word.startswith("/")), None)
    told = words[: words.index(script)] if script else []
    environment = {name: value for name, _, value in (word.partition("=") for word in told)}
    return Entry(script, environment, _period(when_), when_)


def next_run(entry: Entry, now: datetime) -> datetime | None:
    """The first whole minute after now. now: the machine's local time."""
    if entry.every is None:
        return None
    minute = _offset(entry.when)
    step = min(entry.every, 60)
    later = now.replace(second=0, microsecond=0)
    for _ in range(MOST + 1):
        later += timedelta(minutes=1)
        if later.minute % step == minute and _hour_fits(entry.every, later.hour):
            return later
    return None


def _hour_fits(every: int, hour: int) -> bool:
    return hour == _DAILY_HOUR if every == MOST else every < 60 or hour % (every // 60) == 0


def _is_ours(text: str) -> bool:
    return text.rstrip().endswith(MARK) and not text.lstrip().startswith("#")


def _offset(fields: str) -> int:
    digits = re.match(r"\d+", fields)
    return int(digits[0]) if digits else 0


def _period(fields: str) -> int | None:
    offset = _offset(fields)
    return next((every for every in PERIODS if when(every, offset) == fields), None)
