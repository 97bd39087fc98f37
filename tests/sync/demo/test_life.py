"""Plan and life over years, without making the recordings."""

import itertools
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from sync.fit import activities, decode
from sync.sources.demo import athlete, coach, life, plan, season
from sync.sources.demo.recording import record

FIRST, COUNT = date(2024, 11, 23), 730
DAYS = [FIRST + timedelta(k) for k in range(COUNT)]


def test_the_same_day_gives_the_same_bytes() -> None:
    day = date(2026, 3, 28)
    first = [record(outing) for outing in life.outings(day)]
    for cache in (life.outings, life.fate, coach.items, athlete.fitness, athlete.shape):
        cache.cache_clear()
    assert [record(outing) for outing in life.outings(day)] == first
    assert len(first) >= 1


def test_about_nine_hundred_recordings_in_two_years() -> None:
    found = [outing for day in DAYS for outing in life.outings(day)]
    assert 800 < len(found) < 1000
    assert len({outing.key for outing in found}) == len(found)
    hours = sum(o.session.duration_s for o in found) / 3600
    assert 780 < hours < 1150


def test_outings_lie_on_their_local_day_and_apart() -> None:
    end = datetime(2000, 1, 1, tzinfo=UTC)
    for day in DAYS:
        for outing in life.outings(day):
            start = datetime.fromtimestamp(outing.starts_at, UTC)
            assert (start + timedelta(seconds=outing.utc_offset_s)).date() == day
            assert start > end, outing.key
            end = start + timedelta(seconds=outing.session.duration_s)


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (date(2026, 4, 29), -4),  # Boston
        (date(2025, 2, 13), 9),  # Tokyo
        (date(2026, 11, 13), -8),  # San Francisco
        (date(2026, 1, 7), 1),
        (date(2026, 7, 8), 2),
    ],
)
def test_the_watch_follows_the_time_zone(day: date, offset: int) -> None:
    outing = life.outings(day)[0]
    assert outing.utc_offset_s == offset * 3600
    activity = activities(decode(record(outing))).activities[0]
    assert activity.utc_offset_s == offset * 3600
    assert activity.started_at == outing.starts_at


def test_no_training_while_ill_or_flying() -> None:
    blocked = [d for d in DAYS if season.ill(d) is not None or season.flying(d)]
    assert len(blocked) > 15
    assert all(not life.outings(day) for day in blocked)


def test_runs_vanish_with_the_injury_and_come_back_slowly() -> None:
    injury, comeback = season.year(2026).injury, season.year(2026).comeback
    during = [injury.first + timedelta(k) for k in range(1, (injury.last - injury.first).days + 1)]
    assert len(during) > 20
    assert not any(o.session.sport in ("run", "brick") for d in during for o in life.outings(d))
    assert any(o.session.sport == "bike" for d in during for o in life.outings(d))
    back = [comeback.first + timedelta(k) for k in range(14)]
    runs = [o for d in back for o in life.outings(d) if o.session.sport == "run"]
    assert runs
    assert all(o.session.kind == "run.comeback" for o in runs)


def test_the_camp_is_the_biggest_week() -> None:
    camp = next(t for t in season.year(2026).trips if t.kind == "camp")
    hours: defaultdict[date, float] = defaultdict(float)
    for day in DAYS:
        monday = day - timedelta(day.weekday())
        hours[monday] += sum(o.session.duration_s for o in life.outings(day)) / 3600
    weeks = [monday for monday in hours if monday.year == 2026]
    biggest = max(weeks, key=lambda monday: hours[monday])
    assert camp.span.holds(biggest)
    assert 13 < hours[biggest] < 24


@pytest.mark.parametrize("year", range(2020, 2036))
def test_every_year_has_its_season(year: int) -> None:
    found = season.year(year)
    assert [r.day for r in found.races] == sorted(r.day for r in found.races)
    assert all(r.day.weekday() == season.SUNDAY for r in found.races)
    kinds = {r.kind for r in found.races}
    assert {"sprint", "olympic", "half"} <= kinds
    days = [date(year, 1, 1) + timedelta(k) for k in range(365)]
    phases = Counter(season.phase(day) for day in days)
    assert set(phases) == {"off", "base", "build", "peak", "taper", "race", "recovery", "run"}
    assert not any(season.ill(r.day) is not None or season.trip(r.day) for r in found.races)


def test_fitness_follows_the_season_within_reason() -> None:
    ftp = [athlete.fitness(day).ftp_w for day in DAYS]
    assert 225 < min(ftp) < max(ftp) < 285
    assert max(ftp) / min(ftp) > 1.06
    steps = [abs(b / a - 1) for a, b in itertools.pairwise(ftp)]
    assert max(steps) < 0.012
    tests = {athlete.last_test(day, "bike") for day in DAYS}
    assert len(tests) > 6
    for test in tests:
        assert abs(athlete.tested(test).ftp_w / athlete.fitness(test).ftp_w - 1) < 0.04


def test_edits_reach_the_plan_when_they_are_seen() -> None:
    day = next(
        d for d in DAYS[400:] for item in coach.items(d)
        if any(edit.kind == "resized" for edit in plan.history(item))
    )  # fmt: skip
    item = next(i for i in coach.items(day) if any(e.kind == "resized" for e in plan.history(i)))
    edit = next(e for e in plan.history(item) if e.kind == "resized")
    assert edit.before is not None
    assert edit.after is not None

    def row(today: date) -> float | None:
        rows, _ = plan.rows("a", day, day, today)
        return next(r for r in rows if r.dedup_key == item.key).duration_planned_s

    assert row(edit.seen_on) == edit.before.duration_s
    assert row(edit.seen_on + timedelta(1)) == edit.after.duration_s
    _, none = plan.rows("a", day, day, edit.seen_on)
    _, seen = plan.rows("a", day, day, edit.seen_on + timedelta(1))
    assert len(seen) == len(none) + 1


def test_nobody_is_planned_for_while_ill_once_the_coach_knows() -> None:
    flu = season.year(2026).illnesses[0]
    rows, changes = plan.rows("a", flu.first, flu.last, flu.last + timedelta(3))
    statuses = {row.date: row.status for row in rows}
    assert statuses.get(flu.first.isoformat(), "planned") == "planned"
    assert {s for d, s in statuses.items() if d > flu.first.isoformat()} == {"removed"}
    assert any(change.kind == "removed" for change in changes)
