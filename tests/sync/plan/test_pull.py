"""A pull over real HTTP: what is stored, what is an edit, and what an answer costs."""

import json
import random
from datetime import UTC, date, datetime

import pytest

from mirror import plan
from mirror.database import Mirror
from sync.engine.errors import (
    BadRequestError,
    OfflineError,
    ShapeError,
    SignInNeededError,
    SourceError,
    ThrottledError,
    TroubleError,
)
from sync.sources.plan.fetch import Limits
from sync.sources.plan.pull import PullResult, pull
from tests.replicas.feed import Answer, FeedServer, Session, calendar, trainingpeaks

TODAY = date(2026, 5, 20)
NOW = datetime(2026, 5, 20, 6, 0, tzinfo=UTC)
SESSIONS = [
    Session(date(2026, 5, 18), "Run", "Easy", "0:40"),
    Session(date(2026, 5, 21), "Bike", "Threshold 4x8", "1:15", text="4x8' @ 95-100% / 2' easy"),
    Session(date(2026, 5, 22), "Swim", "Technique", "1:00", "2300 m"),
    Session(date(2026, 5, 26), "Run", "Long", "1:40"),
]


def kinds(mirror: Mirror) -> list[tuple[str, str]]:
    rows = mirror.db.execute(
        "SELECT c.kind, p.title FROM plan_changes AS c"
        " JOIN workouts_planned AS p ON p.id = c.planned_id ORDER BY c.seen_at, p.title, c.kind"
    )
    return [(kind, title) for kind, title in rows]


def pulled(
    mirror: Mirror, feed: FeedServer, sessions: list[Session], day: date = TODAY
) -> PullResult:
    feed.answer = Answer(trainingpeaks(sessions, day, random.Random(day.toordinal())))
    return pull(
        mirror, "trainingpeaks", feed.url, now=datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    )


def test_the_first_pull_fills_the_plan_and_tells_no_edits(mirror: Mirror, feed: FeedServer) -> None:
    result = pulled(mirror, feed, SESSIONS)
    assert result == PullResult(4, 4, 0, unchanged=False, requests=1, warnings=[])
    rows = plan.of_source(mirror, "trainingpeaks")
    assert [(row.date, row.sport, row.title, row.duration_planned_s) for row in rows] == [
        ("2026-05-18", "run", "Easy", 2400),
        ("2026-05-21", "bike", "Threshold 4x8", 4500),
        ("2026-05-22", "swim", "Technique", 3600),
        ("2026-05-26", "run", "Long", 6000),
    ]
    assert kinds(mirror) == []
    marked = mirror.db.execute("SELECT count(*) FROM outbox WHERE kind = 'planned'").fetchone()
    assert marked == (4,)


def test_new_uids_and_another_order_are_no_news(mirror: Mirror, feed: FeedServer) -> None:
    pulled(mirror, feed, SESSIONS)
    feed.answer = Answer(trainingpeaks(SESSIONS, TODAY, random.Random(99)))
    again = pull(mirror, "trainingpeaks", feed.url, now=NOW)
    assert (again.fetched, again.written, again.changes, again.unchanged) == (4, 0, 0, True)


def test_a_moved_session_keeps_its_row(mirror: Mirror, feed: FeedServer) -> None:
    pulled(mirror, feed, SESSIONS)
    before = {row.title: row.id for row in plan.of_source(mirror, "trainingpeaks")}
    edited = [SESSIONS[0], SESSIONS[1].moved(1), SESSIONS[2], SESSIONS[3]]
    assert pulled(mirror, feed, edited).changes == 1
    after = {row.title: row for row in plan.of_source(mirror, "trainingpeaks")}
    assert {title: row.id for title, row in after.items()} == before
    assert after["Threshold 4x8"].date == "2026-05-22"
    row = mirror.db.execute("SELECT kind, before, after FROM plan_changes").fetchone()
    assert row[0] == "moved"
    assert json.loads(row[1])["date"] == "2026-05-21"
    assert json.loads(row[2])["date"] == "2026-05-22"


def test_the_window_moving_on_removes_and_adds_nothing(mirror: Mirror, feed: FeedServer) -> None:
    far = Session(date(2026, 6, 6), "Bike", "Long ride", "3:00")
    pulled(mirror, feed, [*SESSIONS, far])
    pulled(mirror, feed, [*SESSIONS, far], date(2026, 5, 24))
    rows = {row.title: row.status for row in plan.of_source(mirror, "trainingpeaks")}
    assert rows == dict.fromkeys([*(s.title for s in SESSIONS), "Long ride"], "planned")
    assert kinds(mirror) == []


def test_removed_and_restored(mirror: Mirror, feed: FeedServer) -> None:
    pulled(mirror, feed, SESSIONS)
    without = [SESSIONS[0], SESSIONS[1], SESSIONS[3]]
    pulled(mirror, feed, without, date(2026, 5, 20))
    assert kinds(mirror) == [("removed", "Technique")]
    pulled(mirror, feed, SESSIONS, date(2026, 5, 21))
    assert kinds(mirror) == [("removed", "Technique"), ("restored", "Technique")]
    assert len(plan.of_source(mirror, "trainingpeaks")) == 4


def test_a_not_modified_answer_costs_one_request_and_writes_nothing(
    mirror: Mirror, feed: FeedServer
) -> None:
    body = trainingpeaks(SESSIONS, TODAY, random.Random(1))
    feed.answer = Answer(body, etag='"v1"')
    pull(mirror, "trainingpeaks", feed.url, now=NOW)
    writes = mirror.db.total_changes
    again = pull(mirror, "trainingpeaks", feed.url, now=NOW)
    assert again == PullResult(0, 0, 0, unchanged=True, requests=1, warnings=[])
    assert mirror.db.total_changes == writes
    assert feed.seen[-1][1]["if-none-match"] == '"v1"'


def test_last_modified_is_given_back(mirror: Mirror, feed: FeedServer) -> None:
    stamp = "Wed, 20 May 2026 05:00:00 GMT"
    body = trainingpeaks(SESSIONS, TODAY, random.Random(1))
    feed.answer = Answer(body, last_modified=stamp)
    pull(mirror, "trainingpeaks", feed.url, now=NOW)
    assert pull(mirror, "trainingpeaks", feed.url, now=NOW).unchanged
    assert feed.seen[-1][1]["if-modified-since"] == stamp


@pytest.mark.parametrize(
    ("answer", "error", "says"),
    [
        (Answer(b"no", 401), SignInNeededError, "Premium"),
        (Answer(b"no", 403), SignInNeededError, "Premium"),
        (Answer(b"no", 404), SignInNeededError, "login trainingpeaks"),
        (Answer(b"slow down", 429), ThrottledError, "fewer requests"),
        (Answer(b"oops", 500), TroubleError, "HTTP 500"),
        (Answer(b""), ShapeError, "empty"),
        (Answer(b"<!DOCTYPE html><html>Sign in</html>"), ShapeError, "web page"),
        (Answer(b"hello"), ShapeError, "no iCalendar"),
        (Answer(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), TroubleError, "breaks off"),
        (Answer(b"x" * 1_000_000, repeat=50), ShapeError, "5 MB"),
        (Answer(b"x" * 1_000_000, repeat=50, length=False), ShapeError, "5 MB"),
        (Answer(b"x" * 9_000, stop_after=4_000), TroubleError, "broke off"),
        (Answer(b"", 302, {"Location": "/ical/next.ics"}), ShapeError, "without end"),
        (Answer(b"", 302, {"Location": "http://example.org/x.ics"}), BadRequestError, "encryption"),
        (Answer(b"", 302, {"Location": "file:///etc/passwd"}), BadRequestError, "encryption"),
    ],
)
def test_answers_that_are_no_plan(
    mirror: Mirror, feed: FeedServer, answer: Answer, error: type[SourceError], says: str
) -> None:
    pulled(mirror, feed, SESSIONS)
    writes = mirror.db.total_changes
    feed.answer = answer
    with pytest.raises(error) as caught:
        pull(mirror, "trainingpeaks", feed.url, now=NOW)
    message = str(caught.value)
    assert says in message
    assert "\n" not in message
    assert mirror.db.total_changes == writes


def test_retry_after_is_told(mirror: Mirror, feed: FeedServer) -> None:
    feed.answer = Answer(b"", 429, {"Retry-After": "120"})
    with pytest.raises(ThrottledError) as caught:
        pull(mirror, "trainingpeaks", feed.url, now=NOW)
    assert caught.value.retry_after_s == 120


@pytest.mark.parametrize(
    ("answer", "limits"),
    [
        (Answer(b"x" * 4_000, drip_s=2.0), Limits(read_s=0.2)),
        (Answer(b"x" * 40_000, drip_s=0.05), Limits(read_s=2.0, total_s=0.2)),
    ],
)
def test_a_slow_server_is_left(
    mirror: Mirror, feed: FeedServer, answer: Answer, limits: Limits
) -> None:
    feed.answer = answer
    with pytest.raises(OfflineError):
        pull(mirror, "trainingpeaks", feed.url, now=NOW, limits=limits)


def test_a_server_that_is_not_there(mirror: Mirror) -> None:
    with FeedServer() as gone:
        url = gone.url
    with pytest.raises(OfflineError, match="cannot be reached"):
        pull(mirror, "trainingpeaks", url, now=NOW)


def test_redirects_are_followed_and_counted(mirror: Mirror, feed: FeedServer) -> None:
    feed.answer = Answer(b"", 301, {"Location": "/moved/here.ics"})
    feed.routes["/moved/here.ics"] = Answer(trainingpeaks(SESSIONS, TODAY, random.Random(1)))
    assert pull(mirror, "trainingpeaks", feed.url, now=NOW).requests == 2


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ical/abc.ics",
        "http://plans.example.org/secret42x.ics",
        "ftp://127.0.0.1/x.ics",
        "file:///x",
    ],
)
def test_addresses_that_are_not_asked(mirror: Mirror, url: str) -> None:
    with pytest.raises(BadRequestError, match="webcal://") as caught:
        pull(mirror, "trainingpeaks", url, now=NOW)
    assert "secret42x" not in str(caught.value)


def test_an_empty_plan_changes_nothing_and_says_so(mirror: Mirror, feed: FeedServer) -> None:
    pulled(mirror, feed, SESSIONS)
    feed.answer = Answer(calendar([]))
    result = pull(mirror, "trainingpeaks", feed.url, now=NOW)
    assert (result.fetched, result.written, result.changes) == (0, 0, 0)
    assert "no event" in result.warnings[0]


def test_two_feeds_do_not_touch_each_other(mirror: Mirror, feed: FeedServer) -> None:
    pulled(mirror, feed, SESSIONS)
    feed.answer = Answer(trainingpeaks(SESSIONS[:2], TODAY, random.Random(5)))
    pull(mirror, "club", feed.url, now=NOW)
    assert len(plan.of_source(mirror, "trainingpeaks")) == 4
    assert len(plan.of_source(mirror, "club")) == 2
    assert kinds(mirror) == []
