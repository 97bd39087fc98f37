"""The words of a coach's line: amounts, targets, repeats, separators. Linear in the text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MILE_M = 1609.344
YARD_M = 0.9144


class Token(NamedTuple):
    """kind: what it is; low, high: its value or its span; unit, word: what the kind needs.

    start, end: where it stands in the line.
    """

    kind: str
    start: int
    end: int
    low: float | None = None
    high: float | None = None
    unit: str = ""
    word: str = ""


_N = r"(?:\d{1,5}(?:[.,]\d{1,2})?)"


def _spans(stem: str) -> str:
    """A number or a span of two, in groups `<stem>a` and `<stem>b`."""
    return rf"(?P<{stem}a>{_N})(?:\s?(?:-|–|—|to)\s?(?P<{stem}b>{_N}))?"


def _bounds(stem: str) -> str:
    """The same with a sign before it, in group `<stem>c`."""
    return rf"(?P<{stem}c>[<>≤≥~]\s?)?{_spans(stem)}"


_OF = (
    r"(?:\s?(?:of\s)?(?P<pctof>ftp|lthr|fthr|threshold hr|max\.? ?hr|hr ?max|mhr|css|threshold pace"
    r"|ftpa|hr|threshold)\b)?"
)

# The order decides: what is longer or more telling comes first.
_KINDS: tuple[tuple[str, str], ...] = (
    (
        "pace",
        r"(?P<pacea>\d{1,2}:[0-5]\d)(?:\s?(?:-|–|—)\s?(?P<paceb>\d{1,2}:[0-5]\d))?"
        r"\s?(?:min)?\s?/\s?(?P<paceu>km|k|mi|mile|100\s?(?:m|yds?|y)?)\b",
    ),
    ("clock", r"(?P<clocka>\d{1,2}:[0-5]\d(?::[0-5]\d)?|:[0-5]\d)(?![\d:])"),
    ("repeat", r"(?P<repeata>\d{1,3})\s?(?:x|×|\*|sets? of|times)(?![^\W\d_])\s?"),
    ("percent", _bounds("pct") + r"\s?%" + _OF),
    ("power", _bounds("pow") + r"\s?(?:w|watts?)\b"),
    ("hr", _bounds("bpm") + r"\s?bpm\b"),
    ("cadence", _bounds("rpm") + r"\+?\s?(?:rpm|spm)\b"),
    (
        "hours",
        r"(?P<ha>\d{1,2}(?:[.,]\d{1,2})?)\s?(?:hours?|hrs?|h|std)(?![^\W\d_])"
        r"(?:\s?(?P<hm>[0-5]?\d)(?!\d)\s?(?:minutes|mins?|m|')?(?![^\W\d_:]))?",
    ),
    (
        "minutes",
        _spans("min") + r"\s?(?:(?:minutes|minute|mins|min\.?|mn)(?![^\W\d_])|(?:'|′|’)(?!['′’]))"
        r"(?:\s?(?P<mins>[0-5]?\d)\s?(?:\"|″|”|''|s(?:ec)?\b))?",
    ),
    ("seconds", _spans("sec") + r"\s?(?:(?:seconds?|secs?|sek|s)(?![^\W\d_])|\"|″|”|'')"),
    (
        "distance",
        _spans("dis")
        + r"\s?(?P<disu>km|kms|k|miles|mile|mi|metres|meters|m|yards|yds|yd)(?![^\W\d_])",
    ),
    ("rpe", r"rpe\s?:?\s?(?P<rpea>\d{1,2})(?:\s?(?:-|–)\s?(?P<rpeb>\d{1,2}))?(?:\s?/\s?10)?"),
    (
        "zone",
        r"(?:(?P<zonem>hr|power|pace)\s)?(?:zones?\s?|z)(?P<zonea>[1-7])[abc]?"
        r"(?:\s?(?:-|–|/|to)\s?z?(?P<zoneb>[1-7])[abc]?)?(?![\w%])",
    ),
    (
        "hr",
        r"hr\s?:?\s?(?P<hrc>[<>≤≥]\s?)?(?P<hra>\d{2,3})(?:\s?(?:-|–)\s?(?P<hrb>\d{2,3}))?(?!\d)",
    ),
    ("number", rf"(?P<numa>{_N})"),
    ("open", r"[(\[]"),
    ("close", r"[)\]]"),
    ("slash", r"/"),
    ("stop", r"[,;•|]|\.(?=\s|$)|\+|&|→|=>"),
    ("colon", r":"),
    ("word", r"[^\W\d_]+(?:[-'’/][^\W\d_]+)*"),
    ("other", r"\S"),
)
_PATTERN = re.compile(
    "|".join(f"(?P<k{place}_{kind}>{body})" for place, (kind, body) in enumerate(_KINDS)),
    re.IGNORECASE,
)


def tokens(line: str) -> Iterator[Token]:
    """The line's tokens in order; white space is none."""
    for match in _PATTERN.finditer(line):
        kind = (match.lastgroup or "").partition("_")[2]
        yield _READERS.get(kind, _plain)(kind, match)


def _plain(kind: str, match: re.Match[str]) -> Token:
    return Token(kind, match.start(), match.end(), word=match[0].lower().replace("’", "'"))


def _number(text: str | None) -> float | None:
    return None if text is None else float(text.replace(",", "."))


def _span(
    match: re.Match[str], stem: str, factor: float = 1.0
) -> tuple[float | None, float | None]:
    low, high = _number(match[f"{stem}a"]), _number(match[f"{stem}b"])
    if low is None:
        return None, None
    high = low if high is None else high
    if high < low:
        return None, None
    return low * factor, high * factor


def _bounded(match: re.Match[str], stem: str) -> tuple[float | None, float | None]:
    """`>110` is open above, `<140` below."""
    low, high = _span(match, stem)
    sign = (match[f"{stem}c"] or "").strip()
    if sign in {">", "≥"}:
        return low, None
    return (None, high) if sign in {"<", "≤"} else (low, high)


def seconds(clock: str) -> float:
    """`1:45` and `1:00:00` and `:20` as seconds, the last part being seconds."""
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + (int(part) if part else 0)
    return total


def _pace(kind: str, match: re.Match[str]) -> Token:
    ends = [seconds(match["pacea"]), seconds(match["paceb"] or match["pacea"])]
    unit = match["paceu"].lower()
    factor, name = 1.0, "s_per_km"
    if unit.startswith("mi"):
        factor = 1000.0 / MILE_M
    elif unit.startswith("100"):
        factor, name = (1.0 / YARD_M if "y" in unit else 1.0), "s_per_100m"
    low, high = round(min(ends) * factor, 2), round(max(ends) * factor, 2)
    return Token(kind, match.start(), match.end(), low, high, name)


def _clock(kind: str, match: re.Match[str]) -> Token:
    value = seconds(match["clocka"])
    return Token(kind, match.start(), match.end(), value, value, word=match["clocka"])


def _repeat(kind: str, match: re.Match[str]) -> Token:
    return Token(kind, match.start(), match.end(), float(match["repeata"]))


def _percent(kind: str, match: re.Match[str]) -> Token:
    low, high = _bounded(match, "pct")
    of = (match["pctof"] or "").lower().replace(".", "").replace(" ", "")
    unit = {
        "": "",
        "ftp": "%ftp",
        "lthr": "%lthr",
        "fthr": "%lthr",
        "thresholdhr": "%lthr",
        "maxhr": "%max_hr",
        "hrmax": "%max_hr",
        "mhr": "%max_hr",
        "hr": "%hr",
        "threshold": "",
    }.get(of, "%threshold_pace")
    return Token(kind, match.start(), match.end(), low, high, unit)


def _power(kind: str, match: re.Match[str]) -> Token:
    return Token(kind, match.start(), match.end(), *_bounded(match, "pow"), unit="w")


def _hr(kind: str, match: re.Match[str]) -> Token:
    stem = "hr" if match["hra"] else "bpm"
    return Token(kind, match.start(), match.end(), *_bounded(match, stem), unit="bpm")


def _cadence(kind: str, match: re.Match[str]) -> Token:
    low, high = _bounded(match, "rpm")
    if "+" in match[0]:
        high = None
    return Token(kind, match.start(), match.end(), low, high, "rpm")


def _hours(_: str, match: re.Match[str]) -> Token:
    value = (_number(match["ha"]) or 0) * 3600 + (_number(match["hm"]) or 0) * 60
    return Token("duration", match.start(), match.end(), value, value)


def _minutes(_: str, match: re.Match[str]) -> Token:
    low, high = _span(match, "min", 60.0)
    extra = float(match["mins"] or 0)
    if low is None or high is None:
        return Token("other", match.start(), match.end(), word=match[0])
    return Token("duration", match.start(), match.end(), low + extra, high + extra)


def _seconds(_: str, match: re.Match[str]) -> Token:
    return Token("duration", match.start(), match.end(), *_span(match, "sec"))


def _distance(kind: str, match: re.Match[str]) -> Token:
    unit = match["disu"].lower()
    factor = 1.0
    if unit.startswith("k"):
        factor = 1000.0
    elif unit.startswith("mi"):
        factor = MILE_M
    elif unit.startswith("y"):
        factor = YARD_M
    low, high = _span(match, "dis", factor)
    return Token(kind, match.start(), match.end(), low, high, "m" if unit == "m" else unit[:2])


def _rpe(kind: str, match: re.Match[str]) -> Token:
    low = float(match["rpea"])
    return Token(kind, match.start(), match.end(), low, float(match["rpeb"] or low), "rpe")


def _zone(kind: str, match: re.Match[str]) -> Token:
    low = float(match["zonea"])
    metric = (match["zonem"] or "").lower()
    return Token(
        kind, match.start(), match.end(), low, float(match["zoneb"] or low), "zone", metric
    )


def _bare(kind: str, match: re.Match[str]) -> Token:
    value = _number(match["numa"])
    return Token(kind, match.start(), match.end(), value, value)


_READERS = {
    "pace": _pace,
    "clock": _clock,
    "repeat": _repeat,
    "percent": _percent,
    "power": _power,
    "hr": _hr,
    "cadence": _cadence,
    "hours": _hours,
    "minutes": _minutes,
    "seconds": _seconds,
    "distance": _distance,
    "rpe": _rpe,
    "zone": _zone,
    "number": _bare,
}
