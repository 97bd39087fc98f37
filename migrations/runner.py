"""Brings a mirror to the newest schema: numbered SQL files, forward only, one transaction a step.

The schema's version is SQLite's own `PRAGMA user_version`; file `0003_*.sql` leads to version 3.
Nothing here is imported when a mirror is up to date.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path


class Step:
    """One numbered SQL file."""

    __slots__ = ("name", "sql", "version")

    def __init__(self, name: str, sql: str) -> None:
        self.name = name
        self.version = int(name.split("_", 1)[0])
        self.sql = sql


def steps() -> list[Step]:
    """Every step the package carries, in order."""
    found = sorted(
        (entry for entry in files("migrations").joinpath("mirror").iterdir()),
        key=lambda entry: entry.name,
    )
    return [
        Step(entry.name, entry.read_text(encoding="utf-8"))
        for entry in found
        if entry.name.endswith(".sql")
    ]


def migrate(
    db: sqlite3.Connection,
    path: Path,
    *,
    seed: Callable[[sqlite3.Connection], None] | None = None,
    pending: list[Step] | None = None,
) -> Path | None:
    """Applies what `db` lacks, each step whole or not at all.

    A mirror that already holds a schema is copied beside itself first; the copy's path is returned
    (None when there was nothing to copy or nothing to do). `db` must be in autocommit mode
    (`isolation_level=None`). seed: fills in what every mirror has, in the transaction of the last
    step, so that nobody ever sees the newest schema without it. Raises sqlite3.Error, with the
    file as it was before the failed step.
    """
    if pending is None:
        pending = steps()
    before = _version(db)
    backup: Path | None = None
    foreign_keys = db.execute("PRAGMA foreign_keys").fetchone()[0]
    db.execute("PRAGMA foreign_keys=OFF")  # a step may rebuild a table that others refer to
    try:
        for step in pending:
            db.execute("BEGIN IMMEDIATE")
            try:
                if _version(db) >= step.version:  # another process was faster
                    db.execute("ROLLBACK")
                    continue
                if before and backup is None:
                    backup = copy_beside(path, before)
                _apply(db, step)
                if seed is not None and step is pending[-1]:
                    seed(db)
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
    finally:
        db.execute(f"PRAGMA foreign_keys={foreign_keys}")
    return backup


def copy_beside(path: Path, version: int) -> Path:
    """A consistent copy of the database, 0600, e.g. `mirror.db.v1-20260102T030405Z.backup`."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.name}.v{version}-{stamp}.backup")
    unfinished = target.with_name(target.name + ".tmp")
    os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    try:
        source = sqlite3.connect(path)
        copy = sqlite3.connect(unfinished)
        try:
            source.backup(copy)
            # One file, readable wherever it is put: no WAL beside a backup.
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()
            source.close()
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _apply(db: sqlite3.Connection, step: Step) -> None:
    for statement in _statements(step.sql):
        db.execute(statement)
    broken = db.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise sqlite3.IntegrityError(f"{step.name} leaves rows of {broken[0]} without their parent")
    db.execute(f"PRAGMA user_version={step.version}")


def _statements(sql: str) -> Iterator[str]:
    """`executescript` would commit on its own; so statement by statement."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip() and not all(
        line.strip() == "" or line.lstrip().startswith("--") for line in statement.splitlines()
    ):
        raise sqlite3.ProgrammingError(f"unfinished statement: {statement.strip()[:80]}")
