"""What a source said of one day goes to every device; nothing else of the raw answers does."""

import pytest

from mirror import raw
from mirror.database import Mirror
from tests.replicas.supabase import Project
from tests.sync.hub.compare import content, differences, hub_content
from tests.sync.hub.conftest import Make, sync

DAY = "2026-05-20"


def keep(mirror: Mirror, kind: str, text: str, hour: int, key: str = DAY) -> None:
    moment = f"2026-05-21T{hour:02}:00:00+00:00"
    raw.keep(mirror, "garmin", kind, key, text.encode(), fetched_at=moment)


def newest(mirror: Mirror, kind: str, key: str = DAY) -> bytes | None:
    return raw.newest(mirror, "garmin", kind, key)


def test_days_travel_and_the_rest_stays(supabase: Project, device: Make) -> None:
    one, two = device("one"), device("two")
    keep(one, "sleep", "first", 6)
    keep(one, "sleep", "second", 7)
    keep(one, "hrv", "calm", 7)
    keep(one, "activity", "long", 7, "21084719412")
    keep(one, "power_zones", "all", 7, "latest")
    sync(one, supabase)
    sync(two, supabase)
    assert (newest(two, "sleep"), newest(two, "hrv")) == (b"second", b"calm")
    assert newest(two, "activity", "21084719412") is None
    assert newest(two, "power_zones", "latest") is None
    assert not differences(content(one), content(two))
    assert not differences(content(one), hub_content(supabase))
    # The same answer again is not asked to travel.
    keep(two, "sleep", "second", 9)
    assert sync(two, supabase).requests == 1


@pytest.mark.parametrize("first", ["one", "two"])
def test_of_two_answers_the_later_holds(quick: Project, device: Make, first: str) -> None:
    devices = {name: device(name) for name in ("one", "two")}
    keep(devices["one"], "sleep", "preliminary", 6)
    keep(devices["one"], "stress", "low", 6)
    keep(devices["two"], "sleep", "final", 8)
    keep(devices["two"], "hrv", "calm", 8)
    order = [first, *(name for name in devices if name != first), first]
    for name in order * 2:
        sync(devices[name], quick)
    for mirror in devices.values():
        assert newest(mirror, "sleep") == b"final"
        assert newest(mirror, "hrv") == b"calm"
        assert newest(mirror, "stress") == b"low"
        assert mirror.db.execute("SELECT count(*) FROM hub_conflicts").fetchone() == (0,)
    assert not differences(content(devices["one"]), hub_content(quick))
    assert not differences(content(devices["one"]), content(devices["two"]))


def test_what_was_deleted_by_hand_is_gone_everywhere(quick: Project, device: Make) -> None:
    one, two = device("one"), device("two")
    keep(one, "sleep", "a night", 6)
    for mirror in (one, two):
        sync(mirror, quick)
    quick.sql("delete from training.raw_payloads")
    for mirror in (one, two):
        sync(mirror, quick)
        assert newest(mirror, "sleep") is None
