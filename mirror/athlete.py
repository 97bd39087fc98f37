"""The one athlete of a mirror: made on first run from the machine's zone, editable."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from mirror.database import Mirror
from mirror.outbox import mark
from mirror.rows import Athlete

#: A fresh mirror's athlete; joining a hub that already has one adopts that one's id.
ATHLETE_ID = "27460ff3-d25d-5b4d-a9ba-5ba88cef620d"

_COLUMNS = ", ".join(Athlete._fields)


def athlete(mirror: Mirror) -> Athlete:
    """The athlete this mirror belongs to."""
    row = mirror.db.execute(f"SELECT {_COLUMNS} FROM athletes ORDER BY created_at LIMIT 1")
    return Athlete._make(row.fetchone())


def save_athlete(mirror: Mirror, changed: Athlete) -> None:
    """Stores the athlete's own settings. Raises ValueError for an unknown time zone."""
    check_timezone(changed.timezone)
    assignments = ", ".join(f"{name} = ?" for name in Athlete._fields[1:])
    with mirror.transaction():
        mirror.db.execute(
            f"UPDATE athletes SET {assignments} WHERE id = ?", (*changed[1:], changed.id)
        )
        mark(mirror, "athlete", changed.id)


def check_timezone(name: str) -> None:
    """Raises ValueError, with the way out, where `name` is no IANA time zone."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            f"timezone: {name!r} is no IANA time zone; give one such as Europe/Berlin"
        ) from error


def ensure_athlete(db: sqlite3.Connection) -> None:
    """Makes the athlete where there is none yet."""
    db.execute(
        "INSERT INTO athletes (id, name, timezone, created_at)"
        " SELECT ?, 'Athlete', ?, ? WHERE NOT EXISTS (SELECT 1 FROM athletes)",
        (ATHLETE_ID, machine_timezone(), datetime.now(UTC).isoformat(timespec="seconds")),
    )


def machine_timezone(
    localtime: Path = Path("/etc/localtime"), named: Path = Path("/etc/timezone")
) -> str:
    """The machine's IANA zone: TZ, the zone file's link, /etc/timezone; UTC where none tells."""
    candidates = [os.environ.get("TZ", "").removeprefix(":")]
    try:
        target = os.path.realpath(localtime)
        _, marker, zone = target.partition("/zoneinfo/")
        candidates.append(zone if marker else "")
        candidates.append(named.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        pass  # not every system has them; UTC is said in `status` and can be changed
    for candidate in candidates:
        zone = candidate.removeprefix("posix/").removeprefix("right/")
        if zone:
            try:
                check_timezone(zone)
            except ValueError:
                continue
            return "UTC" if zone in {"Etc/UTC", "UCT", "Zulu"} else zone
    return "UTC"
