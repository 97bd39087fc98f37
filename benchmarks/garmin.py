"""Requests and writes of a year of Garmin history, beside those of one request a day and dataset.

    uv run python -m benchmarks.garmin [DAYS]

Counted at a replica of the service on loopback, through the real client library: nothing here is
a time. The peer is the arithmetic of the original training_brain: seven requests a day, eight
database writes a day, and one request a recording.
"""

import os
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mirror.database import open_mirror
from mirror.home import mirror_path
from sync.engine.run import run
from tests.replicas.garmin import GarminReplica, running
from tests.replicas.garmin_athlete import Athlete

if TYPE_CHECKING:
    from sync.engine.contract import Profile

PER_DAY_REQUESTS, PER_DAY_WRITES = 7, 8
TARGET = 150


def main() -> None:
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 365
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory() as folder:
        base, replica = Path(folder) / "home", Path(folder) / "replica"
        base.mkdir()
        replica.mkdir()
        athlete = Athlete(today - timedelta(days=days + 30), today, seconds=60)
        with running(athlete, replica) as garmin:
            os.environ.update(garmin.environment())
            os.environ["TRAINING_BRAIN_GARMIN_PACE"] = "5000"
            os.environ["TRAINING_BRAIN_STORE"] = "file"
            os.environ["TRAINING_BRAIN_GARMIN_TOKENS"] = garmin.tokens()
            _measure(garmin, base, days)


def _measure(garmin: GarminReplica, base: Path, days: int) -> None:
    since = datetime.now(UTC).date() - timedelta(days=days - 1)
    result = run(base, "backfill", since=since)
    assert result.exit_code == 0, result.message
    files = len(garmin.asked("/download-service/"))
    asked = len(garmin.log) - files
    with open_mirror(mirror_path(base)) as mirror:
        workouts, nights = (
            mirror.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("workouts_executed", "wellness_daily")
        )
        before = mirror.db.execute("SELECT count(*) FROM raw_payloads").fetchone()[0]
    peer = days * PER_DAY_REQUESTS
    print(f"{days} days, {workouts} workouts, {nights} wellness days stored")
    for name, count in sorted(_by_kind(garmin).items()):
        print(f"  {name:<20}{count:>6}")
    print(f"requests for wellness and lists   {asked:>6}   (target {TARGET} a year)")
    print(f"the same, one a day and dataset   {peer:>6}   {peer / asked:.1f} times as many")
    print(f"requests for recordings           {files:>6}   one each")
    print(f"writes of the peer                {days * PER_DAY_WRITES:>6}")
    profiles: tuple[Profile, ...] = ("daily", "daily")
    for again in profiles:
        count = len(garmin.log)
        second = run(base, again)
        print(f"`{again}` after it: {len(garmin.log) - count} requests, {second.message}")
    with open_mirror(mirror_path(base)) as mirror:
        after = mirror.db.execute("SELECT count(*) FROM raw_payloads").fetchone()[0]
    print(f"raw rows added by them: {after - before}")


def _by_kind(garmin: GarminReplica) -> Counter[str]:
    words = (
        ("sleep", "/sleep-service/"),
        ("hrv", "/hrv-service/"),
        ("summary", "/dailysummaries"),
        ("readiness", "/trainingreadiness/"),
        ("training status", "/trainingstatus/"),
        ("vo2max", "/maxmet/"),
        ("weight", "/weight-service/"),
        ("resting heart rate", "/userstats-service/"),
        ("activity list", "/activitylist-service/"),
        ("account", "/userprofile-service/"),
    )
    return Counter({name: len(garmin.asked(path)) for name, path in words})


if __name__ == "__main__":
    main()
