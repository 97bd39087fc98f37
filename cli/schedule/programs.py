"""Speaking to crontab, systemctl and launchctl; writing a file as a whole."""

import contextlib
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from cli.errors import PARTLY, CommandError

_PATIENCE_S = 30


class Answer(NamedTuple):
    """said: the last line of its complaint, "" if it had none."""

    code: int
    output: bytes
    said: str


def ask(*words: str, given: bytes | None = None) -> Answer:
    """Runs a program that is here, in plain English and UTC. Raises CommandError if it hangs."""
    try:
        done = subprocess.run(  # noqa: S603 - names of our own, no shell
            words,
            input=given if given is not None else b"",
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
        )
    except subprocess.TimeoutExpired:
        raise CommandError(
            f"training-brain: {words[0]} does not answer; try again", PARTLY
        ) from None
    except OSError as error:
        raise CommandError(f"training-brain: {words[0]} cannot be run: {error.strerror}") from None
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return Answer(done.returncode, done.stdout, lines[-1] if lines else "")


def demand(*words: str, given: bytes | None = None) -> bytes:
    """As `ask`; a program that fails is a CommandError with its own reason."""
    answer = ask(*words, given=given)
    if answer.code:
        said = answer.said or f"exit code {answer.code}"
        raise CommandError(f"training-brain: `{' '.join(words)}` failed: {said}", PARTLY)
    return answer.output


def write(path: Path, data: bytes) -> None:
    """Beside it first, then moved over."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise CommandError(
            f"training-brain: {path} cannot be written: {error.strerror}", PARTLY
        ) from None


def content(path: Path) -> bytes | None:
    """None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CommandError(
            f"training-brain: {path} cannot be read: {error.strerror}", PARTLY
        ) from None


def put_back(before: dict[Path, bytes | None]) -> None:
    """Files as they were."""
    for path, data in before.items():
        if data is not None:
            write(path, data)
        else:
            path.unlink(missing_ok=True)
