"""Thresholds as the athlete reads them: `262 W`, `4:08/km`, `1:36/100m`, `166 bpm`."""

from tui.units import NONE, Units, clock, signed, whole

LEVEL_NAMES = {
    "ftp_w": "FTP",
    "lthr_bpm": "Threshold heart rate",
    "threshold_pace_s_per_km": "Threshold pace",
    "css_s_per_100m": "CSS",
}
_METRES = {"threshold_pace_s_per_km": (1000.0, "run"), "css_s_per_100m": (100.0, "swim")}


def level(metric: str, value: float | None, units: Units) -> str:
    """A value in the table's unit, with the athlete's."""
    if value is None:
        return NONE
    if metric in _METRES:
        return f"{clock(value * _ratio(metric, units))}{_per(metric, units)}"
    return whole(value, "W" if metric == "ftp_w" else "bpm")


def level_change(metric: str, difference: float | None, units: Units) -> str:
    """`+7 W`, `−3 s/km`: of a pace, less is faster."""
    if difference is None:
        return ""
    if metric in _METRES:
        return f"{signed(difference * _ratio(metric, units))} s{_per(metric, units)}"
    return f"{signed(difference)} {'W' if metric == 'ftp_w' else 'bpm'}"


def _ratio(metric: str, units: Units) -> float:
    metres, sport = _METRES[metric]
    return units.pace_metres(sport) / metres


def _per(metric: str, units: Units) -> str:
    return units.rate_name(_METRES[metric][1]).removeprefix("min")
