"""Migrations: forward, whole or not at all, with a copy of the old file first."""

import sqlite3
import stat
from pathlib import Path

import pytest

from migrations.runner import Step, migrate, steps
from mirror.database import SCHEMA_VERSION, open_mirror


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


ONE = Step(
    "0001_one.sql", "-- first\nCREATE TABLE t (a TEXT DEFAULT ';');\nINSERT INTO t DEFAULT VALUES;"
)
TWO = Step("0002_two.sql", "ALTER TABLE t ADD COLUMN b TEXT;\n-- the end\n")
BROKEN = Step("0002_two.sql", "ALTER TABLE t ADD COLUMN b TEXT;\nINSERT INTO nowhere VALUES (1);")


def test_the_last_step_is_the_version_the_code_expects() -> None:
    numbers = [step.version for step in steps()]
    assert numbers == list(range(1, SCHEMA_VERSION + 1))


def test_steps_run_once_and_in_order(tmp_path: Path) -> None:
    db = _connect(tmp_path / "m.db")
    assert migrate(db, tmp_path / "m.db", pending=[ONE]) is None
    migrate(db, tmp_path / "m.db", pending=[ONE, TWO])
    assert _version(db) == 2
    assert db.execute("SELECT a, b FROM t").fetchall() == [(";", None)]
    db.close()


def test_before_a_change_the_old_mirror_is_copied_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    db = _connect(path)
    migrate(db, path, pending=[ONE])
    backup = migrate(db, path, pending=[ONE, TWO])
    db.close()
    assert backup is not None
    assert backup.parent == tmp_path
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    copy = _connect(backup)
    assert _version(copy) == 1
    assert copy.execute("SELECT * FROM t").fetchall() == [(";",)]
    copy.close()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["m.db", backup.name]


def test_a_mirror_made_in_several_steps_needs_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    db = _connect(path)
    seeded: list[int] = []
    backup = migrate(
        db, path, pending=[ONE, TWO], seed=lambda inside: seeded.append(_version(inside))
    )
    db.close()
    assert backup is None
    assert seeded == [2]  # once, inside of the last step


def test_a_step_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    db = _connect(path)
    migrate(db, path, pending=[ONE])
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(db, path, pending=[ONE, BROKEN])
    assert _version(db) == 1
    assert [row[1] for row in db.execute("PRAGMA table_info(t)")] == ["a"]
    assert not db.in_transaction
    db.close()


def test_a_step_may_not_orphan_rows(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    db = _connect(path)
    family = Step(
        "0001_family.sql",
        "CREATE TABLE p (id INTEGER PRIMARY KEY);"
        "\nCREATE TABLE c (p REFERENCES p (id));\nINSERT INTO c VALUES (7);",
    )
    with pytest.raises(sqlite3.IntegrityError, match="0001_family"):
        migrate(db, path, pending=[family])
    assert _version(db) == 0
    db.close()


def test_an_unfinished_statement_is_refused(tmp_path: Path) -> None:
    db = _connect(tmp_path / "m.db")
    with pytest.raises(sqlite3.ProgrammingError, match="unfinished"):
        migrate(db, tmp_path / "m.db", pending=[Step("0001_x.sql", "CREATE TABLE t (a)")])
    db.close()


def test_a_mirror_of_schema_zero_becomes_the_newest(tmp_path: Path) -> None:
    with open_mirror(tmp_path / "mirror.db") as mirror:
        assert _version(mirror.db) == SCHEMA_VERSION
        assert mirror.backup is None
