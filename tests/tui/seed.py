"""A small athlete for the screens' tests: fixed dates, fixed numbers, the real schema."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import sin
from pathlib import Path

import numpy as np

from analytics.fitness import pmc
from analytics.streams import Streams
from analytics.thresholds import ThresholdSet
from analytics.workout import analyse, lap_summary
from mirror import athlete as athletes
from mirror import load, plan, thresholds, wellness, workouts
from mirror.database import Mirror, open_mirror
from mirror.rows import (
    Curve,
    Histogram,
    Lap,
    LoadDay,
    Planned,
    Source,
    Threshold,
    Wellness,
    Workout,
)
from sync.pack import stream_row

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RIDE, RUN, SWIM = "ride-2026-11-22", "run-2026-11-19", "swim-2026-11-20"
WEEKS = 30

#: Weekday -> (sport, title, planned seconds, planned metres, load per hour).
_WEEK = (
    (0, "swim", "Technique and CSS", 3600, 2600, 55),
    (1, "run", "Easy run", 2700, 8200, 52),
    (1, "strength", "Core and legs", 1800, None, 25),
    (2, "bike", "3×12′ sweet spot", 4500, 40_000, 72),
    (3, "run", "Intervals 6×800 m", 3900, 12_500, 78),
    (4, "swim", "Endurance swim", 3300, 2800, 52),
    (5, "bike", "Long ride", 12_600, 95_000, 58),
    (6, "run", "Long run", 5700, 18_000, 60),
)
_SKIPPED = {(2, 1), (5, 4), (1, 3), (9, 5)}
_STRETCH = {(1, 5): 1.35, (3, 2): 0.6, (4, 6): 0.4, (2, 3): 1.1, (1, 2): 0.97}


def seed(path: Path, *, full: bool = True) -> None:
    """A mirror at `path`: empty, or filled with `WEEKS` weeks that end on TODAY."""
    with open_mirror(path) as mirror:
        person = athletes.athlete(mirror)
        athletes.save_athlete(mirror, person._replace(timezone="UTC", name="Alex"))
        if not full:
            return
        person = athletes.athlete(mirror)
        with mirror.transaction():
            for row in _thresholds(person.id):
                thresholds.save_threshold(mirror, row)
            plan.save_pull(mirror, list(_plan(person.id)), [])
            for unit in _units(person.id):
                workouts.save(mirror, unit)
            wellness.save_days(mirror, _nights(person.id))
            _refresh_load(mirror)


def _thresholds(athlete_id: str) -> list[Threshold]:
    values = (
        ("bike", "ftp_w", 262.0, "athlete"),
        ("bike", "lthr_bpm", 166.0, "estimated"),
        ("run", "lthr_bpm", 172.0, "athlete"),
        ("run", "threshold_pace_s_per_km", 248.0, "athlete"),
        ("swim", "css_s_per_100m", 96.0, "estimated"),
        ("all", "max_hr_bpm", 188.0, "athlete"),
        ("all", "resting_hr_bpm", 46.0, "garmin"),
    )
    return [
        Threshold(athlete_id, sport, metric, value, "2026-01-01", source)
        for sport, metric, value, source in values
    ]


def _sessions() -> Iterator[tuple[int, date, tuple[int, str, str, int, int | None, int]]]:
    """(weeks ago, day, session); the coming fortnight has negative weeks."""
    for ago in range(WEEKS - 1, -3, -1):
        for session in _WEEK:
            yield ago, TODAY - timedelta(weeks=ago) + timedelta(session[0]), session


def _plan(athlete_id: str) -> Iterator[Planned]:
    stamp = "2026-11-01T06:00:00+00:00"
    for ago, day, (_, sport, title, seconds, metres, hourly) in _sessions():
        if ago > 12:
            continue
        yield Planned(
            id=f"plan-{day}-{sport}",
            athlete_id=athlete_id,
            date=day.isoformat(),
            sport=sport,
            title=title,
            duration_planned_s=float(seconds),
            distance_planned_m=None if metres is None else float(metres),
            tss_planned=round(seconds / 3600 * hourly, 1),
            description="Warm up well, then as written. Easy home.",
            structure=None,
            source="file",
            source_uid=None,
            dedup_key=f"{day}-{sport}",
            starts_at=None,
            status="planned",
            first_seen_at=stamp,
            updated_at=stamp,
        )


def _units(athlete_id: str) -> Iterator[workouts.WorkoutUnit]:
    for ago, day, (weekday, sport, title, seconds, metres, hourly) in _sessions():
        if day >= TODAY or (ago, weekday) in _SKIPPED:
            continue
        factor = _STRETCH.get((ago, weekday), 1.0 + 0.08 * sin(ago * 3 + weekday))
        made = seconds * factor
        planned = f"plan-{day}-{sport}" if ago <= 12 else None
        workout = Workout(
            id=f"{sport}-{day}",
            athlete_id=athlete_id,
            started_at=f"{day}T07:30:00+00:00",
            utc_offset_s=0,
            local_date=day.isoformat(),
            sport=sport,
            title=title,
            duration_s=made,
            elapsed_s=made + 60,
            moving_s=made,
            distance_m=None if metres is None else metres * factor,
            load=round(made / 3600 * hourly, 1),
            load_method="heart_rate",
            avg_hr=138.0,
            max_hr=171.0,
            planned_workout_id=planned,
            match_method="auto" if planned else "none",
            analytics_version=1,
        )
        yield workouts.WorkoutUnit(workout)
    yield _recorded(athlete_id, RIDE, "bike", "Sunday hills with the club")
    yield _recorded(athlete_id, RUN, "run", "Intervals 6×800 m")
    yield _recorded(athlete_id, SWIM, "swim", "Endurance swim")


def _streams(sport: str) -> Streams:
    """Second by second, without chance: blocks of effort over hills."""
    n = {"bike": 9000, "run": 3900, "swim": 3300}[sport]
    t = np.arange(n)
    block = (t // 300) % 6
    level = np.array([0.62, 0.74, 1.02, 0.55, 0.9, 1.12])[block]
    wobble = 1 + 0.06 * np.sin(t / 7) + 0.04 * np.sin(t / 2.3)
    hr = np.convolve(100 + 65 * level, np.ones(60) / 60, mode="same") + t / n * 5
    hr[:60] = np.linspace(92, hr[60], 60)
    channels = {"hr": np.rint(hr)}
    if sport == "bike":
        channels["power"] = np.rint(262 * level * wobble)
        channels["speed"] = 6 + 4 * level + 2 * np.sin(t / 900)
        channels["altitude"] = 320 + 180 * np.sin(t / 1400) + 40 * np.sin(t / 310)
        channels["cadence"] = np.rint(84 + 6 * np.sin(t / 50))
    elif sport == "run":
        channels["speed"] = 4.05 * (0.55 + 0.45 * level) * (1 + 0.02 * np.sin(t / 5))
        channels["altitude"] = 210 + 25 * np.sin(t / 500)
        channels["cadence"] = np.rint(172 + 5 * level)
    else:
        channels["speed"] = 1.02 * (0.9 + 0.1 * level) * np.ones(n)
    channels["distance"] = np.cumsum(channels["speed"])
    return Streams({k: v.astype(np.float64) for k, v in channels.items()}, np.ones(n, dtype=bool))


def _recorded(athlete_id: str, ident: str, sport: str, title: str) -> workouts.WorkoutUnit:
    day = ident[-10:]
    streams = _streams(sport)
    known = {"ftp_w": "athlete", "threshold_pace_s_per_km": "athlete", "lthr_bpm": "estimated"}
    limits = ThresholdSet(262.0, 166.0, 188.0, 46.0, 1000 / 248, 100 / 96, "f", known)
    found = analyse(streams, sport, limits)
    columns = {name: getattr(found, name) for name in Workout._fields if hasattr(found, name)}
    columns["decoupling_withheld"] = found.decoupling_withheld
    planned = {"run": "plan-2026-11-19-run", "swim": "plan-2026-11-20-swim"}.get(sport)
    workout = Workout(
        id=ident,
        athlete_id=athlete_id,
        started_at=f"{day}T08:30:00+00:00",
        utc_offset_s=0,
        local_date=day,
        sport=sport,
        title=title,
        device="Edge 840" if sport == "bike" else "Forerunner 955",
        planned_workout_id=planned,
        match_method="auto" if planned else "none",
        analytics_version=1,
    )._replace(**columns)
    laps = [
        Lap(
            ident,
            index,
            started_at=(
                datetime.fromisoformat(workout.started_at) + timedelta(seconds=start)
            ).isoformat(),
            **lap_summary(streams, start, min(start + 600, streams.n)),  # type: ignore[arg-type]
        )
        for index, start in enumerate(range(0, streams.n, 600))
    ]
    return workouts.WorkoutUnit(
        workout,
        laps,
        stream_row(ident, streams),
        [
            Curve(ident, metric, 1, values.astype("<u2").tobytes(), json.dumps(found.bests[metric]))
            for metric, values in found.curves.items()
        ],
        [
            Histogram(
                ident, metric, bins.bin_width, bins.first_bin, bins.counts.astype("<u4").tobytes()
            )
            for metric, bins in found.histograms.items()
        ],
        [Source("file", ident, ident, None, f"{ident}.fit", 1, workout.started_at,
                workout.started_at, "2026-11-22T20:00:00+00:00")],
    )  # fmt: skip


def _nights(athlete_id: str) -> Iterator[Wellness]:
    for ago in range(200, -1, -1):
        day = TODAY - timedelta(ago)
        swing = sin(ago * 1.7) + 0.6 * sin(ago * 0.61)
        ill = 12 if 40 <= ago <= 46 else 0
        hrv = 64 + 5 * swing - ill * 1.4
        sleep = 27_000 + 2400 * swing - ill * 200
        yield Wellness(
            athlete_id=athlete_id,
            date=day.isoformat(),
            hrv_overnight_ms=round(hrv),
            hrv_baseline_ms=64.0,
            rhr_bpm=round(48 - swing + ill / 2),
            sleep_total_s=round(sleep),
            sleep_deep_s=round(sleep * 0.19),
            sleep_light_s=round(sleep * 0.58),
            sleep_rem_s=round(sleep * 0.23),
            sleep_awake_s=900.0,
            sleep_score=round(80 + 5 * swing - ill),
            body_battery_high=round(84 + 6 * swing - ill),
            body_battery_low=22.0,
            stress_avg=round(31 - 4 * swing + ill),
            training_readiness=round(66 + 9 * swing - ill * 2),
            weight_kg=71.4,
        )


def _refresh_load(mirror: Mirror) -> None:
    rows = mirror.db.execute(
        "SELECT local_date, sport, duration_s, distance_m, load FROM workouts_executed"
    ).fetchall()
    first = min(date.fromisoformat(row[0]) for row in rows)
    days = [(first + timedelta(n)).isoformat() for n in range((TODAY - first).days + 1)]
    by_day: dict[str, dict[str, dict[str, float]]] = {day: {} for day in days}
    for day, sport, seconds, metres, value in rows:
        part = by_day[day].setdefault(sport, {"s": 0, "m": 0, "load": 0, "n": 0})
        part["s"] += seconds
        part["m"] += metres or 0
        part["load"] += value or 0
        part["n"] += 1
    loads = [sum(part["load"] for part in by_day[day].values()) for day in days]
    states = pmc(loads)
    load.replace_from(
        mirror,
        days[0],
        [
            LoadDay(day, value, *state, json.dumps(by_day[day]))
            for day, value, state in zip(days, loads, states, strict=True)
        ],
    )
