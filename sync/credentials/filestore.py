"""The 0600 file, for machines without a keyring. It is used only if the athlete chose it."""

import contextlib
import json
import os
import secrets
import stat
from pathlib import Path

from sync.credentials.errors import StoreTroubleError


class FileStore:
    """One JSON object, name → value, replaced as a whole; folder 0700, file 0600."""

    def __init__(self, base: Path) -> None:
        self.path = base / "secrets" / "secrets.json"
        self.label = f"the file {self.path}"

    @property
    def chosen(self) -> bool:
        """True once the athlete has chosen the file: from then on it is there, even if empty."""
        return self.path.exists()

    def choose(self) -> None:
        if not self.chosen:
            self._save({})

    def forget(self) -> None:
        """Not chosen any more: the file and what it held are gone."""
        self.path.unlink(missing_ok=True)

    def items(self) -> list[tuple[str, str]]:
        return list(self._load().items())

    def read(self, name: str) -> str | None:
        return self._load().get(name)

    def write(self, name: str, value: str) -> None:
        content = self._load()
        content[name] = value
        self._save(content)

    def delete(self, name: str) -> None:
        content = self._load()
        if content.pop(name, None) is not None:
            self._save(content)

    def _load(self) -> dict[str, str]:
        try:
            if os.name == "posix" and stat.S_IMODE(self.path.stat().st_mode) & 0o077:
                raise StoreTroubleError(
                    f"{self.path} can be read by others, so it is not used; "
                    f"run: chmod 600 {self.path}"
                )
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise StoreTroubleError(f"{self.path} cannot be read: {error.strerror}.") from None
        except ValueError:
            content = None
        if not isinstance(content, dict):
            raise StoreTroubleError(
                f"{self.path} is damaged; delete it and sign in again with --store file."
            )
        return {k: v for k, v in content.items() if isinstance(v, str)}

    def _save(self, content: dict[str, str]) -> None:
        folder = self.path.parent
        temporary = folder / f".{self.path.name}.{secrets.token_hex(6)}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise StoreTroubleError(f"{self.path} cannot be written: {error.strerror}.") from None
