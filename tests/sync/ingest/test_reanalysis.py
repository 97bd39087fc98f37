"""A newer version of the math reaches stored workouts from their originals; one without keeps what
it has."""

from pathlib import Path

from analytics.workout import ANALYTICS_VERSION
from mirror.database import open_mirror
from mirror.edits import edit
from sync.decode import read_file
from sync.ingest import SourceRef, ingest_activity_file
from sync.originals import sha256
from sync.reanalysis import reanalyse
from tests.sync.files.recordings import START, fit
from tests.sync.ingest.activities import NOW, activity, dump, file


def test_outdated_workouts_are_computed_anew_and_nothing_else_changes(tmp_path: Path) -> None:
    with open_mirror(tmp_path / "mirror.db") as mirror:
        for number in range(3):
            data = fit(START + number * 86_400)
            ref = SourceRef("file", sha256(data), NOW, f"{number}.fit", title=f"Ride {number}")
            done = ingest_activity_file(mirror, read_file("x.fit", data), ref, data)
            edit(mirror, done.workout_ids[0], now=NOW, rpe=5.0 + number)
        bare = file(activity(START + 500_000))
        lost = ingest_activity_file(mirror, bare, SourceRef("file", "x", NOW), None).workout_ids
        expected = dump(mirror, "outbox")
        stale = "UPDATE workouts_executed SET analytics_version = 0"
        mirror.db.execute(f"{stale}, normalized_power = 1.0, load = 1.0 WHERE id <> ?", lost)
        mirror.db.execute("UPDATE workout_curves SET curve = x'0000' WHERE workout_id <> ?", lost)
        mirror.db.execute(f"{stale} WHERE id = ?", lost)
        assert reanalyse(mirror) == 3
        assert reanalyse(mirror) == 0
        version = "analytics_version FROM workouts_executed WHERE id = ?"
        assert mirror.db.execute(f"SELECT {version}", lost).fetchone() == (0,)  # it stays as it is
        mirror.db.execute(
            "UPDATE workouts_executed SET analytics_version = ? WHERE id = ?",
            (ANALYTICS_VERSION, *lost),
        )
        assert dump(mirror, "outbox") == expected
