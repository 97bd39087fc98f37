"""Which planned session was which workout. Pure Python: read paths use it.

Per local day and sport the cheapest one-to-one pairing; then what is left within a few days
(moved sessions); pairs that the athlete pinned stand above all.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from analytics.assignment import assign

UNMATCHED = 1.0
TITLE_WEIGHT = 0.5
#: Cost of the amounts when plan and workout have none in common.
UNKNOWN_AMOUNT = 0.5
#: How far a session may have moved, what a day costs, and what such a pair may cost in all.
MOVED_DAYS = 3
MOVED_DAY_COST = 0.1
MOVED_LIMIT = 0.7
#: A plan still ahead is only taken when the title says so.
AHEAD_SIMILARITY = 0.5
BRICK_SPORTS = ("swim", "bike", "run")


class Session(NamedTuple):
    """A planned session or a workout. day: athlete-local ISO date.

    parent_id: of a leg, the multisport workout it belongs to. pinned_to: of a workout, the planned
    id that the athlete chose.
    """

    id: str
    day: str
    sport: str
    title: str | None = None
    duration_s: float | None = None
    distance_m: float | None = None
    parent_id: str | None = None
    pinned_to: str | None = None


class Pair(NamedTuple):
    """method: "pinned" | "auto". moved_days: day done - day planned."""

    planned_id: str
    done_id: str
    method: str
    moved_days: int = 0


def match(
    planned: Sequence[Session], done: Sequence[Session], *, today: str | None = None
) -> list[Pair]:
    """The pairs, each planned session and each workout at most once.

    One exception: a planned brick without a multisport workout takes every leg-like workout of
    its day that has no plan of its own. `today` (ISO) marks plans ahead, which need a like title.
    """
    pairs = _pinned(planned, done)
    plans = _left(planned, {p.planned_id for p in pairs})
    works = _left(done, {p.done_id for p in pairs})
    for step in (_same_day, _bricks_of_parts):
        found = step(plans, works)
        found = _without_family(found, done)
        pairs += found
        plans = _left(plans, {p.planned_id for p in found})
        works = _left(works, _with_family(found, done))
    return pairs + _moved(plans, works, today)


def cost(plan: Session, work: Session) -> float:
    """|ln(done / planned duration)| + 0.5 (1 - title similarity); distance where no duration is."""
    amount = UNKNOWN_AMOUNT
    for intended, achieved in (
        (plan.duration_s, work.duration_s),
        (plan.distance_m, work.distance_m),
    ):
        if intended and achieved and intended > 0 and achieved > 0:
            amount = abs(math.log(achieved / intended))
            break
    return amount + TITLE_WEIGHT * (1.0 - similarity(plan.title, work.title))


def similarity(one: str | None, other: str | None) -> float:
    """Shared trigrams of both titles / all of them, 0..1; case and outer spaces do not count."""
    first, second = _trigrams(one), _trigrams(other)
    together = first | second
    return len(first & second) / len(together) if together else 0.0


def _trigrams(text: str | None) -> set[str]:
    words = " ".join((text or "").casefold().split())
    padded = f"  {words} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)} if words else set()


def _left(sessions: Sequence[Session], taken: set[str]) -> list[Session]:
    return [session for session in sessions if session.id not in taken]


def _pinned(planned: Sequence[Session], done: Sequence[Session]) -> list[Pair]:
    days = {plan.id: plan.day for plan in planned}
    return [
        Pair(work.pinned_to, work.id, "pinned", _apart(days[work.pinned_to], work.day))
        for work in done
        if work.pinned_to is not None and work.pinned_to in days
    ]


def _same_day(plans: Sequence[Session], works: Sequence[Session]) -> list[Pair]:
    groups: defaultdict[tuple[str, str], tuple[list[Session], list[Session]]]
    groups = defaultdict(lambda: ([], []))
    for plan in plans:
        groups[plan.day, plan.sport][0].append(plan)
    for work in works:
        groups[work.day, work.sport][1].append(work)
    pairs = []
    for key in sorted(groups):
        pairs += _cheapest(*groups[key])
    return pairs


def _cheapest(plans: Sequence[Session], works: Sequence[Session]) -> list[Pair]:
    """Best total, where leaving a plan or a workout alone costs 1 each."""
    if not plans or not works:
        return []
    table = [
        [*(cost(plan, work) for work in works), *(2 * UNMATCHED for _ in plans)] for plan in plans
    ]
    return [
        Pair(plan.id, works[column].id, "auto")
        for plan, column in zip(plans, assign(table), strict=True)
        if column < len(works)
    ]


def _without_family(pairs: Sequence[Pair], done: Sequence[Session]) -> list[Pair]:
    """A multisport workout answers a planned brick or its legs answer their own plans, not both."""
    parent = {work.id: work.parent_id for work in done}
    whole = {pair.done_id for pair in pairs}
    return [pair for pair in pairs if parent.get(pair.done_id) not in whole]


def _with_family(pairs: Sequence[Pair], done: Sequence[Session]) -> set[str]:
    """The paired workouts, the legs of paired parents and the parents of paired legs."""
    taken = {pair.done_id for pair in pairs}
    legs = {work.id for work in done if work.parent_id in taken}
    parents = {work.parent_id for work in done if work.id in taken and work.parent_id}
    return taken | legs | parents


def _bricks_of_parts(plans: Sequence[Session], works: Sequence[Session]) -> list[Pair]:
    """A planned brick recorded as separate workouts: all of that day's belong to it."""
    pairs = []
    for plan in plans:
        if plan.sport != "brick":
            continue
        parts = [w for w in works if w.day == plan.day and w.sport in BRICK_SPORTS]
        if len({part.sport for part in parts}) >= 2:
            pairs += [Pair(plan.id, part.id, "auto") for part in parts]
            works = _left(works, {part.id for part in parts})
    return pairs


def _moved(plans: Sequence[Session], works: Sequence[Session], today: str | None) -> list[Pair]:
    """What is left, cheapest first, within three days and only when it looks alike."""
    by_day: defaultdict[tuple[str, str], list[Session]] = defaultdict(list)
    for work in works:
        by_day[work.sport, work.day].append(work)
    candidates = []
    for plan in plans:
        planned_day = date.fromisoformat(plan.day)
        ahead = today is not None and plan.day >= today
        for days in (*range(-MOVED_DAYS, 0), *range(1, MOVED_DAYS + 1)):
            done_day = (planned_day + timedelta(days=days)).isoformat()
            for work in by_day.get((plan.sport, done_day), ()):
                if ahead and similarity(plan.title, work.title) < AHEAD_SIMILARITY:
                    continue
                total = cost(plan, work) + MOVED_DAY_COST * abs(days)
                if total <= MOVED_LIMIT:
                    candidates.append((total, plan.day, plan.id, work.id, days))
    pairs: list[Pair] = []
    taken: set[str] = set()
    for _, _, plan_id, work_id, days in sorted(candidates):
        if plan_id not in taken and work_id not in taken:
            taken |= {plan_id, work_id}
            pairs.append(Pair(plan_id, work_id, "auto", days))
    return pairs


def _apart(planned: str, done: str) -> int:
    return (date.fromisoformat(done) - date.fromisoformat(planned)).days
