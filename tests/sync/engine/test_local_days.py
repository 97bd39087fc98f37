"""Everything lies on the day on which the athlete lived it, wherever that was."""

from datetime import date, datetime, timedelta

import pytest

from tests.replicas.garmin import GarminReplica
from tests.replicas.garmin_home import NOW, Home

PLACES = {
    "ten hours behind": "Pacific/Honolulu",
    "thirteen hours ahead": "Pacific/Tongatapu",
    "half an hour": "Asia/Kolkata",
    "quarter of an hour": "Asia/Kathmandu",
}


def days_of_workouts(home: Home) -> dict[str, str]:
    return dict(
        home.rows("SELECT garmin_activity_id, local_date FROM workouts_executed ORDER BY 1")
    )


def as_lived(garmin: GarminReplica, since: date) -> dict[str, str]:
    rows = [garmin.athlete.activity(ident) for ident in garmin.athlete.activity_ids()]
    return {
        str(row["activityId"]): row["startTimeLocal"][:10]
        for row in rows
        if row["startTimeLocal"][:10] >= since.isoformat()
    }


@pytest.mark.parametrize("files_tell_offset", [True, False])
@pytest.mark.parametrize("starts", [(0, 20), (23, 40)], ids=str)
@pytest.mark.parametrize("zone", PLACES.values(), ids=PLACES)
def test_days_far_from_greenwich(
    home: Home, garmin: GarminReplica, zone: str, starts: tuple[int, int], files_tell_offset: bool
) -> None:
    garmin.athlete.zone, garmin.athlete.starts = zone, starts
    garmin.athlete.files_tell_offset = files_tell_offset
    garmin.athlete.seconds = 60
    home.live_in(zone)
    since = NOW.date() - timedelta(days=12)
    home.sync("backfill", since=since)
    found = days_of_workouts(home)
    assert len(found) >= 9
    assert found == as_lived(garmin, since)
    sleeps = dict(home.rows("SELECT date, sleep_end_at FROM wellness_daily"))
    for day, ended in sleeps.items():
        assert datetime.fromisoformat(ended).astimezone(
            garmin.athlete.zone_of(NOW.date())
        ).date() == (date.fromisoformat(day))


def test_today_is_the_athletes_today(home: Home, garmin: GarminReplica) -> None:
    home.live_in("Pacific/Tongatapu")  # 13:00 UTC is 02:00 of the next day there
    home.sync("intraday")
    assert max(home.ledger("sleep")) == "2026-11-24"
    home.live_in("Pacific/Honolulu")
    home.later(minutes=-240)  # 09:00 UTC is 23:00 of the day before there
    home.sync("intraday")
    assert len(garmin.asked("/sleep-service/.*2026-11-21/2026-11-22$")) == 1


@pytest.mark.parametrize("starts", [(1, 30), (2, 30), (3, 30), (23, 50)], ids=str)
@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)], ids=str)
def test_days_on_which_the_clock_changes(
    home: Home, garmin: GarminReplica, change: date, starts: tuple[int, int]
) -> None:
    athlete = garmin.athlete
    athlete.first, athlete.last = change - timedelta(days=3), change + timedelta(days=2)
    athlete.every, athlete.starts, athlete.seconds = 1.0, starts, 60
    home.now = datetime(change.year, change.month, change.day, 20, tzinfo=NOW.tzinfo)
    home.later(days=2)
    home.sync("daily")
    assert days_of_workouts(home) == as_lived(garmin, athlete.first)
    assert len(days_of_workouts(home)) == 6
    assert home.one("SELECT count(*) FROM wellness_daily") == 6


def test_a_traveller(home: Home, garmin: GarminReplica) -> None:
    athlete = garmin.athlete
    athlete.starts, athlete.seconds = (23, 30), 60
    athlete.zones = {
        NOW.date() - timedelta(days=9): "Europe/Berlin",
        NOW.date() - timedelta(days=6): "Pacific/Auckland",
        NOW.date() - timedelta(days=3): "America/Los_Angeles",
    }
    since = NOW.date() - timedelta(days=10)
    home.sync("backfill", since=since)
    assert days_of_workouts(home) == as_lived(garmin, since)
    offsets = {row[0] for row in home.rows("SELECT utc_offset_s FROM workouts_executed")}
    assert offsets == {3600, 13 * 3600, -8 * 3600}
    before = days_of_workouts(home)
    home.live_in("Asia/Tokyo")  # home moves: what was lived stays where it was
    home.later(hours=2)
    home.sync("daily")
    assert days_of_workouts(home) == before
