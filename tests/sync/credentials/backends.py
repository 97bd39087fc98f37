"""Keyring backends that behave as real ones do; named by PYTHON_KEYRING_BACKEND."""

import json
import os
import time
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class Working(KeyringBackend):
    priority = 5

    def _path(self) -> Path:
        return Path(os.environ["FAKE_KEYRING"])

    def _load(self) -> dict[str, str]:
        return json.loads(self._path().read_text()) if self._path().exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._load().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        limit = int(os.environ.get("FAKE_KEYRING_LIMIT", "100000"))
        if len(password) > limit:
            raise OSError("the credential blob is too long")
        self._path().write_text(json.dumps({**self._load(), f"{service}/{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        content = self._load()
        if content.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("not there")
        self._path().write_text(json.dumps(content))


class Losing(Working):
    def set_password(self, service: str, username: str, password: str) -> None:
        """Says nothing and keeps nothing."""


class Locked(Working):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")


class Silent(Working):
    def get_password(self, service: str, username: str) -> str | None:
        time.sleep(600)
        return None
