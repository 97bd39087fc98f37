"""Athletes at the edges: many workouts on a day, odd titles, one workout only, thirty hours."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from mirror.database import open_mirror
from tests.tui.seed import RIDE

type Change = Callable[[sqlite3.Connection], object]

TITLES = (
    "🚴🏽‍♀️ ⚠️ Ünïcödé " + "very long " * 20,
    "שלום עולם ריצה ארוכה מאוד בהרים",
    "東京マラソン大会の練習ラン",
    "🏊 🏃 🚴 triple",
    "ريح قوية جدا على الطريق",
    "e\u0301e\u0304 combining accents",
    "x" * 40 + " 🇩🇪🇫🇷",
)
_STEPS = {
    "version": 1,
    "kind": "workout",
    "steps": [
        {"intent": "warmup", "duration_s": 900.0, "text": "WU 15 min easy"},
        {
            "repeat": 3,
            "text": "3 times",
            "steps": [
                {"intent": "work", "duration_s": 720.0, "text": "12 min @ 88-94% FTP"},
                {"intent": "recovery", "duration_s": 240.0, "text": "4 min easy"},
            ],
        },
        {"intent": "cooldown", "duration_s": 600.0, "text": "CD 10 min"},
    ],
}


def fifteen(db: sqlite3.Connection) -> None:
    """Fifteen on Wednesday the 18th."""
    db.execute(
        "UPDATE workouts_executed SET local_date = '2026-11-18' WHERE id IN (SELECT id FROM"
        " workouts_executed WHERE local_date < '2026-11-18' ORDER BY local_date DESC LIMIT 14)"
    )


def odd(db: sqlite3.Connection) -> None:
    """Emoji with variation selectors and joiners, right to left, two cells, accents, flags."""
    for table, column, more in (
        ("workouts_executed", "local_date", "notes"),
        ("workouts_planned", "date", "description"),
    ):
        rows = db.execute(f"SELECT id FROM {table} ORDER BY {column} DESC, id").fetchall()
        db.executemany(
            f"UPDATE {table} SET title = ?, {more} = ? WHERE id = ?",
            [(TITLES[n % 7], "\n".join(TITLES), row[0]) for n, row in enumerate(rows)],
        )


def only_one(db: sqlite3.Connection) -> None:
    """One ride, no plan, no night."""
    db.execute("DELETE FROM workouts_executed WHERE id <> ?", (RIDE,))
    for table in ("workouts_planned", "wellness_daily"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM daily_load WHERE local_date < '2026-11-22'")


def ultra(db: sqlite3.Connection) -> None:
    """Thirty hours on foot."""
    db.execute(
        "UPDATE workouts_executed SET duration_s = 110599, distance_m = 223400, load = 1248,"
        " title = 'Ultra trail, thirty hours', sport = 'run' WHERE id = ?",
        (RIDE,),
    )


def long_sports(db: sqlite3.Connection) -> None:
    """Sports of forty characters, as a service or a file may call them."""
    name = "whitewater_slalom_with_a_borrowed_paddle"
    assert len(name) == 40
    db.execute(
        "UPDATE workouts_executed SET sport = ?, title = NULL WHERE id IN (?, 'run-2026-11-22')",
        (name, RIDE),
    )
    db.execute(
        "UPDATE workouts_executed SET sub_sport = ? WHERE local_date < '2026-11-22'", (name,)
    )
    db.execute(
        "UPDATE workouts_planned SET sport = ? WHERE date = '2026-11-24' AND sport = 'run'", (name,)
    )


def streamless(db: sqlite3.Connection) -> None:
    """The ride typed in by hand: totals, and nothing second by second."""
    for table in ("workout_streams", "workout_curves", "workout_histograms", "workout_laps"):
        db.execute(f"DELETE FROM {table} WHERE workout_id = ?", (RIDE,))


def coached(db: sqlite3.Connection) -> None:
    """Wednesday's session has steps, and was moved, renamed and made longer."""
    ident = "plan-2026-11-25-bike"
    db.execute(
        "UPDATE workouts_planned SET structure = ? WHERE id = ?", (json.dumps(_STEPS), ident)
    )
    before = {"date": "2026-11-24", "title": "2×20′ sweet spot", "duration_planned_s": 3600.0}
    for number, kind in enumerate(("moved", "retitled", "resized")):
        db.execute(
            "INSERT INTO plan_changes VALUES (?, ?, ?, ?, ?, NULL)",
            (f"c{number}", ident, "2026-11-22T06:00:00+00:00", kind, json.dumps(before)),
        )


def said(db: sqlite3.Connection) -> None:
    """The athlete's own words on Saturday's ride, which does not count."""
    db.execute(
        "UPDATE workouts_executed SET rpe = 7, notes = 'Left knee.\nNew saddle.',"
        " excluded_reason = 'the strap failed after an hour', match_method = 'pinned'"
        " WHERE id = 'bike-2026-11-21'"
    )


def make(base: Path, change: Change) -> None:
    """Applies one of the above to the mirror in `base`."""
    with open_mirror(base / "mirror.db") as mirror, mirror.transaction():
        change(mirror.db)
