"""Opening the mirror: SQLite's pragmas, and its errors turned into advice."""

import os
import sqlite3
from pathlib import Path
from types import TracebackType

from mirror.errors import (
    MirrorBusyError,
    MirrorCorruptError,
    MirrorError,
    MirrorTooNewError,
    MirrorUnwritableError,
)

#: The schema this code reads and writes (`PRAGMA user_version`), the number of the last migration.
SCHEMA_VERSION = 1

#: How long a writer waits for another one.
BUSY_TIMEOUT_S = 5.0


class Mirror:
    """An open mirror. `db` is in autocommit mode and yields plain tuples.

    readonly: the file or its folder cannot be written; reads work, writes raise.
    backup: where the copy made before a migration lies, None when there was no migration.
    """

    __slots__ = ("backup", "db", "path", "readonly")

    def __init__(
        self, db: sqlite3.Connection, path: Path, *, readonly: bool, backup: Path | None = None
    ) -> None:
        self.db = db
        self.path = path
        self.readonly = readonly
        self.backup = backup

    def transaction(self) -> "Transaction":
        """`with mirror.transaction():` all of it or nothing; nests as savepoints.

        SQLite's errors leave it as MirrorError.
        """
        return Transaction(self)

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> "Mirror":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Transaction:
    """BEGIN IMMEDIATE … COMMIT, or a savepoint inside another transaction."""

    __slots__ = ("_mirror", "_outer")

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self._outer = True

    def __enter__(self) -> None:
        db = self._mirror.db
        self._outer = not db.in_transaction
        try:
            db.execute("BEGIN IMMEDIATE" if self._outer else "SAVEPOINT nested")
        except sqlite3.Error as error:
            raise explain(error, self._mirror.path) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        db = self._mirror.db
        failure = error
        if error is None:
            try:
                db.execute("COMMIT" if self._outer else "RELEASE nested")
            except sqlite3.Error as refused:
                failure = refused
        # A full disk makes SQLite roll back by itself; there is nothing left to undo then.
        if failure is not None and db.in_transaction:
            if self._outer:
                db.execute("ROLLBACK")
            else:
                db.execute("ROLLBACK TO nested")
                db.execute("RELEASE nested")
        if isinstance(failure, sqlite3.Error):
            raise explain(failure, self._mirror.path) from failure


def open_mirror(path: Path, *, create: bool = True, readonly: bool = False) -> Mirror:
    """Opens the mirror at `path`, brought to SCHEMA_VERSION.

    create: make an empty one (with its athlete) where there is none, else MirrorError.
    readonly: refuse writes. A file or folder without write permission opens so by itself.
    Raises MirrorError and its kinds; `str(error)` is one line that names the file and the way out.
    """
    try:
        exists = path.stat().st_size > 0
    except FileNotFoundError:
        exists = False
    except OSError as error:
        raise explain_os(error, path) from error
    if not exists:
        if not create:
            raise MirrorError(
                f"{path}: there is no mirror yet; `training-brain import PATH` makes one"
            )
        _make_file(path)
    elif not os.access(path, os.R_OK):
        raise MirrorUnwritableError(f"{path}: no permission to read it; make it yours with chown")
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    try:
        db = _connect(path, writable=writable)
        try:
            return _prepare(db, path, writable=writable, readonly=readonly)
        except BaseException:
            db.close()
            raise
    except sqlite3.Error as error:
        raise explain(error, path) from error


def _connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    if writable:
        return sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    # Where SQLite may create no -shm file it can read a WAL database only if told that nothing
    # changes; with the two files of a live writer there, ordinary read-only access works.
    live = Path(f"{path}-wal").exists() and Path(f"{path}-shm").exists()
    mode = "mode=ro" if live else "mode=ro&immutable=1"
    uri = f"{path.absolute().as_uri()}?{mode}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)


def _prepare(db: sqlite3.Connection, path: Path, *, writable: bool, readonly: bool) -> Mirror:
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    db.execute("PRAGMA foreign_keys=ON")
    backup: Path | None = None
    if version > SCHEMA_VERSION:
        raise MirrorTooNewError(
            f"{path}: written by a newer training-brain (schema {version}, this one knows "
            f"{SCHEMA_VERSION}); upgrade with `uv tool upgrade training-brain`"
        )
    if version < SCHEMA_VERSION:
        if not writable:
            raise MirrorUnwritableError(
                f"{path}: its schema is {version} and must become {SCHEMA_VERSION}, but the file "
                "or its folder cannot be written; give yourself write permission"
            )
        backup = _migrate(db, path)
    # fsync at checkpoints only: kill -9 loses nothing, a power cut at most the last moments.
    db.execute("PRAGMA synchronous=NORMAL")
    if readonly or not writable:
        db.execute("PRAGMA query_only=ON")
    return Mirror(db, path, readonly=readonly or not writable, backup=backup)


def _migrate(db: sqlite3.Connection, path: Path) -> Path | None:
    from migrations.runner import migrate  # only when a migration is due
    from mirror.first_run import ensure_athlete

    if not db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
        # 8 KB pages: a packed channel of an hour (2-6 KB) then rarely needs an overflow chain.
        db.execute("PRAGMA page_size=8192")
    _switch_to_wal(db)
    return migrate(db, path, seed=ensure_athlete)


def _switch_to_wal(db: sqlite3.Connection) -> None:
    """SQLite's busy timeout does not cover this switch, so two first starts at once retry."""
    from time import monotonic, sleep

    deadline = monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > deadline:
                raise
            sleep(0.02)


def _make_file(path: Path) -> None:
    """The folder 0700 and the file 0600: training data is nobody else's business."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise explain_os(error, path) from error


def explain(error: sqlite3.Error, path: Path) -> MirrorError:
    """SQLite's error as one line with the way out; for reads outside of a transaction too."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return MirrorBusyError(
            f"{path}: another training-brain has been writing for {BUSY_TIMEOUT_S:.0f} s; "
            "try again when it is done"
        )
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return MirrorCorruptError(
            f"{path}: damaged or not a mirror ({error}); move it away, then put back a copy "
            f"({path.name}.*.backup beside it) or import again"
        )
    if primary == sqlite3.SQLITE_FULL:
        return MirrorUnwritableError(
            f"{path}: no space left on the disk; free some and run it again, "
            "everything stored before is safe"
        )
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return MirrorUnwritableError(
            f"{path}: cannot be written ({error}); give yourself write permission for the file and "
            "its folder, or set TRAINING_BRAIN_HOME to another folder"
        )
    if primary == sqlite3.SQLITE_IOERR:
        return MirrorUnwritableError(
            f"{path}: the disk refused ({error}); check its space and health, then run it again"
        )
    return MirrorError(f"{path}: {error}; `training-brain doctor` looks further")


def explain_os(error: OSError, path: Path) -> MirrorError:
    """The file system's error as one line with the way out."""
    reason = error.strerror or str(error)
    return MirrorUnwritableError(
        f"{error.filename or path}: {reason}; make room or give yourself write permission there, "
        "or set TRAINING_BRAIN_HOME to another folder"
    )
