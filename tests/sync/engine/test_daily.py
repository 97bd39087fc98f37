"""The days and workouts that a run brings in, and what a second run does not do."""

from datetime import UTC, datetime, timedelta

import pytest

from sync.sources.garmin import activities
from tests.replicas.garmin import GarminReplica
from tests.replicas.garmin_home import Home

COUNTS = "SELECT (SELECT count(*) FROM raw_payloads), (SELECT count(*) FROM outbox)"


def test_a_year_takes_a_hundred_requests_and_one_a_recording(
    home: Home, garmin: GarminReplica
) -> None:
    garmin.athlete.first = home.today - timedelta(days=400)
    garmin.athlete.every = 300 / 365
    garmin.athlete.seconds = 60
    since = home.today - timedelta(days=364)
    result = home.sync("backfill", since=since)
    assert result.exit_code == 0, result
    files = garmin.asked("/download-service/")
    assert len(files) == home.one("SELECT count(*) FROM workouts_executed") == 300
    assert len(garmin.log) - len(files) <= 150
    assert home.one("SELECT count(*) FROM wellness_daily") == 365
    for dataset in ("sleep", "hrv", "summary", "readiness", "vo2max", "weight", "activities"):
        assert len(home.ledger(dataset)) == 365, dataset
    assert home.one("SELECT count(*) FROM daily_load") > 300
    assert home.one("SELECT min(date) FROM wellness_daily") == since.isoformat()


def test_a_second_daily_asks_little_and_writes_nothing(home: Home, garmin: GarminReplica) -> None:
    assert home.sync("daily").exit_code == 0
    before, asked = home.rows(COUNTS), len(garmin.log)
    rows = home.rows("SELECT * FROM wellness_daily"), home.rows("SELECT * FROM workouts_executed")
    home.later(minutes=5)
    second = home.sync("daily")
    assert second.message == "Up to date; nothing new."
    assert len(garmin.log) - asked <= 4
    home.later(hours=2)  # asked again, and the same comes back
    third = home.sync("daily")
    assert third.sources["garmin"].written == 0
    assert len(garmin.log) - asked <= 20
    assert home.rows(COUNTS) == before
    now = home.rows("SELECT * FROM wellness_daily"), home.rows("SELECT * FROM workouts_executed")
    assert now == rows


def test_daily_brings_every_column(home: Home, garmin: GarminReplica) -> None:
    home.sync("daily", days_back=14)
    columns = [row[1] for row in home.rows("PRAGMA table_info(wellness_daily)")]
    never = {"vo2_max_cycling", "spo2_avg", "intraday_updated_at"}  # not of this athlete
    for column in set(columns) - never:
        assert home.one(f"SELECT count({column}) FROM wellness_daily") > 0, column


def test_intraday_asks_for_today_alone(home: Home, garmin: GarminReplica) -> None:
    home.sync("intraday")
    asked = len(garmin.log)
    assert home.rows("SELECT date FROM wellness_daily ORDER BY 1") == [
        ("2026-11-22",),
        ("2026-11-23",),
    ]
    assert asked <= 12
    assert home.one("SELECT count(intraday_updated_at) FROM wellness_daily") == 2
    assert home.one("SELECT count(daily_updated_at) FROM wellness_daily") == 0


def test_preliminary_days_are_asked_again_until_they_settle(
    home: Home, garmin: GarminReplica
) -> None:
    night = ("sleep", home.today.isoformat())
    garmin.athlete.changed[night] = {
        "values": {"sleepScore": None, "totalSleepTimeInSeconds": 9000}
    }
    home.sync("backfill", since=home.today - timedelta(days=9))
    score = f"SELECT sleep_score, sleep_total_s FROM wellness_daily WHERE date = '{home.today}'"
    assert home.rows(score) == [(None, 9000.0)]
    assert home.one(
        "SELECT next_try_at FROM sync_ledger WHERE dataset = 'sleep' AND item = ?",
        home.today.isoformat(),
    )
    garmin.athlete.changed[night] = {"values": {"sleepScore": 88, "totalSleepTimeInSeconds": 27000}}
    home.later(days=3)
    asked = len(garmin.asked("/sleep-service/"))
    home.sync("backfill")
    assert home.rows(score) == [(88.0, 27000.0)]
    assert len(garmin.asked("/sleep-service/")) == asked + 1
    settled = home.rows(
        "SELECT count(*) FROM sync_ledger WHERE dataset = 'sleep' AND item = ?"
        " AND next_try_at IS NULL",
        night[1],
    )
    assert settled == [(1,)]


def test_a_richer_day_is_not_overwritten_by_a_poorer_one(home: Home, garmin: GarminReplica) -> None:
    home.sync("daily")
    day = (home.today - timedelta(days=1)).isoformat()
    query = "SELECT * FROM wellness_daily WHERE date = ?"
    before = home.rows(query, day)
    for dataset in ("summary", "sleep", "hrv", "resting_hr"):
        garmin.athlete.changed[dataset, day] = None
    garmin.athlete.changed["readiness", day] = {"score": None}
    home.later(hours=2)
    garmin.athlete.uploaded_at = home.now
    assert home.sync("daily").exit_code == 0
    assert home.rows(query, day) == before


def test_edits_of_the_last_days_arrive(home: Home, garmin: GarminReplica) -> None:
    home.sync("daily")
    ident = garmin.athlete.activity_ids()[0]
    day = (home.today - timedelta(days=2)).isoformat()
    garmin.athlete.renamed[ident] = "Brick with Anna"
    garmin.athlete.changed["weight", home.today.isoformat()] = {
        "latestWeight": {"weight": 69_500},
        "allWeightMetrics": [],
    }
    garmin.athlete.changed["summary", day] = {"movement": {"steps": {"value": 31}}}
    home.later(hours=2)
    result = home.sync("daily")
    assert result.sources["garmin"].written == 3
    title = "SELECT title FROM workouts_executed WHERE garmin_activity_id = ?"
    assert home.one(title, str(ident)) == "Brick with Anna"
    assert home.one("SELECT count(*) FROM workout_streams") == home.one(
        "SELECT count(*) FROM workouts_executed"
    )
    query = "SELECT weight_kg FROM wellness_daily WHERE date = ?"
    assert home.one(query, home.today.isoformat()) == 69.5
    assert home.one("SELECT steps FROM wellness_daily WHERE date = ?", day) == 31
    assert len(garmin.asked(f"activity/{ident}$")) == 1  # the recording is not asked for again


def test_deletions_of_the_last_days_arrive(home: Home, garmin: GarminReplica) -> None:
    home.sync("daily")
    ident = garmin.athlete.activity_ids()[1]
    before = home.one("SELECT count(*) FROM workouts_executed")
    garmin.athlete.deleted.add(ident)
    home.later(hours=2)
    home.sync("daily")
    assert home.one("SELECT count(*) FROM workouts_executed") == before - 1
    assert home.ledger("originals")[str(ident)] == "absent"
    garmin.athlete.deleted.clear()  # and back, for an athlete who changed her mind
    home.later(hours=2)
    home.sync("daily")
    assert home.one("SELECT count(*) FROM workouts_executed") == before


def test_a_list_that_is_short_by_accident_deletes_nothing(
    home: Home, garmin: GarminReplica
) -> None:
    home.sync("daily")
    before = home.rows("SELECT * FROM workouts_executed")
    home.later(hours=2)
    garmin.fail("search/activities", "empty", "empty")
    home.sync("daily")
    assert home.rows("SELECT * FROM workouts_executed") == before


def test_recordings_that_cannot_be_had_leave_the_summary(home: Home, garmin: GarminReplica) -> None:
    without, damaged, fine = garmin.athlete.activity_ids()[:3]
    garmin.athlete.without_file.add(without)
    garmin.athlete.damaged_file.add(damaged)
    result = home.sync("daily")
    assert result.exit_code == 0, result
    query = (
        "SELECT duration_s, avg_hr, load IS NOT NULL FROM workouts_executed"
        " WHERE garmin_activity_id = ?"
    )
    for ident in (without, damaged):
        assert home.rows(query, str(ident)) == [(600.0, 140.0, 1)]
    states = home.ledger("originals")
    assert [states[str(k)] for k in (without, damaged, fine)] == ["summary", "summary", "full"]
    reasons = dict(home.rows("SELECT item, reason FROM sync_ledger WHERE state = 'summary'"))
    assert reasons[str(without)] == "Garmin has no recording of it, only the summary"
    assert reasons[str(damaged)].startswith("the recording cannot be read")


def test_devices_without_a_summary_are_asked_by_the_older_questions(
    home: Home, garmin: GarminReplica
) -> None:
    for k in range(30):
        day = (home.today - timedelta(days=k)).isoformat()
        garmin.athlete.changed["summary", day] = {"stress": {"avgLevel": -1}, "bodyBattery": None}
    home.sync("backfill", since=home.today - timedelta(days=27))
    assert len(garmin.asked("/stats/stress/")) == 1
    assert len(garmin.asked("bodyBattery/reports")) == 1
    assert home.one("SELECT count(stress_avg) FROM wellness_daily") == 28
    assert home.one("SELECT count(body_battery_low) FROM wellness_daily") == 28


def test_a_range_that_is_too_long_is_halved(home: Home, garmin: GarminReplica) -> None:
    garmin.longest_range = 10
    assert home.sync("backfill", since=home.today - timedelta(days=27)).exit_code == 0
    assert home.one("SELECT count(sleep_total_s) FROM wellness_daily") == 28
    asked = garmin.asked("/sleep-service/")
    assert [a.status for a in asked].count(200) == 4


def test_the_sign_of_life_of_the_device_is_kept(home: Home, garmin: GarminReplica) -> None:
    garmin.athlete.uploaded_at = datetime(2026, 11, 23, 5, 12, tzinfo=UTC)
    home.sync("daily")
    value = home.one("SELECT value FROM settings WHERE name = 'garmin.data_as_of'")
    assert value == "2026-11-23T05:12:00+00:00"


def test_legs_of_a_multisport_come_with_the_whole(home: Home, garmin: GarminReplica) -> None:
    whole, leg = garmin.athlete.activity_ids()[:2]
    garmin.athlete.details[leg] = {"parentId": whole}
    home.sync("daily")
    states = home.ledger("originals")
    assert (states[str(whole)], states[str(leg)]) == ("full", "absent")
    assert not garmin.asked(f"/files/activity/{leg}$")
    reason = home.one("SELECT reason FROM sync_ledger WHERE item = ?", str(leg))
    assert reason == f"part of the multisport activity {whole}"


def test_a_row_without_id_or_start_is_passed_over(home: Home, garmin: GarminReplica) -> None:
    strange = garmin.athlete.activity_ids()[0]
    garmin.athlete.details[strange] = {"startTimeGMT": None}
    assert home.sync("daily").exit_code == 0
    assert str(strange) not in home.ledger("originals")


def test_years_before_the_first_watch_are_not_asked_for(home: Home, garmin: GarminReplica) -> None:
    garmin.athlete.first = home.today - timedelta(days=20)
    garmin.athlete.every = 0.0
    since = home.today - timedelta(days=365 * 4)
    home.sync("backfill", since=since)
    assert len(garmin.asked("/sleep-service/")) < 32  # a year of empty windows, asked twice each
    states = home.ledger("sleep")
    assert len(states) == 365 * 4 + 1
    assert list(states.values()).count("full") == 21
    reasons = home.rows(
        "SELECT count(*) FROM sync_ledger WHERE dataset = 'sleep' AND reason LIKE 'not asked%'"
    )
    assert reasons[0][0] > 1000
    asked = len(garmin.log)
    home.later(days=3)
    home.sync("backfill")
    assert len(garmin.log) - asked < 40


def test_a_day_that_was_missing_or_came_twice_is_right_in_the_end(
    home: Home, garmin: GarminReplica
) -> None:
    night = ("sleep", (home.today - timedelta(days=1)).isoformat())
    garmin.athlete.changed[night] = None
    home.sync("daily")
    query = "SELECT sleep_total_s FROM wellness_daily WHERE date = ?"
    assert home.rows(query, night[1]) == [(None,)]
    assert home.ledger("sleep")[night[1]] == "absent"
    del garmin.athlete.changed[night]
    garmin.athlete.twice.add(night)
    home.later(hours=2)
    home.sync("daily")
    assert home.one(query, night[1]) > 20_000
    assert home.ledger("sleep")[night[1]] == "full"
    assert home.one("SELECT count(*) FROM wellness_daily WHERE date = ?", night[1]) == 1


def test_many_activities_come_in_pages(
    home: Home, garmin: GarminReplica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activities, "_PAGE", 5)
    home.sync("backfill", since=home.today - timedelta(days=27))
    count = home.one("SELECT count(*) FROM workouts_executed")
    assert count == len(home.ledger("originals")) == 23
    assert len(garmin.asked("search/activities")) == 5


def test_a_list_that_answers_every_page_with_the_first_ends(
    home: Home, garmin: GarminReplica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activities, "_PAGE", 5)
    garmin.ignores_start = True
    assert home.sync("backfill", since=home.today - timedelta(days=27)).exit_code == 0
    assert len(garmin.asked("search/activities")) == 2
