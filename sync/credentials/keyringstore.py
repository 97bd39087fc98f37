"""The system keyring: asked in a process of its own with a time limit, read back after writing.

Values longer than a backend takes (Windows: 2560 bytes, a Garmin token is longer) are kept in
parts; the header that names the parts is written last, so a torn write leaves the old value.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sync.credentials.errors import NoStoreError, StoreTroubleError

TIMEOUT_S = 5.0
PART_LENGTH = 1000
_HEADER = "@parts "
_CHILD = Path(__file__).with_name("keyring_child.py")
_WAY_OUT = (
    "sign in with --store file to keep secrets in a file only you can read, "
    "or give them in the environment"
)


class KeyringStore:
    """One name, one value. After a call that timed out, no further call is tried."""

    def __init__(self, *, timeout_s: float = TIMEOUT_S, part_length: int | None = None) -> None:
        self._timeout_s = timeout_s
        self._part_length = part_length
        self._silent = False
        self._backend = ""

    @property
    def label(self) -> str:
        return f"the system keyring ({self._backend})" if self._backend else "the system keyring"

    def read(self, name: str) -> str | None:
        value = self._ask("get", name)
        if value is None or not value.startswith(_HEADER):
            return value
        names, digest = _parts(name, value)
        whole = "".join(self._ask("get", part) or "" for part in names)
        if _digest(whole) != digest:
            raise StoreTroubleError(
                f"What {self.label} holds for {name} is incomplete; sign in again."
            )
        return whole

    def write(self, name: str, value: str) -> None:
        before = self._ask("get", name) or ""
        limit = self._part_length or (PART_LENGTH if sys.platform == "win32" else sys.maxsize)
        if len(value) <= limit and not value.startswith(_HEADER):
            self._set(name, value)
        else:
            generation = "b" if before.startswith(f"{_HEADER}a") else "a"
            parts = [value[i : i + limit] for i in range(0, len(value), limit)]
            for k, part in enumerate(parts):
                self._set(f"{name}/{generation}/{k}", part)
            self._set(name, f"{_HEADER}{generation} {len(parts)} {_digest(value)}")
        self._drop_parts(name, before)

    def delete(self, name: str) -> None:
        before = self._ask("get", name)
        if before is not None:
            self._ask("delete", name)
            self._drop_parts(name, before)

    def _drop_parts(self, name: str, header: str) -> None:
        if header.startswith(_HEADER):
            for part in _parts(name, header)[0]:
                self._ask("delete", part)

    def _set(self, name: str, value: str) -> None:
        if self._ask("set", name, value) != value:
            raise NoStoreError(f"{self.label} did not keep what it was given; {_WAY_OUT}.")

    def _ask(self, do: str, name: str, value: str | None = None) -> str | None:
        if self._silent:
            raise self._no_answer()
        request = json.dumps({"do": do, "name": name, "value": value})
        try:
            done = subprocess.run(  # noqa: S603 - our own script
                [sys.executable, "-P", str(_CHILD)],
                input=request,
                capture_output=True,
                text=True,
                timeout=self._timeout_s,
                check=False,
            )
            answer: dict[str, Any] = json.loads(done.stdout)
        except subprocess.TimeoutExpired:
            self._silent = True
            raise self._no_answer() from None
        except (OSError, ValueError):
            raise StoreTroubleError(f"The system keyring cannot be asked; {_WAY_OUT}.") from None
        match answer.get("error"):
            case None:
                self._backend = answer["backend"].removeprefix("keyring.backends.")
                found: str | None = answer["value"]
                return found
            case "none":
                raise NoStoreError(f"There is no system keyring here; {_WAY_OUT}.")
            case "locked":
                raise StoreTroubleError(f"The system keyring is locked; unlock it, or {_WAY_OUT}.")
        kind = answer.get("kind", "an error")
        if kind == "NoKeyringError":
            raise NoStoreError(f"There is no system keyring here; {_WAY_OUT}.")
        raise StoreTroubleError(f"The system keyring failed ({kind}); {_WAY_OUT}.")

    def _no_answer(self) -> StoreTroubleError:
        return StoreTroubleError(
            f"The system keyring did not answer within {self._timeout_s:.0f} s "
            f"(it may be waiting to be unlocked); unlock it, or {_WAY_OUT}."
        )


def _parts(name: str, header: str) -> tuple[list[str], str]:
    """The names of the parts and the digest of the whole; no parts for a header that is none."""
    words = header.removeprefix(_HEADER).split(" ")
    if len(words) != 3 or not words[1].isdigit():
        return [], ""
    return [f"{name}/{words[0]}/{k}" for k in range(int(words[1]))], words[2]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
