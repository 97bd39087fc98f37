"""What each publisher's events carry."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from sync.sources.plan import quantities, sports
from sync.sources.plan.parse import parse, text_of
from sync.sources.plan.record import PlannedRecord
from tests.replicas.feed import calendar, escape, event

ALL_DAY = {"DTSTART": ";VALUE=DATE:20260520", "DTEND": ";VALUE=DATE:20260521"}
TIMED = {"DTSTART": ":20260520T060000", "DTEND": ":20260520T100000"}


def one(prodid: str, summary: str, text: str = "", **properties: str) -> PlannedRecord:
    more = dict(properties or ALL_DAY)
    if text:
        more["DESCRIPTION"] = escape(text)
    body = calendar([event(SUMMARY=escape(summary), **more)], prodid=prodid)
    (record,) = parse(text_of(body), ZoneInfo("Europe/Berlin"), date(2026, 5, 20)).records
    return record


def facts(record: PlannedRecord) -> tuple[object, ...]:
    minutes = None if record.duration_s is None else record.duration_s / 60
    return record.sport, record.title, minutes, record.distance_m, record.load, record.kind


TP = "-//ddaysoftware.com//NONSGML DDay.iCal 1.0//EN"
TR = "-// Trainer Road LLC// Cycling// EN"


@pytest.mark.parametrize(
    ("summary", "text", "expected"),
    [
        ("Bike: Endurance", "Workout type: Bike\nPlanned Time: 1:00\n", ("bike", "Endurance", 60)),
        ("Run: OPT: 5:30", "Workout type: Run\nPlanned Time: 0:45", ("run", "OPT: 5:30", 45)),
        ("MtnBike: Trails", "Workout type: MtnBike\nPlanned Time: 12:30", ("bike", "Trails", 750)),
        ("XC-Ski: Roller", "Workout type: XC-Ski\n", ("other", "Roller", None)),
        ("Walk: Dog", "Workout type: Walk\nPlanned Time: 0:30", ("other", "Dog", 30)),
        ("Custom: Yoga", "Workout type: Custom\nPlanned Time: 0:30", ("mobility", "Yoga", 30)),
        ("Swim: ", "Workout type: Swim\nPlanned Time: 0:30", ("swim", "Swim", 30)),
        ("Bike: Zero", "Workout type: Bike\nPlanned Time: 0:00", ("bike", "Zero", None)),
    ],
)  # fmt: skip
def test_trainingpeaks(summary: str, text: str, expected: tuple[object, ...]) -> None:
    assert facts(one(TP, summary, text))[:3] == expected


@pytest.mark.parametrize(
    ("line", "metres"),
    [
        ("2500 m", 2500),
        ("7.87 km", 7870),
        ("7,5 km", 7500),
        ("2,500 m", 2500),
        ("2000 yd", 1828.8),
        ("6.2 mi", 9977.9328),
        ("12", None),
        ("0 km", None),
    ],
)
def test_trainingpeaks_distances_by_their_unit(line: str, metres: float | None) -> None:
    record = one(TP, "Swim: A", f"Workout type: Swim\nDistance Planned: {line}\n")
    assert record.distance_m == (None if metres is None else pytest.approx(metres))


def test_keys_count_only_at_the_end_of_the_text() -> None:
    text = "Workout type: Run\nPlanned Time: 9:00 is what I hope for\n\nPlanned Time: 0:40\n"
    record = one(TP, "Run: A", text)
    assert record.duration_s == 2400
    assert record.description == "Planned Time: 9:00 is what I hope for"


def test_trainingpeaks_rest_and_race() -> None:
    rest = one(TP, "Day Off: Day Off", "Workout type: Day Off\nPlanned Time: 1:00\n")
    assert facts(rest) == ("other", "Day Off", None, None, None, "rest")
    body = calendar(
        [
            event(SUMMARY="Run: A", DESCRIPTION="Workout type: Run\\n", **ALL_DAY),
            event(SUMMARY="Berlin Marathon", **ALL_DAY),
        ],
        prodid=TP,
    )
    records = parse(text_of(body), ZoneInfo("Europe/Berlin"), date(2026, 5, 20)).records
    assert facts(records[1]) == ("run", "Berlin Marathon", None, None, None, "race")


def test_trainerroad() -> None:
    text = "TSS 81, IF 0.64, kJ(Cal) 1263.  Description: Two hours of endurance, TSS 500 it is not."
    record = one(TR, "2:00 - Gibbs ", text)
    assert facts(record) == ("bike", "Gibbs", 120, None, 81, "workout")
    assert record.intensity == 0.64
    assert record.description == "Two hours of endurance, TSS 500 it is not."
    assert facts(one(TR, "Leadville 100")) == ("bike", "Leadville 100", None, None, None, "race")


@pytest.mark.parametrize(
    ("text", "load", "description"),
    [
        ("TSS 81, IF 0.64\nEasy.", 81, "Easy."),
        ("TSS 81", 81, None),
        ("Description: Easy. TSS 99", None, "Easy. TSS 99"),
        ("TSS 81, IF 0.64, kJ(Cal) 1,263.  Description: One.\nTwo.", 81, "One.\nTwo."),
        ("Just ride", None, "Just ride"),
    ],
)
def test_trainerroads_description(text: str, load: float | None, description: str | None) -> None:
    record = one(TR, "1:00 - Taku", text)
    assert (record.load, record.description) == (load, description)


@pytest.mark.parametrize("prodid", [TP, TR, "Runna", "-//Coach//EN"])
@pytest.mark.parametrize(
    "text",
    ["TSS " + "kJ" * 4000, "TSS" + " " * 8000, "IF" + " " * 8000, "1.1" * 2700, "• 1m - " * 1100],
    ids=["kJ", "TSS", "IF", "numbers", "spans"],
)
def test_texts_that_lead_nowhere(prodid: str, text: str) -> None:
    """Regular expressions that go back and forth over these would take minutes for a feed."""
    listed = [event(SUMMARY="1:00 - Ride", DESCRIPTION=text, **ALL_DAY) for _ in range(100)]
    body = calendar(listed, prodid=prodid)
    feed = parse(text_of(body), ZoneInfo("Europe/Berlin"), date(2026, 5, 20))
    assert {(record.load, record.intensity) for record in feed.records} == {(None, None)}


def test_runna() -> None:
    record = one(
        "Runna",
        "🏃 My First Run • 2.3km",
        "Walk Run • 2.3km • 25m - 30m\nHave fun",
        DTSTART=":20260520",
        X_WORKOUT_ESTIMATED_DURATION="1650",
    )
    assert facts(record) == ("run", "My First Run", 27.5, 2300, None, "workout")
    spoken = one(
        "Runna", "🏃 Long • 18km", "Long Run • 18km • 1h 40m - 1h 50m", DTSTART=":20260520"
    )
    assert facts(spoken)[:4] == ("run", "Long", 105, 18000)


@pytest.mark.parametrize(
    ("summary", "text", "expected"),
    [
        ("Long ride", "120 TSS", ("bike", "Long ride", 240, None, 120)),
        ("Run 45min", "", ("run", "Run 45min", 45, None, None)),
        ("Long Run, 22 km", "", ("run", "Long Run, 22 km", 240, 22000, None)),
        ("Long Run — 12.0 mi", "", ("run", "Long Run — 12.0 mi", 240, 19312.1, None)),
        ("Bike 1h30", "IF 0.80", ("bike", "Bike 1h30", 90, None, 96)),
        ("4x8min threshold ride", "", ("bike", "4x8min threshold ride", 240, None, None)),
        ("1:15 - Swim", "", ("swim", "Swim", 75, None, None)),
        ("Session", "Sport: Running\nEstimated Duration: 45:00\nEstimated Distance: 8.0 km",
         ("run", "Session", 45, 8000, None)),
        ("Visit to Garrowby Hill", "", ("other", "Visit to Garrowby Hill", 240, None, None)),
        ("Schwimmen 60 min", "", ("swim", "Schwimmen 60 min", 60, None, None)),
    ],
)  # fmt: skip
def test_plain_events(summary: str, text: str, expected: tuple[object, ...]) -> None:
    found = facts(one("-//Google Inc//Google Calendar 70.9054//EN", summary, text, **TIMED))
    assert found[:3] == expected[:3]
    assert found[3] == (None if expected[3] is None else pytest.approx(expected[3], abs=0.1))
    assert found[4] == expected[4]


def test_an_all_day_event_plans_no_24_hours() -> None:
    assert one("-//Apple//EN", "Ride").duration_s is None


@pytest.mark.parametrize("title", ["Rest", "Rest day", "OFF", "Ruhetag", "🛌 Rest day!"])
def test_rest_days_plan_nothing(title: str) -> None:
    record = one("-//Apple//EN", title, **TIMED)
    assert (record.kind, record.duration_s) == ("rest", None)


@pytest.mark.parametrize(
    ("title", "sport"),
    [("Track session", "other"), ("Pre-race run", "run"), ("REST of the bike build", "bike"),
     ("Vélo facile", "bike"), ("Brick: bike + run", "brick"), ("", "other")],
)  # fmt: skip
def test_sports_by_whole_words(title: str, sport: str) -> None:
    assert sports.of_title(title) == sport
    assert not sports.is_rest(title)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90 min", 5400), ("1.5 h", 5400), ("1h", 3600), ("2 hours", 7200), ("45' easy", 2700),
     ("3x8'", None), ("30 min swim, 60 min bike", None), ("10k", None), ("5:30", None),
     ("2026", None), ("100 m", None)],
)  # fmt: skip
def test_durations_in_titles(text: str, seconds: float | None) -> None:
    assert quantities.title_duration(text) == seconds
