"""A sync beside the face that started it."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest

from mirror.errors import MirrorError
from sync.engine.process import sync_apart
from sync.engine.result import RunResult, SourceResult
from sync.progress import Done, Event, Left, Note, Started, from_json, to_json
from tests.replicas.garmin import GarminReplica
from tests.replicas.garmin_home import Home

pytestmark = pytest.mark.usefixtures("by_the_machines_clock")


def test_events_and_the_result_come_over(home: Home, garmin: GarminReplica) -> None:
    seen: list[Event] = []
    result = sync_apart(home.base, "daily", progress=seen.append).run()
    assert result.exit_code == 0, result
    assert result.sources["garmin"].requests == len(garmin.log)
    assert isinstance(seen[0], Started)
    assert {type(event) for event in seen} >= {Started, Done, Left}


def test_cancelled(home: Home, garmin: GarminReplica) -> None:
    since = home.today - timedelta(days=60)
    sync = sync_apart(home.base, "backfill", since=since)
    garmin.on_request = lambda count: sync.stop() if count == 10 else None
    result = sync.run()
    assert result.state == "cancelled"
    assert len(garmin.log) < 20


def test_cancelled_before_it_began(home: Home, garmin: GarminReplica) -> None:
    sync = sync_apart(home.base, "daily")
    sync.stop()
    assert sync.run().state == "cancelled"
    assert len(garmin.log) <= 1


def test_ended_at_once_and_gone_on(home: Home, garmin: GarminReplica) -> None:
    since = home.today - timedelta(days=60)
    sync = sync_apart(home.base, "backfill", since=since)
    reached = threading.Event()

    def end(count: int) -> None:
        if count == 15 and not reached.is_set():
            reached.set()
            sync.stop()
            sync.end()

    garmin.on_request = end
    with pytest.raises(MirrorError, match="nothing stored is lost"):
        sync.run()
    assert sync_apart(home.base, "backfill", since=since).run().exit_code == 0


def test_a_mirror_that_cannot_be_used(home: Home, garmin: GarminReplica) -> None:
    (home.base / "mirror.db").write_bytes(b"not a database, and long enough to look like one" * 40)
    with pytest.raises(MirrorError, match=r"mirror\.db"):
        sync_apart(home.base, "daily").run()


@pytest.mark.parametrize(
    "event", [Started("garmin daily", 3), Done("sleep", "stored"), Note("Waiting."), Left(3, None)]
)
def test_events_as_lines(event: Event) -> None:
    assert from_json(to_json(event)) == event


@pytest.mark.parametrize("hub", [None, SourceResult("offline", errors=("no network",))])
def test_a_result_as_json(hub: SourceResult | None) -> None:
    when = datetime(2026, 11, 23, 7, tzinfo=UTC)
    sources = {"garmin": SourceResult("throttled", fetched=3, until=when)}
    result = RunResult("id", "daily", "throttled", "Wait.", when, 1.5, sources, hub)
    assert RunResult.from_json(json.loads(json.dumps(result.to_json()))) == result
