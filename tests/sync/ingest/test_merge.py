"""One workout from many recordings is one row, and the same row in whatever order they come."""

from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirror.database import open_mirror
from sync.activity import Activity, ActivityFile
from sync.ingest import SourceRef, ingest_activity_file, refresh_stale
from sync.merge import Claim, fields, rank, same
from tests.sync.ingest.activities import NOW, START, activity, dump, file

type Arrival = tuple[ActivityFile, SourceRef]


def claim(start: int, end: int, sport: str = "bike", **said: Any) -> Claim:
    key = f"{start}-{end}-{sport}"
    return Claim("file", key, None, None, 1, start, end, NOW, {"sport": sport, **said})


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (claim(0, 3600), claim(60, 3700), True),  # the second device was started later
        (claim(0, 3600), claim(3600, 7200), False),  # one after the other
        (claim(0, 3600), claim(0, 3600, "run"), False),
        (claim(0, 3600), claim(0, 3600, "other"), True),  # a recorder that knew no sport
        (claim(0, 3600, "brick"), claim(0, 3600, "other"), False),
        (claim(0, 3600), claim(1800, 3600), False),  # half of it is another recording
        (claim(0, 3600), claim(7200, 10_800), False),  # a clock in the wrong zone is no proof
        (claim(0, 3600, identity="1-2"), claim(0, 900, identity="1-2"), True),  # a cut copy
        (claim(0, 3600, "brick", identity="1-2"), claim(0, 900, identity="1-2"), False),
        (claim(0, 60, "other", sub_sport="transition"), claim(0, 60), False),
        (claim(0, 0), claim(0, 0, "other"), False),  # lasted no time at all
    ],
)
def test_what_is_the_same_workout(one: Claim, other: Claim, expected: bool) -> None:
    assert same(one, other) is expected
    assert same(other, one) is expected


def test_a_garmin_fit_goes_before_more_channels_of_another() -> None:
    garmin = rank(activity(power=None, device="Garmin Fenix 7"), "fit")
    other = rank(activity(device="Wahoo ELEMNT"), "fit")
    richer = rank(activity(), "gpx")
    poorer = rank(activity(power=None), "gpx")
    assert garmin > other > richer > poorer > 0


def build(tmp_path: Path, arrivals: list[Arrival], name: str) -> dict[str, list[tuple[Any, ...]]]:
    with open_mirror(tmp_path / name / "mirror.db") as mirror:
        for activity_file, ref in arrivals:
            ingest_activity_file(mirror, activity_file, ref, None, refresh=False)
        refresh_stale(mirror)
        return dump(mirror, "outbox")  # it may name ids of rows that merged away: nothing to send


def arrivals() -> list[Arrival]:
    """A ride known to five sources, linked in part only through each other; a triathlon known as a
    whole and leg by leg; and an unrelated run."""
    ride = [
        (file(activity(START, 1000, power=None), kind="gpx"), SourceRef("file", "phone", NOW)),
        (
            file(activity(START + 250, 1000, device="Wahoo", calories=500.0)),
            SourceRef("file", "wahoo", NOW),
        ),
        (
            file(activity(START + 480, 1000, "other", power=None), kind="gpx"),
            SourceRef("file", "gadget", NOW, notes="from the gadget"),
        ),
        (
            file(activity(START + 20, 990, power=None, device="Garmin Edge", utc_offset_s=None)),
            SourceRef("garmin", "77", NOW),
        ),
        (
            file(activity(START, 1000, power=None), kind="tcx"),
            SourceRef("strava", "5", NOW, title="Loop", relative_effort=44.0),
        ),
    ]
    tri = START + 100_000
    whole = file(
        activity(tri, 300, "swim", power=None, device="Garmin"),
        activity(tri + 300, 60, "other", power=None, sub_sport="transition", device="Garmin"),
        activity(tri + 360, 1200, power=None, device="Garmin"),
        identity="9-9",
    )
    legs = [
        (whole, SourceRef("garmin", "90", NOW)),
        (file(activity(tri + 365, 1190)), SourceRef("file", "tri-bike", NOW)),
        (
            file(activity(tri, 300, "swim", power=None), kind="gpx"),
            SourceRef("strava", "91", NOW, title="Swim"),
        ),
    ]
    run = (file(activity(START + 50_000, 900, "run")), SourceRef("file", "run", NOW))
    return [*ride, *legs, run]


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(len(arrivals()))))
def test_the_order_of_arrival_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    everything = arrivals()
    tmp_path = tmp_path_factory.mktemp("order")
    expected = build(tmp_path, everything, "straight")
    assert build(tmp_path, [everything[i] for i in order], "shuffled") == expected


@st.composite
def recordings(draw: st.DrawFn) -> list[Arrival]:
    """Two to five recordings that crowd into half an hour, single and multisport, copies too."""
    made: list[Arrival] = []
    for number in range(draw(st.integers(2, 5))):
        start = START + draw(st.integers(0, 900))
        copies = draw(st.sampled_from([None, None, "1-1", f"{number}-2"]))
        lengths = draw(st.lists(st.integers(100, 900), min_size=1, max_size=2))
        parts = [draw(legs_of(start + sum(lengths[:i]), n)) for i, n in enumerate(lengths)]
        kind = draw(st.sampled_from(["fit", "gpx"]))
        source = draw(st.sampled_from(["file", "garmin", "strava"]))
        ref = SourceRef(source, f"s{number}", NOW, title=draw(st.sampled_from([None, "Ride"])))
        made.append((file(*parts, kind=kind, identity=copies), ref))
    return made


@st.composite
def legs_of(draw: st.DrawFn, start: int, seconds: int) -> Activity:
    sport = draw(st.sampled_from(["bike", "bike", "run", "other"]))
    return activity(
        start,
        seconds,
        sport,
        power=draw(st.sampled_from([None, 200.0])),
        device=draw(st.sampled_from([None, "Garmin Edge", "Wahoo"])),
        sub_sport=draw(st.sampled_from([None, "transition"])) if sport == "other" else None,
        utc_offset_s=draw(st.sampled_from([None, 3600, 7200])),
        calories=draw(st.sampled_from([None, 100.0, 200.0])),
    )


@settings(max_examples=30, deadline=None)
@given(crowd=recordings(), random=st.randoms(use_true_random=False))
def test_whatever_comes_in_whatever_order(
    tmp_path_factory: pytest.TempPathFactory, crowd: list[Arrival], random: Random
) -> None:
    shuffled = list(crowd)
    random.shuffle(shuffled)
    tmp_path = tmp_path_factory.mktemp("crowd")
    assert build(tmp_path, shuffled, "shuffled") == build(tmp_path, crowd, "straight")


def test_every_order_of_three_linked_recordings(tmp_path: Path) -> None:
    """The middle one links two that do not overlap enough themselves."""
    chain = arrivals()[:3]
    dumps = [
        build(tmp_path, list(order), str(number))
        for number, order in enumerate(permutations(chain))
    ]
    assert len(dumps[0]["workouts_executed"]) == 1
    assert all(one == dumps[0] for one in dumps[1:])


def test_what_comes_twice_or_thrice_counts_once(tmp_path: Path) -> None:
    everything = arrivals()
    expected = build(tmp_path, everything, "once")
    assert len(expected["workouts_executed"]) == 1 + 4 + 1
    assert build(tmp_path, [*everything, *reversed(everything)], "again") == expected


def test_a_day_before_clocks_were_set_counts_in_no_sum() -> None:
    def claim(start: int) -> Claim:
        said = {"sport": "bike"}
        return Claim("file", "1", None, None, 100, start, start + 60, "2026-01-01", said)

    assert "clock" in fields([claim(631_065_600)])["excluded_reason"]
    assert fields([claim(1_700_000_000)])["excluded_reason"] is None
