"""Where the timer stood still, and what lies between two records."""

import numpy as np
import pytest

from sync.activity import Activity
from tests.sync.fit.build import START, Floats, activity, hour, one, session, timer

NAN = float("nan")


def _pauses(workout: Activity) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(workout.streams.timer.astype(int), prepend=1, append=1))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _equal(found: Floats, expected: list[float]) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("stop", [1, 4, 8, 9])
def test_timer_events_are_pauses(stop: int) -> None:
    records = hour(300)
    events = [timer(START, True), timer(START + 100, False, stop), timer(START + 160, True)]
    keep = (np.arange(300) < 100) | (np.arange(300) >= 160)
    records = {name: column[keep] for name, column in records.items()}
    workout = one(activity(records, events=events, sessions=[session(START, 300)]))
    assert _pauses(workout) == [(100, 160)]
    assert np.isnan(workout.streams.channels["power"][100:160]).all()


def test_records_inside_a_pause_stay_and_the_pause_too() -> None:
    events = [timer(START, True), timer(START + 100, False), timer(START + 160, True),
              timer(START + 300, False)]  # fmt: skip
    workout = one(activity(hour(300), events=events))
    assert _pauses(workout) == [(100, 160)]
    assert not np.isnan(workout.streams.channels["hr"]).any()


def test_events_out_of_order_and_doubled() -> None:
    events = [timer(START + 160, True), timer(START + 100, False), timer(START, True),
              timer(START + 101, False, 8), timer(START + 161, True)]  # fmt: skip
    assert _pauses(one(activity(hour(300), events=events))) == [(100, 160)]


def test_a_stop_without_start_amid_records_is_no_pause() -> None:
    events = [timer(START, True), timer(START + 100, False)]
    assert _pauses(one(activity(hour(300), events=events))) == []


def _with_gaps() -> dict[str, Floats]:
    """300 s with gaps of 50 s (100..149), 30 s (200..229) and 9 s (250..258)."""
    second = np.arange(300)
    gap = (
        ((second >= 100) & (second < 150))
        | ((second >= 200) & (second < 230))
        | ((second >= 250) & (second < 259))
    )
    return {name: column[~gap] for name, column in hour(300).items()}


@pytest.mark.parametrize(
    ("timer_s", "pauses"),
    [(300, []), (220, [(100, 150), (200, 230)]), (250, [(100, 150)]), (310, [])],
)
def test_gaps_are_pauses_as_far_as_the_timer_time_says(
    timer_s: float, pauses: list[tuple[int, int]]
) -> None:
    sessions = [dict(session(START, 300), total_timer_time=timer_s)]
    workout = one(activity(_with_gaps(), sessions=sessions))
    assert _pauses(workout) == pauses
    assert np.isnan(workout.streams.channels["hr"][100:150]).all()
    assert not np.isnan(workout.streams.channels["hr"][250:259]).any()
    assert workout.totals.timer_s == timer_s
    assert workout.totals.elapsed_s == max(300, timer_s)


def test_gaps_are_pauses_when_there_is_no_session() -> None:
    workout = one(activity(_with_gaps(), sessions=[]))
    assert _pauses(workout) == [(100, 150), (200, 230)]


def test_smart_recording_is_joined_by_lines() -> None:
    time = START + np.array([0.0, 4, 14, 25, 26])
    hr = np.array([100.0, 120, 140, 160, 162])
    workout = one(activity({"time": time, "hr": hr}, sessions=[session(START, 27)]))
    found = workout.streams.channels["hr"]
    _equal(found[:5], [100, 105, 110, 115, 120])
    _equal(found[4:15], [120 + 2 * i for i in range(11)])
    assert np.isnan(found[15:25]).all()  # 11 s apart: a gap
    _equal(found[25:], [160, 162])


def test_smart_recording_is_not_joined_across_a_pause() -> None:
    time = START + np.array([0.0, 1, 6, 7])
    events = [timer(START, True), timer(START + 3, False), timer(START + 5, True)]
    hr = np.array([100.0, 100, 150, 150])
    found = one(activity({"time": time, "hr": hr}, events=events)).streams.channels["hr"]
    np.testing.assert_array_equal(found, [100, 100, NAN, NAN, NAN, NAN, 150, 150])


def test_a_sensor_that_drops_out_is_joined_up_to_ten_seconds() -> None:
    records = hour(60)
    records["hr"][10:19], records["hr"][30:40] = NAN, NAN
    found = one(activity(records)).streams.channels["hr"]
    assert np.flatnonzero(np.isnan(found)).tolist() == list(range(30, 40))
    _equal(found[9:20], np.linspace(found[9], found[19], 11).tolist())
