"""Emptying a mirror that is nobody's real training: an older demo athlete's."""

from mirror.database import Mirror


def holds_training(mirror: Mirror) -> bool:
    """Is anything planned, done or slept stored?"""
    tables = ("workouts_executed", "workouts_planned", "wellness_daily")
    return any(mirror.db.execute(f"SELECT 1 FROM {t} LIMIT 1").fetchone() for t in tables)


def wipe(mirror: Mirror) -> None:
    """Deletes every row but the athlete's, in place: an open dashboard sees it happen."""
    names = mirror.db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    with mirror.transaction():
        mirror.db.execute("PRAGMA defer_foreign_keys=ON")
        for (name,) in names:
            if name != "athletes":
                mirror.db.execute(f"DELETE FROM {name}")
