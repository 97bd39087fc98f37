"""Nights and mornings: what the watch says of recovery, each day from its date alone."""

import math
import statistics
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from mirror.rows import Wellness
from sync.sources.demo import life, season
from sync.sources.demo.athlete import fitness
from sync.sources.demo.seeds import chance, normal


class Strain(NamedTuple):
    """What weighs on a night: training against habit (0 = as usual), illness, jet lag (0 … 1)."""

    training: float
    yesterday: float
    illness: float
    jet_lag: float


@lru_cache(maxsize=8192)
def strain(day: date) -> Strain:
    """The night that ends on the morning of `day`."""
    loads = [life.expected_load(day - timedelta(back)) for back in range(1, 43)]
    acute = sum(load * math.exp(-k / 7) for k, load in enumerate(loads)) / 7.0
    habit = max(sum(loads) / len(loads), 30.0)
    return Strain(acute / habit - 0.93, loads[0] / habit - 1.0, _illness(day), _jet_lag(day))


def _illness(day: date) -> float:
    """Rises the night before the first symptoms, fades over a week."""
    if season.ill(day) is not None:
        return 1.0 if season.ill(day) != 0 else 0.7
    if season.ill(day + timedelta(1)) == 0:
        return 0.35
    since = season.days_since_illness(day)
    return 0.0 if since is None else max(0.0, 0.6 - 0.1 * since)


def _jet_lag(day: date) -> float:
    for back in range(1, 6):  # the night before the flight is still slept at home
        if season.flying(day - timedelta(back)):
            return 1.2 - 0.2 * back
    return 0.0


def worn(day: date) -> bool:
    """Some nights the watch lies on the charger."""
    return chance(day, "watch off") > 0.035


@lru_cache(maxsize=8192)
def _hrv(day: date) -> float:
    """Overnight HRV (rMSSD, ms) whether measured or not."""
    felt, now = strain(day), fitness(day)
    base = 62.0 + 1.7 * (49.0 - now.resting_hr_bpm)
    slow = sum(normal(day - timedelta(k), "hrv drift") for k in range(6)) / 6**0.5
    level = -0.11 * max(felt.training, -0.6) - 0.045 * max(felt.yesterday, -1) * 0.5
    level -= 0.30 * felt.illness + 0.09 * felt.jet_lag
    level += 0.035 * slow + 0.065 * normal(day, "hrv")
    if chance(day, "wine") < (0.10 if day.weekday() in (5, 6) else 0.025):
        level -= 0.13
    return base * math.exp(level)


def hrv(day: date) -> float | None:
    """As the watch shows it: whole ms, None without a night."""
    return float(round(_hrv(day))) if worn(day) else None


class Band(NamedTuple):
    """Seven-day mean, baseline and its band, status; the way Garmin gives them."""

    weekly: float | None
    low: float
    high: float
    status: str


_BASELINE_NIGHTS = 60


@lru_cache(maxsize=4096)
def band(day: date) -> Band:
    """Weekly average against the band of the last 60 nights."""
    nights = [hrv(day - timedelta(k)) for k in range(_BASELINE_NIGHTS)]
    known = [value for value in nights if value is not None]
    week = [value for value in nights[:7] if value is not None]
    centre, spread = statistics.fmean(known), statistics.pstdev(known)
    low, high = round(centre - max(0.62 * spread, 3.0)), round(centre + max(0.78 * spread, 4.0))
    if len(week) < 3:
        return Band(None, low, high, "NONE")
    weekly = round(statistics.fmean(week))
    if weekly < low - 0.12 * centre:
        status = "LOW"
    else:
        status = "BALANCED" if low <= weekly <= high else "UNBALANCED"
    return Band(float(weekly), float(low), float(high), status)


def resting_hr(day: date) -> float:
    felt, now = strain(day), fitness(day)
    beats = now.resting_hr_bpm + 3.2 * felt.training + 0.8 * felt.yesterday + 8.5 * felt.illness
    beats += 2.0 * felt.jet_lag - 0.09 * (_hrv(day) - 62) + 0.9 * normal(day, "rhr")
    return float(round(beats))


class Sleep(NamedTuple):
    start_at: datetime
    end_at: datetime
    deep_s: float
    light_s: float
    rem_s: float
    awake_s: float
    score: float

    @property
    def total_s(self) -> float:
        return self.deep_s + self.light_s + self.rem_s


@lru_cache(maxsize=4096)
def sleep(day: date) -> Sleep:
    """The night that ends on the morning of `day`, in whole minutes."""
    felt = strain(day)
    first = life.outings(day)[0] if life.outings(day) else None
    zone = ZoneInfo(season.place(day - timedelta(1)).timezone)
    wake = 6.35 if day.weekday() < 5 else 7.3
    wake += 0.28 * normal(day, "wake") + 0.8 * felt.illness
    if first is not None:
        starts = ((first.starts_at + first.utc_offset_s) % 86_400) / 3600
        wake = min(wake, starts - 0.6) if not season.race(day) else starts - 2.6
    wake = max(wake, 4.6)
    bed = 22.45 + 0.42 * normal(day, "bed") + (0.55 if day.weekday() in (5, 6) else 0.0)
    bed += 0.9 * felt.jet_lag * normal(day, "jet lag") - 0.7 * felt.illness
    in_bed = min(max((24 - bed) + wake, 5.4), 9.9)
    awake = max(4.0, 17 + 11 * normal(day, "awake") + 25 * felt.illness + 26 * felt.jet_lag)
    minutes = int(60 * in_bed)
    awake = min(int(awake), minutes - 305)
    asleep = max(minutes - awake, 302)
    deep = asleep * _clip(0.175 + 0.028 * normal(day, "deep") - 0.03 * felt.illness, 0.07, 0.28)
    rem = asleep * _clip(0.225 + 0.034 * normal(day, "rem") - 0.03 * felt.jet_lag, 0.09, 0.32)
    end = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=int(60 * wake))
    start = end.astimezone(UTC) - timedelta(minutes=asleep + awake)
    deep, rem = int(deep), int(rem)
    score = 45 + 38 * _clip((asleep / 60 - 5) / 3, 0, 1.1) + 90 * (deep / asleep - 0.15)
    score += 60 * (rem / asleep - 0.2) - 0.22 * max(awake - 15, 0) - 8 * felt.illness
    score += 0.25 * (_hrv(day) - 62) + 2.5 * normal(day, "score")
    return Sleep(
        start,
        end.astimezone(UTC),
        deep * 60.0,
        (asleep - deep - rem) * 60.0,
        rem * 60.0,
        awake * 60.0,
        float(round(_clip(score, 18, 97))),
    )


def _clip(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


def wellness(athlete_id: str, day: date, *, complete: bool) -> Wellness | None:
    """The day's row; `complete`: the day is over (else only what is known in the morning).

    None where the watch knows nothing at all.
    """
    moment = datetime(day.year, day.month, day.day, 7, 30, tzinfo=ZoneInfo(season.HOME.timezone))
    row = Wellness(
        athlete_id,
        day.isoformat(),
        vo2_max=_vo2_run(day),
        vo2_max_cycling=_vo2_bike(day),
        intraday_updated_at=_iso(moment + timedelta(hours=15 if complete else 0)),
        daily_updated_at=_iso(moment + timedelta(days=1)) if complete else _iso(moment),
    )
    row = _weighed(row, day)
    if complete:
        row = _moved(row, day)
    return _slept(row, day, complete=complete) if worn(day) else row


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _slept(row: Wellness, day: date, *, complete: bool) -> Wellness:
    night, felt, status = sleep(day), strain(day), band(day)
    charged = _clip(10 + 0.72 * night.score + 0.35 * (_hrv(day) - 62) - 20 * felt.illness, 12, 92)
    load = life.expected_load(day)
    before = _low(day - timedelta(1))
    high = _clip(before + charged, 20, 100)
    stress = 27 + 7 * felt.training + 24 * felt.illness + 6 * felt.jet_lag
    stress += -0.22 * (_hrv(day) - 62) + 3.5 * normal(day, "stress")
    drained = high - _low(day)
    return row._replace(
        hrv_overnight_ms=hrv(day),
        hrv_baseline_ms=(status.low + status.high) / 2,
        hrv_weekly_avg_ms=status.weekly,
        hrv_status=status.status,
        hrv_baseline_low_ms=status.low,
        hrv_baseline_high_ms=status.high,
        rhr_bpm=resting_hr(day),
        sleep_total_s=night.total_s,
        sleep_deep_s=night.deep_s,
        sleep_light_s=night.light_s,
        sleep_rem_s=night.rem_s,
        sleep_awake_s=night.awake_s,
        sleep_score=night.score,
        sleep_start_at=_iso(night.start_at),
        sleep_end_at=_iso(night.end_at),
        body_battery_high=float(round(high)),
        body_battery_low=float(round(min(_low(day), before))) if complete else float(round(before)),
        body_battery_charged=float(round(high - before)),
        body_battery_drained=float(round(drained)) if complete else None,
        stress_avg=float(round(_clip(stress, 14, 68))) if complete else None,
        stress_max=float(round(_clip(84 + load / 12 + 5 * normal(day, "peak"), 70, 99)))
        if complete
        else None,
        training_readiness=_readiness(day, night, felt, status),
        training_status=_training_status(day),
        respiration_avg=round(13.4 + 1.6 * felt.illness + 0.35 * normal(day, "breath"), 1),
        spo2_avg=float(round(_clip(95.8 + 0.8 * normal(day, "spo2") - felt.illness, 90, 99))),
    )


def _low(day: date) -> float:
    """Body battery at bedtime of a day."""
    left = 34 - 0.13 * life.expected_load(day) - 12 * strain(day).illness
    return _clip(left + 5 * normal(day, "battery"), 5, 48)


def _readiness(day: date, night: Sleep, felt: Strain, status: Band) -> float:
    value = 24 + 0.58 * night.score - 34 * max(felt.training, -0.5) - 7 * max(felt.yesterday, -1)
    value += {"BALANCED": 8, "UNBALANCED": -6, "LOW": -16, "NONE": 0}[status.status]
    value += 0.5 * (_hrv(day) - (status.low + status.high) / 2) - 30 * felt.illness
    return float(round(_clip(value - 8 * felt.jet_lag + 2 * normal(day, "readiness"), 1, 99)))


def _training_status(day: date) -> str:
    felt = strain(day)
    if felt.illness > 0.5:
        return "STRAINED"
    phase = season.phase(day)
    if phase in ("taper", "race"):
        return "PEAKING"
    if phase == "recovery" or (felt.training < -0.25 and season.week_in_cycle(day) == 3):
        return "RECOVERY"
    if felt.training > 0.55:
        return "OVERREACHING"
    if phase == "off" and felt.training < -0.15:
        return "DETRAINING"
    rising = fitness(day).ftp_w - fitness(day - timedelta(21)).ftp_w
    if rising > 0.8:
        return "PRODUCTIVE"
    return "MAINTAINING" if rising > -3 else "UNPRODUCTIVE"


def _vo2_run(day: date) -> float:
    return float(round(51.5 * fitness(day).threshold_speed_m_s / 3.92))


def _vo2_bike(day: date) -> float:
    now = fitness(day)
    return float(round(10.8 * now.ftp_w / 0.77 / now.weight_kg + 7))


def _weighed(row: Wellness, day: date) -> Wellness:
    """Now and then, in the morning; dry after long days."""
    if chance(day, "scale") > 0.38 or season.trip(day) is not None:
        return row
    weight = fitness(day).weight_kg + 0.35 * normal(day, "weight")
    weight -= 0.25 * max(strain(day).yesterday, 0)
    fat = 12.2 + 0.9 * (weight - 72.5) / 1.5 + 0.25 * normal(day, "fat")
    return row._replace(weight_kg=round(weight, 1), body_fat_pct=round(fat, 1))


def _moved(row: Wellness, day: date) -> Wellness:
    """Steps and floors of a whole day: daily life plus the runs."""
    steps = 5600 + 1700 * normal(day, "steps") + (1500 if day.weekday() == 5 else 0)
    if season.ill(day) is not None:
        steps *= 0.4
    if season.flying(day) or (season.trip(day) and not season.injured(day)):
        steps += 3500
    for outing in life.outings(day):
        kind = outing.session.kind
        seconds = outing.session.duration_s
        if outing.session.sport == "run":
            steps += seconds / 60 * 166
        elif kind == "other.hike":
            steps += seconds / 60 * 105
        elif outing.session.sport == "brick":
            steps += 25 * 170
    floors = max(0.0, round(9 + 5 * normal(day, "floors")))
    return row._replace(steps=int(max(steps, 900)), floors_climbed=float(floors))
