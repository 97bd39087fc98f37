"""A full mirror fills an empty hub, a full hub fills an empty mirror, and then nothing moves."""

from datetime import date
from pathlib import Path

from mirror.athlete import athlete, save_athlete
from mirror.load import mark_stale
from sync.hub.syncing import HubSync
from sync.ingest import refresh_stale
from sync.sources import demo
from tests.filled import fill
from tests.replicas.supabase import Project
from tests.sync.hub.compare import content, differences, hub_content
from tests.sync.hub.conftest import Make, connect, sync

TODAY = date(2026, 5, 20)


def test_a_new_laptop_is_complete_after_one_sync(supabase: Project, device: Make) -> None:
    laptop, other = device("laptop"), device("other")
    fill(laptop, TODAY, 40)
    first = sync(laptop, supabase)
    assert first.fresh
    assert first.pushed == len(content(laptop))
    assert not first.refused
    assert not differences(content(laptop), hub_content(supabase))

    second = sync(other, supabase)
    assert second.pulled == len(content(laptop))
    assert not differences(content(laptop), content(other))
    assert other.db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert athlete(other) == athlete(laptop)


def test_a_new_laptop_has_nothing_to_tell(quick: Project, tmp_path: Path, device: Make) -> None:
    """Bringing the season up to date finds everything as it came: no workout goes back."""
    demo.ensure(tmp_path / "laptop", today=TODAY, years=0.08, wait=True)
    laptop, other = device("laptop"), device("other")
    sync(laptop, quick)
    quick.requests.clear()
    result = HubSync(other, connect(quick).rpc, settled=refresh_stale).run()
    assert result.pulled == len(content(laptop))
    assert (result.pushed, result.unchanged) == (0, 0)
    assert quick.requests.count("POST /rest/v1/rpc/sync_push") == 1  # what agents ask for by SQL
    days = "SELECT * FROM daily_load ORDER BY local_date"
    assert other.db.execute(days).fetchall() == laptop.db.execute(days).fetchall()


def test_a_poll_with_nothing_new_is_one_request(quick: Project, device: Make) -> None:
    laptop, other = device("laptop"), device("other")
    fill(laptop, TODAY, 20)
    for mirror in (laptop, other, laptop, other):
        sync(mirror, quick)
    for mirror in (laptop, other):
        quick.requests.clear()
        result = sync(mirror, quick)
        assert quick.requests == ["POST /rest/v1/rpc/schema_info"]
        assert (result.pulled, result.pushed, result.requests) == (0, 0, 1)


def test_own_pushes_do_not_come_back(quick: Project, device: Make) -> None:
    laptop = device("laptop")
    fill(laptop, TODAY, 10)
    sync(laptop, quick)
    quick.sql("select nextval('training.version_seq')")  # a call that failed leaves a gap
    save_athlete(laptop, athlete(laptop)._replace(name="Another"))
    assert sync(laptop, quick).pushed == 1
    quick.requests.clear()
    assert sync(laptop, quick).requests == 1


def test_derived_days_travel_for_agents(quick: Project, device: Make) -> None:
    laptop = device("laptop")
    fill(laptop, TODAY, 30)
    mark_stale(laptop, "2026-01-01")
    refresh_stale(laptop)
    sync(laptop, quick)
    columns = "local_date, load, ctl, atl, tsb"
    stored = laptop.db.execute(f"SELECT {columns} FROM daily_load ORDER BY 1").fetchall()
    there = quick.sql(
        "select local_date::text, load, ctl, atl, tsb from training.daily_load order by 1"
    )
    assert there == stored


def test_a_value_postgres_cannot_hold_stops_nothing_else(quick: Project, device: Make) -> None:
    laptop = device("laptop")
    fill(laptop, TODAY, 10)
    laptop.db.execute("UPDATE wellness_daily SET steps = 3000000000 WHERE date = '2026-05-20'")
    laptop.db.execute("UPDATE workouts_executed SET calories = 9e999")
    laptop.db.execute("UPDATE workouts_executed SET title = 'a' || char(0) || 'b'")
    result = sync(laptop, quick)
    assert len(result.refused) == 1
    assert "wellness 2026-05-20" in result.refused[0]
    gone = {name: text for name, text in content(laptop).items() if name[1] != "2026-05-20"}
    assert not differences(gone, hub_content(quick))
    assert quick.sql("select distinct title from training.workouts_executed") == [("ab",)]

    laptop.db.execute("UPDATE wellness_daily SET steps = 3 WHERE date = '2026-05-20'")
    assert sync(laptop, quick).pushed == 1
    assert not differences(content(laptop), hub_content(quick))


def test_the_client_shows_no_key(quick: Project) -> None:
    assert quick.key not in repr(connect(quick))
