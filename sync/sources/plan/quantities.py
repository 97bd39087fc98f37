"""Durations, distances and loads as people and publishers write them into a calendar."""

import re

_METRES = {
    "m": 1.0,
    "meter": 1.0,
    "meters": 1.0,
    "metres": 1.0,
    "k": 1000.0,
    "km": 1000.0,
    "kms": 1000.0,
    "mi": 1609.344,
    "mile": 1609.344,
    "miles": 1609.344,
    "y": 0.9144,
    "yd": 0.9144,
    "yds": 0.9144,
    "yards": 0.9144,
    "ft": 0.3048,
}
#: Nothing planned for one day is longer; a greater figure was something else.
_MAX_S = 48 * 3600.0
_MAX_M = 1_000_000.0

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
_DISTANCE = re.compile(
    r"(\d{1,6}(?:[.,]\d{1,3})?)\s?(km|kms|k|miles?|mi|yards|yds|yd|y|metres|meters|meter|m|ft)\b",
    re.IGNORECASE,
)
# Not after a digit, a sign of multiplication or a colon: "4x8 min" plans no 8 minutes.
_HOURS = re.compile(
    r"(?<![\d.,:x×*/-])(\d{1,2}(?:[.,]\d{1,2})?)\s?(?:hours?|hrs?|h)(?![^\W\d_])\s?"
    r"(?:(\d{1,2})\s?(?:minutes|mins?|m|')?(?![\w:]))?",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"(?<![\d.,:x×*/-])(\d{1,3})(?:\s?(?:minutes|minute|mins|min)\b|['′’](?![\w'′’]))",
    re.IGNORECASE,
)
_TITLE_DISTANCE = re.compile(
    r"(?<![\d.,:x×*/-])(\d{1,4}(?:[.,]\d{1,3})?)\s?(km|kms|k|miles|mile|mi)\b", re.IGNORECASE
)
_TIMES = re.compile(r"\d\s?[x×*]\s?\(?\d", re.IGNORECASE)
_LOAD = re.compile(
    r"\bTSS\s{0,3}[:=]?\s{0,3}(\d{1,4}(?:[.,]\d{1,3})?)|(\d{1,4}(?:[.,]\d{1,3})?)\s?TSS\b"
)
_INTENSITY = re.compile(r"\bIF\s{0,3}[:=]?\s{0,3}([01][.,]\d{1,3})\b")


def clock(text: str) -> float | None:
    """Seconds of "H:MM" or "H:MM:SS"; None for anything else, 0 and impossible lengths."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = match.groups(default="0")
    return _within(int(hours) * 3600 + int(minutes) * 60 + int(seconds), _MAX_S)


def minutes_clock(text: str) -> float | None:
    """Seconds of "MM:SS" or "H:MM:SS", the manner of watches."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    if match[3] is not None:
        return clock(text)
    return _within(int(match[1]) * 60 + int(match[2]), _MAX_S)


def distance(text: str) -> float | None:
    """Metres of "2500 m", "7.87 km", "1,5 mi", "2000 yd"; the unit must be there."""
    match = _DISTANCE.match(text.strip())
    return None if match is None else _metres(match[1], match[2])


def title_distance(text: str) -> float | None:
    """Metres of a session's title: "Long Run, 22 km". Repeats ("6x1 km") plan no total."""
    if _TIMES.search(text):
        return None
    found = _TITLE_DISTANCE.findall(text)
    return _metres(*found[0]) if len(found) == 1 else None


def title_duration(text: str) -> float | None:
    """Seconds of a session's title: "45min", "1h30", "1.5 h". None when it names several."""
    hours = _HOURS.findall(text)
    if len(hours) == 1:
        whole, minutes = hours[0]
        return _within(_number(whole) * 3600 + (int(minutes) if minutes else 0) * 60, _MAX_S)
    minutes_found = _MINUTES.findall(text)
    if hours or len(minutes_found) != 1:
        return None
    return _within(int(minutes_found[0]) * 60, _MAX_S)


def load(text: str) -> float | None:
    """Training stress of "TSS 81" or "120 TSS"; None unless exactly one is named."""
    found = {left or right for left, right in _LOAD.findall(text)}
    return _within(_number(found.pop()), 2000.0) if len(found) == 1 else None


def intensity(text: str) -> float | None:
    """Intensity factor of "IF 0.64"."""
    found = set(_INTENSITY.findall(text))
    return _within(_number(found.pop()), 2.0) if len(found) == 1 else None


def _metres(number: str, unit: str) -> float | None:
    factor = _METRES[unit.lower()]
    whole, _, decimals = number.partition(",")
    # "2,500 m" counts in thousands; "7,87 km" and "1,500 km" are decimals.
    thousands = len(decimals) == 3 and factor <= 1.0
    value = float(whole + decimals) if thousands else _number(number)
    return _within(value * factor, _MAX_M)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _within(value: float, most: float) -> float | None:
    return float(value) if 0 < value <= most else None
