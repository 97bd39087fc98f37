"""All-day, floating, UTC and zoned events on the athlete's local day, wherever he lives."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from sync.sources.plan.parse import parse, text_of
from sync.sources.plan.record import PlannedRecord
from tests.replicas.feed import calendar, event

VIENNA = """BEGIN:VTIMEZONE
TZID:Coach/Vienna
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""


def one(zone: str, *, head: str = "", **properties: str) -> PlannedRecord:
    body = calendar([event(SUMMARY="Run", **properties)], head=head)
    feed = parse(text_of(body), ZoneInfo(zone), date(2026, 3, 20))
    assert feed.warnings == []
    (record,) = feed.records
    return record


HONOLULU, AUCKLAND, BERLIN, NEW_YORK = (
    "Pacific/Honolulu",
    "Pacific/Auckland",
    "Europe/Berlin",
    "America/New_York",
)


@pytest.mark.parametrize("zone", [HONOLULU, AUCKLAND, BERLIN])
@pytest.mark.parametrize("start", [";VALUE=DATE:20260328", ":20260328", ":20260328T000000Z"])
def test_all_day_is_that_day_everywhere(zone: str, start: str) -> None:
    end = start.replace("28", "29")
    record = one(zone, DTSTART=start, DTEND=end)
    assert (record.date, record.starts_at, record.duration_s) == ("2026-03-28", None, None)


@pytest.mark.parametrize(
    ("zone", "start", "day", "starts_at"),
    [
        # floating: on the athlete's own clock
        (HONOLULU, ":20260328T210000", "03-28", "29 07:00"),
        (AUCKLAND, ":20260328T060000", "03-28", "27 17:00"),
        # UTC: the evening before, or the morning after
        (HONOLULU, ":20260329T070000Z", "03-28", "29 07:00"),
        (AUCKLAND, ":20260327T180000Z", "03-28", "27 18:00"),
        # the coach's zone, seen from the athlete's
        (HONOLULU, ";TZID=Europe/Berlin:20260329T080000", "03-28", "29 06:00"),
        (AUCKLAND, ";TZID=America/New_York:20260327T190000", "03-28", "27 23:00"),
        # other names of zones
        (BERLIN, ";TZID=Eastern Standard Time:20260328T190000", "03-29", "28 23:00"),
        (BERLIN, ";TZID=/vendor.example/Europe/Berlin:20260328T190000", "03-28", "28 18:00"),
        (BERLIN, ";TZID=Nowhere/Land:20260328T190000", "03-28", "28 18:00"),
        # the clocks change: 29 March in Europe, 8 March in New York, 5 April in Auckland
        (BERLIN, ":20260329T010000", "03-29", "29 00:00"),
        (BERLIN, ":20260329T023000", "03-29", "29 01:30"),
        (BERLIN, ":20260329T230000", "03-29", "29 21:00"),
        (NEW_YORK, ":20260309T033000Z", "03-08", "09 03:30"),
        (NEW_YORK, ":20261101T053000Z", "11-01", "01 05:30"),
        (AUCKLAND, ":20260404T120000Z", "04-05", "04 12:00"),
    ],
)  # fmt: skip
def test_timed_events(zone: str, start: str, day: str, starts_at: str) -> None:
    """day: month-day; starts_at: day and time in UTC."""
    record = one(zone, DTSTART=start)
    assert record.starts_at is not None
    assert record.starts_at.endswith(":00+00:00")
    assert (record.date[5:], record.starts_at[8:16].replace("T", " ")) == (day, starts_at)


def test_a_zone_that_the_feed_itself_defines() -> None:
    record = one(HONOLULU, head=VIENNA, DTSTART=";TZID=Coach/Vienna:20260720T080000")
    assert (record.date, record.starts_at) == ("2026-07-19", "2026-07-20T06:00:00+00:00")


@pytest.mark.parametrize(
    ("end", "minutes"),
    [
        ({"DTEND": ";TZID=Europe/Berlin:20260329T043000"}, 120),  # over the missing hour
        ({"DURATION": ":PT3H"}, 180),
        ({"DTEND": ";TZID=Europe/Berlin:20260329T013000"}, None),
        ({"DTEND": ";TZID=Europe/Berlin:20260328T013000"}, None),
        ({"DURATION": ":P1D"}, None),
        ({}, None),
    ],
)
def test_lengths_are_of_real_time(end: dict[str, str], minutes: float | None) -> None:
    record = one(BERLIN, DTSTART=";TZID=Europe/Berlin:20260329T013000", **end)
    assert record.duration_s == (None if minutes is None else minutes * 60)


def test_what_was_done_lies_on_the_day_it_was_done() -> None:
    text = "Workout type: Run\\nPlanned Time: 0:40\\nActual Time: 0:49\\n"
    record = one(HONOLULU, DESCRIPTION=text, DTSTART=":20260519T215701", DTEND=":20260519T223701")
    assert record.date == "2026-05-19"
    assert record.starts_at is None
    assert record.completed is not None
    assert record.completed.started_at == "2026-05-20T07:57:01+00:00"
    assert (record.duration_s, record.completed.duration_s) == (2400, 2940)


def test_series_in_a_zone_keep_their_local_hour_over_the_change() -> None:
    body = calendar(
        [
            event(
                SUMMARY="Track",
                UID="t",
                DTSTART=";TZID=Europe/Berlin:20260319T180000",
                DURATION=":PT1H",
                RRULE="FREQ=WEEKLY;COUNT=3",
                EXDATE=";TZID=Europe/Berlin:20260326T180000",
            ),
            event(
                SUMMARY="Track in the morning",
                UID="t",
                RECURRENCE_ID=";TZID=Europe/Berlin:20260402T180000",
                DTSTART=";TZID=Europe/Berlin:20260403T070000",
                DURATION=":PT1H",
            ),
        ]
    )
    feed = parse(text_of(body), ZoneInfo(BERLIN), date(2026, 3, 20))
    assert [(r.date, r.title, r.starts_at) for r in feed.records] == [
        ("2026-03-19", "Track", "2026-03-19T17:00:00+00:00"),
        ("2026-04-03", "Track in the morning", "2026-04-03T05:00:00+00:00"),
    ]
