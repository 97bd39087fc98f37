"""Explained numbers as the athlete reads them: a value by its unit, a threshold with its origin."""

from reports.analyze import ThresholdUsed
from tui.units import NONE, Units, clock, drift, whole

_NAMES = {
    "ftp_w": "FTP",
    "lthr_bpm": "LTHR",
    "max_hr_bpm": "Max HR",
    "resting_hr_bpm": "Resting HR",
    "threshold_pace_s_per_km": "Threshold pace",
    "css_s_per_100m": "CSS",
}


def amount(value: float | None, unit: str, sport: str, units: Units) -> str:
    """`unit` as in `reports.explain.Explained`."""
    if value is None:
        return NONE
    match unit:
        case "s":
            return clock(value)
        case "m":
            return units.distance(value, sport)
        case "climb_m":
            return units.height(value)
        case "s/km":
            return rate(1000 / value, sport, units)
        case "%":
            return drift(value)
        case "1":
            return f"{value:.2f}"
        case "points":
            return whole(value)
        case "rpm":
            return whole(value, cadence_unit(sport))
        case _:
            return whole(value, unit)


def cadence_unit(sport: str) -> str:
    """Steps, strokes, or turns of the crank a minute."""
    return "spm" if sport in ("run", "swim") else "rpm"


def rate(speed_m_s: float | None, sport: str, units: Units) -> str:
    """`4:52/km`, `1:45/100m`, `31.2 km/h`."""
    value = units.rate(speed_m_s, sport)
    unit = units.rate_name(sport).removeprefix("min")
    return f"{value}{unit}" if unit.startswith("/") else f"{value} {unit}"


def threshold_value(used: ThresholdUsed, units: Units) -> str:
    """`FTP 262 W`."""
    name = _NAMES.get(used.metric, used.metric)
    if used.metric == "threshold_pace_s_per_km":
        return f"{name} {rate(1000 / used.value, 'run', units)}"
    if used.metric == "css_s_per_100m":
        return f"{name} {rate(100 / used.value, 'swim', units)}"
    return f"{name} {whole(used.value, used.unit)}"


def threshold(used: ThresholdUsed, units: Units) -> str:
    """`FTP 262 W, athlete, since 2026-01-01`."""
    since = f", since {used.valid_from}" if used.valid_from else ""
    return f"{threshold_value(used, units)}, {used.source}{since}"
