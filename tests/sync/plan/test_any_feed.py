"""Any feed at all: no exception but the ones meant, no hang, bounded rows."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.rows import Planned
from sync.engine.errors import SourceError
from sync.sources.plan.parse import MAX_RECORDS, parse, text_of
from sync.sources.plan.reconcile import reconcile
from sync.sources.plan.record import Feed
from sync.sources.plan.store import rows
from sync.sources.plan.structure import with_steps
from tests.replicas.feed import calendar, escape, event

TODAY = date(2026, 5, 20)
ZONES = ["Europe/Berlin", "Pacific/Honolulu", "Pacific/Auckland"]

FREQUENCIES = [
    "DAILY",
    "WEEKLY",
    "MONTHLY",
    "YEARLY",
    "HOURLY",
    "MINUTELY",
    "SECONDLY",
    "NEVER",
    "",
]
PARTS = [
    "COUNT=3", "COUNT=1000000000", "COUNT=-1", "UNTIL=20260601", "UNTIL=x", "INTERVAL=0",
    "INTERVAL=7", "INTERVAL=99999999", "BYDAY=MO,WE", "BYDAY=53MO", "BYDAY=XX", "BYMONTHDAY=30",
    "BYMONTHDAY=31", "BYMONTHDAY=99", "BYMONTH=2", "BYMONTH=13", "BYSETPOS=30", "BYHOUR=1,2,3",
    "BYSECOND=0", "BYYEARDAY=366", "BYWEEKNO=53", "WKST=SU", "NONSENSE=1", "",
]  # fmt: skip
rules = st.builds(
    lambda frequency, parts: ";".join([f"FREQ={frequency}", *filter(None, parts)]),
    st.sampled_from(FREQUENCIES),
    st.lists(st.sampled_from(PARTS), max_size=4),
)
moments = st.one_of(
    st.sampled_from(
        [":20260520", ";VALUE=DATE:20260521", ":20260522T060000", ":20260523T060000Z",
         ";TZID=Europe/Berlin:20260329T023000", ";TZID=Mars/Base:20260524T060000", ":00010101",
         ":99991231T235959Z", ":99991231", ":19000101", ":20261332", ":2026052", ":", ":T", ":x",
         ";VALUE=PERIOD:20260520T060000Z/PT1H", ";VALUE=DATE:20260520T060000Z",
         ";TZID=:20260520T060000", ":20260520T060000Z,20260521T060000Z"]
    ),
    st.datetimes(datetime(2026, 4, 1), datetime(2026, 8, 1)).map(lambda d: f":{d:%Y%m%dT%H%M%S}"),
)  # fmt: skip
words = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        ["Bike: Endurance", "Run: Easy, 40 min", "Day Off: Day Off", "4x8' @ 95-100% / 2' easy",
         "2:00 - Gibbs", "🏃 Run • 2.3km", "Workout type: Run\nPlanned Time: 0:40",
         "Workout type: Swim\nPlanned Time: 99:99\nDistance Planned: 1e99 m", "Duration: ::",
         "Duration: 5:", "Time: :05", "TSS 81, IF 0.64", "\\", ";;;", "\x00\x1b[31m", "é" * 200]
    ),
)  # fmt: skip


@st.composite
def events(draw: st.DrawFn) -> str:
    properties: dict[str, str] = {}
    for name, values in (
        ("DTSTART", moments),
        ("DTEND", moments),
        ("DURATION", st.sampled_from(["PT1H", "P1W", "-PT1H", "PT999999999H", "x"])),
        ("SUMMARY", words.map(escape)),
        ("DESCRIPTION", words.map(escape)),
        ("UID", st.sampled_from(["a", "b", "", "c" * 3000])),
        ("STATUS", st.sampled_from(["CANCELLED", "CONFIRMED", ""])),
        ("RRULE", rules),
        ("RDATE", moments),
        ("EXDATE", moments),
        ("RECURRENCE_ID", moments),
        ("SEQUENCE", st.sampled_from(["0", "x"])),
        ("CATEGORIES", words.map(escape)),
        ("X_WORKOUT_ESTIMATED_DURATION", st.sampled_from(["1800", "-5", "9" * 30, "x"])),
    ):
        if draw(st.integers(0, 2 if name in {"DTSTART", "SUMMARY"} else 5)) < 2:
            properties[name] = draw(values).replace("\n", "\\n").replace("\r", "")
    return event(**properties)


def feed_of(body: bytes, zone: str = "Europe/Berlin") -> Feed | None:
    try:
        return with_steps(parse(text_of(body), ZoneInfo(zone), TODAY))
    except SourceError:
        return None


def store(feed: Feed, stored: list[Planned]) -> list[Planned]:
    """The plan after a pull, checked as the mirror's constraints would."""
    outcome = reconcile(stored, feed.records, feed.window, today=TODAY, known_until=TODAY)
    found = rows(outcome, stored, source="s", athlete_id="a", now="2026-05-20T00:00:00+00:00")
    plan = {row.id: row for row in stored} | {row.id: row for row in found.planned}
    keys = [row.dedup_key for row in plan.values()]
    assert len(keys) == len(set(keys))
    assert {change.planned_id for change in found.changes} <= set(plan)
    assert len({change.id for change in found.changes}) == len(found.changes)
    return list(plan.values())


@settings(max_examples=150, deadline=None)
@given(st.lists(events(), max_size=8), st.lists(events(), max_size=8), st.sampled_from(ZONES))
def test_generated_feeds(first: list[str], second: list[str], zone: str) -> None:
    plan: list[Planned] = []
    for listed in (first, second, second):
        feed = feed_of(calendar(listed), zone)
        if feed is None:
            continue
        assert len(feed.records) <= MAX_RECORDS
        for record in feed.records:
            date.fromisoformat(record.date)
            json.dumps(record, allow_nan=False)
        before = plan
        plan = store(feed, plan)
        shown = sum(record.planned and not record.cancelled for record in feed.records)
        assert len(plan) <= len(before) + shown
    if feed is not None:
        assert store(feed, plan) == plan  # the same feed once more is no news


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes(body: bytes) -> None:
    feed_of(body)
    feed_of(b"BEGIN:VCALENDAR\r\n" + body + b"\r\nEND:VCALENDAR\r\n")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_feed_cut_or_spoiled_anywhere(data: st.DataObject) -> None:
    body = bytearray(calendar([data.draw(events()) for _ in range(3)]))
    place = data.draw(st.integers(0, len(body) - 1))
    cut = bytes(body[:place])
    feed = feed_of(cut)
    assert feed is None or cut.strip().upper().endswith(b"END:VCALENDAR")
    body[place] = data.draw(st.integers(0, 255))
    feed_of(bytes(body))


SERIES = {"UID": "u", "SUMMARY": "Run", "DTSTART": ";VALUE=DATE:20240104"}


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        ("FREQ=SECONDLY", 1),
        ("FREQ=MINUTELY;INTERVAL=1", 1),
        ("FREQ=DAILY", 150),
        ("FREQ=DAILY;COUNT=1000000000", 150),
        ("FREQ=DAILY;INTERVAL=0", 1),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 1),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=WE", 1),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2", 1),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=30", 1),
        ("FREQ=MONTHLY;BYDAY=53MO", 1),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 1),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", 150),
    ],
)
def test_huge_rules_make_few_rows(rule: str, most: int) -> None:
    feed = feed_of(calendar([event(RRULE=rule, **SERIES)]))
    assert feed is not None
    assert 1 <= len(feed.records) <= most


def test_many_series_make_few_rows() -> None:
    listed = [event(**{**SERIES, "UID": f"u{n}"}, RRULE="FREQ=DAILY") for n in range(80)]
    feed = feed_of(calendar(listed))
    assert feed is not None
    assert len(feed.records) <= MAX_RECORDS
    assert any("taken once" in warning for warning in feed.warnings)
    assert any("nearest to today" in warning for warning in feed.warnings)


def test_many_equal_sessions_are_stored_once_each() -> None:
    listed = [event(SUMMARY="Run", DTSTART=";VALUE=DATE:20260521", UID="u") for _ in range(500)]
    feed = feed_of(calendar(listed))
    assert feed is not None
    plan = store(feed, [])
    assert len(plan) == 500
    assert store(feed, plan) == plan


def test_a_feed_that_renames_everything_is_compared_within_bounds() -> None:
    def named(stem: str) -> Feed:
        listed = [
            event(SUMMARY=f"Run {stem} {n}", DTSTART=f";VALUE=DATE:202605{20 + n % 10}")
            for n in range(2_000)
        ]
        found = feed_of(calendar(listed))
        assert found is not None
        return found

    plan = store(named("one"), [])
    plan = store(named("another"), plan)
    assert sum(row.status == "planned" for row in plan) == 2_000
