"""What is to run and how often, in no scheduler's language yet."""

from typing import NamedTuple

EVERY = 30
LEAST, MOST = 5, 1440
HOME = "TRAINING_BRAIN_HOME"


class Job(NamedTuple):
    """script: absolute path. environment: what the run has to be told, never a secret.
    every: minutes, LEAST to MOST. log: where its words go, if the scheduler keeps none."""

    script: str
    environment: dict[str, str]
    every: int
    log: str


class Entry(NamedTuple):
    """What a scheduler's text says. script, every: None where someone changed it by hand to what
    is not understood. when: the scheduler's own words for it."""

    script: str | None
    environment: dict[str, str]
    every: int | None
    when: str


def unfit(job: Job) -> str | None:
    """The first path that no scheduler can carry: its text is lines of UTF-8."""
    for text in (job.script, job.log, *job.environment.values()):
        if not text.isascii() and not _is_utf8(text):
            return text
        if any(ord(sign) < 0x20 or ord(sign) == 0x7F for sign in text):
            return text
    return None


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # a file name of other bytes
        return False
    return True


def spoken(every: int) -> str:
    """`every 30 minutes`, `every hour`, `every 2 hours`, `every day`."""
    if every == MOST:
        return "every day"
    if every % 60:
        return f"every {every} minutes"
    return "every hour" if every == 60 else f"every {every // 60} hours"
