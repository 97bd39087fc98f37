"""What is stored, and what is waiting."""

from mirror.database import Mirror
from reports.status import status
from reports.thresholds import thresholds
from tests.filled import AHEAD, SPORTS, sport_of
from tests.reports.conftest import DAYS, TODAY

TRAINED = sum(sport_of(ago) is not None for ago in range(DAYS))


def test_counts(filled: Mirror) -> None:
    report = status(filled)
    assert report.row_counts["workouts_executed"] == TRAINED
    assert report.row_counts["workout_laps"] == 5 * TRAINED
    assert report.row_counts["workouts_planned"] == TRAINED + AHEAD
    assert report.row_counts["wellness_daily"] == DAYS
    assert report.fit_files == TRAINED
    assert report.mirror_bytes >= filled.path.stat().st_size


def test_freshness(filled: Mirror) -> None:
    report = status(filled)
    assert report.latest_workout_date == report.latest_wellness_date == TODAY.isoformat()
    assert report.daily_updated_at == "2026-04-06T04:00:00+00:00"
    assert report.intraday_updated_at == "2026-04-06T05:00:00+00:00"


def test_sources_and_ledger(small: Mirror) -> None:
    before = status(small)
    assert before.ledger.full == 60
    assert before.sources["garmin"].state == "ready"
    assert before.sources["file"].last_success_at == "2026-04-06T06:00:00+00:00"
    small.db.execute(
        "UPDATE sync_ledger SET state = 'failed', reason = 'HTTP 500', next_try_at = ? "
        "WHERE dataset = 'hrv' AND item = ?",
        ("2026-04-06T09:00:00+00:00", TODAY.isoformat()),
    )
    small.db.execute(
        "UPDATE sync_ledger SET state = 'pending' WHERE dataset = 'sleep' AND item = ?",
        (TODAY.isoformat(),),
    )
    after = status(small)
    assert (after.ledger.full, after.ledger.failed, after.ledger.pending) == (58, 1, 1)
    assert after.sources["garmin"] == ("failed", None, "2026-04-06T09:00:00+00:00", "HTTP 500")


def test_hub_is_not_configured_and_all_is_pending(small: Mirror) -> None:
    hub = status(small).hub
    assert (hub.configured, hub.cursor, hub.last_success_at) == (False, None, None)
    assert hub.pending > 0
    small.db.execute(
        "INSERT INTO hub_state VALUES ('url', 'https://example.supabase.co'), ('cursor', '17')"
    )
    hub = status(small).hub
    assert (hub.configured, hub.cursor) == (True, "17")


def test_empty(empty: Mirror) -> None:
    report = status(empty)
    assert report.latest_workout_at is None
    assert report.latest_wellness_date is None
    assert set(report.row_counts.values()) == {0}
    assert report.sources == {}


def test_thresholds_are_the_rows_in_force(small: Mirror) -> None:
    report = thresholds(small, TODAY)
    assert {(entry.sport, entry.metric) for entry in report.current} == {
        ("all", "lthr_bpm"),
        ("bike", "ftp_w"),
        ("run", "threshold_pace_s_per_km"),
        ("swim", "css_s_per_100m"),
    }
    assert {entry.unit for entry in report.current} == {"bpm", "W", "s/km", "s/100m"}
    assert len(report.history) == 4
    assert {"bike", "run", "swim"} == set(SPORTS)
