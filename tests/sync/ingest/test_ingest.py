"""One file in: rows, parts, days, outcomes."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from analytics.streams import Streams
from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror, open_mirror
from mirror.edits import edit
from mirror.load import stale_from
from mirror.reads import workouts
from sync import originals
from sync.activity import Activity, Totals
from sync.ingest import SourceRef, ingest_activity_file, ingest_wellness, refresh_stale
from tests.sync.ingest.activities import NOW, START, activity, dump, file


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with open_mirror(tmp_path / "mirror.db") as opened:
        yield opened


def ref(source_id: str, source: str = "file") -> SourceRef:
    return SourceRef(source, source_id, NOW, f"{source_id}.fit")


def one(mirror: Mirror, column: str) -> object:
    return mirror.db.execute(f"SELECT {column} FROM workouts_executed").fetchone()[0]


def test_a_workout_with_all_its_parts(mirror: Mirror) -> None:
    done = ingest_activity_file(mirror, file(activity()), ref("a"), b"original")
    assert done.outcome == "imported"
    (workout_id,) = done.workout_ids
    row = workouts.by_id(mirror, workout_id)
    assert row is not None
    assert (row.sport, row.duration_s, row.distance_m) == ("bike", 600.0, 4800.0)
    assert row.avg_power == 200.0
    assert row.started_at == "2025-06-15T15:06:40+00:00"
    laps = workouts.laps(mirror, workout_id)
    assert [lap.duration_s for lap in laps] == [300.0, 300.0]
    assert laps[1].started_at == "2025-06-15T15:11:40+00:00"
    counts = {
        table: mirror.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("workout_streams", "workout_curves", "workout_histograms", "daily_load")
    }
    assert counts == {
        "workout_streams": 1,
        "workout_curves": 3,
        "workout_histograms": 3,
        "daily_load": 1,
    }
    assert mirror.db.execute("SELECT kind, key FROM outbox").fetchall() == [("workout", workout_id)]
    assert row.fit_file_path is not None
    kept = originals.load(mirror.path.parent / "originals", row.fit_file_path)
    assert kept == b"original"


def test_the_same_file_again_changes_nothing(mirror: Mirror) -> None:
    first = ingest_activity_file(mirror, file(activity()), ref("a"), b"original")
    before = dump(mirror)
    again = ingest_activity_file(mirror, file(activity()), ref("a"), b"original")
    assert again.outcome == "duplicate"
    assert again.workout_ids == first.workout_ids
    assert dump(mirror) == before


@pytest.mark.parametrize(
    ("start", "offset", "zone", "day"),
    [
        (1_750_028_400, 7200, "UTC", "2025-06-16"),  # 23:00 UTC is 01:00 two hours east
        (1_750_028_400, None, "Pacific/Honolulu", "2025-06-15"),
        (1_750_028_400, None, "Pacific/Auckland", "2025-06-16"),
        (1_750_028_400, -36_000, "Pacific/Auckland", "2025-06-15"),  # the device was travelling
        (1_743_290_000, None, "Europe/Berlin", "2025-03-30"),  # 00:13 local, the night of DST
        (1_743_284_000, None, "Europe/Berlin", "2025-03-29"),
        (1_761_432_000, None, "Europe/Berlin", "2025-10-26"),  # 00:40 CEST, the night back
    ],
)
def test_the_local_day(mirror: Mirror, start: int, offset: int | None, zone: str, day: str) -> None:
    save_athlete(mirror, athlete(mirror)._replace(timezone=zone))
    ingest_activity_file(mirror, file(activity(start, utc_offset_s=offset)), ref("a"), None)
    assert one(mirror, "local_date") == day


def test_a_multisport_file_is_a_whole_with_legs(mirror: Mirror) -> None:
    swim = activity(START, 300, "swim", power=None)
    change = activity(START + 300, 60, "other", power=None, sub_sport="transition")
    ride = activity(START + 360, 1200)
    done = ingest_activity_file(mirror, file(swim, change, ride, identity="7-7"), ref("tri"), b"x")
    whole = workouts.by_id(mirror, done.workout_ids[0])
    legs = workouts.legs(mirror, done.workout_ids[0])
    assert whole is not None
    assert (whole.sport, whole.sub_sport, whole.duration_s) == ("brick", "multisport", 1560.0)
    assert whole.elapsed_s == 1560.0
    assert [leg.sport for leg in legs] == ["swim", "other", "bike"]
    assert whole.load == pytest.approx(sum(leg.load or 0 for leg in legs))
    by_sport = mirror.db.execute("SELECT by_sport FROM daily_load").fetchone()[0]
    assert set(json.loads(by_sport)) == {"swim", "other", "bike"}  # legs, not the whole as well


def test_a_leg_recorded_by_another_device_too_updates_the_whole(mirror: Mirror) -> None:
    swim = activity(START, 300, "swim", power=None)
    ride = activity(START + 300, 1200, power=None)
    done = ingest_activity_file(mirror, file(swim, ride), ref("tri"), None)
    before = workouts.by_id(mirror, done.workout_ids[0])
    meter = activity(START + 310, 1190, power=250.0, device="Garmin Edge 840", calories=300.0)
    second = ingest_activity_file(mirror, file(meter), ref("edge"), None)
    assert second.outcome == "duplicate"
    whole = workouts.by_id(mirror, done.workout_ids[0])
    legs = workouts.legs(mirror, done.workout_ids[0])
    assert before is not None
    assert whole is not None
    assert [leg.avg_power for leg in legs] == [None, 250.0]
    assert whole.duration_s == 1490.0
    assert whole.calories == 300.0
    assert mirror.db.execute("SELECT count(*) FROM workouts_executed").fetchone() == (3,)


def test_the_athlete_s_edits_survive_every_merge(mirror: Mirror) -> None:
    first = ingest_activity_file(mirror, file(activity(), kind="gpx"), ref("a"), None)
    edit(mirror, first.workout_ids[0], now=NOW, title="Mine", rpe=7.0)
    edit(mirror, first.workout_ids[0], now=NOW, notes="windy", rpe=8.0)
    better = activity(START + 5, 600, device="Garmin Edge 840", title="Theirs")
    second = ingest_activity_file(mirror, file(better), ref("77", "garmin"), None)
    row = workouts.by_id(mirror, second.workout_ids[0])
    assert second.workout_ids != first.workout_ids
    assert row is not None
    assert (row.title, row.rpe, row.notes) == ("Mine", 8.0, "windy")
    assert row.garmin_activity_id == "77"
    assert mirror.db.execute("SELECT count(*) FROM workouts_executed").fetchone() == (1,)


def test_an_exclusion_takes_the_load_away_and_stays(mirror: Mirror) -> None:
    done = ingest_activity_file(mirror, file(activity()), ref("a"), None)
    edit(mirror, done.workout_ids[0], now=NOW, excluded_reason="power spikes")
    assert stale_from(mirror) == "2025-06-15"
    refresh_stale(mirror)
    assert stale_from(mirror) is None
    assert mirror.db.execute("SELECT count(*) FROM daily_load").fetchone() == (0,)
    ingest_activity_file(mirror, file(activity(START + 3)), ref("b"), None)
    assert one(mirror, "excluded_reason") == "power spikes"
    with pytest.raises(KeyError, match="load"):
        edit(mirror, done.workout_ids[0], now=NOW, load=5.0)


def test_a_pinned_plan_survives_a_better_recording(mirror: Mirror) -> None:
    done = ingest_activity_file(mirror, file(activity(), kind="gpx"), ref("a"), None)
    me = athlete(mirror).id
    mirror.db.execute(
        "INSERT INTO workouts_planned (id, athlete_id, date, sport, title, source, dedup_key,"
        " first_seen_at, updated_at) VALUES ('p', ?, '2025-06-15', 'bike', 't', 's', 'k', ?, ?)",
        (me, NOW, NOW),
    )
    mirror.db.execute(
        "UPDATE workouts_executed SET planned_workout_id = 'p', match_method = 'pinned'"
        " WHERE id = ?",
        (done.workout_ids[0],),
    )
    ingest_activity_file(mirror, file(activity(device="Garmin X")), ref("b"), None)
    assert one(mirror, "planned_workout_id || match_method") == "ppinned"


def test_a_summary_without_streams_gives_way_to_a_recording(mirror: Mirror) -> None:
    bare = Activity(
        START,
        "bike",
        Streams({}, np.ones(0, dtype=bool)),
        title="Morning Ride",
        totals=Totals(timer_s=590.0, elapsed_s=600.0, distance_m=4700.0),
    )
    first = ingest_activity_file(mirror, file(bare, kind="json"), ref("5", "strava"), None)
    assert one(mirror, "distance_m") == 4700.0
    second = ingest_activity_file(mirror, file(activity()), ref("a"), None)
    assert second.outcome == "duplicate"
    assert second.workout_ids != first.workout_ids
    assert one(mirror, "distance_m") == 4800.0
    assert one(mirror, "title") == "Morning Ride"
    assert one(mirror, "strava_activity_id") == "5"


def test_two_workouts_may_not_carry_one_service_s_id(mirror: Mirror) -> None:
    cut = SourceRef("file", "a", NOW, strava_activity_id="9")
    ingest_activity_file(mirror, file(activity()), cut, None)
    cropped = SourceRef("file", "b", NOW, strava_activity_id="9")
    ingest_activity_file(mirror, file(activity(START, 120)), cropped, None)
    assert mirror.db.execute("SELECT count(*) FROM workouts_executed").fetchone() == (1,)


def test_a_bulk_import_leaves_a_note_until_it_refreshes(mirror: Mirror) -> None:
    ingest_activity_file(mirror, file(activity()), ref("a"), None, refresh=False)
    assert stale_from(mirror) == "2025-06-15"
    assert mirror.db.execute("SELECT count(*) FROM daily_load").fetchone() == (0,)
    refresh_stale(mirror)
    assert stale_from(mirror) is None
    assert mirror.db.execute("SELECT count(*) FROM daily_load").fetchone() == (1,)


def test_wellness_is_never_overwritten_by_nothing(mirror: Mirror) -> None:
    from mirror.rows import Wellness

    me = athlete(mirror).id
    assert ingest_wellness(mirror, [Wellness(me, "2026-01-01", rhr_bpm=48.0, steps=9000)]) == 1
    assert ingest_wellness(mirror, [Wellness(me, "2026-01-01", hrv_overnight_ms=61.0)]) == 1
    row = mirror.db.execute("SELECT rhr_bpm, steps, hrv_overnight_ms FROM wellness_daily")
    assert row.fetchall() == [(48.0, 9000, 61.0)]
    mirror.db.execute("DELETE FROM outbox")
    assert ingest_wellness(mirror, [Wellness(me, "2026-01-01", rhr_bpm=48.0)]) == 0
    assert mirror.db.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
