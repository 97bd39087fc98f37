"""Readiness, training status, VO2max and body composition."""

import re
from collections import defaultdict
from typing import Any

from sync.sources.garmin.extract.values import Values, at, day, known, number, rows, stamp, text


def readiness_rows(payload: Any) -> list[dict[str, Any]]:
    """One row a day. Of several, the one made on waking, else the earliest."""
    by_day = defaultdict(list)
    for row in rows(payload):
        by_day[day(row.get("calendarDate"))].append(row)
    return [min(found, key=_earliest) for date, found in by_day.items() if date]


def _earliest(row: dict[str, Any]) -> tuple[bool, str]:
    return (row.get("inputContext") != "AFTER_WAKEUP_RESET", stamp(row.get("timestamp")) or "9")


def readiness(row: dict[str, Any]) -> Values:
    return known(training_readiness=number(row.get("score"), 0, 100))


def status_rows(payload: Any) -> list[dict[str, Any]]:
    """One row a day out of a map by device; the primary training device wins."""
    found: dict[str, dict[str, Any]] = {}
    if not isinstance(payload, dict):
        return []
    latest = payload.get("latestTrainingStatusData")
    if latest is None:
        latest = at(payload, "mostRecentTrainingStatus", "latestTrainingStatusData")
    for by_device in (payload.get("reportData"), latest):
        for entries in by_device.values() if isinstance(by_device, dict) else ():
            for row in rows(entries if isinstance(entries, list) else [entries]):
                date = day(row.get("calendarDate"))
                if date and (date not in found or row.get("primaryTrainingDevice") is True):
                    found[date] = row
    return list(found.values())


def status(row: dict[str, Any]) -> Values:
    """`PRODUCTIVE_3` → `PRODUCTIVE`: the number tells which sentence Garmin shows."""
    phrase = text(row.get("trainingStatusFeedbackPhrase"))
    return known(training_status=text(re.sub(r"_\d+$", "", phrase)) if phrase else None)


def vo2max_rows(payload: Any) -> list[dict[str, Any]]:
    """Rows of the range answer; each carries its day inside its running or cycling part."""
    if isinstance(payload, dict):
        payload = [payload.get("mostRecentVO2Max", payload)]
    result = []
    for row in rows(payload):
        date = at(row, "generic", "calendarDate") or at(row, "cycling", "calendarDate")
        if day(date):
            result.append({**row, "calendarDate": date})
    return result


def vo2max(row: dict[str, Any]) -> Values:
    return known(vo2_max=_vo2(row.get("generic")), vo2_max_cycling=_vo2(row.get("cycling")))


def _vo2(part: Any) -> float | None:
    precise = number(at(part, "vo2MaxPreciseValue"), 10, 100)
    return number(at(part, "vo2MaxValue"), 10, 100) if precise is None else precise


def weight_rows(payload: Any) -> list[dict[str, Any]]:
    """One row a day with all of its weigh-ins, from the range or the day answer."""
    by_day: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for summary in rows(at(payload, "dailyWeightSummaries")):
        entries = list(rows(summary.get("allWeightMetrics"))) or list(
            rows([summary.get("latestWeight")])
        )
        for entry in entries:
            date = day(entry.get("calendarDate")) or day(summary.get("summaryDate"))
            if date:
                by_day[date].append(entry)
    for entry in rows(at(payload, "dateWeightList")):
        if date := day(entry.get("calendarDate")):
            by_day[date].append(entry)
    return [{"calendarDate": date, "entries": found} for date, found in by_day.items()]


def weight(row: dict[str, Any]) -> Values:
    """The last weigh-in of the day, and the last one that knows the fat. Garmin counts grams."""
    entries = sorted(rows(row.get("entries")), key=lambda e: stamp(e.get("timestampGMT")) or "")
    grams = [found for e in entries if (found := number(e.get("weight"), 20_000, 400_000))]
    fat = [found for e in entries if (found := number(e.get("bodyFat"), 2, 75))]
    return known(
        weight_kg=grams[-1] / 1000 if grams else None, body_fat_pct=fat[-1] if fat else None
    )
