"""Sleep and overnight HRV."""

from typing import Any

from sync.sources.garmin.extract.values import Values, at, known, number, rows, stamp, text

_DAY_S = 86_400


def sleep_rows(payload: Any) -> list[dict[str, Any]]:
    """Rows of the range answer (`individualStats`), of a list of nights, or one night."""
    if isinstance(payload, dict):
        if "individualStats" in payload:
            return list(rows(payload["individualStats"]))
        return list(rows([payload.get("dailySleepDTO")]))
    return list(rows(payload))


def sleep(row: dict[str, Any]) -> Values:
    """One night: stages, score, times, and what was measured during it."""
    values = row.get("values")
    if isinstance(values, dict):
        return _from_stats(values)
    return _from_night(row)


def _from_stats(row: dict[str, Any]) -> Values:
    return known(
        sleep_total_s=number(row.get("totalSleepTimeInSeconds"), 1, _DAY_S),
        sleep_deep_s=number(row.get("deepTime"), 0, _DAY_S),
        sleep_light_s=number(row.get("lightTime"), 0, _DAY_S),
        sleep_rem_s=number(row.get("remTime"), 0, _DAY_S),
        sleep_awake_s=number(row.get("awakeTime"), 0, _DAY_S),
        sleep_score=number(row.get("sleepScore"), 1, 100),
        sleep_start_at=stamp(row.get("gmtSleepStartTimeInMillis")),
        sleep_end_at=stamp(row.get("gmtSleepEndTimeInMillis")),
        rhr_bpm=number(row.get("restingHeartRate"), 20, 150),
        hrv_overnight_ms=number(row.get("avgOvernightHrv"), 1, 400),
        hrv_weekly_avg_ms=number(row.get("hrv7dAverage"), 1, 400),
        hrv_status=text(row.get("hrvStatus")),
        respiration_avg=number(row.get("respiration"), 2, 60),
        spo2_avg=number(row.get("spO2"), 50, 100),
    )


def _from_night(row: dict[str, Any]) -> Values:
    return known(
        sleep_total_s=number(row.get("sleepTimeSeconds"), 1, _DAY_S),
        sleep_deep_s=number(row.get("deepSleepSeconds"), 0, _DAY_S),
        sleep_light_s=number(row.get("lightSleepSeconds"), 0, _DAY_S),
        sleep_rem_s=number(row.get("remSleepSeconds"), 0, _DAY_S),
        sleep_awake_s=number(row.get("awakeSleepSeconds"), 0, _DAY_S),
        sleep_score=number(at(row, "sleepScores", "overall", "value"), 1, 100),
        sleep_start_at=stamp(row.get("sleepStartTimestampGMT")),
        sleep_end_at=stamp(row.get("sleepEndTimestampGMT")),
        respiration_avg=number(row.get("averageRespirationValue"), 2, 60),
        spo2_avg=number(row.get("averageSpO2Value"), 50, 100),
    )


def hrv_rows(payload: Any) -> list[dict[str, Any]]:
    """Rows of the range answer (`hrvSummaries`) or of one day (`hrvSummary`)."""
    if not isinstance(payload, dict):
        return list(rows(payload))
    if "hrvSummaries" in payload:
        return list(rows(payload["hrvSummaries"]))
    return list(rows([payload.get("hrvSummary")]))


def hrv(row: dict[str, Any]) -> Values:
    """Overnight HRV with the athlete's own balanced band; its middle is the baseline."""
    low = number(at(row, "baseline", "balancedLow"), 1, 400)
    high = number(at(row, "baseline", "balancedUpper"), 1, 400)
    return known(
        hrv_overnight_ms=number(row.get("lastNightAvg"), 1, 400),
        hrv_weekly_avg_ms=number(row.get("weeklyAvg"), 1, 400),
        hrv_status=text(row.get("status")),
        hrv_baseline_low_ms=low,
        hrv_baseline_high_ms=high,
        hrv_baseline_ms=None if low is None or high is None else (low + high) / 2,
    )
