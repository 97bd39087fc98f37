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

from tests.filled import fill
from tests.replicas.supabase import Fault, Project
from tests.sync.hub.compare import content, differences, hub_content
from tests.sync.hub.conftest import Make, sync
from tests.sync.hub.editor import OWN, Written, edit_by_hand

SECONDS = float(os.environ.get("TRAINING_BRAIN_HUB_SECONDS", "8"))
DEVICES = ("one", "two")
_PATIENCE_S = 60


def _faulty(dice: random.Random) -> Fault:
    """A third of all requests goes wrong in some way."""
    return dice.choices(
        (None, "before", "after", 500, 503, 429, 520), weights=(66, 8, 12, 4, 4, 3, 3)
    )[0]


def _syncs_until_killed(
    folder: Path, project: Project, dice: random.Random, end: float, log: Path
) -> int:
    kills = 0
    while time.monotonic() < end:
        with log.open("a") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.sync.hub.syncer", folder, project.url, project.key],
                stderr=errors,
            )
        time.sleep(dice.uniform(1.2, 3.0))
        process.kill()
        process.wait()
        kills += 1
    return kills


@pytest.mark.slow
def test_all_come_to_the_same(supabase: Project, device: Make, tmp_path: Path) -> None:
    first = device("one")
    fill(first, date(2026, 5, 20), 40)
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
        done = edit_by_hand(supabase, dice, number)
        if done is not None:
            written.append(done)
        time.sleep(dice.random() * 0.1)
    for editor in editors:
        out, _ = editor.communicate(timeout=_PATIENCE_S)
        written += [tuple(line) for line in json.loads(out)]
    for killer in killers:
        killer.join(_PATIENCE_S)
    supabase.faults = lambda _number, _path: None

    mirrors = [device(name) for name in DEVICES]
    for _ in range(8):
        rounds = [sync(mirror, supabase) for mirror in mirrors]
        if not any(r.pulled or r.pushed for r in rounds):
            break
    else:
        pytest.fail(f"they never come to rest: {rounds}")
    assert not differences(content(mirrors[0]), content(mirrors[1]))
    assert not differences(content(mirrors[0]), hub_content(supabase))
    assert {writer.split(" ")[0] for _, _, writer in written} == set(OWN)
    # Who was deleted by one and brought back by another comes back as that other knew it.
    deleted = {workout for workout, column, _ in written if column == "deleted"}
    last = {(workout, column): value for workout, column, value in written}
    for (workout, column), value in last.items():
        if workout in deleted:
            continue
        found = (
            mirrors[0]
            .db.execute(f"SELECT {column} FROM workouts_executed WHERE id = ?", (workout,))
            .fetchone()
        )
        assert found == (value,), (workout, column)
    for mirror in mirrors:
        assert mirror.db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert mirror.db.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
