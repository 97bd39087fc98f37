"""Numbers as the athlete reads them. None becomes `–`; nothing here rounds a value it keeps."""

from typing import NamedTuple

NONE = "–"
_MILE = 1609.344
_YARD = 0.9144
_FOOT = 0.3048


def clock(seconds: float | None) -> str:
    """`1:02:07`, or `2:07` under an hour."""
    if seconds is None:
        return NONE
    total = round(seconds)
    hours, rest = divmod(total, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def hours(seconds: float | None) -> str:
    """`1:02` = one hour two minutes."""
    if seconds is None:
        return NONE
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def whole(value: float | None, unit: str = "") -> str:
    """`212 W`."""
    if value is None:
        return NONE
    return f"{value:.0f} {unit}".rstrip()


def signed(value: float | None) -> str:
    """`+7`, `−3`, `0`; a true minus sign."""
    if value is None:
        return NONE
    number = round(value)
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def percent(value: float | None) -> str:
    """`12 %`."""
    return NONE if value is None else f"{value:.0f} %"


def drift(value: float | None) -> str:
    """`+4.2 %`, `−1.8 %`: decoupling, whose sign matters."""
    return NONE if value is None else f"{value:+.1f} %".replace("-", "−")


class Units(NamedTuple):
    """Metric or imperial, one switch for all."""

    metric: bool = True

    def distance(self, metres: float | None, sport: str) -> str:
        """Swims in metres or yards, all else in kilometres or miles, with the unit."""
        if metres is None:
            return NONE
        if sport == "swim":
            return f"{metres:.0f} m" if self.metric else f"{metres / _YARD:.0f} yd"
        big = metres / (1000 if self.metric else _MILE)
        unit = "km" if self.metric else "mi"
        return f"{big:.0f} {unit}" if big >= 100 else f"{big:.1f} {unit}"

    def short_distance(self, metres: float | None, sport: str) -> str:
        """The same in five cells: `42.2k`, `3.1k`, `26mi`."""
        if metres is None:
            return ""
        if self.metric:
            return f"{metres / 1000:.0f}k" if metres >= 99_500 else f"{metres / 1000:.1f}k"
        if sport == "swim":
            return f"{metres / _YARD:.0f}y"
        return f"{metres / _MILE:.0f}mi"

    def height(self, metres: float | None) -> str:
        if metres is None:
            return NONE
        return f"{metres:.0f} m" if self.metric else f"{metres / _FOOT:.0f} ft"

    def pace_metres(self, sport: str) -> float:
        """The distance a pace is told for."""
        if sport == "swim":
            return 100.0 if self.metric else 100 * _YARD
        return 1000.0 if self.metric else _MILE

    def rate_name(self, sport: str) -> str:
        """What `rate` is called and counted in."""
        if sport == "swim":
            return "min/100m" if self.metric else "min/100y"
        if sport == "run":
            return "min/km" if self.metric else "min/mi"
        return "km/h" if self.metric else "mph"

    def rate(self, speed_m_s: float | None, sport: str) -> str:
        """Speed as the sport tells it: pace for run and swim, speed for the rest."""
        if speed_m_s is None or speed_m_s <= 0:
            return NONE
        if sport in ("run", "swim"):
            return clock(self.pace_metres(sport) / speed_m_s)
        return f"{speed_m_s * (3.6 if self.metric else 3600 / _MILE):.1f}"
