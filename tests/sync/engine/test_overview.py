"""How Garmin stands, in a sentence, and what is missing and why."""

from datetime import timedelta

from mirror.database import open_mirror
from mirror.home import mirror_path
from sync.engine import overview
from sync.engine.overview import GarminOverview, Missing
from sync.sources.garmin import account
from tests.replicas.garmin import GarminReplica
from tests.replicas.garmin_home import Home


def seen(home: Home) -> GarminOverview:
    with open_mirror(mirror_path(home.base)) as mirror:
        return overview.garmin(mirror, home.now)


def left(home: Home) -> list[Missing]:
    with open_mirror(mirror_path(home.base)) as mirror:
        return overview.missing(mirror)


def test_before_and_after_a_sync(home: Home) -> None:
    assert seen(home)[:3] == ("signed_out", "Not signed in to Garmin.", None)
    home.sync("daily")
    after = seen(home)
    assert (after.standing, after.sentence) == ("signed_in", "Signed in as Test Athlete.")
    assert after.data_as_of == "2026-11-23T06:00:00+00:00"
    assert after.last_success_at == home.now.isoformat(timespec="seconds")


def test_it_is_said_when_the_sign_in_would_end(home: Home, garmin: GarminReplica) -> None:
    garmin.expire_tokens()
    home.sync("daily")
    assert seen(home).until == home.now + timedelta(days=30)
    assert "without a sync until 2026-12-23 it ends" in seen(home).sentence


def test_paused_ended_and_blocked(home: Home, garmin: GarminReplica) -> None:
    home.sync("daily")
    home.later(hours=2)
    garmin.fail("mylastused", "429-hour")
    home.sync("daily")
    assert seen(home).sentence == "Garmin asked for a pause until 2026-11-23 17:00."
    home.later(hours=2)
    garmin.revoke()
    home.sync("daily")
    assert seen(home)[:2] == ("ended", "Garmin has ended the sign-in; sign in again.")
    with open_mirror(mirror_path(home.base)) as mirror:
        account.forget(mirror)
        account.block_sign_in(mirror, home.now)
    assert seen(home).sentence == "Garmin has throttled signing in until 2026-11-24 18:00."


def test_what_is_missing_and_why(home: Home, garmin: GarminReplica) -> None:
    without = garmin.athlete.activity_ids()[0]
    garmin.athlete.without_file.add(without)
    garmin.fail("/hrv-service/", *["500"] * 4)
    home.sync("daily")
    assert left(home) == [
        Missing("garmin", "hrv", "failed", 7, "Garmin has trouble of its own (HTTP 500).",
                "2026-11-17", "2026-11-23"),
        Missing("garmin", "originals", "summary", 1,
                "Garmin has no recording of it, only the summary", str(without), str(without)),
    ]  # fmt: skip
