"""The hub against the original's design, in one run: `uv run python -m benchmarks.hub [--years N]`.

A generated athlete (or the mirror in --home) is pushed to a real Postgres through a real PostgREST
where npm brings one, with its originals, and filled into an empty mirror again; each device is a
process of its own. Beside it stands what the original did with the same workouts: one row a second
with numeric columns, in inserts of 500 rows. Its bytes and seconds are measured on a sample of the
workouts, by the same way into the same server; its requests are counted.
Prints one line a figure with its target; exits 1 when one is missed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx

from benchmarks.hub_device import Turn
from mirror import codec
from mirror.database import Mirror, open_mirror
from mirror.home import mirror_path, originals_path
from sync import originals
from sync.sources import demo
from sync.sources.demo import life
from sync.sources.demo.recording import record
from tests.replicas.postgres import Postgres, postgres
from tests.replicas.supabase import Project, postgrest_binary, project

TODAY = date(2026, 11, 23)
ROWS_A_REQUEST = 500
#: What a run of the original wrote when nothing was new: raw answers of a day, and the day.
ORIGINAL_POLL = 8
#: The original's tables, as its questions expect them.
ORIGINAL = """
create table activity_streams (
    workout_id uuid not null, bin_offset_s integer not null, bin_size_s integer not null,
    hr numeric, power numeric, cadence numeric, speed_m_s numeric, altitude_m numeric,
    lat numeric, lon numeric, primary key (workout_id, bin_offset_s, bin_size_s));
create table raw (id uuid primary key default gen_random_uuid(), payload jsonb);
grant all on activity_streams, raw to service_role
"""
_COLUMNS = {
    "hr": "hr", "power": "power", "cadence": "cadence", "speed_m_s": "speed",
    "altitude_m": "altitude", "lat": "lat", "lon": "lon",
}  # fmt: skip


class Original(NamedTuple):
    """bytes_an_hour: heap, index and TOAST. requests: for everything in the mirror."""

    bytes_an_hour: float
    seconds_an_hour: float
    requests: int
    poll_s: float


class Filled(NamedTuple):
    """What was measured of ours. fill_bytes: rows, file_bytes: originals, as a new device got
    them. stream_bytes: of the streams' table with index and TOAST."""

    push: Turn
    poll: Turn
    fill: Turn
    fill_bytes: int
    file_bytes: int
    stream_bytes: int
    database_bytes: int


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
            demo.ensure(home, today=TODAY, years=args.years, wait=True)
        with open_mirror(mirror_path(home)) as mirror:
            _forget(mirror)
            _make_originals(mirror, originals_path(home))
            with project(server, real=real) as hub:
                ours = _measure(hub, home, Path(scratch, "fresh"))
            return _print(mirror, ours, _original(server, mirror, args.sample_hours, real=real))


def _measure(hub: Project, home: Path, fresh: Path) -> Filled:
    push = _device(home, hub)
    poll = min((_device(home, hub) for _ in range(5)), key=lambda turn: turn.seconds)
    stored = sum(map(len, hub.objects.values()))
    hub.sent_bytes = 0
    fill = _device(fresh, hub)
    hub.sql("vacuum analyze")
    stream = hub.sql("select pg_total_relation_size('training.workout_streams')")[0][0]
    database = hub.sql("select pg_database_size(current_database())")[0][0]
    return Filled(push, poll, fill, hub.sent_bytes - stored, stored, stream, database)


def _device(home: Path, hub: Project) -> Turn:
    command = [sys.executable, "-m", "benchmarks.hub_device", str(home), hub.url, hub.key]
    line = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Turn(*json.loads(line))


def _print(mirror: Mirror, ours: Filled, before: Original) -> int:
    workouts, hours = mirror.db.execute(
        "SELECT count(*), sum(sample_count) / 3600.0 FROM workout_streams"
    ).fetchone()
    days = mirror.db.execute("SELECT count(*) FROM wellness_daily").fetchone()[0]
    years, stream = days / 365.25, ours.stream_bytes / hours
    push, fill, poll = ours.push, ours.fill, ours.poll
    print(f"{workouts:,} workouts with streams, {hours:,.0f} h, {days:,} days of wellness\n")
    good = [
        _beside(
            "an hour of stream", f"{stream / 1000:.1f} KB",
            f"{before.bytes_an_hour / 1000:.0f} KB", before.bytes_an_hour / stream, 15,
        ),
        _beside(
            "requests, a year of history", f"{push.requests / years:.0f}",
            f"{before.requests / years:.0f}", before.requests / push.requests, 20,
        ),
        _beside(
            "first fill of the hub", f"{push.seconds:.1f} s",
            f"{before.seconds_an_hour * hours:.0f} s",
            before.seconds_an_hour * hours / push.seconds, None,
        ),
        _beside(
            "poll with nothing new", f"{poll.seconds * 1e3:.0f} ms",
            f"{before.poll_s * 1e3:.0f} ms", before.poll_s / poll.seconds, None,
        ),
        _within("requests of a poll", poll.requests + poll.file_requests, 1, ""),
        _within("database", ours.database_bytes / 1e6, 250 if years > 9 else 500, "MB"),
        _within("originals in the storage", ours.file_bytes / 1e6, 1000, "MB"),
        _within("egress of a new device", (ours.fill_bytes + ours.file_bytes) / 1e6, 1000, "MB"),
        _within("memory of the first push", push.memory_mb, 200, "MB"),
        _within("memory of the first pull", fill.memory_mb, 200, "MB"),
    ]  # fmt: skip
    print(f"{'original':<36} {ORIGINAL_POLL} requests at a poll, and no pull")
    for what, turn in (("first fill of the hub", push), ("first fill of a new device", fill)):
        print(
            f"{what:<36} rows {turn.seconds:.1f} s in {turn.requests} requests,"
            f" {turn.files:,} originals {turn.file_seconds:.1f} s"
        )
    print(f"{'rows of a new device':<36} {ours.fill_bytes / 1e6:.0f} MB of JSON")
    return 0 if all(good) else 1


def _beside(what: str, ours: str, theirs: str, ratio: float, target: float | None) -> bool:
    good = target is None or ratio >= target
    wanted = "" if target is None else f"  (target 1/{target:g}: {'met' if good else 'MISSED'})"
    print(f"{what:<36} {ours:>9}   original {theirs:>9}   1/{ratio:.1f}{wanted}")
    return good


def _within(what: str, found: float, target: float, unit: str) -> bool:
    good = found <= target
    verdict = "met" if good else "MISSED"
    print(f"{what:<36} {found:>6.0f} {unit:<2}   (at most {target:g} {unit}: {verdict})")
    return good


def _make_originals(mirror: Mirror, folder: Path) -> None:
    """The demo athlete's FIT files, which are not kept: made again, and named by their workouts."""
    db = mirror.db
    made = db.execute("SELECT count(*) FROM workouts_executed WHERE fit_file_path IS NOT NULL")
    first = db.execute("SELECT min(local_date) FROM workouts_executed").fetchone()[0]
    found = db.execute("SELECT source_id, workout_id FROM workout_sources WHERE source = 'demo'")
    workout_of = dict(found.fetchall())
    if not workout_of or made.fetchone()[0]:
        return
    day = date.fromisoformat(first)
    with mirror.transaction():
        while day <= TODAY:
            for outing in life.outings(day):
                if outing.key not in workout_of:
                    continue
                name = _keep(folder, record(outing))
                db.execute(
                    "UPDATE workouts_executed SET fit_file_path = ? WHERE id = ?",
                    (name, workout_of[outing.key]),
                )
            day += timedelta(1)


def _keep(folder: Path, data: bytes) -> str:
    """As `sync.originals.store`, without waiting for the disk at each."""
    name = originals.relative_path(originals.sha256(data), "fit")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(originals.compress(data))
    return name


def _original(server: Postgres, mirror: Mirror, sample: float, *, real: bool) -> Original:
    """The same seconds as rows, in the order in which a backfill brings them: newest first."""
    stored = spent = 0.0
    with project(server, schema=False, tables=ORIGINAL, real=real) as there:
        with httpx.Client(base_url=there.url, headers={"apikey": there.key}, timeout=60) as client:
            for row in mirror.db.execute(
                f"SELECT workout_id, sample_count, {', '.join(_COLUMNS.values())}"
                " FROM workout_streams JOIN workouts_executed ON id = workout_id"
                " ORDER BY started_at DESC"
            ):
                if stored >= sample:
                    break
                rows = _rows(row)
                stored += len(rows) / 3600
                spent += _sent(client, "activity_streams", rows)
            poll = sum(_sent(client, "raw", [{"payload": {}}]) for _ in range(ORIGINAL_POLL))
        there.sql("vacuum analyze")
        size = there.sql("select pg_total_relation_size('public.activity_streams')")[0][0]
    return Original(size / stored, spent / stored, _original_requests(mirror), poll)


def _sent(client: httpx.Client, table: str, rows: list[dict[str, object]]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    for start in range(0, len(rows), ROWS_A_REQUEST):
        answer = client.post(f"/rest/v1/{table}", json=rows[start : start + ROWS_A_REQUEST])
        answer.raise_for_status()
    return time.perf_counter() - begun


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
