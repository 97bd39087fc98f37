"""A pull over real HTTP: what is stored, what is an edit, and what an answer costs."""

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mirror import plan, settings
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
from tests import recorded
from tests.replicas.feed import Answer, FeedServer, Session, calendar, event, trainingpeaks

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


def test_a_series_moving_into_sight_is_no_edit_a_new_series_is(
    mirror: Mirror, feed: FeedServer
) -> None:
    camp = event(SUMMARY="Camp in a year", UID="c", DTSTART=";VALUE=DATE:20270510")
    track = event(SUMMARY="Track run", UID="t", DTSTART=";VALUE=DATE:20260519", RRULE="FREQ=WEEKLY")
    feed.answer = Answer(calendar([camp, track]))
    pull(mirror, "club", feed.url, now=NOW)
    for days in range(1, 15):
        assert pull(mirror, "club", feed.url, now=NOW + timedelta(days=days)).changes == 0
    gym = event(SUMMARY="Gym", UID="g", DTSTART=";VALUE=DATE:20260610", RRULE="FREQ=WEEKLY;COUNT=3")
    feed.answer = Answer(calendar([camp, track, gym]))
    assert pull(mirror, "club", feed.url, now=NOW + timedelta(days=15)).changes == 3
    assert kinds(mirror) == [("added", "Gym")] * 3


def test_a_feed_that_never_changes_is_read_anew_each_week(mirror: Mirror, feed: FeedServer) -> None:
    """Its repeating events come into sight as time goes by."""
    gym = event(SUMMARY="Gym", UID="g", DTSTART=";VALUE=DATE:20260518", RRULE="FREQ=WEEKLY")
    feed.answer = Answer(calendar([gym]), etag='"for ever"')
    for days in range(30):
        pull(mirror, "club", feed.url, now=NOW + timedelta(days=days))
    last = max(row.date for row in plan.of_source(mirror, "club"))
    assert last > (NOW + timedelta(days=30 + 100)).date().isoformat()
    read = [headers for _, headers in feed.seen if "if-none-match" not in headers]
    assert len(read) == 5
    assert kinds(mirror) == []


def test_a_cancelled_session_is_removed_wherever_it_lies(mirror: Mirror, feed: FeedServer) -> None:
    day = {"DTSTART": ";VALUE=DATE:20260601", "UID": "a"}
    other = event(SUMMARY="Bike", UID="b", DTSTART=";VALUE=DATE:20260525")
    feed.answer = Answer(calendar([event(SUMMARY="Run", **day), other]))
    pull(mirror, "club", feed.url, now=NOW)
    feed.answer = Answer(calendar([event(SUMMARY="Run", STATUS="CANCELLED", **day), other]))
    pull(mirror, "club", feed.url, now=NOW)
    assert kinds(mirror) == [("removed", "Run")]


def test_a_session_done_without_a_planned_size_stays(mirror: Mirror, feed: FeedServer) -> None:
    """The feed then shows it as done only, as it does what was never planned."""
    core = Session(TODAY, "Strength", "Core")
    pulled(mirror, feed, [core, *SESSIONS])
    pulled(mirror, feed, [replace(core, done="0:25"), *SESSIONS])
    statuses = {row.title: row.status for row in plan.of_source(mirror, "trainingpeaks")}
    assert statuses["Core"] == "planned"
    assert kinds(mirror) == []


def test_a_session_done_on_another_day_keeps_the_day_it_was_planned_for(
    mirror: Mirror, feed: FeedServer
) -> None:
    easy = Session(date(2026, 5, 19), "Run", "Recovery", "0:40")
    pulled(mirror, feed, [easy, *SESSIONS])
    moved = replace(easy, day=date(2026, 5, 20), done="0:41")
    for _ in range(2):
        pulled(mirror, feed, [moved, *SESSIONS], date(2026, 5, 21))
    rows = [row for row in plan.of_source(mirror, "trainingpeaks") if row.title == "Recovery"]
    assert [(row.date, row.starts_at) for row in rows] == [("2026-05-19", None)]
    assert kinds(mirror) == []


def test_a_race_far_ahead_moves_and_is_told(mirror: Mirror, feed: FeedServer) -> None:
    race = Session(date(2026, 8, 1), "Race", "Olympic triathlon", race=True)
    pulled(mirror, feed, [*SESSIONS, race])
    pulled(mirror, feed, [*SESSIONS, race.moved(28)])
    pulled(mirror, feed, SESSIONS)  # its absence proves nothing: feeds show races as they like
    rows = [row for row in plan.of_source(mirror, "trainingpeaks") if row.title == race.title]
    assert [(row.date, row.status) for row in rows] == [("2026-08-29", "planned")]
    assert kinds(mirror) == [("moved", race.title)]


def test_a_pull_that_dies_leaves_the_plan_as_it_was(
    mirror: Mirror, feed: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulled(mirror, feed, SESSIONS)
    before = plan.of_source(mirror, "trainingpeaks"), settings.get(mirror, "plan.trainingpeaks")

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sync.sources.plan.state.save", die)
    with pytest.raises(KeyboardInterrupt):
        pulled(mirror, feed, SESSIONS[1:], TODAY)
    after = plan.of_source(mirror, "trainingpeaks"), settings.get(mirror, "plan.trainingpeaks")
    assert after == before
    assert kinds(mirror) == []


def test_rows_move_into_each_others_place(mirror: Mirror, feed: FeedServer) -> None:
    """Three equal sessions each a day on: the keys that tell them apart go round."""
    chain = [Session(date(2026, 5, 21 + n), "Run", "Easy", f"0:{40 + n}") for n in range(3)]
    pulled(mirror, feed, [SESSIONS[0], *chain, SESSIONS[3]])
    pulled(mirror, feed, [SESSIONS[0], *(s.moved(1) for s in chain), SESSIONS[3]])
    rows = plan.of_source(mirror, "trainingpeaks")
    runs = sorted((r.date, r.duration_planned_s) for r in rows if r.date > "2026-05-20")[:3]
    assert [day for day, _ in runs] == ["2026-05-22", "2026-05-23", "2026-05-24"]
    assert {seconds for _, seconds in runs} == {2400, 2460, 2520}
    assert all(row.status == "planned" for row in rows)


def test_the_oldest_day_may_be_cut_in_the_middle(mirror: Mirror, feed: FeedServer) -> None:
    """A window that begins on a day of two sessions may show one of them, in the future too."""
    two = [Session(date(2026, 5, 24), sport, "Easy", "0:40") for sport in ("Run", "Bike")]
    pulled(mirror, feed, [*two, SESSIONS[3]])
    pulled(mirror, feed, [two[1], SESSIONS[3]])
    assert kinds(mirror) == []


def test_the_sample_fetched_a_day_later_is_no_edit(mirror: Mirror, feed: FeedServer) -> None:
    folder = recorded.CALENDARS
    if not folder.exists():
        pytest.skip("the sample feeds are not here")
    for name, day in (("trainingpeaks_neutral", 21), ("trainingpeaks_neutral_refetch", 22)):
        feed.answer = Answer((folder / f"{name}.ics").read_bytes())
        now = datetime(2026, 5, day, 6, tzinfo=UTC)
        result = pull(mirror, "trainingpeaks", feed.url, now=now)
        assert (result.changes, result.warnings) == (0, [])
    rows = plan.of_source(mirror, "trainingpeaks")
    assert len(rows) == 15
    assert {row.status for row in rows} == {"planned"}


def test_a_names_shape(mirror: Mirror) -> None:
    with pytest.raises(BadRequestError, match="name"):
        pull(mirror, "My Coach!", "https://127.0.0.1/x.ics", now=NOW)
