"""Two devices change one thing: which value holds, and that the other is kept."""

import json
from datetime import date
from typing import Any

import pytest

from mirror import edits, hubstate, plan, thresholds, workouts
from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror
from mirror.rows import Planned, Threshold, Zone
from sync.hub.merge import merge
from tests.filled import fill
from tests.replicas.supabase import Project
from tests.sync.hub.compare import content, differences, hub_content
from tests.sync.hub.conftest import Make, sync

TODAY = date(2026, 5, 20)
NOW = "2026-05-20T12:00:00+00:00"


@pytest.fixture
def two(quick: Project, device: Make) -> tuple[Mirror, Mirror]:
    """Two devices that hold the same, and so does the hub."""
    one, other = device("one"), device("two")
    fill(one, TODAY, 12, seconds_stored=False)
    sync(one, quick)
    sync(other, quick)
    return one, other


def settled(quick: Project, *mirrors: Mirror) -> None:
    """Everybody syncs until nothing moves; then all hold the same."""
    for _ in range(4):
        if not any(r.pulled or r.pushed for r in [sync(mirror, quick) for mirror in mirrors]):
            break
    for mirror in mirrors:
        assert not differences(content(mirror), hub_content(quick))
        assert mirror.db.execute("PRAGMA foreign_key_check").fetchall() == []


def some(mirror: Mirror, table: str = "workouts_executed") -> str:
    found = mirror.db.execute(f"SELECT id FROM {table} ORDER BY id LIMIT 1").fetchone()
    return str(found[0])


def value(mirror: Mirror, column: str, key: str) -> Any:
    row = mirror.db.execute(f"SELECT {column} FROM workouts_executed WHERE id = ?", (key,))
    return row.fetchone()[0]


def conflicts(mirror: Mirror) -> list[tuple[str, Any, Any, str]]:
    rows = mirror.db.execute("SELECT field, kept, lost, lost_by FROM hub_conflicts ORDER BY id")
    return [(field, json.loads(k), json.loads(lost), by) for field, k, lost, by in rows]


def at(mirror: Mirror, moment: str) -> None:
    """As if what waits had been changed then."""
    mirror.db.execute("UPDATE outbox SET changed_at = ?", (moment,))


def test_different_columns_of_one_row_both_hold(quick: Project, two: tuple[Mirror, Mirror]) -> None:
    one, other = two
    key = some(one)
    edits.edit(one, key, now=NOW, rpe=7.0)
    edits.edit(other, key, now=NOW, title="Long ride")
    settled(quick, one, other)
    assert value(one, "rpe", key) == 7.0
    assert value(one, "title", key) == "Long ride"
    assert not conflicts(one)
    assert not conflicts(other)
    claims = one.db.execute(
        "SELECT details FROM workout_sources WHERE source = 'athlete' AND workout_id = ?", (key,)
    ).fetchall()
    assert [json.loads(text) for (text,) in claims] == [{"rpe": 7, "title": "Long ride"}]


@pytest.mark.parametrize("late_pushes_first", [True, False])
def test_the_later_edit_holds_whoever_pushes_first(
    quick: Project, two: tuple[Mirror, Mirror], late_pushes_first: bool
) -> None:
    one, other = two
    key = some(one)
    edits.edit(one, key, now=NOW, title="early")
    at(one, "2026-05-20T10:00:00.000+00:00")
    edits.edit(other, key, now=NOW, title="late")
    at(other, "2026-05-20T11:00:00.000+00:00")
    settled(quick, *((other, one) if late_pushes_first else (one, other)))
    assert value(one, "title", key) == "late"
    expected = ("title", "late", "early", "here" if late_pushes_first else "hub")
    assert conflicts(one if late_pushes_first else other) == [expected]
    assert not conflicts(other if late_pushes_first else one)


@pytest.mark.parametrize("deleted_last", [True, False])
@pytest.mark.parametrize("deleter_first", [True, False])
def test_deletion_against_edit(
    quick: Project, two: tuple[Mirror, Mirror], deleted_last: bool, deleter_first: bool
) -> None:
    one, other = two
    key = some(one)
    workouts.delete(one, key)
    at(one, f"2026-05-20T1{1 if deleted_last else 0}:00:00.000+00:00")
    edits.edit(other, key, now=NOW, title="edited")
    at(other, f"2026-05-20T1{0 if deleted_last else 1}:00:00.000+00:00")
    settled(quick, *((one, other) if deleter_first else (other, one)))
    there = quick.sql(f"select title from training.workouts_executed where id = '{key}'")
    if deleted_last:
        assert there == []
        # The edit that went down with the row is kept where it met the deletion.
        assert ("title", None, "edited") in [
            entry[:3] for entry in conflicts(other if deleter_first else one)
        ]
    else:
        assert there == [("edited",)]
        assert value(one, "title", key) == "edited"


def test_a_deletion_reaches_all(quick: Project, two: tuple[Mirror, Mirror]) -> None:
    one, other = two
    gone, by_hand = [row[0] for row in one.db.execute("SELECT id FROM workouts_executed LIMIT 2")]
    workouts.delete(one, gone)
    quick.sql(f"delete from training.workouts_executed where id = '{by_hand}'")
    settled(quick, one, other)
    for mirror in (one, other):
        for table, column in (("workouts_executed", "id"), ("workout_laps", "workout_id")):
            found = mirror.db.execute(
                f"SELECT count(*) FROM {table} WHERE {column} IN (?, ?)", (gone, by_hand)
            )
            assert found.fetchone() == (0,)


def test_a_parent_takes_its_legs_everywhere(quick: Project, two: tuple[Mirror, Mirror]) -> None:
    one, other = two
    whole, leg, leg_by_hand, whole_by_hand = [
        row[0] for row in one.db.execute("SELECT id FROM workouts_executed ORDER BY id LIMIT 4")
    ]
    one.db.execute("UPDATE workouts_executed SET parent_id = ? WHERE id = ?", (whole, leg))
    hand = (whole_by_hand, leg_by_hand)
    one.db.execute("UPDATE workouts_executed SET parent_id = ? WHERE id = ?", hand)
    one.db.execute(
        "INSERT INTO outbox SELECT 'workout', id, '2026-05-20T10:00:00.000+00:00'"
        " FROM workouts_executed WHERE parent_id IS NOT NULL"
    )
    settled(quick, one, other)
    assert value(other, "parent_id", leg) == whole
    workouts.delete(one, whole)
    quick.sql(f"delete from training.workouts_executed where id = '{whole_by_hand}'")
    settled(quick, one, other)
    assert quick.sql(
        "select count(*) from training.workouts_executed"
        f" where id in ('{whole}', '{leg}', '{whole_by_hand}', '{leg_by_hand}')"
    ) == [(0,)]


def test_a_session_deleted_by_hand_frees_its_workout(
    quick: Project, two: tuple[Mirror, Mirror]
) -> None:
    one, other = two
    workout, session = one.db.execute(
        "SELECT id, planned_workout_id FROM workouts_executed"
        " WHERE planned_workout_id IS NOT NULL LIMIT 1"
    ).fetchone()
    quick.sql(f"delete from training.workouts_planned where id = '{session}'")
    settled(quick, one, other)
    for mirror in (one, other):
        assert value(mirror, "planned_workout_id", workout) is None


def test_a_word_in_the_editor_outlives_the_next_recording(
    quick: Project, two: tuple[Mirror, Mirror]
) -> None:
    one, other = two
    key = some(one)
    quick.sql(f"update training.workouts_executed set notes = 'by hand' where id = '{key}'")
    settled(quick, one, other)
    claim = other.db.execute(
        "SELECT details FROM workout_sources WHERE source = 'athlete' AND workout_id = ?", (key,)
    ).fetchone()
    assert json.loads(claim[0]) == {"notes": "by hand"}


def test_an_edit_after_a_lost_answer_is_later_than_it(
    quick: Project, two: tuple[Mirror, Mirror]
) -> None:
    """The first title arrives though its answer is lost; somebody touches another column; the
    second title, written before that, still is newer than the first."""
    one, other = two
    key = some(one)
    edits.edit(one, key, now=NOW, title="first")
    quick.faults = lambda _number, path: "after" if path.endswith("push") else None
    with pytest.raises(Exception, match="Supabase"):
        sync(one, quick)
    quick.faults = lambda _number, _path: None
    edits.edit(one, key, now=NOW, title="second")
    quick.sql(f"update training.workouts_executed set device = 'other' where id = '{key}'")
    settled(quick, one, other)
    assert value(other, "title", key) == "second"
    assert value(other, "device", key) == "other"
    assert not conflicts(one)


def test_an_edit_while_its_push_is_under_way_is_not_acknowledged(
    quick: Project, two: tuple[Mirror, Mirror]
) -> None:
    one, other = two
    key = some(one)
    edits.edit(one, key, now=NOW, title="first")
    again = [True]

    def edit_now(_number: int, path: str) -> None:
        if path.endswith("push") and again.pop():
            again.append(False)
            from mirror.database import open_mirror

            with open_mirror(one.path) as same:
                edits.edit(same, key, now=NOW, title="second")

    quick.faults = edit_now
    settled(quick, one, other)
    assert value(other, "title", key) == "second"


def test_the_later_zone_table_holds_whole(quick: Project, two: tuple[Mirror, Mirror]) -> None:
    one, other = two
    for mirror, upper, moment in ((one, 150.0, "10"), (other, 160.0, "11")):
        zone = Zone(athlete(mirror).id, "bike", "power", 1, None, upper, "Z1", "2026-01-01")
        thresholds.replace_zones(mirror, "bike", "power", "2026-01-01", [zone])
        at(mirror, f"2026-05-20T{moment}:00:00.000+00:00")
    settled(quick, one, other)
    assert one.db.execute("SELECT upper FROM training_zones").fetchall() == [(160.0,)]
    assert [entry[0] for entry in conflicts(other)] == ["*"]


def test_one_session_first_seen_by_two_devices_is_one(
    quick: Project, two: tuple[Mirror, Mirror]
) -> None:
    one, other = two
    for mirror, key, seen in (
        (one, "10000000-0000-0000-0000-000000000000", "2026-05-02T00:00:00+00:00"),
        (other, "20000000-0000-0000-0000-000000000000", "2026-05-01T00:00:00+00:00"),
    ):
        session = Planned(
            key, athlete(mirror).id, "2026-05-30", "run", "Tempo", None, None, None, None, None,
            "ical", None, "2026-05-30 tempo", None, "planned", seen, seen,
        )  # fmt: skip
        plan.save_pull(mirror, [session], [])
    settled(quick, one, other)
    found = one.db.execute("SELECT id FROM workouts_planned WHERE title = 'Tempo'").fetchall()
    assert [row[0][0] for row in found] == ["2"]


def test_sessions_may_swap_their_keys(quick: Project, two: tuple[Mirror, Mirror]) -> None:
    one, other = two
    rows = one.db.execute("SELECT * FROM workouts_planned ORDER BY id LIMIT 2").fetchall()
    first, second = (Planned._make(row) for row in rows)
    plan.save_pull(
        one,
        [
            first._replace(dedup_key=second.dedup_key, title="now first"),
            second._replace(dedup_key=first.dedup_key, title="now second"),
        ],
        [],
    )
    settled(quick, one, other)
    found = other.db.execute("SELECT id, dedup_key FROM workouts_planned WHERE title LIKE 'now %'")
    assert dict(found.fetchall()) == {first.id: second.dedup_key, second.id: first.dedup_key}


def test_devices_that_both_knew_the_athlete_before(quick: Project, device: Make) -> None:
    """Both made their own mirror; the second one's edits are not lost when it joins."""
    one, other = device("one"), device("two")
    for mirror, name in ((one, "first name"), (other, "second name")):
        fill(mirror, TODAY, 10, seconds_stored=False)
        save_athlete(mirror, athlete(mirror)._replace(name=name))
    other.db.execute("UPDATE athletes SET id = '30000000-0000-0000-0000-000000000000'")
    other.db.execute("UPDATE outbox SET key = (SELECT id FROM athletes) WHERE kind = 'athlete'")
    sync(one, quick)
    settled(quick, other, one)
    assert athlete(other).id == athlete(one).id
    assert athlete(one).name == "second name"  # said later
    assert ("name", "second name", "first name", "hub") in conflicts(other)


def test_a_fresh_machine_says_nothing_about_the_athlete(
    quick: Project, two: tuple[Mirror, Mirror], device: Make
) -> None:
    third = device("three")
    settled(quick, third)
    assert athlete(third) == athlete(two[0])
    assert not conflicts(third)


def test_a_restored_database_is_compared_anew(quick: Project, two: tuple[Mirror, Mirror]) -> None:
    """The database goes back to yesterday: what the devices knew since is not lost."""
    one, other = two
    key, gone = [row[0] for row in one.db.execute("SELECT id FROM workouts_executed LIMIT 2")]
    backup = quick.sql("select id, title from training.workouts_executed")
    edits.edit(one, key, now=NOW, title="since then")
    workouts.delete(other, gone)
    settled(quick, one, other)
    edits.edit(other, key, now=NOW, rpe=5.0)  # not sent yet
    quick.sql("update training.hub set epoch = gen_random_uuid()")
    with_triggers_off = "set session_replication_role = replica; "
    title = dict(backup)[next(row[0] for row in backup if str(row[0]) == key)]
    quick.sql(
        f"{with_triggers_off} update training.workouts_executed set title = '{title}'"
        f" where id = '{key}'; update training.units set sha = null,"
        " version = (select min(g) from generate_series(1, 9999) g"
        " where not exists (select from training.units u where u.version = g)),"
        f" changed_at = '2026-05-01' where key = '{key}';"
        f" delete from training.units where key = '{gone}'"
    )
    assert sync(one, quick).fresh
    settled(quick, one, other)
    assert value(one, "title", key) == "since then"
    assert value(one, "rpe", key) == 5.0
    assert hubstate.waiting(one) == hubstate.waiting(other) == 0


def test_a_restore_between_two_requests_is_said(quick: Project, two: tuple[Mirror, Mirror]) -> None:
    from sync.hub.errors import HubRestoredError

    one, _ = two
    edits.edit(one, some(one), now=NOW, title="x")

    def restored(_number: int, path: str) -> None:
        if path.endswith("push"):
            quick.sql("update training.hub set epoch = gen_random_uuid()")

    quick.faults = restored
    with pytest.raises(HubRestoredError):
        sync(one, quick)
    quick.faults = lambda _number, _path: None
    settled(quick, one)


def test_merging_columns() -> None:
    base = {"a": 1, "b": 1, "c": 1, "d": 1, "e": None}
    here = {"a": 2, "b": 1, "c": 3, "d": 2, "e": 5}
    hub = {"a": 1, "b": 2, "c": 4, "d": None, "e": None}
    later = merge(base, here, hub, here_is_later=True)
    assert later.row == {"a": 2, "b": 2, "c": 3, "d": 2, "e": 5}
    assert [(c.field, c.lost, c.lost_by) for c in later.conflicts] == [
        ("c", 4, "hub"),
        ("d", None, "hub"),
    ]
    assert later.changed
    earlier = merge(base, here, hub, here_is_later=False)
    assert earlier.row["c"] == 4
    assert not merge(base, here, here, here_is_later=True).changed
    assert merge(None, {"a": None}, {"a": 1}, here_is_later=True).row == {"a": 1}


def test_thresholds_of_two_devices_meet(quick: Project, two: tuple[Mirror, Mirror]) -> None:
    one, other = two
    for mirror, watts, moment in ((one, 240.0, "10"), (other, 250.0, "11")):
        row = Threshold(athlete(mirror).id, "bike", "ftp_w", watts, "2026-05-01", "athlete")
        thresholds.save_threshold(mirror, row)
        at(mirror, f"2026-05-20T{moment}:00:00.000+00:00")
    settled(quick, one, other)
    found = one.db.execute("SELECT value FROM thresholds WHERE valid_from = '2026-05-01'")
    assert found.fetchall() == [(250.0,)]
