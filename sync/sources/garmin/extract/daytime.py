"""The day's summary, stress, body battery and resting heart rate."""

from typing import Any

from sync.sources.garmin.extract.values import Values, at, known, number, rows


def summary_rows(payload: Any) -> list[dict[str, Any]]:
    """Rows of the range answer (`data`) or the one day of the older form."""
    if isinstance(payload, dict):
        return list(rows(payload.get("data", [payload])))
    return list(rows(payload))


def summary(row: dict[str, Any]) -> Values:
    """Steps, floors, stress, body battery, resting heart rate: nested (range) or flat (day)."""
    nested = any(isinstance(row.get(key), dict) for key in ("movement", "heartRate", "stress"))
    return _nested(row) if nested else _flat(row)


def _nested(row: dict[str, Any]) -> Values:
    return known(
        steps=_count(at(row, "movement", "steps", "value")),
        floors_climbed=number(at(row, "movement", "floorsAscended", "value"), 0, 5000),
        rhr_bpm=number(at(row, "heartRate", "restingValue"), 20, 150),
        stress_avg=number(at(row, "stress", "avgLevel"), 1, 100),
        stress_max=number(at(row, "stress", "maxLevel"), 1, 100),
        body_battery_high=number(at(row, "bodyBattery", "maxValue"), 1, 100),
        body_battery_low=number(at(row, "bodyBattery", "minValue"), 1, 100),
        body_battery_charged=number(at(row, "bodyBattery", "chargedValue"), 0, 200),
        body_battery_drained=number(at(row, "bodyBattery", "drainedValue"), 0, 200),
        respiration_avg=number(at(row, "respiration", "avgValue"), 2, 60),
        spo2_avg=number(at(row, "pulseOx", "avgValue"), 50, 100),
    )


def _flat(row: dict[str, Any]) -> Values:
    return known(
        steps=_count(row.get("totalSteps")),
        floors_climbed=number(row.get("floorsAscended"), 0, 5000),
        rhr_bpm=number(row.get("restingHeartRate"), 20, 150),
        stress_avg=number(row.get("averageStressLevel"), 1, 100),
        stress_max=number(row.get("maxStressLevel"), 1, 100),
        body_battery_high=number(row.get("bodyBatteryHighestValue"), 1, 100),
        body_battery_low=number(row.get("bodyBatteryLowestValue"), 1, 100),
        body_battery_charged=number(row.get("bodyBatteryChargedValue"), 0, 200),
        body_battery_drained=number(row.get("bodyBatteryDrainedValue"), 0, 200),
        respiration_avg=number(row.get("avgWakingRespirationValue"), 2, 60),
        spo2_avg=number(row.get("averageSpo2"), 50, 100),
    )


def _count(value: Any) -> int | None:
    found = number(value, 0, 300_000)
    return None if found is None else int(found)


def stress_rows(payload: Any) -> list[dict[str, Any]]:
    """Rows of the range answer, or one day's curve."""
    return list(rows([payload] if isinstance(payload, dict) else payload))


def stress(row: dict[str, Any]) -> Values:
    """Average (and of a day's curve the highest) level; -1 and -2 mean no reading."""
    level = at(row, "values", "overallStressLevel")
    return known(
        stress_avg=number(row.get("avgStressLevel") if level is None else level, 1, 100),
        stress_max=number(row.get("maxStressLevel"), 1, 100),
    )


def body_battery_rows(payload: Any) -> list[dict[str, Any]]:
    """One row a day, with the day's curve."""
    return list(rows([payload] if isinstance(payload, dict) else payload))


def body_battery(row: dict[str, Any]) -> Values:
    """Highest, lowest, charged and drained; a day without a curve says nothing."""
    curve = row.get("bodyBatteryValuesArray")
    levels = []
    for point in curve if isinstance(curve, list) else []:
        # [time, level] over a range, [time, status, level, version] of one day
        if isinstance(point, list) and len(point) >= 2:
            level = number(point[1] if len(point) < 4 else point[2], 1, 100)
            if level is not None:
                levels.append(level)
    if not levels:
        return {}
    return known(
        body_battery_high=max(levels),
        body_battery_low=min(levels),
        body_battery_charged=number(row.get("charged"), 0, 200),
        body_battery_drained=number(row.get("drained"), 0, 200),
    )


def resting_rows(payload: Any) -> list[dict[str, Any]]:
    """Rows of the resting heart rate statistics; days without one are left out by Garmin."""
    return list(rows(at(payload, "allMetrics", "metricsMap", "WELLNESS_RESTING_HEART_RATE")))


def resting(row: dict[str, Any]) -> Values:
    return known(rhr_bpm=number(row.get("value"), 20, 150))
