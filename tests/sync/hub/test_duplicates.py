"""The same workout brought in by two devices, each from its own source, is one row everywhere."""

import json
from itertools import permutations
from typing import Any

import pytest

from mirror import edits
from mirror.database import Mirror
from sync.hub.syncing import HubSync
from sync.ingest import SourceRef, ingest_activity_file, refresh_stale
from tests.replicas.supabase import Project
from tests.sync.hub.compare import content, differences, hub_content
from tests.sync.hub.conftest import Make, connect
from tests.sync.ingest.activities import NOW, START, activity, file


def round_of(mirror: Mirror, project: Project) -> Any:
    return HubSync(mirror, connect(project).rpc, settled=refresh_stale).run()


def bring(mirror: Mirror, source: str, **said: Any) -> str:
    device = "Garmin Edge 540" if source == "garmin" else "Wahoo BOLT"
    ride = activity(START + (0 if source == "garmin" else 7), device=device, **said)
    ref = SourceRef(source, f"{source}-1", NOW, None)
    return ingest_activity_file(mirror, file(ride), ref, None).workout_ids[0]


def rest(project: Project, *mirrors: Mirror) -> None:
    for _ in range(6):
        if not any(r.pulled or r.pushed for r in [round_of(m, project) for m in mirrors]):
            break
    for mirror in mirrors:
        assert not differences(content(mirror), hub_content(project))


@pytest.mark.parametrize("order", list(permutations((0, 1))))
@pytest.mark.parametrize("both_push_before_they_pull", [True, False])
def test_two_sources_on_two_devices(
    quick: Project, device: Make, order: tuple[int, int], both_push_before_they_pull: bool
) -> None:
    mirrors = [device("one"), device("two")]
    ids = [bring(mirrors[0], "garmin"), bring(mirrors[1], "file", title="Commute")]
    assert ids[0] != ids[1]
    edits.edit(mirrors[1], ids[1], now=NOW, rpe=6.0)
    first, second = (mirrors[n] for n in order)
    if both_push_before_they_pull:
        # The second one's pull sees nothing yet: the first one pushes between its pull and push.
        hub = connect(quick)
        done: list[bool] = []

        def between(name: str, arguments: dict[str, Any]) -> Any:
            if name == "sync_push" and not done:
                done.append(True)
                round_of(first, quick)
            return hub.rpc(name, arguments)

        HubSync(second, between, settled=refresh_stale).run()
    rest(quick, first, second)
    for mirror in mirrors:
        rows = mirror.db.execute("SELECT id, title, rpe FROM workouts_executed").fetchall()
        assert rows == [(ids[0], "Commute", 6.0)]
        sources = mirror.db.execute("SELECT source FROM workout_sources ORDER BY 1").fetchall()
        assert sources == [("athlete",), ("file",), ("garmin",)]
        assert mirror.db.execute("SELECT count(*) FROM workout_laps").fetchone() == (2,)
        load, total = mirror.db.execute(
            "SELECT d.load, (SELECT sum(load) FROM workouts_executed) FROM daily_load d"
        ).fetchone()
        assert load == pytest.approx(total, abs=0.001)
    assert quick.sql("select count(*) from training.workouts_executed") == [(1,)]


def test_a_row_robbed_of_its_only_recording_goes(quick: Project, device: Make) -> None:
    """One device merged two recordings; the hub still has the second one as a row of its own."""
    one, two = device("one"), device("two")
    bring(one, "file")
    round_of(one, quick)
    garmin = bring(two, "garmin")
    bring(two, "file")
    round_of(two, quick)
    rest(quick, one, two)
    assert quick.sql("select id::text from training.workouts_executed") == [(garmin,)]
    assert [name for name in content(one) if name[0] == "workout"] == [("workout", garmin)]


def test_workouts_that_only_overlap_stay_two(quick: Project, device: Make) -> None:
    one, two = device("one"), device("two")
    bring(one, "garmin", seconds=600)
    ride = activity(START + 400, seconds=900)
    ingest_activity_file(two, file(ride), SourceRef("file", "other", NOW, None), None)
    rest(quick, one, two)
    assert quick.sql("select count(*) from training.workouts_executed") == [(2,)]
    details = one.db.execute("SELECT details FROM workout_sources").fetchall()
    assert all(json.loads(text)["sport"] == "bike" for (text,) in details)
