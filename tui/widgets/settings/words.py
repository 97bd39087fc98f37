"""Thresholds and zones in the athlete's units: written, and read back."""

from datetime import date

from tui.units import Units, clock

#: metric -> (name, explanation).
METRICS: dict[str, tuple[str, str]] = {
    "ftp_w": ("FTP", "the power you can hold for about an hour"),
    "threshold_pace_s_per_km": ("Threshold pace", "the pace you can hold for about an hour"),
    "css_s_per_100m": ("CSS", "critical swim speed: the pace of about half an hour"),
    "lthr_bpm": ("LTHR", "heart rate at the lactate threshold"),
    "max_hr_bpm": ("Max HR", "the highest heart rate you have seen"),
    "resting_hr_bpm": ("Resting HR", "heart rate in the morning, lying down"),
}
SPORT_NAMES = {
    "all": "All sports", "swim": "Swim", "bike": "Bike", "run": "Run", "strength": "Weights",
    "mobility": "Mobility", "brick": "Brick", "other": "Other",
}  # fmt: skip
#: The sports a metric can be of, the usual one first.
SPORTS_OF: dict[str, tuple[str, ...]] = {
    "ftp_w": ("bike", "run"),
    "threshold_pace_s_per_km": ("run",),
    "css_s_per_100m": ("swim",),
    "lthr_bpm": ("bike", "run", "swim", "all"),
    "max_hr_bpm": ("all", "bike", "run", "swim"),
    "resting_hr_bpm": ("all",),
}
SOURCES = {"athlete": "yours", "garmin": "Garmin", "estimated": "estimated", "default": "a guess"}
_YARDS_OF_100M = 0.9144
_MILE_KM = 1.609344


def day_text(iso: str, today: date) -> str:
    """`1 Jan`, `30 Mar ’25`: with the year where it is another; ten cells at most."""
    day = date.fromisoformat(iso)
    year = "" if day.year == today.year else f" ’{day.year % 100:02}"
    return f"{day.day} {day:%b}{year}"


def _scale(metric: str, units: Units) -> float:
    """Table's seconds -> the athlete's (a mile is longer than a kilometre)."""
    if units.metric:
        return 1.0
    return {"threshold_pace_s_per_km": _MILE_KM, "css_s_per_100m": _YARDS_OF_100M}.get(metric, 1.0)


def is_pace(metric: str) -> bool:
    return metric in ("threshold_pace_s_per_km", "css_s_per_100m", "pace_s_per_km")


def unit(metric: str, units: Units) -> str:
    """`W`, `bpm`, `min/km`."""
    if metric in ("ftp_w", "power"):
        return "W"
    if metric == "css_s_per_100m":
        return units.rate_name("swim")
    return units.rate_name("run") if is_pace(metric) else "bpm"


def number(metric: str, value: float, units: Units) -> str:
    """`262`, `4:08`."""
    if is_pace(metric):
        return clock(value * _scale(metric, units))
    return f"{value:.0f}"


def amount(metric: str, value: float, units: Units) -> str:
    """`262 W`, `4:08 min/km`."""
    return f"{number(metric, value, units)} {unit(metric, units)}"


def read_amount(metric: str, text: str, units: Units) -> float:
    """A value in the table's unit. Raises ValueError: one line that says how it is written."""
    name = METRICS[metric][0]
    text = text.strip().lower().removesuffix(unit(metric, units)).strip().replace(",", ".")
    if not text:
        example = "4:08" if is_pace(metric) else "262"
        raise ValueError(f"Give a value in {unit(metric, units)}, such as {example}.")
    if not is_pace(metric):
        try:
            return float(text)
        except ValueError:
            raise ValueError(f"{name}: {text!r} is no number.") from None
    minutes, colon, seconds = text.partition(":")
    try:
        read = int(minutes) * 60 + float(seconds) if colon else float(text)
    except ValueError:
        raise ValueError(f"{name}: {text!r} is no pace. Write minutes:seconds, as 4:08.") from None
    if colon and not 0 <= float(seconds) < 60:
        raise ValueError(f"{name}: {text!r} has more than 59 seconds.")
    if not colon and read < 30:
        raise ValueError(f"{name}: write minutes and seconds, {read:.0f}:00 or so.")
    return read / _scale(metric, units)


def zone_edge(metric: str, sport: str, value: float, units: Units) -> str:
    """A zone's bound: `236`, `4:20` (paces per km in the table, per 100 m for swims)."""
    if metric != "pace_s_per_km":
        return f"{value:.0f}"
    return clock(value * units.pace_metres(sport) / 1000)


def zone_unit(metric: str, sport: str, units: Units) -> str:
    return units.rate_name(sport) if metric == "pace_s_per_km" else unit(metric, units)


def read_edge(metric: str, sport: str, text: str, units: Units) -> float:
    """A zone's bound in the table's unit; ValueError for what is none."""
    minutes, colon, seconds = text.partition(":")
    value = int(minutes) * 60 + float(seconds) if colon else float(text)
    return value * 1000 / units.pace_metres(sport) if metric == "pace_s_per_km" else value
