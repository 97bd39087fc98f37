"""One reading order and one place to write to.

Read: environment → `*_FILE` → systemd credential → container secret → the athlete's store.
The athlete's store is the 0600 file if it was chosen (by `login … --store file`, or by
`TRAINING_BRAIN_STORE=file`), else the system keyring.

Tokens that rotate cannot be written back to an environment. The one given there is the seed: what
it became is kept in the store together with the seed's fingerprint, and is preferred for as long
as the seed is the same. A new seed replaces it.
"""

import hashlib
import json
import os
from pathlib import Path

from sync.credentials.errors import CredentialError, NoStoreError, StoreTroubleError
from sync.credentials.filestore import FileStore
from sync.credentials.given import Given, given
from sync.credentials.keyringstore import KeyringStore
from sync.credentials.secret import Secret

NAMES = (
    "garmin-tokens",
    "garmin-email",
    "garmin-password",
    "plan-url",
    "supabase-url",
    "supabase-key",
    "strava-client-id",
    "strava-client-secret",
    "strava-refresh-token",
)
ROTATING = frozenset({"garmin-tokens", "strava-refresh-token"})


class Credentials:
    """The secrets of one home folder. `store` forces the writable place (`keyring`, `file`)."""

    def __init__(
        self, base: Path, *, store: str | None = None, keyring: KeyringStore | None = None
    ) -> None:
        self._file = FileStore(base)
        self._keyring = keyring or KeyringStore()
        self._forced = store or os.environ.get("TRAINING_BRAIN_STORE") or None
        if self._forced not in (None, "keyring", "file"):
            raise StoreTroubleError(
                f"TRAINING_BRAIN_STORE is {self._forced!r}; it can be keyring or file."
            )

    def read(self, name: str) -> Secret | None:
        """The secret, or None where nobody gave one. Raises `CredentialError` on a store's trouble.

        A given value is enough by itself: a keyring that is missing or locked does not stop it.
        """
        seed = given(name)
        if seed is not None and name not in ROTATING:
            return Secret(seed.value)
        try:
            kept = self._kept(name)
        except CredentialError:
            if seed is None:
                raise
            kept = None
        if kept is not None and (seed is None or kept[1] == _fingerprint(seed)):
            return Secret(kept[0])
        return Secret(seed.value) if seed else None

    def given(self, name: str) -> Secret | None:
        """What the environment or the service manager gives, whatever is stored."""
        found = given(name)
        return Secret(found.value) if found else None

    @property
    def file_path(self) -> Path:
        """Where the file is, or would be if the athlete chose it."""
        return self._file.path

    def check(self) -> None:
        """Is there a place to write to that answers? Raises CredentialError if not."""
        self._store().read("garmin-tokens")

    def write(self, name: str, value: str) -> str:
        """Keep it; returns the place in words. Raises where nothing may be written or was lost."""
        store = self._store()
        text = json.dumps({"value": value, "seed": _fingerprint(given(name))})
        if store is self._file:
            self._file.choose()
        store.write(name, text)
        if store is self._keyring and self._file.chosen:
            self._file.delete(name)
        return store.label

    def choose(self, store: str) -> None:
        """The athlete's choice, kept: `file` makes the file the store, `keyring` ends that."""
        if store == "file":
            self._file.choose()
        elif self._file.chosen:
            for name, text in self._file.items():
                self._keyring.write(name, text)
            self._file.forget()
        self._forced = None

    def delete(self, name: str) -> bool:
        """Forget it. True if a store held one; a given one is not ours to remove."""
        try:
            had = self._kept(name) is not None
        except NoStoreError:
            return False
        except StoreTroubleError:
            had = True  # unreadable is not absent: deleting tells
        if had:
            self._store().delete(name)
        return had

    def in_use(self, name: str) -> str:
        """One sentence for people: where this secret comes from, and where renewals are kept."""
        seed = given(name)
        if seed is not None and name not in ROTATING:
            return f"{name}: from {seed.where}."
        try:
            kept = self._kept(name)
            place = self._store().label
        except CredentialError as error:
            if seed is None:
                return f"{name}: {error}"
            return f"{name}: from {seed.where}; renewed ones cannot be kept: {error}"
        if seed is not None:
            return f"{name}: from {seed.where}; renewed ones are kept in {place}."
        return f"{name}: kept in {place}." if kept else f"{name}: not set; it would go to {place}."

    def _store(self) -> FileStore | KeyringStore:
        if self._forced == "file" or (self._forced is None and self._file.chosen):
            return self._file
        return self._keyring

    def _kept(self, name: str) -> tuple[str, str | None] | None:
        text = self._store().read(name)
        if text is None:
            return None
        try:
            content = json.loads(text)
            value, seed = content["value"], content["seed"]
        except (ValueError, TypeError, KeyError):
            raise StoreTroubleError(
                f"What {self._store().label} holds for {name} is damaged; sign in again."
            ) from None
        return str(value), seed


def _fingerprint(seed: Given | None) -> str | None:
    return hashlib.sha256(seed.value.encode()).hexdigest()[:16] if seed else None
