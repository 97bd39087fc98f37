"""Thresholds: in force by day, estimated, and exactly the touched workouts computed anew."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.thresholds import ThresholdSet
from analytics.zones import ZoneBound
from mirror.database import Mirror
from mirror.reads.thresholds import until, zones_until
from mirror.rows import Wellness
from mirror.wellness import save_days
from sync import thresholds
from sync.thresholds import ThresholdError
from tests.sync.season.athlete import activity, add, daily, loads, new_mirror

ATHLETE = "SELECT id FROM athletes"
EVERYTHING = (
    "SELECT id, load, load_method, tss, intensity_factor, thresholds_used"
    " FROM workouts_executed ORDER BY id"
)


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    with new_mirror(tmp_path) as opened:
        yield opened


@pytest.fixture
def season_of_rides(mirror: Mirror) -> Mirror:
    """A ride on the first of each month, January to June, half an hour at 200 W."""
    for month in range(1, 7):
        add(mirror, activity(f"2026-0{month}-01T08:00:00", watts=200, bpm=150))
    return mirror


def state(mirror: Mirror) -> tuple[object, ...]:
    return mirror.db.execute(EVERYTHING).fetchall(), daily(mirror)


def outbox(mirror: Mirror) -> set[tuple[str, str]]:
    return set(mirror.db.execute("SELECT kind, key FROM outbox").fetchall())


def ftp(mirror: Mirror, value: float, day: str, source: str = "athlete") -> thresholds.Effect:
    return thresholds.set_threshold(mirror, "bike", "ftp_w", value, day, source)


def tss(watts: float, ftp_w: float, seconds: float = 1800) -> object:
    return pytest.approx(seconds / 36 * (watts / ftp_w) ** 2)


def test_defaults_by_age(mirror: Mirror) -> None:
    found = thresholds.current(mirror, "run", "2026-05-01")
    assert found.max_hr_bpm == pytest.approx(180)
    assert found.sex == "m"
    assert set(found.sources.values()) == {"default"}
    assert found.ftp_w is None


def test_the_threshold_of_the_day(mirror: Mirror) -> None:
    ftp(mirror, 240, "2026-01-01")
    ftp(mirror, 260, "2026-03-01")
    days = {"2025-12-31": None, "2026-01-01": 240, "2026-02-28": 240, "2026-03-01": 260}
    assert {day: thresholds.current(mirror, "bike", day).ftp_w for day in days} == days
    assert thresholds.current(mirror, "run", "2026-04-01").ftp_w is None


def test_paces_become_speeds(mirror: Mirror) -> None:
    thresholds.set_threshold(mirror, "run", "threshold_pace_s_per_km", 250, "2026-01-01", "garmin")
    found = thresholds.current(mirror, "run", "2026-01-01")
    assert found.threshold_speed_m_s == pytest.approx(4)
    assert found.sources["threshold_pace_s_per_km"] == "garmin"


def test_a_change_in_the_past_changes_those_days_and_the_fitness_after(
    season_of_rides: Mirror,
) -> None:
    mirror = season_of_rides
    ftp(mirror, 200, "2026-01-01")
    ftp(mirror, 250, "2026-05-01")
    before = daily(mirror)
    mirror.db.execute("DELETE FROM outbox")
    effect = ftp(mirror, 220, "2026-03-01")
    found = loads(mirror)
    assert [found[f"2026-0{m}-01"][0] for m in range(1, 7)] == [
        tss(200, 200),
        tss(200, 200),
        tss(200, 220),
        tss(200, 220),
        tss(200, 250),
        tss(200, 250),
    ]
    assert (effect.workouts, effect.first_day) == (2, "2026-03-01")
    touched = {key for kind, key in outbox(mirror) if kind == "workout"}
    rows = mirror.db.execute("SELECT id, local_date FROM workouts_executed").fetchall()
    assert touched == {key for key, day in rows if day in ("2026-03-01", "2026-04-01")}
    after = daily(mirror)
    for one, other in zip(before, after, strict=True):
        assert (one == other) == (one[0] < "2026-03-01"), one[0]
    assert (effect.ctl_before, effect.ctl_after) == (before[-1][2], after[-1][2])
    assert effect.load_after - effect.load_before == pytest.approx(
        sum(row[1] for row in after) - sum(row[1] for row in before),
        abs=0.01,
    )


def test_the_threshold_in_force_is_named(season_of_rides: Mirror) -> None:
    ftp(season_of_rides, 220, "2026-03-01")
    rows = season_of_rides.db.execute("SELECT local_date, thresholds_used FROM workouts_executed")
    for day, text in rows.fetchall():
        used = json.loads(text)
        assert used["resting_hr_bpm"]["source"] == "default"
        assert used.get("ftp_w") == (
            {"value": 220, "source": "athlete"}
            if day >= "2026-03-01"
            else {"value": 190, "source": "estimated"}
        )


def test_preview_writes_nothing_and_tells_the_truth(season_of_rides: Mirror) -> None:
    mirror = season_of_rides
    before, rows = state(mirror), until(mirror, "9999-12-31")
    promised = thresholds.preview(mirror, "bike", "ftp_w", 210, "2026-02-15")
    assert state(mirror) == before
    assert until(mirror, "9999-12-31") == rows
    assert ftp(mirror, 210, "2026-02-15") == promised
    assert promised.workouts == 4
    assert promised.ctl_after == daily(mirror)[-1][2]


def test_setting_the_same_again_touches_nothing(season_of_rides: Mirror) -> None:
    ftp(season_of_rides, 210, "2026-02-15")
    before = state(season_of_rides)
    season_of_rides.db.execute("DELETE FROM outbox")
    assert ftp(season_of_rides, 210, "2026-02-15").workouts == 0
    assert state(season_of_rides) == before
    assert {kind for kind, _ in outbox(season_of_rides)} == {"threshold"}


def test_another_sport_is_not_touched(season_of_rides: Mirror) -> None:
    add(season_of_rides, activity("2026-02-02T08:00:00", "run", bpm=150, m_s=3))
    before = loads(season_of_rides)
    thresholds.set_threshold(season_of_rides, "run", "threshold_pace_s_per_km", 280, "2026-01-01")
    changed = {day for day, load in loads(season_of_rides).items() if load != before[day]}
    assert changed == {"2026-02-02"}


def test_taking_a_threshold_away_brings_the_old_loads_back(season_of_rides: Mirror) -> None:
    before = state(season_of_rides)
    ftp(season_of_rides, 210, "2026-02-15")
    assert state(season_of_rides) != before
    assert thresholds.remove_threshold(season_of_rides, "bike", "ftp_w", "2026-02-15") is not None
    assert state(season_of_rides) == before
    assert thresholds.remove_threshold(season_of_rides, "bike", "ftp_w", "2026-02-15") is None


def test_computed_anew_is_the_same_as_taken_in_later(tmp_path: Path) -> None:
    """Thresholds first and workouts first end in the same rows, to the last bit."""
    workouts = [
        activity("2026-02-01T08:00:00", watts=187.3, bpm=151.4, m_s=8.2, seconds=2345),
        activity("2026-02-02T08:00:00", "run", bpm=155, m_s=3.21, seconds=1777),
        activity("2026-02-03T08:00:00", "swim", m_s=1.07, seconds=1901),
        activity("2026-02-04T08:00:00", "strength", bpm=104.6, seconds=2222),
    ]
    values = [
        ("bike", "ftp_w", 243.0),
        ("run", "threshold_pace_s_per_km", 287.0),
        ("swim", "css_s_per_100m", 101.0),
        ("all", "lthr_bpm", 167.0),
        ("all", "max_hr_bpm", 187.0),
        ("all", "resting_hr_bpm", 47.0),
    ]
    ends = []
    for name, thresholds_first in (("one", True), ("other", False)):
        with new_mirror(tmp_path / name) as mirror:
            for half in (thresholds_first, not thresholds_first):
                if half:
                    for sport, metric, value in values:
                        thresholds.set_threshold(mirror, sport, metric, value, "2026-01-01")
                else:
                    for one in workouts:
                        add(mirror, one)
            ends.append(state(mirror))
    assert ends[0] == ends[1]


def test_the_whole_of_a_multisport_day_follows_its_legs(mirror: Mirror) -> None:
    whole, *_ = add(
        mirror,
        activity("2026-03-01T08:00:00", "bike", watts=200, m_s=9),
        activity("2026-03-01T08:31:00", "run", m_s=3),
    )
    ftp(mirror, 200, "2026-01-01")
    sums = mirror.db.execute(
        "SELECT (SELECT load FROM workouts_executed WHERE id = ?),"
        " (SELECT sum(load) FROM workouts_executed WHERE parent_id = ?)",
        (whole, whole),
    ).fetchone()
    assert sums[0] == pytest.approx(sums[1])
    assert daily(mirror)[0][1] == pytest.approx(sums[0], abs=0.01)


def test_sex_and_age_count_after_a_recompute(mirror: Mirror) -> None:
    add(mirror, activity("2026-01-01T08:00:00", "run", bpm=150))
    before = loads(mirror)["2026-01-01"]
    assert before[1] == "heart_rate"
    mirror.db.execute("UPDATE athletes SET sex = 'f'")
    assert thresholds.recompute(mirror) == 0
    assert thresholds.recompute(mirror, every=True) == 1
    assert loads(mirror)["2026-01-01"] != before
    assert thresholds.recompute(mirror, every=True) == 0
    mirror.db.execute("UPDATE athletes SET birth_year = 1970")
    assert thresholds.recompute(mirror) == 1


@pytest.mark.parametrize(
    ("sport", "metric", "value", "day", "message"),
    [
        ("bike", "ftp", 250, "2026-01-01", "metric 'ftp': give one of ftp_w"),
        ("ski", "ftp_w", 250, "2026-01-01", "sport 'ski': give one of swim"),
        ("bike", "ftp_w", 2500, "2026-01-01", "ftp_w: 2500 is out of range, 30 to 700"),
        ("bike", "ftp_w", float("nan"), "2026-01-01", "ftp_w: nan is out of range"),
        ("bike", "ftp_w", 250, "01.02.2026", "day '01.02.2026': give it as YYYY-MM-DD"),
        ("bike", "ftp_w", 250, "20260101", "day '20260101'"),
        ("bike", "css_s_per_100m", 95, "2026-01-01", "belongs to swim, not to bike"),
        ("all", "ftp_w", 250, "2026-01-01", "watts differ between sports"),
    ],
)
def test_slips_are_told_in_one_line(
    mirror: Mirror, sport: str, metric: str, value: float, day: str, message: str
) -> None:
    with pytest.raises(ThresholdError) as error:
        thresholds.set_threshold(mirror, sport, metric, value, day)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    assert until(mirror, "9999-12-31") == []


def rides(mirror: Mirror, year: int, watts: float, bpm: float | None = None) -> None:
    """Four of half an hour, as many as an estimate needs."""
    for day in range(1, 5):
        add(mirror, activity(f"{year}-06-0{day}T08:00:00", watts=watts, bpm=bpm))


class TestEstimate:
    def test_from_bests(self, mirror: Mirror) -> None:
        rides(mirror, 2025, 250, 176)
        rides(mirror, 2026, 280, 178)
        rows = thresholds.estimate(mirror)
        found = {(row.valid_from, row.metric): row.value for row in rows}
        assert found == {
            ("2025-06-01", "ftp_w"): 238,
            ("2025-06-01", "lthr_bpm"): 171,
            ("2025-06-01", "max_hr_bpm"): 176,
            ("2026-01-01", "ftp_w"): 266,
            ("2026-01-01", "lthr_bpm"): 173,
            ("2026-01-01", "max_hr_bpm"): 178,
        }
        used = thresholds.current(mirror, "bike", "2026-06-01")
        assert used.ftp_w == 266
        assert used.sources["ftp_w"] == "estimated"
        assert loads(mirror)["2025-06-01"] == (tss(250, 238), "power")

    def test_every_way_in_estimates(self, mirror: Mirror) -> None:
        rides(mirror, 2025, 250)
        assert thresholds.current(mirror, "bike", "2025-06-01").ftp_w == 238

    def test_three_workouts_tell_nothing(self, mirror: Mirror) -> None:
        for day in (1, 2, 3):
            add(mirror, activity(f"2025-06-0{day}T08:00:00", watts=250, bpm=176))
        assert thresholds.estimate(mirror) == []
        assert loads(mirror)["2025-06-01"][1] == "heart_rate"

    def test_again_writes_nothing(self, mirror: Mirror) -> None:
        rides(mirror, 2025, 250, 176)
        rows = thresholds.estimate(mirror)
        before = state(mirror)
        mirror.db.execute("DELETE FROM outbox")
        assert thresholds.estimate(mirror) == rows
        assert state(mirror) == before
        assert outbox(mirror) == set()

    def test_never_over_the_athletes_own(self, mirror: Mirror) -> None:
        ftp(mirror, 300, "2025-01-01")
        rides(mirror, 2025, 250)
        rides(mirror, 2026, 350)
        assert thresholds.estimate(mirror) == []
        for day in ("2025-01-01", "2026-12-31"):
            assert thresholds.current(mirror, "bike", day).ftp_w == 300
        assert loads(mirror)["2026-06-01"][0] == tss(350, 300)

    def test_days_before_the_athletes_own_are_estimated(self, mirror: Mirror) -> None:
        rides(mirror, 2025, 250)
        ftp(mirror, 300, "2026-03-01")
        thresholds.estimate(mirror)
        assert thresholds.current(mirror, "bike", "2025-06-01").ftp_w == 238
        assert thresholds.current(mirror, "bike", "2026-03-01").ftp_w == 300

    def test_an_excluded_record_falls(self, mirror: Mirror) -> None:
        rides(mirror, 2025, 250)
        (wrong,) = add(mirror, activity("2025-06-09T08:00:00", watts=600))
        assert thresholds.current(mirror, "bike", "2025-06-02").ftp_w == 570
        mirror.db.execute(
            "UPDATE workouts_executed SET excluded_reason = 'spike' WHERE id = ?", (wrong,)
        )
        thresholds.estimate(mirror)
        assert thresholds.current(mirror, "bike", "2025-06-02").ftp_w == 238

    def test_the_order_of_arrival_does_not_matter(self, tmp_path: Path) -> None:
        workouts = [
            activity(f"202{year}-0{month}-01T08:00:00", watts=200 + 10 * month - 20 * year, bpm=150)
            for year in (4, 5, 6)
            for month in (1, 3, 5)
        ]
        ends = []
        for name, order in (("one", workouts), ("other", workouts[::-1])):
            with new_mirror(tmp_path / name) as mirror:
                for one in order:
                    add(mirror, one)
                ends.append((state(mirror), until(mirror, "9999-12-31")))
        assert ends[0] == ends[1]
        assert any(row.metric == "ftp_w" for row in ends[0][1])

    def test_what_cannot_be_is_no_estimate(self, mirror: Mirror) -> None:
        for day in range(1, 6):
            add(mirror, activity(f"2025-06-0{day}T08:00:00", "run", m_s=12))
        assert thresholds.estimate(mirror) == []

    def test_resting_heart_rate_out_of_the_nights(self, mirror: Mirror) -> None:
        athlete_id = mirror.db.execute(ATHLETE).fetchone()[0]
        nights = [
            Wellness(athlete_id, f"2026-01-{day:02}", rhr_bpm=40.0 + day) for day in range(1, 10)
        ]
        save_days(mirror, nights)
        (row,) = thresholds.estimate(mirror)
        assert (row.sport, row.metric, row.value) == ("all", "resting_hr_bpm", 45)

    def test_an_empty_mirror(self, mirror: Mirror) -> None:
        assert thresholds.estimate(mirror) == []


class TestZones:
    TABLE = (
        ZoneBound(1, None, 140, "easy"),
        ZoneBound(2, 140, 165, "mid"),
        ZoneBound(3, 165, None, "hard"),
    )

    def test_set_and_taken_back(self, mirror: Mirror) -> None:
        thresholds.set_zones(mirror, "run", "hr", self.TABLE, "2026-01-01")
        rows = zones_until(mirror, "2026-01-01")
        assert [(row.zone, row.lower, row.upper, row.label) for row in rows] == list(self.TABLE)
        thresholds.set_zones(mirror, "run", "hr", [], "2026-01-01")
        assert zones_until(mirror, "2026-01-01") == []

    def test_pace_tables_run_downwards(self, mirror: Mirror) -> None:
        table = [
            ZoneBound(1, 330, None, ""),
            ZoneBound(2, 280, 330, ""),
            ZoneBound(3, None, 280, ""),
        ]
        thresholds.set_zones(mirror, "run", "pace_s_per_km", table, "2026-01-01")
        assert len(zones_until(mirror, "2026-01-01")) == 3
        with pytest.raises(ThresholdError):
            thresholds.set_zones(mirror, "run", "pace_s_per_km", self.TABLE, "2026-01-01")

    @pytest.mark.parametrize(
        "table",
        [
            [ZoneBound(1, None, 120, ""), ZoneBound(2, 121, None, "")],
            [ZoneBound(1, None, None, ""), ZoneBound(2, None, None, "")],
            [ZoneBound(1, None, 140, ""), ZoneBound(2, 140, 130, "")],
        ],
    )
    def test_gaps_are_refused(self, mirror: Mirror, table: list[ZoneBound]) -> None:
        with pytest.raises(ThresholdError, match="zone"):
            thresholds.set_zones(mirror, "run", "hr", table, "2026-01-01")


def test_a_set_of_nothing() -> None:
    assert ThresholdSet().to_json() == {}
