"""Where was that workout again? By words of title, notes, and of what the coach wrote."""

from typing import Any, NamedTuple

from analytics.sports import rank
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import search as reads
from mirror.reads import workouts
from mirror.rows import Planned, Workout
from reports.jsonable import document
from reports.parts import local_clock

#: More are not shown; more words make them fewer.
LIMIT = 100
_MOST_WORDS = 12
_AROUND = 40


class Found(NamedTuple):
    """One workout or open session. kind: completed | unplanned | planned.

    id: the workout's, else the plan's. excerpt: where notes or description hold the words.
    """

    kind: str
    id: str
    date: str
    starts_at: str | None
    sport: str
    title: str
    duration_s: float | None
    distance_m: float | None
    load: float | None
    excerpt: str | None


class Search(NamedTuple):
    """found: newest first. more: there are others, older ones."""

    query: str
    sport: str | None
    found: list[Found]
    more: bool

    def to_json(self) -> dict[str, Any]:
        return document(self)


def search(mirror: Mirror, query: str, sport: str | None = None, limit: int = LIMIT) -> Search:
    """What holds every word of `query`, wherever in the word it stands; nothing for no words."""
    words = query.split()[:_MOST_WORDS]
    if not words:
        return Search(query, sport, [], more=False)
    zone = athlete(mirror).timezone
    found: dict[str, Found] = {}
    for workout in reads.workouts_with(mirror, words, sport, limit + 1):
        found[workout.id] = _done(workout, zone, _excerpt(workout.notes, words))
    for row in reads.planned_with(mirror, words, sport, limit + 1):
        partners = workouts.by_plan(mirror, row.id)
        excerpt = _excerpt(row.description, words)
        for workout in partners:
            found.setdefault(workout.id, _done(workout, zone, excerpt))
        if not partners:
            found[row.id] = _open(row, excerpt)
    ordered = sorted(found.values(), key=lambda f: (f.date, f.starts_at or "", f.id), reverse=True)
    return Search(query, sport, ordered[:limit], more=len(ordered) > limit)


def sports(mirror: Mirror) -> list[str]:
    """The sports there is anything of, done or planned, in the order of display."""
    return sorted(reads.sports(mirror), key=rank)


def _done(row: Workout, zone: str, excerpt: str | None) -> Found:
    return Found(
        kind="completed" if row.planned_workout_id else "unplanned",
        id=row.id,
        date=row.local_date,
        starts_at=local_clock(row, zone),
        sport=row.sport,
        title=row.title or row.sport.capitalize(),
        duration_s=row.duration_s,
        distance_m=row.distance_m,
        load=row.load,
        excerpt=excerpt,
    )


def _open(row: Planned, excerpt: str | None) -> Found:
    return Found(
        kind="planned",
        id=row.id,
        date=row.date,
        starts_at=None,
        sport=row.sport,
        title=row.title,
        duration_s=row.duration_planned_s,
        distance_m=row.distance_planned_m,
        load=row.tss_planned,
        excerpt=excerpt,
    )


def _excerpt(text: str | None, words: list[str]) -> str | None:
    """The surroundings of the first word found, on one line."""
    line = " ".join((text or "").split())
    lower = line.lower()
    places = [at for word in words if (at := lower.find(word.lower())) >= 0]
    if not places:
        return None
    start = max(0, min(places) - _AROUND // 2)
    if start:
        start = line.find(" ", start) + 1 or start
    cut = line[start : start + 2 * _AROUND]
    return f"{'… ' if start else ''}{cut}{' …' if start + len(cut) < len(line) else ''}"
