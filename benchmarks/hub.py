"""The hub against the original's design, in one run: `uv run python -m benchmarks.hub [--years N]`.

A generated athlete (or the mirror in --home) is pushed to a real Postgres through a real PostgREST
where npm brings one, and filled into an empty mirror again. Beside it stands what the original did
with the same workouts: one row a second with numeric columns, in inserts of 500 rows; its bytes
are measured on a sample of the workouts in the same server, its requests are counted.
Prints one line a figure with its target; exits 1 when one is missed.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

import psycopg

from mirror import codec
from mirror.database import Mirror, open_mirror
from mirror.home import mirror_path
from sync.hub.client import Hub
from sync.hub.syncing import HubSync, Moved, Round
from sync.sources import demo
from tests.replicas.postgres import Postgres, postgres
from tests.replicas.supabase import Project, postgrest_binary, project

ROWS_A_REQUEST = 500
#: The original's table, as its questions expect it.
ORIGINAL = """
create table activity_streams (
    workout_id uuid not null, bin_offset_s integer not null, bin_size_s integer not null,
    hr numeric, power numeric, cadence numeric, speed_m_s numeric, altitude_m numeric,
    lat numeric, lon numeric, primary key (workout_id, bin_offset_s, bin_size_s))
"""
_INSERT = (
    "insert into activity_streams select * from"
    " jsonb_populate_recordset(null::activity_streams, %s::jsonb)"
)
_COLUMNS = {
    "hr": "hr", "power": "power", "cadence": "cadence", "speed_m_s": "speed",
    "altitude_m": "altitude", "lat": "lat", "lon": "lon",
}  # fmt: skip


class Timed(NamedTuple):
    round: Round
    seconds: float


class Original(NamedTuple):
    """bytes_an_hour: heap, index and TOAST. requests: for everything in the mirror."""

    bytes_an_hour: float
    requests: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=float, default=1.0)
    parser.add_argument("--home", type=Path, help="a folder with a mirror, instead of generating")
    parser.add_argument("--sample-hours", type=float, default=30.0, help="of the original's rows")
    parser.add_argument("--postgres", type=int, choices=(16, 18), default=16)
    args = parser.parse_args()
    real = postgrest_binary() is not None
    print(f"Postgres {args.postgres}, {'a real PostgREST' if real else 'our gateway'}")
    with tempfile.TemporaryDirectory() as scratch, postgres(args.postgres) as server:
        home = args.home or Path(scratch, "home")
        if args.home is None:
            demo.ensure(home, today=date(2026, 11, 23), years=args.years, wait=True)
        with project(server, real=real) as hub, open_mirror(mirror_path(home)) as mirror:
            _forget(mirror)
            return measure(server, hub, mirror, Path(scratch), args.sample_hours)


def measure(server: Postgres, hub: Project, mirror: Mirror, scratch: Path, sample: float) -> int:
    """Prints the table."""
    workouts, hours = mirror.db.execute(
        "SELECT count(*), sum(sample_count) / 3600.0 FROM workout_streams"
    ).fetchone()
    days = mirror.db.execute("SELECT count(*) FROM wellness_daily").fetchone()[0]
    print(f"{workouts:,} workouts with streams, {hours:,.0f} h, {days:,} days of wellness\n")
    push = _timed(mirror, hub)
    poll = min((_timed(mirror, hub) for _ in range(5)), key=lambda timed: timed.seconds)
    hub.sent_bytes = 0
    with open_mirror(mirror_path(scratch / "fresh")) as fresh:
        fill = _timed(fresh, hub)
    egress = hub.sent_bytes
    hub.sql("vacuum analyze")
    stream = hub.sql("select pg_total_relation_size('training.workout_streams')")[0][0] / hours
    database = hub.sql("select pg_database_size(current_database())")[0][0]
    before = _original(server, mirror, sample)
    year = days / 365.25
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    good = [
        _line(
            "an hour of stream", f"{stream / 1000:.1f} KB",
            f"{before.bytes_an_hour / 1000:.0f} KB", before.bytes_an_hour / stream, 15,
        ),
        _line(
            "requests, a year of history", f"{push.round.requests / year:.0f}",
            f"{before.requests / year:.0f}", before.requests / push.round.requests, 20,
        ),
    ]  # fmt: skip
    print(
        f"{'poll with nothing new':<36} {poll.round.requests} request, {poll.seconds * 1e3:.0f} ms"
    )
    rate = f"{push.round.requests} requests, {hours / push.seconds:.0f} h of streams a second"
    print(f"{'first fill of the hub':<36} {push.seconds:.1f} s, {rate}")
    moved = f"{fill.round.requests} requests, {egress / 1e6:.0f} MB"
    print(f"{'first fill of a new device':<36} {fill.seconds:.1f} s, {moved}")
    print(f"{'database':<36} {database / 1e6:.0f} MB of the free plan's 500")
    print(f"{'memory of this process, at most':<36} {memory:.0f} MB")
    return 0 if all(good) and poll.round.requests == 1 and database < 250e6 else 1


def _line(what: str, ours: str, theirs: str, ratio: float, target: float | None) -> bool:
    good = target is None or ratio >= target
    wanted = "" if target is None else f"  (target 1/{target:g}: {'met' if good else 'MISSED'})"
    print(f"{what:<36} {ours:>9}   original {theirs:>9}   1/{ratio:.1f}{wanted}")
    return good


def _timed(mirror: Mirror, hub: Project) -> Timed:
    client = Hub(hub.url, hub.key)
    begun = time.perf_counter()
    done = HubSync(mirror, client.rpc, watch=_tell).run()
    seconds = time.perf_counter() - begun
    client.close()
    assert not done.refused, done.refused
    return Timed(done, seconds)


def _tell(moved: Moved) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{moved.pulled:,} in, {moved.pushed:,} out, {moved.waiting:,} wait ")


def _original(server: Postgres, mirror: Mirror, sample: float) -> Original:
    """The same seconds as rows, in the order in which a backfill brings them: newest first."""
    stored = 0.0
    with psycopg.connect(server.dsn(server.fresh()), autocommit=True) as db:
        db.execute(ORIGINAL)
        for row in mirror.db.execute(
            f"SELECT workout_id, sample_count, {', '.join(_COLUMNS.values())} FROM workout_streams"
            " JOIN workouts_executed ON id = workout_id ORDER BY started_at DESC"
        ):
            if stored >= sample:
                break
            rows = _rows(row)
            stored += len(rows) / 3600
            for start in range(0, len(rows), ROWS_A_REQUEST):
                db.execute(_INSERT, (json.dumps(rows[start : start + ROWS_A_REQUEST]),))
        db.execute("vacuum analyze")
        found = db.execute("select pg_total_relation_size('activity_streams')").fetchone()
        assert found is not None
    return Original(found[0] / stored, _original_requests(mirror))


def _rows(row: tuple[str, int, *tuple[bytes | None, ...]]) -> list[dict[str, object]]:
    workout, count, *blobs = row
    channels = {
        name: codec.values(blob, channel)
        for (name, channel), blob in zip(_COLUMNS.items(), blobs, strict=True)
        if blob is not None
    }
    return [
        {
            "workout_id": workout, "bin_offset_s": second, "bin_size_s": 1,
            **{name: values[second] for name, values in channels.items()},
        }
        for second in range(count)
    ]  # fmt: skip


def _original_requests(mirror: Mirror) -> int:
    """A workout: its row, its laps, deleting the old stream, and its seconds by 500; a day: one."""
    streams = mirror.db.execute("SELECT sample_count FROM workout_streams").fetchall()
    rows = sum(-(-count // ROWS_A_REQUEST) for (count,) in streams)
    count = "SELECT (SELECT count(*) FROM workouts_executed), (SELECT count(*) FROM wellness_daily)"
    workouts, days = mirror.db.execute(count).fetchone()
    return int(rows + 3 * workouts + days)


def _forget(mirror: Mirror) -> None:
    """As if there had never been a hub."""
    with mirror.transaction():
        mirror.db.execute("DELETE FROM hub_units")
        mirror.db.execute("DELETE FROM hub_state")


if __name__ == "__main__":
    sys.exit(main())
