"""What each publisher's events carry, and where: one extractor a publisher.

An extractor reads the texts of one event; when it happens is the parser's business.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sync.sources.plan import quantities, sports


class EventText(NamedTuple):
    """An event's texts. timed_s: DTEND - DTSTART of a timed event; estimated_s: Runna's field."""

    summary: str
    description: str
    all_day: bool
    timed_s: float | None = None
    estimated_s: float | None = None
    categories: tuple[str, ...] = ()


class Extracted(NamedTuple):
    """What an event says about a session. kind: workout | rest | race.

    done: it shows what was done, at the time it was done; planned: it shows what was planned.
    """

    sport: str
    title: str
    kind: str = "workout"
    duration_s: float | None = None
    distance_m: float | None = None
    load: float | None = None
    intensity: float | None = None
    text: str | None = None
    done: bool = False
    done_s: float | None = None
    done_m: float | None = None
    planned: bool = True


Extractor = Callable[[EventText], Extracted]

_TP_KEYS = (
    "planned time",
    "actual time",
    "distance planned",
    "planned distance",
    "actual distance",
    "speed",
    "pace",
)
_TP_TYPE = re.compile(r"\s*Workout type:[ \t]*([^\n]{1,40})(?:\n|$)", re.IGNORECASE)
_TP_PREFIX = re.compile(r"([A-Za-z][A-Za-z -]{1,20}):\s*(.*)", re.DOTALL)
_RACE = re.compile(r"\b(?:race|wettkampf|a-race|b-race|rennen)\b", re.IGNORECASE)
_CLOCK_PREFIX = re.compile(r"\s*(\d{1,2}:\d{2}(?::\d{2})?)\s*[-–—]\s*(.*)", re.DOTALL)
_RUNNA_RANGE = re.compile(r"(\d{1,2}h)?\s?(\d{1,3})m(?:\s*-\s*(\d{1,2}h)?\s?(\d{1,3})m)?\b")
_EDGE = re.compile(r"^[^\w(\"'#]+|[^\w)\"'!?.%#]+$")


def detect(prodid: str, events: Iterable[EventText]) -> str:
    """The publisher of a feed, by its own name and by the shape of its events."""
    name = prodid.lower()
    for dialect, marks in (
        ("trainerroad", ("trainer road", "trainerroad")),
        ("runna", ("runna",)),
        ("garmin", ("garmin",)),
    ):
        if any(mark in name for mark in marks):
            return dialect
    for event in events:
        if _TP_TYPE.match(event.description):
            return "trainingpeaks"
        if event.estimated_s is not None and "•" in event.summary:
            return "runna"
    if "trainingpeaks" in name:
        return "trainingpeaks"
    return "generic"


def trainingpeaks(event: EventText) -> Extracted:
    """`Type: Title`; the coach's text, then known keys at the end of the description."""
    found = _TP_TYPE.match(event.description)
    prefix = _TP_PREFIX.match(event.summary)
    if found is None and not event.description.strip():
        return _tp_bare(event, prefix)
    kind = found[1].strip() if found else ""
    body = event.description[found.end() :] if found else event.description
    title = event.summary.strip()
    if prefix and (kind.lower() == prefix[1].strip().lower() or not kind):
        kind, title = prefix[1].strip(), prefix[2].strip() or prefix[1].strip()
    text, values = _tp_trailer(body)
    sport = sports.of_type(kind, title)
    planned_s = quantities.clock(values.get("planned time", ""))
    distance = values.get("distance planned") or values.get("planned distance") or ""
    planned_m = quantities.distance(distance)
    done_s = quantities.clock(values.get("actual time", ""))
    done_m = quantities.distance(values.get("actual distance", ""))
    done = not event.all_day and ("actual time" in values or "actual distance" in values)
    rest = kind.lower() == "day off"
    return Extracted(
        sport=sport or sports.of_title(f"{kind} {title}"),
        title=title or kind or "Workout",
        kind="rest" if rest else "race" if kind.lower() in {"race", "event"} else "workout",
        duration_s=None if rest else planned_s,
        distance_m=None if rest else planned_m,
        load=quantities.load(text),
        text=text or None,
        done=done,
        done_s=done_s if done else None,
        done_m=done_m if done else None,
        planned=not done or planned_s is not None or planned_m is not None,
    )


def _tp_bare(event: EventText, prefix: re.Match[str] | None) -> Extracted:
    """No description: a race or another event of the season, its summary the title alone."""
    title = event.summary.strip() or "Event"
    if prefix and (sport := sports.of_type(prefix[1], prefix[2])) is not None:
        rest = prefix[1].strip().lower() == "day off"
        return Extracted(sport, prefix[2].strip() or prefix[1], kind="rest" if rest else "workout")
    return Extracted(sports.of_title(title), title, kind="race")


def _tp_trailer(body: str) -> tuple[str, dict[str, str]]:
    """The coach's text and the known keys after it. A key inside the text stays text."""
    lines = body.rstrip().split("\n")
    values: dict[str, str] = {}
    while lines:
        key, colon, value = lines[-1].partition(":")
        name = key.strip().lower()
        if not colon or name not in _TP_KEYS or name in values:
            break
        values[name] = value.strip()
        lines.pop()
    return "\n".join(lines).strip(), values


def trainerroad(event: EventText) -> Extracted:
    """`2:00 - Gibbs` and `TSS 81, IF 0.64, kJ(Cal) 1263.  Description: …`; a race has no time."""
    prefix = _CLOCK_PREFIX.match(event.summary)
    title = (prefix[2] if prefix else event.summary).strip()
    duration = quantities.clock(prefix[1]) if prefix else event.timed_s
    head, text = _tr_parts(event.description.strip())
    race = prefix is None and not head
    return Extracted(
        sport=sports.of_title(title, "bike"),
        title=title or "Workout",
        kind="rest" if sports.is_rest(title) else "race" if race else "workout",
        duration_s=duration,
        load=quantities.load(head),
        intensity=quantities.intensity(head),
        text=text or None,
    )


def _tr_parts(description: str) -> tuple[str, str]:
    """The numbers of the first line, and the text behind them."""
    if not description.startswith("TSS "):
        return "", description.removeprefix("Description:").strip()
    head, mark, text = description.partition("Description:")
    if not mark or "\n" in head.strip():
        head, _, text = description.partition("\n")
    return head, text.strip()


def runna(event: EventText) -> Extracted:
    """`🏃 Title • 2.3km`; the first line of the description carries type, distance and time."""
    name, _, tail = event.summary.partition("•")
    first = event.description.strip().split("\n", 1)[0]
    distance = quantities.distance(tail) or next(
        filter(None, (quantities.distance(part) for part in first.split("•")[1:])), None
    )
    title = _EDGE.sub("", name.strip()) or "Run"
    return Extracted(
        sport=sports.of_title(title, sports.of_title(first, "run")),
        title=title,
        kind="rest" if sports.is_rest(title) else "workout",
        duration_s=event.estimated_s or _runna_time(first) or event.timed_s,
        distance_m=distance,
        text=event.description.strip() or None,
    )


def _runna_time(line: str) -> float | None:
    """`25m - 30m` as its middle: Runna gives a span where it knows no more."""
    for part in line.split("•")[1:]:
        found = _RUNNA_RANGE.fullmatch(part.strip())
        if found:
            low = _hours_minutes(found[1], found[2])
            high = _hours_minutes(found[3], found[4]) if found[4] else low
            return (low + high) / 2 or None
    return None


def _hours_minutes(hours: str | None, minutes: str) -> float:
    return (int(hours.rstrip("h")) * 60 if hours else 0) * 60.0 + int(minutes) * 60.0


_DURATION_KEYS = {"duration", "estimated duration", "planned duration", "total time", "time"}
_DISTANCE_KEYS = {"distance", "estimated distance", "planned distance", "total distance"}
_SPORT_KEYS = {"sport", "activity type", "type", "workout type"}


def generic(event: EventText) -> Extracted:
    """A hand-kept calendar or an unknown publisher: labels first, then the title, then the time."""
    labels = _labels(event.description)
    prefix = _CLOCK_PREFIX.match(event.summary)
    title = (prefix[2] if prefix else event.summary).strip()
    named = labels.get("sport", "")
    both = f"{event.summary}\n{event.description}"
    prefix_s = quantities.clock(prefix[1]) if prefix else None
    rest = sports.is_rest(title)
    by_name = sports.of_title(f"{title} {named} {' '.join(event.categories)}")
    duration = (
        event.estimated_s
        or quantities.clock(labels.get("planned time", ""))
        or prefix_s
        or _labelled_time(labels.get("duration", ""))
        or quantities.title_duration(title)
        or event.timed_s
    )
    distance = (
        quantities.distance(labels.get("distance planned", ""))
        or quantities.distance(labels.get("distance", ""))
        or quantities.title_distance(title)
    )
    return Extracted(
        sport=(sports.of_type(named, title) if named else None) or by_name,
        title=title or "Workout",
        kind="rest" if rest else "race" if _RACE.search(title) else "workout",
        duration_s=None if rest else duration,
        distance_m=None if rest else distance,
        load=None if rest else quantities.load(both),
        intensity=None if rest else quantities.intensity(both),
        text=event.description.strip() or None,
    )


def _labels(description: str) -> dict[str, str]:
    """`Duration: 45:00` and its like, one a line, under one name each; the first wins."""
    found: dict[str, str] = {}
    for line in description.split("\n")[:60]:
        key, colon, value = line.strip().partition(":")
        name = key.strip().lower()
        if not colon or len(name) > 24:
            continue
        if name in _DURATION_KEYS:
            name = "duration"
        elif name in _DISTANCE_KEYS:
            name = "distance"
        elif name in _SPORT_KEYS:
            name = "sport"
        elif name not in {"planned time", "distance planned"}:
            continue
        found.setdefault(name, value.strip())
    return found


def _labelled_time(value: str) -> float | None:
    """`45:00` is minutes and `1:15:00` hours; `1:15` alone says neither, so it says nothing."""
    if value.count(":") == 1 and int(value.partition(":")[0] or "0", 10) < 10:
        return None
    return quantities.minutes_clock(value) or quantities.title_duration(value)


EXTRACTORS: dict[str, Extractor] = {
    "trainingpeaks": trainingpeaks,
    "trainerroad": trainerroad,
    "runna": runna,
    "garmin": generic,
    "generic": generic,
}
