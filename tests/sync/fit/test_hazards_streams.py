"""What recordings mean, against what they say: the hazards of the 1 Hz streams."""

import numpy as np
import pytest

from sync.activity import Activity
from sync.fit import activities, decode
from sync.fit.writer import FitWriter, Row
from tests.sync.fit.build import (
    BIKE,
    RUN,
    START,
    SWIM,
    TRANSITION,
    Floats,
    activity,
    fit,
    hour,
    seconds,
    session,
    timer,
    wave,
)

NAN = float("nan")


def _one(data: bytes) -> Activity:
    found = activities(decode(data)).activities
    assert len(found) == 1
    return found[0]


def _pauses(workout: Activity) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(workout.streams.timer.astype(int), prepend=1, append=1))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _equal(found: Floats, expected: list[float]) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def test_a_plain_ride_is_unchanged_on_the_grid() -> None:
    records = hour(600)
    result = activities(decode(activity(records, utc_offset_s=3600)))
    workout = result.activities[0]
    assert result.kind == "fit"
    assert result.identity == f"77-{START}"
    assert result.warnings == workout.warnings == []
    assert (workout.started_at, workout.sport, workout.sub_sport) == (START, "bike", None)
    assert (workout.streams.n, workout.ended_at) == (600, START + 600)
    assert workout.streams.timer.all()
    assert workout.utc_offset_s == 3600
    for name in records:
        if name != "time":
            _equal(workout.streams.channels[name], records[name].tolist())


def test_partial_records_of_one_second_complement_each_other() -> None:
    time = np.repeat(seconds(4), 2)
    hr = np.array([120, NAN, 121, NAN, 122, NAN, 123, NAN])
    speed = np.array([NAN, 3.0, NAN, 3.1, NAN, 3.2, NAN, 3.3])
    workout = _one(activity({"time": time, "hr": hr, "speed": speed}))
    _equal(workout.streams.channels["hr"], [120, 121, 122, 123])
    _equal(workout.streams.channels["speed"], [3.0, 3.1, 3.2, 3.3])


def test_of_several_values_in_a_second_only_those_there_are_averaged() -> None:
    time = START + np.array([0.0, 0, 0, 1])
    power = np.array([200, NAN, 210, 100])
    distance = np.array([0, 3, 6, 9.0])
    workout = _one(activity({"time": time, "power": power, "distance": distance}))
    _equal(workout.streams.channels["power"], [205, 100])
    _equal(workout.streams.channels["distance"], [6, 9])


@pytest.mark.parametrize("jump_s", [64 * 365 * 86_400, 2 * 365 * 86_400, 25 * 86_400])
def test_a_clock_that_jumps_ahead_does_not_make_an_endless_workout(jump_s: int) -> None:
    records = hour(300)
    records["time"][-14:] += jump_s
    workout = _one(activity(records, sessions=[session(START, 300)]))
    assert workout.streams.n == 300
    assert np.isnan(workout.streams.channels["hr"][-14:]).all()
    assert workout.warnings == ["14 records more than a day from the rest were left out"]


def test_a_clock_that_jumps_ahead_and_back() -> None:
    records = hour(300)
    records["time"][100:114] += 63_072_000
    workout = _one(activity(records, sessions=[session(START, 300)]))
    assert workout.streams.n == 300
    assert "14 records" in workout.warnings[0]
    # 14 seconds without records and without a pause by the device's own times: a gap.
    assert np.isnan(workout.streams.channels["hr"][100:114]).all()
    assert workout.streams.timer.all()


def test_a_watch_that_was_resumed_weeks_later_keeps_the_longer_part() -> None:
    records = hour(300)
    records["time"][200:] += 20 * 86_400
    sessions = [session(START, 20 * 86_400 + 300)]
    workout = _one(activity(records, sessions=sessions))
    assert workout.streams.n == 200
    assert "100 records" in workout.warnings[0]


def _triathlon() -> tuple[dict[str, Floats], list[Row]]:
    """Swim, transition, ride; the clock goes back a second and the distance starts anew."""
    legs = ((SWIM, 120, 1.2), (TRANSITION, 30, 1.5), (BIKE, 200, 9.0))
    times: list[Floats] = []
    distances: list[Floats] = []
    sessions: list[Row] = []
    begin = START
    for sport, length, speed in legs:
        times.append(seconds(length + 1, begin))  # one second into the next leg
        distances.append(np.round(np.arange(length + 1) * speed, 2))
        sessions.append(
            session(begin, length, sport=sport, total_distance=length * speed, num_laps=1)
        )
        begin += length
    count = sum(len(piece) for piece in times)
    records = {
        "time": np.concatenate(times),
        "distance": np.concatenate(distances),
        "hr": wave(count, 150, 10),
    }
    return records, sessions


@pytest.mark.parametrize("order", [1, -1])
def test_multisport_legs_with_distance_that_starts_anew(order: int) -> None:
    records, sessions = _triathlon()
    data = activity(records, sessions=sessions[::order])
    found = activities(decode(data)).activities
    assert [leg.sport for leg in found] == ["swim", "other", "bike"]
    assert [leg.sub_sport for leg in found] == [None, "transition", None]
    assert [leg.started_at - START for leg in found] == [0, 120, 150]
    assert [leg.streams.n for leg in found] == [120, 30, 201]
    for leg, metres in zip(found, (1.2 * 119, 1.5 * 29, 9.0 * 200), strict=True):
        distance = leg.streams.channels["distance"]
        assert (np.diff(distance) >= 0).all()
        assert distance[-1] == pytest.approx(metres, abs=0.05)


def test_multisport_legs_with_distance_that_goes_on() -> None:
    records, sessions = _triathlon()
    speed = np.concatenate((np.full(121, 1.2), np.full(31, 1.5), np.full(201, 9.0)))
    records["distance"] = np.cumsum(speed)
    found = activities(decode(activity(records, sessions=sessions))).activities
    assert found[2].streams.channels["distance"][-1] == pytest.approx(1800, abs=12)


def test_the_sum_session_of_a_multisport_file_is_no_leg() -> None:
    records, sessions = _triathlon()
    whole = session(START, 350, sport=18)
    found = activities(decode(activity(records, sessions=[whole, *sessions]))).activities
    assert [leg.sport for leg in found] == ["swim", "other", "bike"]


def test_records_before_the_first_session_belong_to_it() -> None:
    records = hour(500)
    sessions = [
        session(START + 200, 300, sport=RUN),
        session(START + 300, 200, sport=BIKE),
    ]
    first, second = activities(decode(activity(records, sessions=sessions))).activities
    assert (first.started_at, first.streams.n) == (START, 300)
    assert (second.started_at, second.streams.n) == (START + 300, 200)


def test_the_sessions_timestamp_is_not_its_end() -> None:
    summary_first = dict(session(START, 600.4), timestamp=START)
    assert _one(activity(hour(600), sessions=[summary_first])).streams.n == 600


def _hr_message(writer: FitWriter, ticks: list[int], bpm: list[int]) -> None:
    packed = b""
    for low, high in zip(ticks[::2], ticks[1::2], strict=True):
        packed += ((low & 0xFFF) | (high & 0xFFF) << 12).to_bytes(3, "little")
    writer.message("hr", {"event_timestamp_12": packed, "filtered_bpm": bytes(bpm)})


def _strap_file(beats_per_s: int = 2, n: int = 60) -> bytes:
    """`n` seconds of strap data at 100 + second bpm, anchored at START, in a chained file."""
    ticks = [i * 1024 // beats_per_s for i in range(n * beats_per_s)]
    bpm = [100 + i // beats_per_s for i in range(n * beats_per_s)]

    def body(writer: FitWriter) -> None:
        anchor = {"timestamp": START, "fractional_timestamp": 0.0}
        writer.message(
            "hr", anchor | {"event_timestamp": ticks[0] / 1024, "filtered_bpm": bytes(bpm[:1])}
        )
        for at in range(1, len(ticks) - 8, 8):
            _hr_message(writer, ticks[at : at + 8], bpm[at : at + 8])

    return fit(body)


def test_strap_heart_rate_of_a_later_file_fills_the_first_files_records() -> None:
    swim = activity({"time": seconds(60), "speed": np.full(60, 1.1)}, sport=SWIM, sub_sport=18)
    workout = _one(swim + _strap_file())
    hr = workout.streams.channels["hr"]
    assert hr[:56].tolist() == [100 + second for second in range(56)]


def test_strap_heart_rate_replaces_that_of_the_wrist() -> None:
    records = {"time": seconds(60), "hr": np.full(60, 80.0)}
    hr = _one(activity(records, sport=SWIM) + _strap_file()).streams.channels["hr"]
    assert hr[:56].tolist() == [100 + second for second in range(56)]
    assert hr[59] == 80


@pytest.mark.parametrize("timed_records", [True, False])
def test_pool_swims_come_from_lengths(timed_records: bool) -> None:
    lengths = [
        {"start_time": START, "total_elapsed_time": 30.0, "length_type": 1, "total_strokes": 20},
        {"start_time": START + 30, "total_elapsed_time": 20.0, "length_type": 0},
        {"start_time": START + 50, "total_elapsed_time": 25.0, "length_type": 1,
         "avg_swimming_cadence": 36},
    ]  # fmt: skip
    time = START + np.array([30.0, 75.0]) if timed_records else np.full(2, NAN)
    records = {"time": time, "distance": np.array([25.0, 50.0])}
    sessions = [session(START, 75, pool_length=25.0, num_active_lengths=2)]
    data = activity(records, sport=SWIM, sub_sport=17, sessions=sessions, lengths=lengths)
    workout = _one(data)
    channels = workout.streams.channels
    assert (workout.sport, workout.sub_sport) == ("swim", "lap_swimming")
    _equal(channels["speed"][:75], [25 / 30] * 30 + [0.0] * 20 + [1.0] * 25)
    _equal(channels["cadence"][:30], [40.0] * 30)
    _equal(channels["cadence"][50:75], [36.0] * 25)
    assert np.isnan(channels["cadence"][30:50]).all()
    assert channels["distance"][[0, 15, 30, 49, 50, 74]].tolist() == pytest.approx(
        [0, 12.5, 25, 25, 25, 49]
    )


def _with_developer_field(name: str, native: int | None, message: int | None) -> bytes:
    def body(writer: FitWriter) -> None:
        writer.message(
            "field_description",
            {"developer_data_index": 0, "field_definition_number": 9, "fit_base_type_id": 0x84,
             "field_name": name, "native_mesg_num": message, "native_field_num": native},
        )  # fmt: skip
        writer.definition(4, 20, [(253, 4, 0x86)], developer=[(9, 2, 0)])
        for second in range(20):
            raw = START + second - 631_065_600
            writer.data(4, raw.to_bytes(4, "little") + (250).to_bytes(2, "little"))
        writer.message("session", session(START, 20, sport=RUN))

    return fit(body)


@pytest.mark.parametrize(
    ("name", "native", "message", "taken"),
    [
        ("Power", 7, 20, True),
        ("Power", 7, None, True),
        ("Power", 7, 18, False),
        ("Power", None, 20, False),
        ("RP_Power", None, None, False),
        ("power", 6, 20, False),
    ],
)
def test_developer_power_is_power_by_its_native_number_only(
    name: str, native: int | None, message: int | None, taken: bool
) -> None:
    power = _one(_with_developer_field(name, native, message)).streams.get("power")
    assert (power is not None) is taken
    if power is not None:
        assert power.tolist() == [250] * 20


def test_heart_rate_0_and_coordinates_of_0_are_missing() -> None:
    records = hour(30)
    records["hr"][:12] = 0
    records["lat"][5:20] = records["lon"][5:20] = 0
    channels = _one(activity(records)).streams.channels
    assert np.isnan(channels["hr"]).sum() == 12
    assert np.isnan(channels["lat"]).sum() == np.isnan(channels["lon"]).sum() == 15


def test_a_channel_of_nothing_but_zeros_was_not_measured() -> None:
    records = hour(30) | {"power": np.zeros(30), "hr": np.zeros(30)}
    assert not {"power", "hr"} & set(_one(activity(records)).streams.channels)


def test_impossible_power_is_dropped_and_said() -> None:
    records = hour(60)
    records["power"][20], records["power"][40] = 21_733, 47_140
    workout = _one(activity(records))
    assert np.nanmax(workout.streams.channels["power"]) < 300
    assert workout.warnings == ["power: 2 impossible values dropped (up to 47140 W)"]


@pytest.mark.parametrize("stop", [1, 4, 8, 9])
def test_timer_events_are_pauses(stop: int) -> None:
    records = hour(300)
    events = [timer(START, True), timer(START + 100, False, stop), timer(START + 160, True)]
    keep = (np.arange(300) < 100) | (np.arange(300) >= 160)
    records = {name: column[keep] for name, column in records.items()}
    workout = _one(activity(records, events=events, sessions=[session(START, 300)]))
    assert _pauses(workout) == [(100, 160)]
    assert np.isnan(workout.streams.channels["power"][100:160]).all()


def test_records_inside_a_pause_stay_and_the_pause_too() -> None:
    events = [timer(START, True), timer(START + 100, False), timer(START + 160, True),
              timer(START + 300, False)]  # fmt: skip
    workout = _one(activity(hour(300), events=events))
    assert _pauses(workout) == [(100, 160)]
    assert not np.isnan(workout.streams.channels["hr"]).any()


def test_events_out_of_order_and_doubled() -> None:
    events = [timer(START + 160, True), timer(START + 100, False), timer(START, True),
              timer(START + 101, False, 8), timer(START + 161, True)]  # fmt: skip
    assert _pauses(_one(activity(hour(300), events=events))) == [(100, 160)]


def test_a_stop_without_start_amid_records_is_no_pause() -> None:
    events = [timer(START, True), timer(START + 100, False)]
    assert _pauses(_one(activity(hour(300), events=events))) == []


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
    workout = _one(activity(_with_gaps(), sessions=sessions))
    assert _pauses(workout) == pauses
    assert np.isnan(workout.streams.channels["hr"][100:150]).all()
    assert not np.isnan(workout.streams.channels["hr"][250:259]).any()
    assert workout.totals.timer_s == timer_s
    assert workout.totals.elapsed_s == max(300, timer_s)


def test_gaps_are_pauses_when_there_is_no_session() -> None:
    workout = _one(activity(_with_gaps(), sessions=[]))
    assert _pauses(workout) == [(100, 150), (200, 230)]


def test_smart_recording_is_joined_by_lines() -> None:
    time = START + np.array([0.0, 4, 14, 25, 26])
    hr = np.array([100.0, 120, 140, 160, 162])
    workout = _one(activity({"time": time, "hr": hr}, sessions=[session(START, 27)]))
    found = workout.streams.channels["hr"]
    _equal(found[:5], [100, 105, 110, 115, 120])
    _equal(found[4:15], [120 + 2 * i for i in range(11)])
    assert np.isnan(found[15:25]).all()  # 11 s apart: a gap
    _equal(found[25:], [160, 162])


def test_smart_recording_is_not_joined_across_a_pause() -> None:
    time = START + np.array([0.0, 1, 6, 7])
    events = [timer(START, True), timer(START + 3, False), timer(START + 5, True)]
    hr = np.array([100.0, 100, 150, 150])
    found = _one(activity({"time": time, "hr": hr}, events=events)).streams.channels["hr"]
    np.testing.assert_array_equal(found, [100, 100, NAN, NAN, NAN, NAN, 150, 150])


def test_a_sensor_that_drops_out_is_joined_up_to_ten_seconds() -> None:
    records = hour(60)
    records["hr"][10:19], records["hr"][30:40] = NAN, NAN
    found = _one(activity(records)).streams.channels["hr"]
    assert np.flatnonzero(np.isnan(found)).tolist() == list(range(30, 40))
    _equal(found[9:20], np.linspace(found[9], found[19], 11).tolist())


def test_longitude_is_joined_across_the_date_line() -> None:
    time = START + np.array([0.0, 4])
    records = {"time": time, "lat": np.full(2, -17.0), "lon": np.array([179.9998, -179.9998])}
    lon = _one(activity(records)).streams.channels["lon"]
    assert (np.abs(lon) > 179.99).all()


@pytest.mark.parametrize(
    ("offset", "kept"),
    [(3600, 3600), (-12_600, -12_600), (50_400, 50_400), (20_700, 20_700), (0, 0),
     (54_000, None), (3601, None), (-876_098_089, None)],
)  # fmt: skip
def test_only_offsets_that_a_time_zone_can_have(offset: int, kept: int | None) -> None:
    assert _one(activity(hour(10), utc_offset_s=offset)).utc_offset_s == kept


def test_running_cadence_is_in_steps_with_the_half_ones() -> None:
    records = {
        "time": seconds(4),
        "cadence": np.array([85.0, 86, 0, 87]),
        "fractional_cadence": np.array([0.5, 0, 0, 0.25]),
    }
    lap = session(START, 4, avg_cadence=85, avg_fractional_cadence=0.5)
    sessions = [session(START, 4, sport=RUN, avg_cadence=86, avg_fractional_cadence=0.25)]
    workout = _one(activity(records, sport=RUN, sessions=sessions, laps=[lap]))
    _equal(workout.streams.channels["cadence"], [171, 172, 0, 174.5])
    assert workout.totals.avg_cadence == 172.5
    assert workout.laps[0].avg_cadence == 171


def test_cadence_of_an_app_that_counts_both_feet_is_left_alone() -> None:
    records = {"time": seconds(4), "cadence": np.array([170.0, 172, 0, 174])}
    workout = _one(activity(records, sport=RUN))
    _equal(workout.streams.channels["cadence"], [170, 172, 0, 174])


def test_the_devices_own_averages_stay_beside_the_records() -> None:
    sessions = [session(START, 60, avg_heart_rate=177, max_heart_rate=0, avg_power=0,
                        total_distance=0, total_calories=41, total_ascent=0)]  # fmt: skip
    totals = _one(activity(hour(60), sessions=sessions)).totals
    assert (totals.avg_hr, totals.max_hr, totals.avg_power) == (177, None, None)
    assert (totals.distance_m, totals.calories, totals.elevation_gain_m) == (None, 41, 0)


def test_laps_lie_on_the_grid_without_holes() -> None:
    laps = [
        session(START, 99.6, intensity=0, lap_trigger=2, total_distance=800.5),
        session(START + 100, 100.7, intensity=1, swim_stroke=2, num_active_lengths=4),
        session(START + 201, 99.4),
    ]
    found = _one(activity(hour(300), laps=laps)).laps
    assert [(lap.start, lap.end) for lap in found] == [(0, 100), (100, 201), (201, 300)]
    assert (found[0].intensity, found[0].trigger, found[0].distance_m) == (
        "active", "distance", 800.5,
    )  # fmt: skip
    assert (found[1].intensity, found[1].swim_stroke, found[1].swim_lengths) == (
        "rest", "breaststroke", 4,
    )  # fmt: skip


def test_a_session_without_records_is_a_workout_without_channels() -> None:
    records = {"time": np.empty(0)}
    sessions = [session(START, 1800, total_calories=200)]
    workout = _one(activity(records, sport=10, sub_sport=20, sessions=sessions))
    assert (workout.sport, workout.streams.n, workout.streams.channels) == ("strength", 1800, {})


def test_distance_from_a_developer_field_where_the_native_one_stays_0() -> None:
    def body(writer: FitWriter) -> None:
        writer.message(
            "field_description",
            {"developer_data_index": 0, "field_definition_number": 3, "fit_base_type_id": 0x88,
             "field_name": "Distance", "native_field_num": 5},
        )  # fmt: skip
        writer.definition(4, 20, [(253, 4, 0x86), (5, 4, 0x86)], developer=[(3, 4, 0)])
        for second in range(20):
            raw = START + second - 631_065_600
            metres = np.float32(second * 2.5).tobytes()
            writer.data(4, raw.to_bytes(4, "little") + bytes(4) + metres)
        writer.message("session", session(START, 20, sport=15))

    workout = _one(fit(body))
    _equal(workout.streams.channels["distance"], [second * 2.5 for second in range(20)])
    _equal(workout.streams.channels["speed"][:19], [2.5] * 19)
    assert (workout.sport, workout.sub_sport) == ("other", "rowing")


def test_positions_alone_give_distance_and_speed() -> None:
    records = {"time": seconds(30), "lat": 47 + np.arange(30) * 1e-4, "lon": np.full(30, 8.0)}
    channels = _one(activity(records)).streams.channels
    np.testing.assert_allclose(channels["distance"], np.arange(30) * 11.1195, rtol=1e-3)
    np.testing.assert_allclose(channels["speed"][:29], 11.1195, rtol=1e-3)


def test_a_clock_that_was_never_set_is_said() -> None:
    time = seconds(10, 631_065_600 + 500)
    workout = _one(activity({"time": time}, sessions=[session(631_065_600 + 500, 10)]))
    assert workout.warnings == ["the device's clock was not set: the date is wrong"]


def test_the_sports_of_devices() -> None:
    for sport, sub_sport, ours in [
        (1, 0, ("run", None)), (1, 3, ("run", "trail")), (1, 1, ("run", "treadmill")),
        (2, 0, ("bike", None)), (2, 58, ("bike", "virtual_activity")),
        (21, 0, ("bike", "e_biking")), (5, 17, ("swim", "lap_swimming")),
        (5, 18, ("swim", "open_water")),
        (10, 20, ("strength", "strength_training")), (10, 43, ("mobility", "yoga")),
        (10, 26, ("other", "cardio_training")), (4, 6, ("bike", "indoor_cycling")),
        (4, 1, ("run", "treadmill")), (4, 14, ("other", "indoor_rowing")),
        (0, 0, ("other", None)), (3, 0, ("other", "transition")), (11, 0, ("other", "walking")),
        (17, 0, ("other", "hiking")), (18, 0, ("brick", None)), (222, 0, ("other", None)),
    ]:  # fmt: skip
        workout = _one(activity({"time": seconds(5)}, sport=sport, sub_sport=sub_sport))
        assert (workout.sport, workout.sub_sport) == ours, (sport, sub_sport)
