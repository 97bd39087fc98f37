"""`daily_load`: every day once, the same whether it grew or was made from scratch."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mirror import workouts
from mirror.database import Mirror
from mirror.load import mark_stale, stale_from
from sync import season
from tests.sync.season.athlete import activity, add, daily, new_mirror


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with new_mirror(tmp_path) as opened:
        yield opened


def exclude(mirror: Mirror, workout_id: str) -> None:
    mirror.db.execute(
        "UPDATE workouts_executed SET excluded_reason = 'wrong' WHERE id = ?", (workout_id,)
    )
    workouts.mark_day_stale(mirror, workout_id)


def from_scratch(mirror: Mirror) -> list[tuple[Any, ...]]:
    mirror.db.execute("DELETE FROM daily_load")
    season.refresh(mirror, "0001-01-01")
    return daily(mirror)


def test_rest_days_have_rows(mirror: Mirror) -> None:
    add(mirror, activity("2026-03-01T08:00:00", seconds=3600))
    add(mirror, activity("2026-03-05T08:00:00", seconds=3600))
    rows = daily(mirror)
    assert [row[0] for row in rows] == [f"2026-03-0{day}" for day in range(1, 6)]
    load = rows[0][1]
    assert load == pytest.approx(100 * 0.65**2)
    assert [row[1] for row in rows] == [load, 0, 0, 0, load]
    assert rows[0][2:5] == (pytest.approx(load / 42), pytest.approx(load / 7), 0)
    assert rows[1][4] == rows[0][2] - rows[0][3]
    assert rows[1][5] == "{}"


def test_totals_by_sport(mirror: Mirror) -> None:
    add(mirror, activity("2026-03-01T08:00:00", seconds=3600, m_s=8))
    add(mirror, activity("2026-03-01T12:00:00", seconds=1800, m_s=9))
    add(mirror, activity("2026-03-01T18:00:00", "strength", seconds=1200))
    (row,) = daily(mirror)
    totals = json.loads(str(row[5]))
    assert totals["bike"] == {
        "s": 5400,
        "m": pytest.approx(3600 * 8 + 1800 * 9),
        "load": pytest.approx(150 * 0.65**2, abs=0.01),
        "n": 2,
    }
    assert totals["strength"]["n"] == 1
    assert row[1] == pytest.approx(sum(total["load"] for total in totals.values()))


def test_legs_count_their_whole_does_not(mirror: Mirror) -> None:
    add(
        mirror,
        activity("2026-03-01T08:00:00", "swim", seconds=1200, m_s=1.1),
        activity("2026-03-01T08:25:00", "bike", seconds=3600, m_s=9),
        activity("2026-03-01T09:30:00", "run", seconds=1800, m_s=3),
    )
    (row,) = daily(mirror)
    totals = json.loads(str(row[5]))
    assert {sport: total["n"] for sport, total in totals.items()} == {
        "swim": 1,
        "bike": 1,
        "run": 1,
    }
    whole = mirror.db.execute("SELECT load FROM workouts_executed WHERE parent_id IS NULL")
    assert row[1] == pytest.approx(whole.fetchone()[0], abs=0.01)


def test_what_is_excluded_counts_nothing(mirror: Mirror) -> None:
    add(mirror, activity("2026-03-01T08:00:00"))
    (second,) = add(mirror, activity("2026-03-03T08:00:00"))
    exclude(mirror, second)
    season.refresh(mirror)
    assert [row[0] for row in daily(mirror)] == ["2026-03-01"]


def test_a_whole_excluded_takes_its_legs_along(mirror: Mirror) -> None:
    whole, *_ = add(
        mirror,
        activity("2026-03-01T08:00:00", "bike", m_s=9),
        activity("2026-03-01T08:31:00", "run", m_s=3),
    )
    exclude(mirror, whole)
    season.refresh(mirror)
    assert daily(mirror) == []


def test_the_first_and_the_last_workout_gone(mirror: Mirror) -> None:
    ids = [add(mirror, activity(f"2026-03-{day:02}T08:00:00"))[0] for day in (1, 4, 9)]
    for gone, span in ((ids[2], ("2026-03-01", "2026-03-04")), (ids[0], ("2026-03-04",) * 2)):
        workouts.delete(mirror, gone)
        season.refresh(mirror)
        rows = daily(mirror)
        assert (rows[0][0], rows[-1][0]) == span
        assert rows == from_scratch(mirror)
    workouts.delete(mirror, ids[1])
    season.refresh(mirror)
    assert daily(mirror) == []


def test_no_workouts(mirror: Mirror) -> None:
    assert season.refresh(mirror) == 0
    assert season.refresh(mirror, "2026-01-01") == 0


def test_a_note_left_by_a_killed_run_is_answered(mirror: Mirror) -> None:
    add(mirror, activity("2026-03-01T08:00:00"), refresh=False)
    assert stale_from(mirror) == "2026-03-01"
    assert season.refresh(mirror) == 1
    assert stale_from(mirror) is None


def test_refreshing_again_changes_nothing(mirror: Mirror) -> None:
    for day in (1, 2, 8):
        add(mirror, activity(f"2026-03-{day:02}T08:00:00", seconds=1000 + day))
    before = daily(mirror)
    for since in ("2026-01-01", "2026-03-01", "2026-03-05", "2026-03-08", "2026-12-31"):
        season.refresh(mirror, since)
        assert daily(mirror) == before, since


@pytest.mark.parametrize("seed", range(6))
def test_any_order_gives_the_same_rows_to_the_last_bit(mirror: Mirror, seed: int) -> None:
    """Arrivals, deletions and exclusions at random days; after each the rows equal a fresh run."""
    chance = random.Random(seed)
    ids: list[str] = []
    for step in range(25):
        action = chance.random()
        if action < 0.7 or not ids:
            day, hour = chance.randrange(1, 29), chance.randrange(24)
            start = f"2026-0{chance.randrange(1, 4)}-{day:02}T{hour:02}:{step:02}:00"
            sport = chance.choice(["bike", "run", "swim", "strength"])
            ids += add(mirror, activity(start, sport, seconds=chance.randrange(300, 3000)))
        elif action < 0.85:
            workouts.delete(mirror, ids.pop(chance.randrange(len(ids))))
        else:
            exclude(mirror, chance.choice(ids))
        season.refresh(mirror)
        grown = daily(mirror)
        assert grown == from_scratch(mirror)


@pytest.mark.parametrize(
    ("start", "offset_s", "day"),
    [
        pytest.param("2026-03-29T00:30:00+01:00", 3600, "2026-03-29", id="load-days-dst-before"),
        pytest.param("2026-03-29T23:30:00+02:00", 7200, "2026-03-29", id="load-days-dst-march"),
        pytest.param("2026-10-25T23:30:00+01:00", 3600, "2026-10-25", id="load-days-dst-autumn"),
        pytest.param("2026-06-30T22:00:00-10:00", -36_000, "2026-06-30", id="load-days-honolulu"),
        pytest.param("2026-06-30T02:00:00+13:00", 46_800, "2026-06-30", id="load-days-tonga"),
    ],
)
def test_a_day_is_the_athletes_where_he_was(
    mirror: Mirror, start: str, offset_s: int, day: str
) -> None:
    add(mirror, activity(start, offset_s=offset_s))
    assert [row[0] for row in daily(mirror)] == [day]


def test_days_across_summer_time_are_each_there_once(mirror: Mirror) -> None:
    add(mirror, activity("2026-03-27T08:00:00"))
    add(mirror, activity("2026-03-31T08:00:00"))
    assert [row[0] for row in daily(mirror)] == [f"2026-03-{day}" for day in range(27, 32)]


def test_projection_writes_nothing(mirror: Mirror) -> None:
    (first,) = add(mirror, activity("2026-03-01T08:00:00"))
    add(mirror, activity("2026-03-03T08:00:00"))
    before = daily(mirror)
    days = season.projected(mirror, {first: 500.0}, "2026-03-01")
    assert days[0].load == 500
    assert days[-1].ctl > before[-1][2]
    assert daily(mirror) == before


def test_an_unknown_load_is_not_counted(mirror: Mirror) -> None:
    (only,) = add(mirror, activity("2026-03-01T08:00:00"))
    mirror.db.execute("UPDATE workouts_executed SET load = NULL WHERE id = ?", (only,))
    mark_stale(mirror, "2026-03-01")
    season.refresh(mirror)
    (row,) = daily(mirror)
    assert row[1] == 0
    assert json.loads(str(row[5]))["bike"]["n"] == 1
