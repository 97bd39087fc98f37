"""A mirror full of years, made in seconds: round numbers, no randomness, through the real writes.

For tests of reads, reports and commands, and for the start-up benchmark. Day d counts back from
`today`: 0 is today, 1 is yesterday. Bikes, runs and swims take turns; every seventh day rests.
"""

import json
import sys
from array import array
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from analytics.durations import GRID, GRID_VERSION, STANDARD
from analytics.fitness import pmc
from mirror import load, plan, thresholds, workouts
from mirror.athlete import athlete, save_athlete
from mirror.codec import pack
from mirror.database import Mirror
from mirror.rows import (
    Curve,
    Histogram,
    Lap,
    LoadDay,
    PlanChange,
    Planned,
    Source,
    Stream,
    Threshold,
    Wellness,
    Workout,
)

SPORTS = ("bike", "run", "swim")
LOADS = {"bike": 80.0, "run": 60.0, "swim": 40.0}
SECONDS = {"bike": 5400, "run": 3600, "swim": 2700}
SPEED = {"bike": 8.0, "run": 3.0, "swim": 1.1}
FTP = 250.0
LTHR = 165.0
AHEAD = 14


def fill(mirror: Mirror, today: date, days: int, *, seconds_stored: bool = True) -> None:
    """`days` days of training ending today. seconds_stored: with streams (one blob for all)."""
    owner = athlete(mirror)
    save_athlete(mirror, owner._replace(name="Test Athlete", timezone="Europe/Berlin", sex="f"))
    with mirror.transaction():
        _thresholds(mirror, owner.id, today - timedelta(days=days))
        streams = {sport: _stream(SECONDS[sport]) for sport in SPORTS} if seconds_stored else {}
        loads: list[float] = []
        for ago in range(days - 1, -1, -1):
            day = today - timedelta(days=ago)
            sport = sport_of(ago)
            loads.append(LOADS[sport] if sport else 0.0)
            if sport:
                plan.save_pull(mirror, [_planned(owner.id, day, sport)], [])
                workouts.save(mirror, _unit(owner.id, day, sport, streams.get(sport)))
            mirror.db.execute(
                f"INSERT INTO wellness_daily VALUES ({', '.join('?' * len(Wellness._fields))})",
                _night(owner.id, day, ago),
            )
        _load_days(mirror, today, loads)
        _future(mirror, owner.id, today)
        mirror.db.executemany(
            "INSERT INTO sync_ledger VALUES ('garmin', ?, ?, 'full', 1, NULL, NULL, ?)",
            [
                (dataset, (today - timedelta(days=ago)).isoformat(), _instant(today))
                for dataset in ("sleep", "hrv", "stats")
                for ago in range(days)
            ],
        )


def sport_of(ago: int) -> str | None:
    """What was done so many days ago; None on a rest day."""
    return None if ago % 7 == 6 else SPORTS[ago % 3]


def workout_id(day: date) -> str:
    return str(uuid5(NAMESPACE_URL, f"workout:{day}"))


def planned_id(day: date) -> str:
    return str(uuid5(NAMESPACE_URL, f"planned:{day}"))


def structure_of(sport: str) -> dict[str, object]:
    """The steps of a planned session."""
    return {"kind": "workout", "steps": [{"kind": "steady", "duration_s": SECONDS[sport]}]}


def _instant(day: date, hour: int = 6) -> str:
    return datetime.combine(day, time(hour), UTC).isoformat()


def _thresholds(mirror: Mirror, owner: str, start: date) -> None:
    since = start.isoformat()
    for sport, metric, value, source in (
        ("bike", "ftp_w", FTP, "athlete"),
        ("all", "lthr_bpm", LTHR, "athlete"),
        ("run", "threshold_pace_s_per_km", 260.0, "garmin"),
        ("swim", "css_s_per_100m", 100.0, "estimated"),
    ):
        thresholds.save_threshold(mirror, Threshold(owner, sport, metric, value, since, source))


def _planned(owner: str, day: date, sport: str) -> Planned:
    return Planned(
        id=planned_id(day),
        athlete_id=owner,
        date=day.isoformat(),
        sport=sport,
        title=f"Steady {sport}",
        duration_planned_s=float(SECONDS[sport]),
        distance_planned_m=None,
        tss_planned=LOADS[sport],
        description="Stay easy.",
        structure=json.dumps(structure_of(sport)),
        source="ical",
        source_uid=None,
        dedup_key=f"{day}:{sport}",
        starts_at=None,
        status="planned",
        first_seen_at=_instant(day),
        updated_at=_instant(day),
    )


def _future(mirror: Mirror, owner: str, today: date) -> None:
    """Tomorrow on: rides with load, runs with time only, in turn; the last day has neither."""
    rows = []
    for ahead in range(1, AHEAD + 1):
        row = _planned(owner, today + timedelta(days=ahead), "bike" if ahead % 2 else "run")
        if ahead % 2 == 0:
            row = row._replace(tss_planned=None)
        if ahead == AHEAD:
            row = row._replace(duration_planned_s=None)
        rows.append(row)
    change = PlanChange(
        str(uuid5(NAMESPACE_URL, "change")),
        rows[0].id,
        _instant(today, 1),
        "moved",
        json.dumps({"date": today.isoformat()}),
        json.dumps({"date": rows[0].date}),
    )
    plan.save_pull(mirror, rows, [change])


def _unit(
    owner: str, day: date, sport: str, blobs: dict[str, bytes] | None
) -> workouts.WorkoutUnit:
    name, seconds, start = workout_id(day), SECONDS[sport], _instant(day)
    row = Workout(
        id=name,
        athlete_id=owner,
        started_at=start,
        utc_offset_s=3600,
        local_date=day.isoformat(),
        sport=sport,
        sub_sport="road" if sport == "bike" else None,
        title=f"Steady {sport}",
        duration_s=float(seconds),
        elapsed_s=float(seconds + 60),
        moving_s=float(seconds),
        distance_m=seconds * SPEED[sport],
        tss=LOADS[sport] if sport == "bike" else None,
        intensity_factor=0.73 if sport == "bike" else None,
        load=LOADS[sport],
        load_method="power" if sport == "bike" else "heart_rate",
        avg_hr=140.0,
        max_hr=160.0,
        avg_power=180.0 if sport == "bike" else None,
        max_power=400.0 if sport == "bike" else None,
        normalized_power=190.0 if sport == "bike" else None,
        avg_cadence=85.0,
        avg_pace_s_per_km=1000 / SPEED[sport] if sport != "bike" else None,
        elevation_gain_m=120.0 if sport != "swim" else None,
        decoupling_pct=2.5 if sport == "bike" else None,
        decoupling_withheld=None if sport == "bike" else "no steady pace",
        garmin_activity_id=str(10**10 + day.toordinal()),
        planned_workout_id=planned_id(day),
        match_method="auto",
        device="Edge 540",
        warnings="[]",
        thresholds_used=json.dumps({"ftp_w": {"value": FTP, "source": "athlete"}}),
        analytics_version=1,
    )
    laps = [
        Lap(name, lap, _instant(day), seconds / 5, row.distance_m, 140.0, 150.0, 180.0, 300.0)
        for lap in range(5)
    ]
    return workouts.WorkoutUnit(
        row,
        laps=laps,
        stream=Stream(name, seconds, "[[600, 660]]", **blobs) if blobs else None,
        curves=[_curve(name, "hr", seconds, 150, 10)]
        + ([_curve(name, "power", seconds, 400, 1)] if sport == "bike" else []),
        histograms=[_histogram(name, "hr", 1.0, 120, seconds)]
        + ([_histogram(name, "power", 5.0, 30, seconds)] if sport == "bike" else []),
        sources=[Source("file", f"{day}.fit", name, f"sha-{day}", f"{day}.fit", 3, start, start,
                        start)],
    )  # fmt: skip


def _stream(seconds: int) -> dict[str, bytes]:
    """Eight channels that waver a little, three of them as rough as a real sensor's, so that the
    file is as big as a real one."""
    waves = [second // 7 % 11 for second in range(seconds)]
    rough, state = [], 1
    for _ in range(seconds):
        state = (state * 1103515245 + 12345) % 2**31
        rough.append(state >> 24)
    levels = {"hr": 135, "power": 175, "cadence": 170, "speed": 8000, "distance": 0}
    made = {name: array("i", [level + wave for wave in waves]) for name, level in levels.items()}
    for name, level in {"altitude": 500, "lat": 52_500_000, "lon": 13_400_000}.items():
        made[name] = array("i", [level + step for step in rough])
    return {name: pack(values) for name, values in made.items()}


def _curve(name: str, metric: str, seconds: int, best: int, scale: int) -> Curve:
    """Falls by a quarter over the workout."""
    reached = [point for point in GRID if point <= seconds]
    numbers = array("H", [round(best * scale * (1 - point / seconds / 4)) for point in reached])
    bests = {
        str(duration): round(best * (1 - duration / seconds / 4), 1)
        for duration in STANDARD
        if duration <= seconds
    }
    if sys.byteorder == "big":
        numbers.byteswap()
    return Curve(name, metric, GRID_VERSION, numbers.tobytes(), json.dumps(bests))


def _histogram(name: str, metric: str, width: float, first: int, seconds: int) -> Histogram:
    counts = array("I", [seconds // 20] * 20)
    if sys.byteorder == "big":
        counts.byteswap()
    return Histogram(name, metric, width, first, counts.tobytes())


def _night(owner: str, day: date, ago: int) -> Wellness:
    wave = ago % 5
    return Wellness(
        owner,
        day.isoformat(),
        hrv_overnight_ms=60.0 + wave,
        hrv_baseline_ms=62.0,
        rhr_bpm=48.0 + wave,
        sleep_total_s=27000.0 + 600 * wave,
        sleep_deep_s=5000.0,
        sleep_light_s=15000.0,
        sleep_rem_s=7000.0,
        sleep_score=80.0 + wave,
        training_readiness=70.0,
        daily_updated_at=_instant(day, 4),
        intraday_updated_at=_instant(day, 5),
    )


def _load_days(mirror: Mirror, today: date, loads: list[float]) -> None:
    def rows() -> Iterator[LoadDay]:
        start = today - timedelta(days=len(loads) - 1)
        for n, (amount, form) in enumerate(zip(loads, pmc(loads), strict=True)):
            yield LoadDay(
                (start + timedelta(days=n)).isoformat(),
                amount,
                *form,
                by_sport=json.dumps(_by_sport(sport_of(len(loads) - 1 - n))),
            )

    load.replace_from(mirror, (today - timedelta(days=len(loads))).isoformat(), rows())


def _by_sport(sport: str | None) -> dict[str, dict[str, float]]:
    if sport is None:
        return {}
    seconds = SECONDS[sport]
    return {sport: {"s": seconds, "m": seconds * SPEED[sport], "load": LOADS[sport], "n": 1}}
