"""Edits made by people and programs, at random: of a mirror, and in the SQL editor.

Run as a program (`python -m tests.sync.hub.editor FOLDER SECONDS`) it edits that mirror, while
other processes sync it and are killed. It prints what it wrote, a JSON list. Each device has a
column of its own, whose last value must be found everywhere in the end; of the columns that all
write, every value is one of a kind, so that it can be told what became of it.
"""

import contextlib
import json
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import uuid5

import psycopg

from mirror import edits, matches, plan, raw, thresholds, wellness, workouts
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
#: What all three write; a fraction tells who wrote a number.
_MARK = {"one": 0.25, "two": 0.5, "editor": 0.75}
_NIGHT = {"one": "steps", "two": "floors_climbed"}
_EMPTY = dict.fromkeys(Wellness._fields)
#: The edit that is a deletion whatever the dice say.
_SURE = 5
_WATCHED = ("title", "notes", "device", "rpe")


class Written(NamedTuple):
    """One value of one kind, written over the one that stood there. value None: only seen, by who
    deleted the unit."""

    key: str
    column: str
    value: str | float | None
    over: str | float | None


def edit_mirror(mirror: Mirror, dice: random.Random, number: int) -> list[Written]:
    """One edit through the product's own writes; what it wrote and saw."""
    me = mirror.path.parent.name
    word = f"{me} {number}"
    now = datetime.now(UTC).isoformat()
    day = (FIRST + timedelta(days=dice.randrange(_DAYS))).isoformat()
    ids = [row[0] for row in mirror.db.execute("SELECT id FROM workouts_executed ORDER BY id")]
    workout = dice.choice(ids)
    what = dice.choice(("own", "own", "rpe", "night", "plan", "threshold", "athlete", "rare"))
    if number == _SURE:
        return _delete(mirror, workout, me)
    if what == "own":
        return _say(mirror, workout, OWN[me], word, now)
    if what == "rpe":
        return _say(mirror, workout, "rpe", number + _MARK[me], now)
    owner = athlete(mirror)
    if what == "night":
        night = {**_EMPTY, "athlete_id": owner.id, "date": day, _NIGHT[me]: number}
        wellness.save_days(mirror, [Wellness(**night)])  # type: ignore[arg-type]
        said = json.dumps({me: number}).encode()
        raw.keep(mirror, "garmin", dice.choice(("sleep", "hrv")), day, said, fetched_at=now)
    elif what == "plan":
        return _retitle(mirror, owner.id, dice.randrange(60), day, word, now)
    elif what == "threshold":
        row = Threshold(owner.id, "bike", "ftp_w", 200.0 + number % 99, day, "athlete")
        thresholds.save_threshold(mirror, row)
    elif what == "athlete":
        with mirror.transaction():
            before = athlete(mirror)
            save_athlete(mirror, before._replace(name=word))
        return [Written(before.id, "name", word, before.name)]
    elif dice.random() < 0.06:
        return _delete(mirror, workout, me) if len(ids) > 20 else []
    else:
        sessions = mirror.db.execute("SELECT id FROM workouts_planned ORDER BY id").fetchall()
        with contextlib.suppress(KeyError):  # another process deleted it since
            matches.set_by_hand(mirror, workout, dice.choice(sessions)[0])
    return []


def _say(mirror: Mirror, workout: str, column: str, value: str | float, now: str) -> list[Written]:
    with mirror.transaction():
        row = mirror.db.execute(
            f"SELECT {column} FROM workouts_executed WHERE id = ?", (workout,)
        ).fetchone()
        if row is None:  # another process deleted it since
            return []
        edits.edit(mirror, workout, now=now, **{column: value})
    return [Written(workout, column, value, row[0])]


def _delete(mirror: Mirror, workout: str, me: str) -> list[Written]:
    with mirror.transaction():
        row = mirror.db.execute(
            f"SELECT {', '.join(_WATCHED)} FROM workouts_executed WHERE id = ?", (workout,)
        ).fetchone()
        if row is None:
            return []
        workouts.delete(mirror, workout)
    return _gone(workout, me, dict(zip(_WATCHED, row, strict=True)))


def _gone(key: str, me: str, seen: dict[str, str | float | None]) -> list[Written]:
    return [
        Written(key, "deleted", me, None),
        *(Written(key, column, None, value) for column, value in seen.items()),
    ]


def _retitle(
    mirror: Mirror, owner: str, which: int, day: str, word: str, now: str
) -> list[Written]:
    key = str(uuid5(NAMESPACE, f"plan {which}"))
    session = Planned(
        key, owner, day, "run", word, 3600.0, None, None, None, None, "ical", None, key, None,
        "planned", now, now,
    )  # fmt: skip
    change = PlanChange(str(uuid5(NAMESPACE, word)), key, now, "retitled", None, None)
    with mirror.transaction():
        before = mirror.db.execute(
            "SELECT title FROM workouts_planned WHERE id = ?", (key,)
        ).fetchone()
        plan.save_pull(mirror, [session], [change])
    return [Written(key, "title", word, None if before is None else before[0])]


def edit_by_hand(project: Project, dice: random.Random, number: int) -> list[Written]:
    """One statement in the SQL editor."""
    word = f"editor {number}"
    chance = dice.random()
    if number == _SURE:
        return delete_by_hand(project)
    if chance < 0.3:
        return _set(project, "workouts_executed", "device", word)
    if chance < 0.45:
        return _set(project, "workouts_executed", "rpe", number + _MARK["editor"])
    if chance < 0.65:
        return _set(project, "workouts_planned", "title", word)
    if chance < 0.66:
        return delete_by_hand(project)
    if chance < 0.67:
        return _drop(project, "workouts_planned", ("title",))
    statement = dice.choice(
        (
            "update training.wellness_daily set rhr_bpm = rhr_bpm + 1 where date ="
            " (select date from training.wellness_daily order by random() limit 1)",
            f"update training.athletes set weight_kg = {60 + number % 20}",
            "insert into training.workout_laps (workout_id, lap_index, intensity)"
            f" select id, 900 + {number % 50}, 'hand' from training.workouts_executed"
            " order by random() limit 1 on conflict do nothing",
        )
    )
    with contextlib.suppress(psycopg.errors.ForeignKeyViolation):  # it was deleted meanwhile
        project.sql(statement)
    return []


def delete_by_hand(project: Project) -> list[Written]:
    """Some workout."""
    return _drop(project, "workouts_executed", _WATCHED)


def _set(project: Project, table: str, column: str, value: str | float) -> list[Written]:
    found = project.sql(
        f"with chosen as (select id, {column} as before from training.{table}"
        " order by random() limit 1 for update)"
        f" update training.{table} t set {column} = '{value}' from chosen where t.id = chosen.id"
        " returning t.id::text, chosen.before"
    )
    return [Written(key, column, value, before) for key, before in found]


def _drop(project: Project, table: str, columns: tuple[str, ...]) -> list[Written]:
    found = project.sql(
        f"delete from training.{table} where id ="
        f" (select id from training.{table} order by random() limit 1)"
        f" returning id::text, {', '.join(columns)}"
    )
    return [
        line
        for key, *seen in found
        for line in _gone(key, "editor", dict(zip(columns, seen, strict=True)))
    ]


def main(folder: str, seconds: str) -> None:
    dice, number, end = random.Random(folder), 0, time.monotonic() + float(seconds)
    written: list[Written] = []
    with open_mirror(mirror_path(Path(folder))) as mirror:
        while time.monotonic() < end:
            number += 1
            written += edit_mirror(mirror, dice, number)
            time.sleep(dice.random() * 0.05)
    sys.stdout.write(json.dumps(written))


if __name__ == "__main__":
    main(*sys.argv[1:])
