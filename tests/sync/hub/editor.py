"""Edits made by people and programs, at random: of a mirror, and in the SQL editor.

Run as a program (`python -m tests.sync.hub.editor FOLDER SECONDS`) it edits that mirror, while
other processes sync it and are killed. It prints what it wrote, a JSON list: each device has a
column of its own, whose last value must be found everywhere in the end.
"""

import contextlib
import json
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid5

from mirror import edits, matches, plan, thresholds, wellness, workouts
from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror, open_mirror
from mirror.home import mirror_path
from mirror.rows import PlanChange, Planned, Threshold, Wellness
from sync.merge import NAMESPACE
from tests.replicas.supabase import Project

FIRST = date(2026, 4, 11)
_DAYS = 40
#: Who alone writes which column of a workout.
OWN = {"one": "title", "two": "notes", "editor": "device"}
_NIGHT = {"one": "steps", "two": "floors_climbed"}
_EMPTY = dict.fromkeys(Wellness._fields)

type Written = tuple[str, str, str]  # workout, column, value


def edit_mirror(mirror: Mirror, dice: random.Random, number: int) -> Written | None:
    """One edit through the product's own writes, of a value that is one of a kind."""
    me = mirror.path.parent.name
    word = f"{me} {number}"
    now = datetime.now(UTC).isoformat()
    day = (FIRST + timedelta(days=dice.randrange(_DAYS))).isoformat()
    owner = athlete(mirror)
    ids = [row[0] for row in mirror.db.execute("SELECT id FROM workouts_executed ORDER BY id")]
    workout = dice.choice(ids)
    what = dice.choice(("own", "own", "rpe", "night", "plan", "threshold", "athlete", "rare"))
    with contextlib.suppress(KeyError):  # another process deleted it since
        if what == "own":
            edits.edit(mirror, workout, now=now, **{OWN[me]: word})
            return workout, OWN[me], word
        if what == "rpe":
            edits.edit(mirror, workout, now=now, rpe=float(dice.randrange(1, 11)))
    if what == "night":
        night = {**_EMPTY, "athlete_id": owner.id, "date": day, _NIGHT[me]: number}
        wellness.save_days(mirror, [Wellness(**night)])  # type: ignore[arg-type]
    elif what == "plan":
        _retitle(mirror, owner.id, dice.randrange(60), day, word, now)
    elif what == "threshold":
        row = Threshold(owner.id, "bike", "ftp_w", 200.0 + number % 99, day, "athlete")
        thresholds.save_threshold(mirror, row)
    elif what == "athlete":
        save_athlete(mirror, owner._replace(name=word))
    elif what == "rare" and dice.random() < 0.3:
        if len(ids) > 20:
            workouts.delete(mirror, workout)
            return workout, "deleted", me
    elif what == "rare":
        sessions = mirror.db.execute("SELECT id FROM workouts_planned ORDER BY id").fetchall()
        matches.set_by_hand(mirror, workout, dice.choice(sessions)[0])
    return None


def _retitle(mirror: Mirror, owner: str, which: int, day: str, word: str, now: str) -> None:
    key = str(uuid5(NAMESPACE, f"plan {which}"))
    session = Planned(
        key, owner, day, "run", word, 3600.0, None, None, None, None, "ical", None, key, None,
        "planned", now, now,
    )  # fmt: skip
    change = PlanChange(str(uuid5(NAMESPACE, word)), key, now, "retitled", None, None)
    plan.save_pull(mirror, [session], [change])


def edit_by_hand(project: Project, dice: random.Random, number: int) -> Written | None:
    """One statement in the SQL editor."""
    word = f"editor {number}"
    if dice.random() < 0.4:
        found = project.sql(
            f"update training.workouts_executed set device = '{word}' where id ="
            " (select id from training.workouts_executed order by random() limit 1)"
            " returning id::text"
        )
        return (found[0][0], "device", word) if found else None
    session = "(select id from training.workouts_planned order by random() limit 1)"
    one = "(select id from training.workouts_executed order by random() limit 1)"
    statements = [
        f"update training.workouts_executed set rpe = {number % 10} where id = {one}",
        f"update training.workouts_planned set title = '{word}' where id = {session}",
        "update training.wellness_daily set rhr_bpm = rhr_bpm + 1 where date ="
        " (select date from training.wellness_daily order by random() limit 1)",
        f"update training.athletes set weight_kg = {60 + number % 20}",
        "insert into training.workout_laps (workout_id, lap_index, intensity)"
        f" select id, 900 + {number % 50}, 'hand' from training.workouts_executed"
        " order by random() limit 1 on conflict do nothing",
    ]
    if dice.random() < 0.05:
        found = project.sql(f"delete from training.workouts_executed where id = {one} returning id")
        return (str(found[0][0]), "deleted", word) if found else None
    if dice.random() < 0.05:
        statements = [f"delete from training.workouts_planned where id = {session}"]
    project.sql(dice.choice(statements))
    return None


def main(folder: str, seconds: str) -> None:
    dice, number, end = random.Random(folder), 0, time.monotonic() + float(seconds)
    written: list[Written] = []
    with open_mirror(mirror_path(Path(folder))) as mirror:
        while time.monotonic() < end:
            number += 1
            done = edit_mirror(mirror, dice, number)
            if done is not None:
                written.append(done)
            time.sleep(dice.random() * 0.05)
    sys.stdout.write(json.dumps(written))


if __name__ == "__main__":
    main(*sys.argv[1:])
