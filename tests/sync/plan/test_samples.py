"""The sample feeds, against what a person reading them would write down."""

from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from sync.sources.plan.parse import parse, text_of
from sync.sources.plan.record import PlannedRecord
from tests import recorded

SAMPLES = recorded.CALENDARS
BERLIN = ZoneInfo("Europe/Berlin")

needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample feeds are not here")


class Row(NamedTuple):
    date: str
    sport: str
    title: str
    minutes: float | None = None
    metres: float | None = None
    load: float | None = None
    starts_at: str | None = None
    kind: str = "workout"


TRAININGPEAKS = [
    Row("2026-05-17", "bike", "Endurance with drills #1", 60),
    Row("2026-05-17", "strength", "Core 20 min", 20),
    Row("2026-05-19", "run", "Easy aerobic", 40),
    Row("2026-05-20", "other", "Day Off", kind="rest"),
    Row("2026-05-21", "swim", "Technique", 60, 2300),
    Row("2026-05-22", "bike", "Duathlon leg", 90),
    Row("2026-05-22", "run", "Duathlon leg", 11),
    Row("2026-05-22", "run", "Duathlon leg", 24),
    Row("2026-05-24", "run", "OPTIONAL: 5:30 OR 6:00 pace, 3x8'", 45),
    Row("2026-05-26", "brick", "Bike to run", 105),
    Row("2026-05-27", "bike", "Trails", 120),
    Row("2026-05-28", "other", "Roller", 70),
    Row("2026-05-29", "other", "Sauna", 30),
    Row("2026-05-30", "mobility", "Mobility & stretching", 10),
    Row("2026-07-10", "other", "Olympic triathlon (A race)", kind="race"),
]

GENERIC = [
    Row("2026-03-02", "strength", "Strength"),
    Row("2026-03-09", "strength", "Strength"),
    Row("2026-03-23", "strength", "Strength"),
    Row("2026-03-29", "bike", "Long ride", 90, None, 120, "2026-03-29T00:30:00+00:00"),
]


def written_down(records: list[PlannedRecord]) -> list[Row]:
    rows = [
        Row(
            record.date,
            record.sport,
            record.title,
            None if record.duration_s is None else record.duration_s / 60,
            record.distance_m,
            record.load,
            record.starts_at,
            record.kind,
        )
        for record in records
        if record.planned and not record.cancelled
    ]
    return sorted(rows, key=lambda row: (row.date, row.sport, row.title, row.minutes or 0))


def read(name: str, today: date) -> list[PlannedRecord]:
    return parse(text_of((SAMPLES / name).read_bytes()), BERLIN, today).records


@needs_samples
def test_trainingpeaks() -> None:
    records = read("trainingpeaks_neutral.ics", date(2026, 5, 21))
    assert written_down(records) == TRAININGPEAKS


@needs_samples
def test_trainingpeaks_a_day_later() -> None:
    records = read("trainingpeaks_neutral_refetch.ics", date(2026, 5, 22))
    assert written_down(records) == TRAININGPEAKS[1:]


@needs_samples
def test_hand_kept_calendar() -> None:
    records = read("generic_timezones_recurrence.ics", date(2026, 3, 20))
    assert written_down(records) == GENERIC


@needs_samples
def test_the_coachs_text_is_whole_and_unfolded() -> None:
    records = read("trainingpeaks_neutral.ics", date(2026, 5, 21))
    ride = next(record for record in records if record.title == "Endurance with drills #1")
    assert ride.description == (
        "optional: water only, then shake;\n\nbuild these into the main set:\n\n"
        "5x(1 min left / 1 min right); 5 min easy, then 10 min high cadence (>110 rpm)"
    )


@needs_samples
def test_what_was_done_is_evidence_and_no_plan() -> None:
    records = read("trainingpeaks_neutral.ics", date(2026, 5, 21))
    done = {record.title: record.completed for record in records if record.completed is not None}
    assert {title for title, evidence in done.items() if evidence} == {
        "Strength",
        "Easy aerobic",
        "Technique",
        "Cycling",
    }
    run = done["Easy aerobic"]
    assert run is not None
    assert (run.started_at, run.duration_s, run.distance_m) == (
        "2026-05-19T19:57:01+00:00",
        2940.0,
        7870.0,
    )
    assert {r.title for r in records if not r.planned} == {"Strength", "Cycling"}
