"""Estimates, the two periods' curves, and time in zone by week: by hand."""

import json
import sys
from array import array
from datetime import date, timedelta

import pytest

from analytics.durations import GRID, GRID_VERSION, STANDARD
from mirror import thresholds, workouts
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.rows import Curve, Histogram, Threshold, Workout
from reports.estimates import Estimated, estimates
from reports.power_curve import NoCurveError, curve_pair
from reports.season_curve import span
from reports.zone_time import zone_time
from tests.filled import FTP, LTHR, SECONDS, fill, sport_of
from tests.reports.conftest import TODAY


def ride(mirror: Mirror, day: date, watts: dict[int, float], *, sport: str = "bike") -> str:
    """A workout with a curve through (s, W) or (s, m/s), level in between."""
    name, metric = f"{sport}-{day}", "power" if sport == "bike" else "speed"
    scale = 1 if metric == "power" else 1000
    longest = max(watts)
    numbers = array(
        "H",
        [
            round(scale * next(v for s, v in sorted(watts.items()) if s >= point))
            for point in GRID
            if point <= longest
        ],
    )
    if sys.byteorder == "big":
        numbers.byteswap()
    bests = {str(s): v for s, v in watts.items() if s in STANDARD}
    row = Workout(
        id=name,
        athlete_id=athlete(mirror).id,
        started_at=f"{day}T06:00:00+00:00",
        utc_offset_s=0,
        local_date=day.isoformat(),
        sport=sport,
        title=f"Hard {sport}",
        analytics_version=1,
    )
    curve = Curve(name, metric, GRID_VERSION, numbers.tobytes(), json.dumps(bests))
    workouts.save(mirror, workouts.WorkoutUnit(row, curves=[curve]))
    return name


def threshold(mirror: Mirror, metric: str, value: float, since: str, sport: str = "bike") -> None:
    owner = athlete(mirror).id
    thresholds.save_threshold(mirror, Threshold(owner, sport, metric, value, since, "athlete"))


def of(found: list[Estimated], sport: str, metric: str) -> Estimated:
    return next(row for row in found if (row.sport, row.metric) == (sport, metric))


def test_ftp_by_four_methods_with_their_efforts(empty: Mirror) -> None:
    """The four efforts whose lines are known: 254.6 W over work, 260.2 W over inverse time."""
    hard = ride(empty, TODAY - timedelta(days=3), {180: 365.0, 300: 330.0, 600: 295.0})
    long = ride(empty, TODAY - timedelta(days=9), {600: 280.0, 1200: 272.0})
    threshold(empty, "ftp_w", 250.0, "2026-01-01")
    (found,) = estimates(empty, TODAY).thresholds
    assert found.in_force is not None
    assert (found.in_force.value, found.in_force.source, found.note) == (250.0, "athlete", None)
    twenty, work, inverse = found.estimates
    assert twenty.value == pytest.approx(258.4)
    assert twenty.difference == pytest.approx(8.4)
    assert [effort[:4] for effort in twenty.efforts] == [(1200, 272.0, long, "2026-03-28")]
    assert work.method == "CP2, work over time"
    assert (work.value, work.reserve) == pytest.approx((254.639, 21881), abs=0.5)
    assert work.reserve_unit == "J"
    assert [effort.seconds for effort in work.efforts] == [180, 300, 600, 1200]
    assert [effort.workout_id for effort in work.efforts] == [hard, hard, hard, long]
    assert work.efforts[0].title == "Hard bike"
    assert inverse.value == pytest.approx(260.196, abs=1e-3)


def test_cp3_only_with_a_sprint(empty: Mirror) -> None:
    cp, reserve, top = 250.0, 20_000.0, 1000.0
    k = reserve / (top - cp)
    times = (1, 5, 15, 60, 180, 300, 600, 1200)
    ride(empty, TODAY, {t: cp + reserve / (t + k) for t in times})
    (found,) = estimates(empty, TODAY).thresholds
    model = found.estimates[-1]
    assert model.method == "CP3 with the sprint"
    assert (model.value, model.reserve, model.p_max_w) == pytest.approx(
        (cp, reserve, top), rel=1e-3
    )
    assert [effort.seconds for effort in model.efforts] == list(times)
    assert found.in_force is None
    assert model.difference is None


def test_threshold_pace_from_the_best_long_run(empty: Mirror) -> None:
    """4 m/s over 20 minutes carried to the hour by Riegel's 1.06."""
    ride(empty, TODAY, {1200: 4.0}, sport="run")
    threshold(empty, "threshold_pace_s_per_km", 270.0, "2026-01-01", "run")
    found = of(estimates(empty, TODAY).thresholds, "run", "threshold_pace_s_per_km")
    (made,) = found.estimates
    assert made.value == pytest.approx(250 * 3 ** (1 - 1 / 1.06), rel=1e-6)
    assert made.difference == pytest.approx(made.value - 270)
    assert made.method == "best 20 min, Riegel to 1 h"


def test_efforts_outside_the_period_do_not_count(empty: Mirror) -> None:
    ride(empty, TODAY - timedelta(days=84), {1200: 300.0})
    threshold(empty, "ftp_w", 250.0, "2026-01-01")
    (found,) = estimates(empty, TODAY, "12w").thresholds
    assert (found.estimates, found.note) == ([], "no ride of 20 minutes with power")
    (found,) = estimates(empty, TODAY, "season").thresholds
    assert found.estimates[0].value == 285.0


def test_estimates_of_nothing(empty: Mirror) -> None:
    assert estimates(empty, TODAY).thresholds == []


@pytest.mark.parametrize(
    ("window", "first", "last"),
    [
        ("4w", "2026-03-10", "2026-04-06"),
        ("12w", "2026-01-13", "2026-04-06"),
        ("90d", "2026-01-07", "2026-04-06"),
        ("season", "2026-01-01", "2026-04-06"),
        ("last_season", "2025-01-01", "2025-12-31"),
        ("all", None, "2026-04-06"),
    ],
)
def test_periods(window: str, first: str | None, last: str) -> None:
    assert span(TODAY, window) == (first, last)


def test_two_periods_beside_each_other(empty: Mirror) -> None:
    now = ride(empty, TODAY, {60: 400.0, 300: 300.0})
    then = ride(empty, date(2025, 7, 1), {60: 450.0, 1200: 280.0})
    pair = curve_pair(empty, TODAY, windows=("12w", "last_season"))
    assert (pair.sport, pair.metric, pair.unit) == ("bike", "power", "W")
    assert pair.one is not None
    assert pair.other is not None
    minute = STANDARD.index(60)
    assert pair.one.points[minute] == (60, 400.0, now, "2026-04-06", "Hard bike")
    assert pair.other.points[minute] == (60, 450.0, then, "2025-07-01", "Hard bike")
    twenty = STANDARD.index(1200)
    assert (pair.one.points[twenty].value, pair.other.points[twenty].value) == (None, 280.0)
    assert (pair.one.seconds[-1], pair.one.values[-1]) == (294, 300.0)


def test_kinds_are_what_is_stored(filled: Mirror, empty: Mirror) -> None:
    pair = curve_pair(filled, TODAY)
    assert pair.kinds == [("bike", "power"), ("bike", "hr"), ("run", "hr"), ("swim", "hr")]
    assert curve_pair(filled, TODAY, ("run", None)).metric == "hr"
    with pytest.raises(NoCurveError, match="run power"):
        curve_pair(filled, TODAY, ("run", "power"))
    assert curve_pair(empty, TODAY)[:6] == (None, None, None, [], None, None)


def test_time_in_zone_of_each_week(empty: Mirror) -> None:
    """Rides: a twentieth of the time in each 5 W bin from 150 to 249; FTP 250 gives zones from
    138, 188, 225 and 262 W (rounded shares). Seconds below 188 W: 37 or 38 of 100 W."""
    fill(empty, TODAY, 14)
    found = zone_time(empty, TODAY, 14)
    assert [(s.sport, s.metric) for s in found.series] == [
        ("swim", "hr"), ("bike", "power"), ("bike", "hr"), ("run", "hr"),
    ]  # fmt: skip
    power = found.series[1]
    rides = [ago for ago in range(14) if sport_of(ago) == "bike"]
    weeks = {"2026-03-23": 0, "2026-03-30": 0, "2026-04-06": 0}
    for ago in rides:
        day = TODAY - timedelta(days=ago)
        weeks[(day - timedelta(days=day.weekday())).isoformat()] += 1
    assert [week.start for week in power.weeks] == list(weeks)
    one = SECONDS["bike"] / 100
    expected = [0.0, (188 - 150) * one, (225 - 188) * one, (250 - 225) * one, 0.0, 0.0, 0.0]
    for week, count in zip(power.weeks, weeks.values(), strict=True):
        assert week.seconds == pytest.approx([v * count for v in expected] if count else [])
    assert power.seconds == pytest.approx([v * len(rides) for v in expected])
    assert power.labels[1] == "Z2 Endurance"


def test_each_day_has_its_own_zones(empty: Mirror) -> None:
    """From the last day on FTP is 150 W: that ride lies above it, those before do not."""
    fill(empty, TODAY, 14)
    before = zone_time(empty, TODAY, 14).series[1]
    threshold(empty, "ftp_w", 150.0, TODAY.isoformat())
    after = zone_time(empty, TODAY, 14).series[1]
    assert after.weeks[:2] == before.weeks[:2]
    one = SECONDS["bike"] / 100
    assert after.weeks[2].seconds == pytest.approx(
        [0.0, 0.0, 0.0, 8 * one, 22 * one, 45 * one, 25 * one]
    )


def test_excluded_and_legs_in_place_of_their_whole(empty: Mirror) -> None:
    counts = array("I", [0] * 20)
    counts[0] = 600
    if sys.byteorder == "big":
        counts.byteswap()
    fill(empty, TODAY, 1)
    (whole,) = (row[0] for row in empty.db.execute("SELECT id FROM workouts_executed"))
    total = sum(zone_time(empty, TODAY, 7).series[0].seconds)
    assert total == SECONDS["bike"]
    leg = Workout(
        id="leg",
        athlete_id=athlete(empty).id,
        started_at=f"{TODAY}T06:00:00+00:00",
        utc_offset_s=0,
        local_date=TODAY.isoformat(),
        sport="bike",
        parent_id=whole,
        analytics_version=1,
    )
    bins = Histogram("leg", "power", 5.0, 30, counts.tobytes())
    workouts.save(empty, workouts.WorkoutUnit(leg, histograms=[bins]))
    (series,) = zone_time(empty, TODAY, 7).series
    assert (series.metric, sum(series.seconds)) == ("power", 600)
    empty.db.execute("UPDATE workouts_executed SET excluded_reason = 'dog' WHERE id = 'leg'")
    assert zone_time(empty, TODAY, 7).series == []


def test_zones_of_nothing(empty: Mirror) -> None:
    found = zone_time(empty, TODAY, 14)
    assert (found.start, found.series) == ("2026-03-23", [])


def test_ftp_and_lthr_of_the_filled_mirror(filled: Mirror) -> None:
    found = estimates(filled, TODAY).thresholds
    bike = of(found, "bike", "ftp_w")
    assert bike.in_force is not None
    assert bike.in_force.value == FTP
    heart = of(found, "bike", "lthr_bpm")
    assert heart.in_force is not None
    assert heart.in_force.value == LTHR
    assert (heart.estimates, heart.note) == ([], "no long and hard ride with heart rate")
