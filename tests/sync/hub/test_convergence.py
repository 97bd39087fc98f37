"""Two devices and the SQL editor at once, with faults and kill -9: all come to the same, and
nothing that somebody wrote is lost.

`TRAINING_BRAIN_HUB_SECONDS` makes it longer (a minute by hand).
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from mirror.database import Mirror
from tests.filled import fill
from tests.replicas.supabase import Fault, Project
from tests.sync.hub.compare import content, differences, hub_content
from tests.sync.hub.conftest import Make, sync
from tests.sync.hub.editor import OWN, Written, delete_by_hand, edit_by_hand

SECONDS = float(os.environ.get("TRAINING_BRAIN_HUB_SECONDS", "6"))
DEVICES = ("one", "two")
_PATIENCE_S = 60


def _faulty(dice: random.Random) -> Fault:
    """A third of all requests goes wrong in some way."""
    return dice.choices(
        (None, "before", "after", 500, 503, 429, 520), weights=(66, 8, 12, 4, 4, 3, 3)
    )[0]


def _syncs_until_killed(
    folder: Path, project: Project, dice: random.Random, end: float, log: Path
) -> None:
    while time.monotonic() < end:
        with log.open("a") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.sync.hub.syncer", folder, project.url, project.key],
                stderr=errors,
            )
        time.sleep(dice.uniform(1.5, 4.5))
        process.kill()
        process.wait()
        with folder.with_name("kills").open("a") as kills:
            kills.write(f"{folder.name}\n")


@pytest.mark.slow
def test_all_come_to_the_same(supabase: Project, device: Make, tmp_path: Path) -> None:
    first = device("one")
    fill(first, date(2026, 5, 20), 80 if SECONDS > 20 else 40)
    first.close()
    sync(device("one"), supabase)
    sync(device("two"), supabase)
    dice = random.Random(6)
    supabase.faults = lambda _number, _path: _faulty(dice)
    end = time.monotonic() + SECONDS
    editors = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.sync.hub.editor", tmp_path / name, str(SECONDS)],
            stdout=subprocess.PIPE,
        )
        for name in DEVICES
    ]
    killers = [
        threading.Thread(
            target=_syncs_until_killed,
            args=(tmp_path / name, supabase, random.Random(name), end, tmp_path / "log"),
        )
        for name in DEVICES
    ]
    for killer in killers:
        killer.start()
    written: list[Written] = []
    number = 0
    while time.monotonic() < end:
        number += 1
        written += edit_by_hand(supabase, dice, number)
        time.sleep(dice.random() * 0.1)
    for editor in editors:
        out, _ = editor.communicate(timeout=_PATIENCE_S)
        written += [Written(*line) for line in json.loads(out)]
    for killer in killers:
        killer.join(_PATIENCE_S)
    supabase.faults = lambda _number, _path: None
    written += delete_by_hand(supabase)  # later than all edits, so that it stays

    mirrors = [device(name) for name in DEVICES]
    for _ in range(8):
        rounds = [sync(mirror, supabase) for mirror in mirrors]
        if not any(r.pulled or r.pushed for r in rounds):
            break
    else:
        pytest.fail(f"they never come to rest: {rounds}")
    assert not differences(content(mirrors[0]), content(mirrors[1]))
    assert not differences(content(mirrors[0]), hub_content(supabase))
    _own_columns_hold(mirrors[0], written)
    _nothing_is_lost(mirrors, written)
    _deleted_is_gone(mirrors[0], supabase)
    for mirror in mirrors:
        assert mirror.db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert mirror.db.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
    kills = (tmp_path / "kills").read_text().count("\n")
    kept = sum(len(_lost(mirror)) for mirror in mirrors)
    sys.stdout.write(  # with -s, for a run of a minute by hand
        f"\n{SECONDS:g} s: {len(written)} values written, {len(supabase.requests)} requests,"
        f" {kills} kills, {kept} losing values kept\n"
    )


def _own_columns_hold(mirror: Mirror, written: list[Written]) -> None:
    """The last value of a column that only one writes stands everywhere."""
    own = [one for one in written if one.column in OWN.values() and one.value is not None]
    # Who was deleted by one and brought back by another comes back as that other knew it.
    deleted = {one.key for one in written if one.column == "deleted"}
    sessions = {row[0] for row in mirror.db.execute("SELECT id FROM workouts_planned")}
    last = {(one.key, one.column): one.value for one in own if one.key not in sessions | deleted}
    assert {str(value).split(" ")[0] for value in last.values()} == set(OWN)
    for (key, column), value in last.items():
        assert _value(mirror, key, column) == value, (key, column)


def _nothing_is_lost(mirrors: list[Mirror], written: list[Written]) -> None:
    """Each value stands, or was seen by who wrote over it or deleted it, or is kept aside."""
    seen: set[tuple[str, str, object]] = {(one.key, one.column, one.over) for one in written}
    for mirror in mirrors:
        seen |= _lost(mirror)
    for one in written:
        if one.value is None or one.column == "deleted":
            continue
        if (one.key, one.column, one.value) not in seen:
            assert _value(mirrors[0], one.key, one.column) == one.value, one


def _lost(mirror: Mirror) -> set[tuple[str, str, object]]:
    """(key, column, value) of all that did not hold."""
    found = set()
    for key, field, text in mirror.db.execute("SELECT key, field, lost FROM hub_conflicts"):
        lost = json.loads(text)
        row = lost if field == "*" and isinstance(lost, dict) else {field: lost}
        found |= {(key, name, value) for name, value in row.items() if not isinstance(value, list)}
    return found


def _value(mirror: Mirror, key: str, column: str) -> object:
    """What stands there now, None where the row is gone."""
    for table in ("workouts_executed", "workouts_planned", "athletes"):
        if column in {row[1] for row in mirror.db.execute(f"PRAGMA table_info({table})")}:
            row = mirror.db.execute(f"SELECT {column} FROM {table} WHERE id = ?", (key,)).fetchone()
            if row is not None:
                return row[0]
    return None


def _deleted_is_gone(mirror: Mirror, supabase: Project) -> None:
    """What the hub holds a tombstone of has left no row anywhere."""
    tombs = supabase.sql("select kind, key from training.units where deleted")
    assert any(kind == "workout" for kind, _ in tombs)
    assert not set(content(mirror)) & set(tombs)
    orphans = supabase.sql(
        "select workout_id from training.workout_streams where workout_id not in"
        " (select id from training.workouts_executed)"
    )
    assert orphans == []
