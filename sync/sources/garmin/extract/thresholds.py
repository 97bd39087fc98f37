"""Thresholds and zones out of Garmin's biometric answers.

An account that never set anything reports defaults that look real (FTP 200 W; zones at round
shares of a maximum heart rate nobody measured). They are recognised and not believed.
"""

from typing import Any, NamedTuple

from sync.sources.garmin.extract.values import at, day, number, rows

_SPORTS = {"CYCLING": "bike", "RUNNING": "run", "SWIMMING": "swim"}
_DEFAULT_FTP_W = 200.0
_DEFAULT_HR_SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)
_DEFAULT_POWER_SHARES = {
    "CYCLING": (0.0, 0.55, 0.75, 0.90, 1.05, 1.20, 1.50),
    "RUNNING": (0.65, 0.80, 0.90, 1.00, 1.15),
}


class Found(NamedTuple):
    """One threshold. valid_from: the day Garmin found it, None where it does not say."""

    sport: str
    metric: str
    value: float
    valid_from: str | None


class FoundZones(NamedTuple):
    """Lower bounds of the zones, the first first. sport "any" is the account's default."""

    sport: str
    metric: str
    floors: tuple[float, ...]


def lactate(payload: Any) -> list[Found]:
    """Threshold heart rate and running threshold pace; speed comes in units of 10 m/s."""
    found = []
    for row in rows([payload] if isinstance(payload, dict) else payload):
        since = day(row.get("calendarDate"))
        speed = number(row.get("speed"), 0.1, 0.8)
        beats = number(row.get("hearRate"), 80, 230)  # Garmin's spelling
        if beats is None:
            beats = number(row.get("heartRate"), 80, 230)
        cycling = number(row.get("heartRateCycling"), 80, 230)
        if speed is not None:
            pace = round(1000.0 / (speed * 10.0), 1)
            found.append(Found("run", "threshold_pace_s_per_km", pace, since))
        if beats is not None:
            found.append(Found("run", "lthr_bpm", beats, since))
        if cycling is not None:
            found.append(Found("bike", "lthr_bpm", cycling, since))
    return found


def cycling_ftp(payload: Any) -> list[Found]:
    """The latest cycling FTP. A stale one is old, not wrong: it is valid from its own day on."""
    watts = number(at(payload, "functionalThresholdPower"), 30, 700)
    since = day(at(payload, "calendarDate"))
    if watts is None or since is None:
        return []
    return [Found("bike", "ftp_w", watts, since)]


def power_zones(payload: Any) -> tuple[list[Found], list[FoundZones]]:
    """FTP and zone floors by sport. Zones that Garmin fills with 0.0 at the top do not exist."""
    thresholds, zones = [], []
    for row in rows(payload):
        name = row.get("sport")
        if not isinstance(name, str) or name not in _SPORTS:
            continue
        watts = number(row.get("functionalThresholdPower"), 30, 700)
        floors = _floors(row, 7)
        if watts is None or _placeholder_power(name, watts, floors):
            continue
        thresholds.append(Found(_SPORTS[name], "ftp_w", watts, None))
        if len(floors) >= 3:
            zones.append(FoundZones(_SPORTS[name], "power", floors))
    return thresholds, zones


def heart_rate_zones(payload: Any) -> tuple[list[Found], list[FoundZones]]:
    """Maximum, resting and threshold heart rate and zone floors, by sport where set."""
    thresholds, zones = [], []
    for row in rows(payload):
        name = row.get("sport")
        sport = "any" if name == "DEFAULT" else _SPORTS.get(name) if isinstance(name, str) else None
        highest = number(row.get("maxHeartRateUsed"), 100, 230)
        floors = _floors(row, 5)
        if sport is None or highest is None or _placeholder_heart_rate(row, highest, floors):
            continue
        thresholds.append(Found(sport, "max_hr_bpm", highest, None))
        for key, metric, low in (
            ("restingHeartRateUsed", "resting_hr_bpm", 20),
            ("lactateThresholdHeartRateUsed", "lthr_bpm", 80),
        ):
            value = number(row.get(key), low, 230)
            if value is not None:
                thresholds.append(Found(sport, metric, value, None))
        if len(floors) == 5:
            zones.append(FoundZones(sport, "hr", floors))
    return thresholds, zones


def _floors(row: dict[str, Any], count: int) -> tuple[float, ...]:
    """The floors as long as they rise; only the first may be 0."""
    floors: list[float] = []
    for k in range(1, count + 1):
        floor = number(row.get(f"zone{k}Floor"), 0, 2000)
        if floor is None or (floors and floor <= floors[-1]):
            break
        floors.append(floor)
    return tuple(floors)


def _placeholder_power(sport: str, watts: float, floors: tuple[float, ...]) -> bool:
    if watts != _DEFAULT_FTP_W:
        return False
    expected = [share * watts for share in _DEFAULT_POWER_SHARES.get(sport, ())]
    return not floors or _near(floors, expected)


def _placeholder_heart_rate(row: dict[str, Any], highest: float, floors: tuple[float, ...]) -> bool:
    if row.get("trainingMethod") != "HR_MAX" or row.get("lactateThresholdHeartRateUsed"):
        return False
    return _near(floors, [share * highest for share in _DEFAULT_HR_SHARES])


def _near(floors: tuple[float, ...], expected: list[float]) -> bool:
    return len(floors) == len(expected) and all(
        abs(a - b) <= 1.0 for a, b in zip(floors, expected, strict=True)
    )
