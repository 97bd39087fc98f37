"""The athlete of a fresh mirror, made from the machine's zone."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

#: A fresh mirror's athlete; joining a hub that already has one adopts that one's id.
ATHLETE_ID = "27460ff3-d25d-5b4d-a9ba-5ba88cef620d"


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


def check_timezone(name: str) -> None:
    """Raises ValueError, with the way out, where `name` is no IANA time zone."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            f"timezone: {name!r} is no IANA time zone; give one such as Europe/Berlin"
        ) from error
