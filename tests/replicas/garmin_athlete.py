"""An athlete with a history at Garmin, generated: every answer is a function of the date.

Shapes are those of the real service; every value is made here.
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from sync.fit.writer import write_activity

Row = dict[str, Any]
_SPORTS = (("running", 1, 0), ("road_biking", 2, 0), ("lap_swimming", 5, 17))


@dataclass
class Athlete:
    """zones: day → IANA zone, for a traveller; the last one not after a day holds.

    changed: (dataset, day) → what to lay over the generated row, or None for no row at all.
    """

    first: date
    last: date
    every: float = 300 / 365
    zone: str = "Europe/Berlin"
    zones: dict[date, str] = field(default_factory=dict)
    changed: dict[tuple[str, str], Row | None] = field(default_factory=dict)
    twice: set[tuple[str, str]] = field(default_factory=set)
    details: dict[int, Row] = field(default_factory=dict)
    renamed: dict[int, str] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    without_file: set[int] = field(default_factory=set)
    damaged_file: set[int] = field(default_factory=set)
    uploaded_at: datetime = datetime(2026, 11, 23, 6, tzinfo=UTC)
    seconds: int = 600
    starts: tuple[int, int] = (17, 30)
    files_tell_offset: bool = True

    def number(self, what: str, day: date, low: float, high: float) -> float:
        """A stable pseudo-random number of the day."""
        digest = hashlib.sha256(f"{what}/{day}".encode()).digest()
        return round(low + (high - low) * int.from_bytes(digest[:4]) / 2**32, 1)

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last

    def zone_of(self, day: date) -> ZoneInfo:
        begun = [start for start in self.zones if start <= day]
        return ZoneInfo(self.zones[max(begun)] if begun else self.zone)

    def rows(self, dataset: str, start: date, end: date) -> list[Row]:
        """The dataset's rows of the days from start to end, changes applied."""
        found = []
        for offset in range((end - start).days + 1):
            day = start + timedelta(days=offset)
            if not self.has(day):
                continue
            row: Row | None = getattr(self, f"_{dataset}")(day)
            change = self.changed.get((dataset, day.isoformat()), {})
            if row is not None and change is not None:
                copies = 1 + ((dataset, day.isoformat()) in self.twice)
                found += [_overlay(row, change)] * copies
        return found

    def _sleep(self, day: date) -> Row:
        up = datetime(day.year, day.month, day.day, 6, 30, tzinfo=self.zone_of(day))
        parts = {
            "deepTime": int(self.number("deep", day, 3000, 7000)),
            "lightTime": int(self.number("light", day, 12000, 17000)),
            "remTime": int(self.number("rem", day, 4000, 7500)),
        }
        total = sum(parts.values())
        down = up - timedelta(seconds=total + 900)
        return {
            "calendarDate": day.isoformat(),
            "values": {
                **parts,
                "totalSleepTimeInSeconds": total,
                "awakeTime": 900,
                "sleepScore": int(self.number("score", day, 55, 95)),
                "sleepScoreQuality": "GOOD",
                "gmtSleepStartTimeInMillis": int(down.timestamp() * 1000),
                "gmtSleepEndTimeInMillis": int(up.timestamp() * 1000),
                "restingHeartRate": int(self.number("rhr", day, 41, 52)),
                "avgOvernightHrv": self.number("hrv", day, 45, 85) // 1,
                "hrv7dAverage": 63.0,
                "hrvStatus": "BALANCED",
                "respiration": 13.0,
                "spO2": None,
                "sleepNeed": 480,
            },
        }

    def _hrv(self, day: date) -> Row | None:
        if (day - self.first).days < 2:
            return None
        new = (day - self.first).days < 21
        return {
            "calendarDate": day.isoformat(),
            "weeklyAvg": 63,
            "lastNightAvg": int(self.number("hrv", day, 45, 85)),
            "baseline": None
            if new
            else {"lowUpper": 48, "balancedLow": 52, "balancedUpper": 74, "markerValue": None},
            "status": "NONE" if new else "BALANCED",
        }

    def _summary(self, day: date) -> Row:
        return {
            "calendarDate": day.isoformat(),
            "source": "garmin",
            "movement": {
                "steps": {"goal": 9000, "value": int(self.number("steps", day, 3000, 21000))},
                "floorsAscended": {"value": int(self.number("floors", day, 0, 40))},
            },
            "heartRate": {"restingValue": int(self.number("rhr", day, 41, 52))},
            "stress": {
                "avgLevel": int(self.number("stress", day, 15, 45)),
                "maxLevel": int(self.number("peak", day, 70, 99)),
            },
            "bodyBattery": {
                "minValue": int(self.number("low", day, 5, 30)),
                "maxValue": int(self.number("high", day, 60, 100)),
                "chargedValue": int(self.number("charged", day, 40, 80)),
                "drainedValue": int(self.number("drained", day, 40, 80)),
            },
            "respiration": {"avgValue": 14},
            "pulseOx": {},
        }

    def _stress(self, day: date) -> Row:
        level = int(self.number("stress", day, 15, 45))
        return {"calendarDate": day.isoformat(), "values": {"overallStressLevel": level}}

    def _body_battery(self, day: date) -> Row:
        at = int(datetime(day.year, day.month, day.day, 8, tzinfo=UTC).timestamp() * 1000)
        high, low = (
            int(self.number(n, day, *b)) for n, b in (("high", (60, 100)), ("low", (5, 30)))
        )
        return {
            "date": day.isoformat(),
            "charged": int(self.number("charged", day, 40, 80)),
            "drained": int(self.number("drained", day, 40, 80)),
            "bodyBatteryValuesArray": [[at, high], [at + 3_600_000, None], [at + 7_200_000, low]],
        }

    def _readiness(self, day: date) -> Row:
        return {
            "calendarDate": day.isoformat(),
            "timestamp": f"{day}T05:40:00.0",
            "score": int(self.number("readiness", day, 20, 95)),
            "inputContext": "AFTER_WAKEUP_RESET",
        }

    def _training_status(self, day: date) -> Row:
        word = ("PRODUCTIVE_3", "MAINTAINING_2", "RECOVERY_1")[day.toordinal() // 7 % 3]
        return {
            "calendarDate": day.isoformat(),
            "trainingStatusFeedbackPhrase": word,
            "primaryTrainingDevice": True,
        }

    def _vo2max(self, day: date) -> Row | None:
        if day.toordinal() % 3:
            return None  # only on days with a new value
        value = self.number("vo2", day, 50, 54)
        generic = {"calendarDate": day.isoformat(), "vo2MaxPreciseValue": value}
        return {"calendarDate": day.isoformat(), "generic": generic, "cycling": None}

    def _weight(self, day: date) -> Row | None:
        if day.weekday() != 0:
            return None
        entry = {
            "calendarDate": day.isoformat(),
            "weight": self.number("weight", day, 70_000, 72_000),
            "bodyFat": self.number("fat", day, 12, 14),
            "timestampGMT": int(datetime(day.year, day.month, day.day, 6).timestamp() * 1000),
            "sourceType": "INDEX_SCALE",
        }
        return {
            "calendarDate": day.isoformat(),
            "summaryDate": day.isoformat(),
            "latestWeight": entry,
            "allWeightMetrics": [entry],
        }

    def _resting_hr(self, day: date) -> Row:
        return {
            "calendarDate": day.isoformat(),
            "value": float(int(self.number("rhr", day, 41, 52))),
        }

    def activity_ids(self) -> list[int]:
        """One workout on `every` of the days, the newest first."""
        days = (self.last - self.first).days + 1
        found = [
            self.first.toordinal() + k
            for k in range(days)
            if int((k + 1) * self.every) > int(k * self.every)
        ]
        return [10_000_000 + n for n in reversed(found) if 10_000_000 + n not in self.deleted]

    def activity(self, ident: int) -> Row:
        """The list's row."""
        start, sport = self._start(ident)
        zone = self.zone_of(start.date())
        return {
            "activityId": ident,
            "activityName": self.renamed.get(ident, f"Workout {ident}"),
            "startTimeLocal": start.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
            "startTimeGMT": start.strftime("%Y-%m-%d %H:%M:%S"),
            "activityType": {"typeKey": _SPORTS[sport][0], "parentTypeId": 17},
            "distance": 3.0 * self.seconds,
            "duration": float(self.seconds),
            "elapsedDuration": float(self.seconds),
            "averageHR": 140.0,
            "maxHR": 150.0,
            "calories": 200.0,
            "deviceId": 3_400_000_001,
            "userRoles": ["ROLE_FITNESS_USER"],
            "manualActivity": ident in self.without_file,
            **self.details.get(ident, {}),
        }

    def _start(self, ident: int) -> tuple[datetime, int]:
        day = date.fromordinal(ident - 10_000_000)
        local = datetime(day.year, day.month, day.day, *self.starts, tzinfo=self.zone_of(day))
        return local.astimezone(UTC), ident % 3

    def fit(self, ident: int) -> bytes:
        """The recording, in the zip that Garmin sends."""
        start, sport = self._start(ident)
        _, fit_sport, sub_sport = _SPORTS[sport]
        second = np.arange(self.seconds, dtype=np.float64)
        begin = start.timestamp()
        records = {
            "time": begin + second,
            "hr": 140 + np.round(10 * np.sin(second / 60 + ident)),
            "distance": 3.0 * second,
            "speed": np.full(self.seconds, 3.0),
        }
        if sport == 1:
            records["power"] = 200 + np.round(40 * np.sin(second / 30 + ident))
        row: dict[str, Any] = {
            "start_time": begin,
            "timestamp": begin + self.seconds,
            "total_timer_time": float(self.seconds),
            "total_elapsed_time": float(self.seconds),
            "total_distance": 3.0 * self.seconds,
            "sport": fit_sport,
            "sub_sport": sub_sport,
        }
        offset = start.astimezone(self.zone_of(start.date())).utcoffset()
        content = write_activity(
            time_created=int(begin),
            serial=3_400_000,
            sport=fit_sport,
            sub_sport=sub_sport,
            records=records,
            laps=[row],
            sessions=[row],
            utc_offset_s=int(offset.total_seconds()) if offset and self.files_tell_offset else None,
        )
        if ident in self.damaged_file:
            content = b"this is no FIT file"
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(f"{ident}_ACTIVITY.fit", content)
        return buffer.getvalue()


def _overlay(row: Any, change: Any) -> Row:
    merged: Row = dict(row)
    for key, value in change.items():
        inner = merged.get(key)
        nested = isinstance(inner, dict) and isinstance(value, dict)
        merged[key] = _overlay(inner, value) if nested else value
    return merged
