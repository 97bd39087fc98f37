"""Whatever happens on the way, repeated runs end with exactly the rows of an undisturbed one."""

import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mirror.database import open_mirror
from mirror.home import mirror_path
from sync.engine.contract import Profile
from tests.replicas.garmin import GarminReplica
from tests.replicas.garmin_home import Home

#: Everything that was brought in, without the times at which it was.
_WELLNESS = "daily_updated_at intraday_updated_at"
QUERIES = (
    "SELECT * FROM workouts_executed ORDER BY id",
    "SELECT * FROM workout_laps ORDER BY workout_id, lap_index",
    "SELECT * FROM workout_streams ORDER BY workout_id",
    "SELECT * FROM workout_curves ORDER BY workout_id, metric",
    "SELECT * FROM workout_histograms ORDER BY workout_id, metric",
    "SELECT source, source_id, workout_id, sha256, rank FROM workout_sources ORDER BY source_id",
    "SELECT * FROM daily_load ORDER BY local_date",
    "SELECT dataset, item, state FROM sync_ledger ORDER BY dataset, item",
    "SELECT kind, key, sha256 FROM raw_payloads ORDER BY kind, key, sha256",
    "SELECT sport, metric, value, source FROM thresholds ORDER BY 1, 2",
)


def contents(home: Home) -> dict[str, list[tuple[object, ...]]]:
    columns = [row[1] for row in home.rows("PRAGMA table_info(wellness_daily)")]
    kept = ", ".join(c for c in columns if c not in _WELLNESS.split())
    queries = (f"SELECT {kept} FROM wellness_daily ORDER BY date", *QUERIES)
    return {query: home.rows(query) for query in queries}


def originals(home: Home) -> list[str]:
    folder = home.base / "originals"
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def undisturbed(home: Home, garmin: GarminReplica, tmp_path: Path) -> Home:
    """Ten weeks, fetched in peace, up to the real today; the home under test gets the same."""
    garmin.athlete.seconds = 60
    today = datetime.now(UTC).date()
    garmin.athlete.first, garmin.athlete.last = today - timedelta(days=70), today
    peace = Home(tmp_path / "peace", datetime.now(UTC))
    for one in (peace, home):
        one.base.mkdir(exist_ok=True)
        one.now = datetime.now(UTC)
        one.live_in("UTC")
    assert peace.sync("backfill", since=today - timedelta(days=69)).exit_code == 0
    garmin.log.clear()
    return peace


def same(home: Home, undisturbed: Home) -> None:
    expected = contents(undisturbed)
    for query, rows in contents(home).items():
        assert rows == expected[query], query
    assert originals(home) == originals(undisturbed)
    with open_mirror(mirror_path(home.base)) as mirror:
        assert mirror.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def same_data(home: Home, undisturbed: Home) -> None:
    """The same but for what was asked on the way."""
    expected, found = contents(undisturbed), contents(home)
    for query, rows in found.items():
        if not any(table in query for table in ("sync_ledger", "raw_payloads", "thresholds")):
            assert rows == expected[query], query


def no_sign_in(garmin: GarminReplica) -> None:
    assert not [asked for asked in garmin.log if asked.host.startswith("sso.")]


@pytest.mark.slow
def test_faults_and_kill_9_and_expiring_tokens(
    home: Home, garmin: GarminReplica, undisturbed: Home
) -> None:
    garmin.faults = 0.3
    garmin.token_s = 901  # every few seconds the library finds its token too old
    chance = random.Random(11)
    since = (home.now.date() - timedelta(days=69)).isoformat()
    program = "import sys; from cli.main import entry; sys.exit(entry())"
    command = [sys.executable, "-c", program, "--sync", "backfill", "--since", since]
    environment = {**os.environ, "TRAINING_BRAIN_HOME": str(home.base)}
    killed = 0
    for _ in range(60):
        until = len(garmin.log) + chance.randint(2, 14)
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        while process.poll() is None and len(garmin.log) < until:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.05))  # anywhere: in a request, a commit, a renewal
        if process.poll() is None:
            process.kill()
            killed += 1
            if chance.random() < 0.3:
                garmin.expire_tokens()
        _, errors = process.communicate()
        assert process.returncode in (-9, 0, 1, 3, 5), errors
        assert b"Traceback" not in errors
        if process.returncode == 0:
            break
    assert process.returncode == 0
    assert killed >= 8
    same(home, undisturbed)
    no_sign_in(garmin)
    faults = [asked for asked in garmin.log if asked.status != 200]
    assert len(faults) > 0.15 * len(garmin.log)


@pytest.mark.slow
def test_faults_while_the_clock_jumps(home: Home, garmin: GarminReplica, undisturbed: Home) -> None:
    garmin.faults = 0.3
    real = home.now
    since = real.date() - timedelta(days=69)
    ended = []
    for jump in (-40, 30, -1, 0, 0, 0, 0):  # +30: tomorrow, whatever the hour
        home.now = real + timedelta(hours=jump)
        ended.append(home.sync("backfill", since=since).exit_code)
    assert ended[-1] == 0
    same(home, undisturbed)
    no_sign_in(garmin)


def test_the_order_of_arrival_does_not_matter(
    home: Home, garmin: GarminReplica, undisturbed: Home
) -> None:
    today = home.now.date()
    home.sync("daily")
    home.sync("backfill", since=today - timedelta(days=20))
    home.sync("intraday")
    home.sync("backfill", since=today - timedelta(days=69))
    same_data(home, undisturbed)


def test_a_clock_that_was_ahead_leaves_nothing_behind(
    home: Home, garmin: GarminReplica, undisturbed: Home
) -> None:
    home.later(days=12)
    home.sync("backfill", since=home.now.date() - timedelta(days=40))
    home.later(days=-12)
    home.sync("backfill", since=home.now.date() - timedelta(days=69))
    same_data(home, undisturbed)


@pytest.mark.parametrize("profile", ["daily", "backfill"])
@pytest.mark.parametrize("ahead", [40, 21])
def test_days_that_a_clock_took_for_empty_before_they_came(
    home: Home, garmin: GarminReplica, ahead: int, profile: Profile
) -> None:
    garmin.athlete.seconds = 60
    since = home.today
    home.later(days=ahead)
    home.sync("daily", days_back=ahead)
    home.later(days=20 - ahead)
    garmin.athlete.last = home.today
    home.sync(profile, since=since if profile == "backfill" else None)
    lived = {(since + timedelta(days=n)).isoformat() for n in range(1, 21)}
    known = home.ledger("summary")
    assert max(known) == max(lived)
    assert lived <= {day for day, state in known.items() if state == "full"}


def test_the_ledger_adds_up_to_the_days_asked_for(undisturbed: Home) -> None:
    for dataset in ("sleep", "hrv", "summary", "readiness", "weight", "vo2max", "activities"):
        states = undisturbed.ledger(dataset)
        assert len(states) == 70
        assert set(states.values()) <= {"full", "absent"}


def test_the_days_can_be_made_anew_from_what_is_kept(undisturbed: Home) -> None:
    from sync.sources.garmin.wellness import replay

    query = next(iter(contents(undisturbed)))
    before = undisturbed.rows(query)
    with open_mirror(mirror_path(undisturbed.base)) as mirror:
        mirror.db.execute("DELETE FROM wellness_daily")
        assert replay(mirror) == 70
    assert undisturbed.rows(query) == before
