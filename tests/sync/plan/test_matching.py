"""Plan and workouts in the mirror: paired whatever the order, and the athlete's word kept."""

import itertools

import pytest

from mirror.database import Mirror
from sync.matching import UnknownMatchError, pin, refresh, refresh_from, release, unpin
from tests.sync.plan.rows import done, pairs, session, store


@pytest.mark.parametrize("count", [2, 3, 5])
def test_same_sport_sessions_pair_by_duration_whatever_the_order(
    mirror: Mirror, count: int
) -> None:
    lengths = [30, 60, 90, 45, 150][:count]
    wanted = {f"done {n}": f"plan {n}" for n in lengths}
    plans = [session(f"plan {n}", "2026-05-20", n) for n in lengths]
    rides = [done(f"done {n}", "2026-05-20", n * 1.04) for n in lengths]
    store(mirror, *plans)
    for order in list(itertools.permutations(rides))[:24]:
        mirror.db.execute("DELETE FROM workouts_executed")
        for ride in order:  # matched after every arrival, as ingest does
            store(mirror, ride)
            refresh(mirror, ride.local_date, ride.local_date)
        assert pairs(mirror) == wanted


def test_the_plan_arriving_last_gives_the_same_pairs(mirror: Mirror) -> None:
    store(mirror, done("a", "2026-05-20", 31), done("b", "2026-05-20", 88))
    refresh(mirror, "2026-05-20", "2026-05-20")
    assert pairs(mirror) == {}
    store(mirror, session("long", "2026-05-20", 90), session("short", "2026-05-20", 30))
    refresh(mirror, "2026-05-20", "2026-05-20")
    assert pairs(mirror) == {"a": "short", "b": "long"}


def test_a_swapped_day_is_moved(mirror: Mirror) -> None:
    store(
        mirror,
        session("Tempo", "2026-05-19", 60, sport="run"),
        session("Technique", "2026-05-20", 50, sport="swim"),
        done("swim on Tuesday", "2026-05-19", 52, sport="swim", title="Technique"),
        done("run on Wednesday", "2026-05-20", 58, sport="run", title="Tempo run"),
    )
    refresh(mirror, "2026-05-19", "2026-05-20", today="2026-05-21")
    assert pairs(mirror) == {"swim on Tuesday": "Technique", "run on Wednesday": "Tempo"}


@pytest.mark.parametrize(
    ("day", "moved"), [("2026-05-17", True), ("2026-05-23", True), ("2026-05-24", False)]
)
def test_moved_by_three_days_at_most(mirror: Mirror, day: str, moved: bool) -> None:
    store(mirror, session("Tempo", "2026-05-20", 60), done("ride", day, 60, title="Tempo"))
    refresh(mirror, day, day, today="2026-05-25")
    assert pairs(mirror) == ({"ride": "Tempo"} if moved else {})


def test_what_was_not_planned_takes_no_plan_still_ahead(mirror: Mirror) -> None:
    store(
        mirror,
        session("Threshold", "2026-05-22", 60),
        done("ride", "2026-05-20", 58, title="To work"),
    )
    refresh(mirror, "2026-05-20", "2026-05-20", today="2026-05-20")
    assert pairs(mirror) == {}


def test_bricks_by_leg(mirror: Mirror) -> None:
    store(
        mirror,
        session("Brick", "2026-05-20", 105, sport="brick"),
        done("whole", "2026-05-20", 104, sport="brick"),
        done("leg 1", "2026-05-20", 75, sport="bike", parent="whole"),
        done("change", "2026-05-20", 1, sport="other", parent="whole", sub_sport="transition"),
        done("leg 2", "2026-05-20", 28, sport="run", parent="whole"),
        session("Duathlon ride", "2026-05-23", 90),
        session("Duathlon run", "2026-05-23", 24, sport="run"),
        done("race", "2026-05-23", 116, sport="brick"),
        done("race ride", "2026-05-23", 91, parent="race"),
        done("race run", "2026-05-23", 25, sport="run", parent="race"),
        session("Bike to run", "2026-05-26", 60, sport="brick"),
        done("ride", "2026-05-26", 41),
        done("run", "2026-05-26", 18, sport="run"),
    )
    refresh(mirror, "2026-05-20", "2026-05-26")
    assert pairs(mirror) == {
        "whole": "Brick",
        "race ride": "Duathlon ride",
        "race run": "Duathlon run",
        "ride": "Bike to run",
        "run": "Bike to run",
    }


def test_a_triathlon_is_the_race_of_the_day(mirror: Mirror) -> None:
    race = session(
        "Olympic triathlon", "2026-05-23", None, sport="other", structure='{"kind": "race"}'
    )
    store(mirror, race, done("tri", "2026-05-23", 150, sport="brick"))
    store(mirror, done("leg", "2026-05-23", 60, parent="tri"))
    refresh(mirror, "2026-05-23", "2026-05-23")
    assert pairs(mirror) == {"tri": "Olympic triathlon"}


def test_no_workout_answers_a_rest_day(mirror: Mirror) -> None:
    rest = session("Day Off", "2026-05-20", None, sport="other", structure='{"kind": "rest"}')
    store(mirror, rest, done("gardening", "2026-05-20", 40, sport="other"))
    refresh(mirror, "2026-05-20", "2026-05-20")
    assert pairs(mirror) == {}


def test_a_removed_session_and_an_excluded_workout_take_no_part(mirror: Mirror) -> None:
    store(
        mirror,
        session("Tempo", "2026-05-20", 60, status="removed"),
        session("Easy", "2026-05-21", 60, sport="run"),
        done("ride", "2026-05-20", 60),
        done("run", "2026-05-21", 60, sport="run")._replace(excluded_reason="no recording of mine"),
    )
    refresh(mirror, "2026-05-20", "2026-05-21")
    assert pairs(mirror) == {}


def test_a_pin_stands_above_all_and_for_ever(mirror: Mirror) -> None:
    store(
        mirror,
        session("short", "2026-05-20", 30),
        session("long", "2026-05-20", 90),
        done("a", "2026-05-20", 31),
        done("b", "2026-05-20", 88),
    )
    pin(mirror, "a", "long")
    assert pairs(mirror) == {"a": "long", "b": "short"}
    refresh(mirror, "2026-05-20", "2026-05-20")
    assert pairs(mirror) == {"a": "long", "b": "short"}
    # the coach moves it, drops it, brings it back: the athlete's word stays
    for changed in (
        session("long", "2026-06-20", 90),
        session("long", "2026-06-20", 90, status="removed"),
        session("long", "2026-06-20", 75),
    ):
        store(mirror, changed)
        refresh(mirror, "2026-05-20", "2026-06-20")
        assert pairs(mirror)["a"] == "long"


def test_unpinned_means_no_plan_and_release_lets_it_be_matched_again(mirror: Mirror) -> None:
    store(mirror, session("Tempo", "2026-05-20", 60), done("ride", "2026-05-20", 60))
    refresh(mirror, "2026-05-20", "2026-05-20")
    unpin(mirror, "ride")
    refresh(mirror, "2026-05-20", "2026-05-20")
    assert pairs(mirror) == {}
    release(mirror, "ride")
    assert pairs(mirror) == {"ride": "Tempo"}


def test_an_unpinned_workout_frees_the_session_for_another(mirror: Mirror) -> None:
    store(
        mirror,
        session("Tempo", "2026-05-20", 60),
        done("ride", "2026-05-20", 60),
        done("other ride", "2026-05-20", 40),
    )
    refresh(mirror, "2026-05-20", "2026-05-20")
    assert pairs(mirror) == {"ride": "Tempo"}
    unpin(mirror, "ride")
    assert pairs(mirror) == {"other ride": "Tempo"}


def test_unknown_ids_are_named(mirror: Mirror) -> None:
    store(mirror, session("Tempo", "2026-05-20", 60), done("ride", "2026-05-20", 60))
    with pytest.raises(UnknownMatchError, match="nobody"):
        pin(mirror, "nobody", "Tempo")
    with pytest.raises(UnknownMatchError, match="nothing"):
        pin(mirror, "ride", "nothing")
    with pytest.raises(UnknownMatchError, match="nobody"):
        unpin(mirror, "nobody")
    assert pairs(mirror) == {}


def test_every_changed_pair_is_marked_for_the_hub_and_no_other(mirror: Mirror) -> None:
    store(
        mirror,
        session("Tempo", "2026-05-20", 60),
        done("ride", "2026-05-20", 60),
        done("swim", "2026-05-20", 60, sport="swim"),
    )
    mirror.db.execute("DELETE FROM outbox")
    assert refresh_from(mirror, "2026-05-01") == 1
    marked = mirror.db.execute("SELECT kind, key FROM outbox").fetchall()
    assert marked == [("workout", "ride")]
    mirror.db.execute("DELETE FROM outbox")
    assert refresh_from(mirror, "2026-05-01") == 0
    assert mirror.db.execute("SELECT count(*) FROM outbox").fetchone() == (0,)


def test_a_part_refreshed_gives_the_pairs_of_the_whole(mirror: Mirror) -> None:
    """Day by day or all at once: the same pairs."""
    for day in range(1, 29):
        store(mirror, session(f"p{day}", f"2026-05-{day:02d}", 40 + day % 5 * 15))
        if day % 3:
            store(mirror, done(f"d{day}", f"2026-05-{day:02d}", 42 + (day * 7) % 5 * 14))
    for day in range(1, 29):
        refresh(mirror, f"2026-05-{day:02d}", f"2026-05-{day:02d}", today="2026-06-01")
    by_day = pairs(mirror)
    refresh(mirror, "2026-05-01", "2026-05-28", today="2026-06-01")
    assert pairs(mirror) == by_day
    assert len(by_day) >= 15
