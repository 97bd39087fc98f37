"""A season of daily pulls with new UIDs each time, and a coach whose edits are known."""

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from mirror import plan, workouts
from mirror.database import Mirror
from mirror.first_run import ATHLETE_ID
from mirror.rows import Workout
from sync.matching import pin
from sync.sources.plan.pull import pull
from tests.replicas.feed import Answer, FeedServer, Session, trainingpeaks

START = date(2026, 3, 2)
PULLS = 100
WEEK = [
    (0, "Swim", "Technique", "0:50", "2000 m"),
    (1, "Bike", "Threshold", "1:15", None),
    (1, "Run", "Easy aerobic", "0:40", None),
    (2, "Run", "Intervals", "1:00", None),
    (3, "Swim", "Technique", "0:50", "2000 m"),
    (3, "Strength", "Core 20 min", "0:20", None),
    (4, "Day Off", "Day Off", None, None),
    (5, "Bike", "Long ride", "3:30", None),
    (5, "Run", "Easy aerobic", "0:20", None),
    (5, "Run", "Easy aerobic", "0:20", None),
    (6, "Run", "Long run", "1:45", None),
]
SPORT = {"Swim": "swim", "Bike": "bike", "Run": "run", "Strength": "strength", "Day Off": "other"}

#: (kind, title, day before, day after) as the coach knows it.
Edit = tuple[str, str, str | None, str | None]


class Coach:
    """The plan with its edits. `sessions`: by number, what is in the plan now."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.sessions: dict[int, Session] = {}
        self.dropped: dict[int, Session] = {}
        for week in range(20):
            for day, kind, title, planned, distance in WEEK:
                when = START + timedelta(days=7 * week - 7 + day)
                self._put(Session(when, kind, title, planned, distance))
        self._put(Session(START + timedelta(days=60), "Race", "Olympic triathlon", race=True))

    def _put(self, session: Session) -> int:
        number = len(self.sessions) + len(self.dropped)
        self.sessions[number] = session
        return number

    def edit(self, today: date) -> list[Edit]:
        """Up to two edits of different sports, in the days that every pull can see."""
        edits: list[Edit] = []
        kinds = ["Swim", "Bike", "Run", "Strength"]
        self.rng.shuffle(kinds)
        for kind in kinds[: self.rng.choice([0, 0, 1, 1, 2])]:
            edits += self._edit_one(kind, today)
        return edits

    def _edit_one(self, kind: str, today: date) -> list[Edit]:
        near = [
            number
            for number, session in self.sessions.items()
            if session.kind == kind
            and 1 <= (session.day - today).days <= 8
            and list(self.sessions.values()).count(session) == 1
        ]
        gone = [
            number
            for number, session in self.dropped.items()
            if session.kind == kind and 1 <= (session.day - today).days <= 8
        ]
        what = self.rng.choice(["move", "move", "retitle", "resize", "remove", "restore", "add"])
        if what == "restore" and gone:
            session = self.sessions[gone[0]] = self.dropped.pop(gone[0])
            return [("restored", session.title, None, f"{session.day}")]
        if what == "add":
            day = today + timedelta(days=self.rng.randint(1, 8))
            extra = Session(day, kind, f"Extra {len(self.sessions)}", "0:33")
            self._put(extra)
            return [("added", extra.title, None, f"{day}")]
        if not near or what == "restore":
            return []
        number = self.rng.choice(near)
        old = self.sessions[number]
        if what == "remove":
            self.dropped[number] = self.sessions.pop(number)
            return [("removed", old.title, f"{old.day}", None)]
        new = self._changed(old, what, today)
        if new is None:
            return []
        self.sessions[number] = new
        kind_of = {"move": "moved", "retitle": "retitled", "resize": "resized"}[what]
        return [(kind_of, new.title, f"{old.day}", f"{new.day}")]

    def _changed(self, old: Session, what: str, today: date) -> Session | None:
        if what == "retitle":
            return replace(old, title=f"{old.title} ({self.rng.randint(100, 999)})")
        if what == "resize":
            minutes = self.rng.choice([35, 55, 65, 95])
            changed = replace(old, planned=f"{minutes // 60}:{minutes % 60:02d}")
            return None if changed.planned == old.planned else changed
        target = today + timedelta(days=self.rng.randint(1, 9))
        taken = {
            (s.day, s.kind, s.title) for s in [*self.sessions.values(), *self.dropped.values()]
        }
        if target == old.day or (target, old.kind, old.title) in taken:
            return None
        return replace(old, day=target)


def visible(coach: Coach, until: date, since: date) -> Counter[tuple[str, str, str, float | None]]:
    """What the plan must hold: all that was ever in the window."""
    found: Counter[tuple[str, str, str, float | None]] = Counter()
    for session in coach.sessions.values():
        if session.race or since <= session.day <= until:
            sport = "other" if session.race else SPORT[session.kind]
            found[f"{session.day}", sport, session.title, _seconds(session.planned)] += 1
    return found


def _seconds(planned: str | None) -> float | None:
    if planned is None:
        return None
    hours, _, minutes = planned.partition(":")
    return int(hours) * 3600.0 + int(minutes) * 60


def stored(mirror: Mirror) -> Counter[tuple[str, str, str, float | None]]:
    return Counter(
        (row.date, row.sport, row.title, row.duration_planned_s)
        for row in plan.of_source(mirror, "trainingpeaks")
        if row.status == "planned"
    )


def told(mirror: Mirror, since: str) -> list[Edit]:
    rows = mirror.db.execute(
        "SELECT kind, before, after FROM plan_changes WHERE seen_at = ?", (since,)
    )
    edits: list[Edit] = []
    for kind, before, after in rows:
        old, new = json.loads(before or "null"), json.loads(after or "null")
        title = (new or old)["title"]
        edits.append((kind, title, old and old["date"], new and new["date"]))
    return edits


def done_as_planned(coach: Coach, today: date) -> None:
    """Yesterday's sessions are in the feed as done, at the hour they were done."""
    for number, session in coach.sessions.items():
        if session.day == today - timedelta(days=1) and session.planned and not session.race:
            coach.sessions[number] = replace(session, done=session.planned)


def early_bird(mirror: Mirror, today: date, number: int) -> tuple[str, str] | None:
    """A workout done today that the athlete pins to a session still ahead."""
    ahead = [
        row
        for row in plan.of_source(mirror, "trainingpeaks")
        if row.status == "planned" and row.date > (today + timedelta(days=2)).isoformat()
    ]
    if not ahead:
        return None
    workout = Workout(
        id=f"workout-{number}",
        athlete_id=ATHLETE_ID,
        started_at=f"{today}T05:00:00+00:00",
        utc_offset_s=3600,
        local_date=f"{today}",
        sport=ahead[0].sport,
        duration_s=1234.0,
    )
    workouts.save(mirror, workouts.WorkoutUnit(workout))
    pin(mirror, workout.id, ahead[0].id)
    return workout.id, ahead[0].id


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_hundred_daily_pulls(mirror: Mirror, feed: FeedServer, seed: int) -> None:
    with httpx.Client() as client:
        _season(mirror, feed, client, seed)


def _season(mirror: Mirror, feed: FeedServer, client: httpx.Client, seed: int) -> None:
    coach = Coach(seed)
    rng = random.Random(-seed)
    pins: list[tuple[str, str]] = []
    total = 0
    for pulls in range(PULLS):
        today = START + timedelta(days=pulls)
        edits = coach.edit(today) if pulls else []
        done_as_planned(coach, today)
        skippable = pulls % 20 != 10 and 0 < pulls < PULLS - 1
        if not edits and skippable and rng.random() < 0.3:
            continue  # the machine was off: the next pull finds the window two days on
        total += len(edits)
        feed.answer = Answer(trainingpeaks(coach.sessions.values(), today, rng))
        now = datetime(today.year, today.month, today.day, 4, tzinfo=UTC)
        result = pull(mirror, "trainingpeaks", feed.url, now=now, client=client)
        assert sorted(told(mirror, now.isoformat(timespec="seconds")), key=repr) == sorted(
            edits, key=repr
        )
        assert result.changes == len(edits)
        until, since = today + timedelta(days=14), START - timedelta(days=5)
        assert stored(mirror) == visible(coach, until, since)
        if pulls % 20 == 10 and (pinned := early_bird(mirror, today, pulls)):
            pins.append(pinned)
    assert total > 40
    assert len(pins) == 5
    count = mirror.db.execute("SELECT count(*) FROM plan_changes").fetchone()[0]
    assert count == total
    for workout_id, planned_id in pins:
        row = mirror.db.execute(
            "SELECT planned_workout_id, match_method FROM workouts_executed WHERE id = ?",
            (workout_id,),
        ).fetchone()
        assert row == (planned_id, "pinned")
    assert mirror.db.execute("PRAGMA foreign_key_check").fetchall() == []
