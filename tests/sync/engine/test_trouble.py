"""What goes wrong during a run: how it ends, what is kept, and what the next run does."""

import threading
from datetime import datetime, timedelta

import pytest

from sync.lock import only_one
from sync.progress import Done, Left, Started
from tests.replicas.garmin import GarminReplica
from tests.replicas.garmin_home import NOW, Home

SINCE = NOW.date() - timedelta(days=27)


def test_a_pause_asked_for_ends_the_run_with_the_time(home: Home, garmin: GarminReplica) -> None:
    garmin.fail("/hrv-service/", "429-hour")
    result = home.sync("daily")
    assert (result.state, result.exit_code) == ("throttled", 4)
    assert "2026-11-23 15:00" in result.message  # one hour on, on the athlete's clock
    assert home.one("SELECT count(*) FROM workouts_executed") > 0  # what was got is kept
    asked = len(garmin.log)
    again = home.sync("daily")
    assert (again.exit_code, len(garmin.log)) == (4, asked)
    home.later(minutes=61)
    assert home.sync("daily").exit_code == 0


def test_a_short_pause_is_waited_for(home: Home, garmin: GarminReplica) -> None:
    garmin.fail("/hrv-service/", "429-after")
    assert home.sync("daily").exit_code == 0


def test_a_clock_that_was_wrong_does_not_block_for_ever(home: Home, garmin: GarminReplica) -> None:
    home.now = NOW + timedelta(days=300)
    garmin.fail("mylastused", "429-hour")
    assert home.sync("daily").exit_code == 4
    home.now = NOW
    assert home.sync("daily").exit_code == 0


def test_one_dataset_in_trouble_stops_no_other(home: Home, garmin: GarminReplica) -> None:
    garmin.fail("/sleep-service/", *["500"] * 4)
    result = home.sync("backfill", since=SINCE)
    assert (result.state, result.exit_code) == ("partly", 1)
    assert result.sources["garmin"].failed == 28
    assert "HTTP 500" in result.message
    assert set(home.ledger("sleep").values()) == {"failed"}
    assert set(home.ledger("hrv").values()) == {"full"}
    home.later(hours=3)
    assert home.sync("backfill").exit_code == 0
    assert set(home.ledger("sleep").values()) == {"full"}


def test_after_five_failures_in_a_row_an_item_is_given_up(
    home: Home, garmin: GarminReplica
) -> None:
    newest = garmin.athlete.activity_ids()[0]
    waits = []
    for _ in range(5):
        garmin.fail(f"/files/activity/{newest}", "403")
        assert home.sync("daily").exit_code == 1
        state, attempts, reason, again = home.rows(
            "SELECT state, attempts, reason, next_try_at FROM sync_ledger WHERE item = ?",
            str(newest),
        )[0]
        waits.append((datetime.fromisoformat(again) - home.now).total_seconds() if again else None)
        assert state == "failed"
        home.later(hours=20)
    assert waits == [3600, 7200, 14400, 28800, None]
    assert (attempts, reason) == (5, "given up: Garmin refuses it (HTTP 403).")
    asked = len(garmin.asked(f"/files/activity/{newest}"))
    home.later(days=1)
    assert home.sync("daily").exit_code == 0
    assert len(garmin.asked(f"/files/activity/{newest}")) == asked
    home.sync("backfill", since=home.today)  # by hand it is taken up again
    assert home.ledger("originals")[str(newest)] == "full"


def test_a_form_never_seen_is_put_off_and_nothing_is_lost(
    home: Home, garmin: GarminReplica
) -> None:
    home.sync("daily")
    before = home.rows("SELECT * FROM wellness_daily")
    garmin.fail("/sleep-service/", *["changed"] * 2)
    home.later(hours=2)
    result = home.sync("daily")
    assert result.exit_code == 1
    assert "form not known here" in result.message
    assert home.rows("SELECT * FROM wellness_daily") == before


def test_refused_everywhere_ends_the_run(home: Home, garmin: GarminReplica) -> None:
    garmin.fail(".", *["403"] * 60)
    result = home.sync("backfill", since=SINCE)
    assert result.exit_code == 1
    assert len(garmin.log) < 12


def test_signed_out_by_garmin(home: Home, garmin: GarminReplica) -> None:
    home.sync("daily")
    garmin.revoke()
    home.later(hours=2)
    result = home.sync("daily")
    assert (result.state, result.exit_code) == ("sign_in", 3)
    assert "training-brain login garmin" in result.message
    asked = len(garmin.log)
    assert home.sync("daily").exit_code == 3
    assert len(garmin.log) == asked  # it is known, nobody is asked


def test_without_network(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    result = home.sync("daily")
    assert (result.state, result.exit_code) == ("offline", 5)
    assert result.message == "Garmin cannot be reached; check the network."


def test_nobody_has_ever_signed_in(
    home: Home, garmin: GarminReplica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRAINING_BRAIN_GARMIN_TOKENS")
    result = home.sync("auto")
    assert (result.state, result.exit_code) == ("not_set_up", 3)
    assert "training-brain login garmin" in result.message
    assert not garmin.log


def test_a_second_sync_says_who_is_at_work(home: Home, garmin: GarminReplica) -> None:
    with only_one(home.base, "sync backfill"):
        result = home.sync("daily")
    assert (result.state, result.exit_code) == ("busy", 6)
    assert "sync backfill, process" in result.message
    assert not garmin.log


def test_cancelled_in_the_middle_and_gone_on(home: Home, garmin: GarminReplica) -> None:
    cancel = threading.Event()
    garmin.on_request = lambda count: cancel.set() if count == 24 else None
    result = home.sync("backfill", since=SINCE, cancel=cancel)
    assert result.state == "cancelled"
    assert len(garmin.log) == 24
    full = home.one("SELECT count(*) FROM sync_ledger WHERE state = 'full'")
    assert full > 0
    assert home.sync("backfill").exit_code == 0
    often = ("biometric", "gear")  # nothing set there, and so asked twice by intention
    asked = [
        (a.path, tuple(a.query.items()))
        for a in garmin.log
        if a.status == 200 and not any(word in a.path for word in often)
    ]
    twice = {question for question in asked if asked.count(question) > 1}
    assert len(twice) <= 1  # but for the one under way nothing was asked again


def test_progress_is_told_with_what_is_left(home: Home, garmin: GarminReplica) -> None:
    home.sync("backfill", since=SINCE)
    assert isinstance(home.events[0], Started)
    done = [event for event in home.events if isinstance(event, Done)]
    left = [event for event in home.events if isinstance(event, Left)]
    assert len(done) == len(left) > 30
    assert left[-1].items == 0
    assert all(event.seconds is not None and event.seconds >= 0 for event in left)
    assert max(event.items for event in left) < 60


def test_auto_does_the_day_and_goes_on_with_the_history(home: Home, garmin: GarminReplica) -> None:
    first = home.sync("auto")
    assert first.exit_code == 0
    assert len(home.ledger("sleep")) == 7
    asked = len(garmin.log)
    assert home.sync("auto").message == "Up to date; nothing new."
    assert len(garmin.log) == asked  # ten minutes have not passed
    home.later(minutes=30)
    home.sync("auto")
    assert 0 < len(garmin.log) - asked < 10
    cancel = threading.Event()
    cancel.set()
    home.sync("backfill", since=SINCE, cancel=cancel)  # begun and stopped at once
    home.later(minutes=30)
    home.sync("auto")
    assert len(home.ledger("sleep")) == 28


def test_auto_after_a_holiday_closes_the_gap(home: Home, garmin: GarminReplica) -> None:
    garmin.athlete.last = NOW.date() + timedelta(days=30)
    home.sync("auto")
    home.later(days=20)
    home.sync("auto")
    days = [row[0] for row in home.rows("SELECT date FROM wellness_daily ORDER BY 1")]
    assert len(days) == 27
    assert days[-1] == (NOW.date() + timedelta(days=20)).isoformat()


def test_renewed_tokens_that_cannot_be_kept_are_told(
    home: Home, garmin: GarminReplica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "keyring")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    garmin.expire_tokens()
    result = home.sync("daily")
    assert result.exit_code == 1
    assert "could not be kept: There is no system keyring here" in result.message
    assert home.one("SELECT count(*) FROM workouts_executed") > 0


def test_the_run_is_written_down(home: Home) -> None:
    result = home.sync("daily")
    rows = home.rows("SELECT id, profile, outcome, finished_at IS NOT NULL FROM sync_runs")
    assert rows == [(result.run_id, "daily", "done", 1)]


def test_a_locked_keyring_is_no_trouble_of_a_plan_that_nobody_set_up(
    home: Home, garmin: GarminReplica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAINING_BRAIN_STORE", "keyring")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.sync.credentials.backends.Locked")
    monkeypatch.setenv("FAKE_KEYRING", str(home.base / "keyring"))
    result = home.sync("daily")
    assert result.exit_code == 0, result  # the tokens of the environment are enough
    assert result.sources["trainingpeaks"].state == "not_set_up"
