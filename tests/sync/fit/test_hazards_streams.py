"""What recordings mean, against what they say: the hazards of the 1 Hz streams."""

import numpy as np
import pytest

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
    one,
    seconds,
    session,
    wave,
)

NAN = float("nan")


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
    workout = one(activity({"time": time, "hr": hr, "speed": speed}))
    _equal(workout.streams.channels["hr"], [120, 121, 122, 123])
    _equal(workout.streams.channels["speed"], [3.0, 3.1, 3.2, 3.3])


def test_of_several_values_in_a_second_only_those_there_are_averaged() -> None:
    time = START + np.array([0.0, 0, 0, 1])
    power = np.array([200, NAN, 210, 100])
    distance = np.array([0, 3, 6, 9.0])
    workout = one(activity({"time": time, "power": power, "distance": distance}))
    _equal(workout.streams.channels["power"], [205, 100])
    _equal(workout.streams.channels["distance"], [6, 9])


@pytest.mark.parametrize("jump_s", [64 * 365 * 86_400, 2 * 365 * 86_400, 25 * 86_400])
def test_a_clock_that_jumps_ahead_does_not_make_an_endless_workout(jump_s: int) -> None:
    records = hour(300)
    records["time"][-14:] += jump_s
    workout = one(activity(records, sessions=[session(START, 300)]))
    assert workout.streams.n == 300
    assert np.isnan(workout.streams.channels["hr"][-14:]).all()
    assert workout.warnings == ["14 records more than a day from the rest were left out"]


def test_a_clock_that_jumps_ahead_and_back() -> None:
    records = hour(300)
    records["time"][100:114] += 63_072_000
    workout = one(activity(records, sessions=[session(START, 300)]))
    assert workout.streams.n == 300
    assert "14 records" in workout.warnings[0]
    # 14 seconds without records and without a pause by the device's own times: a gap.
    assert np.isnan(workout.streams.channels["hr"][100:114]).all()
    assert workout.streams.timer.all()


def test_a_watch_that_was_resumed_weeks_later_keeps_the_longer_part() -> None:
    records = hour(300)
    records["time"][200:] += 20 * 86_400
    sessions = [session(START, 20 * 86_400 + 300)]
    workout = one(activity(records, sessions=sessions))
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


@pytest.mark.parametrize(
    ("lead_s", "elapsed", "start"),
    [(20, 100, -20), (7200, 7300, -7200), (7200, 100, 0), (200_000, 200_100, 0), (-30, 100, 0)],
)
def test_a_session_starts_before_its_records_if_it_spans_them(
    lead_s: int, elapsed: int, start: int
) -> None:
    workout = one(activity(hour(100), sessions=[session(START - lead_s, elapsed)]))
    assert workout.started_at - START == start


def test_the_sessions_timestamp_is_not_its_end() -> None:
    summary_first = dict(session(START, 600.4), timestamp=START)
    assert one(activity(hour(600), sessions=[summary_first])).streams.n == 600


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
    power = one(_with_developer_field(name, native, message)).streams.get("power")
    assert (power is not None) is taken
    if power is not None:
        assert power.tolist() == [250] * 20


def test_heart_rate_0_and_coordinates_of_0_are_missing() -> None:
    records = hour(30)
    records["hr"][:12] = 0
    records["lat"][5:20] = records["lon"][5:20] = 0
    channels = one(activity(records)).streams.channels
    assert np.isnan(channels["hr"]).sum() == 12
    assert np.isnan(channels["lat"]).sum() == np.isnan(channels["lon"]).sum() == 15


def test_a_channel_of_nothing_but_zeros_was_not_measured() -> None:
    records = hour(30) | {"power": np.zeros(30), "hr": np.zeros(30)}
    assert not {"power", "hr"} & set(one(activity(records)).streams.channels)


def test_impossible_power_is_dropped_and_said() -> None:
    records = hour(60)
    records["power"][20], records["power"][40] = 21_733, 47_140
    workout = one(activity(records))
    assert np.nanmax(workout.streams.channels["power"]) < 300
    assert workout.warnings == ["power: 2 impossible values dropped (up to 47140 W)"]


def test_longitude_is_joined_across_the_date_line() -> None:
    time = START + np.array([0.0, 4])
    records = {"time": time, "lat": np.full(2, -17.0), "lon": np.array([179.9998, -179.9998])}
    lon = one(activity(records)).streams.channels["lon"]
    assert (np.abs(lon) > 179.99).all()


@pytest.mark.parametrize(
    ("offset", "kept"),
    [(3600, 3600), (-12_600, -12_600), (50_400, 50_400), (20_700, 20_700), (0, 0),
     (54_000, None), (3601, None), (-876_098_089, None)],
)  # fmt: skip
def test_only_offsets_that_a_time_zone_can_have(offset: int, kept: int | None) -> None:
    assert one(activity(hour(10), utc_offset_s=offset)).utc_offset_s == kept


def test_running_cadence_is_in_steps_with_the_half_ones() -> None:
    records = {
        "time": seconds(4),
        "cadence": np.array([85.0, 86, 0, 87]),
        "fractional_cadence": np.array([0.5, 0, 0, 0.25]),
    }
    lap = session(START, 4, avg_cadence=85, avg_fractional_cadence=0.5)
    sessions = [session(START, 4, sport=RUN, avg_cadence=86, avg_fractional_cadence=0.25)]
    workout = one(activity(records, sport=RUN, sessions=sessions, laps=[lap]))
    _equal(workout.streams.channels["cadence"], [171, 172, 0, 174.5])
    assert workout.totals.avg_cadence == 172.5
    assert workout.laps[0].avg_cadence == 171


def test_cadence_of_an_app_that_counts_both_feet_is_left_alone() -> None:
    records = {"time": seconds(4), "cadence": np.array([170.0, 172, 0, 174])}
    workout = one(activity(records, sport=RUN))
    _equal(workout.streams.channels["cadence"], [170, 172, 0, 174])


def test_the_devices_own_averages_stay_beside_the_records() -> None:
    sessions = [session(START, 60, avg_heart_rate=177, max_heart_rate=0, avg_power=0,
                        total_distance=0, total_calories=41, total_ascent=0)]  # fmt: skip
    totals = one(activity(hour(60), sessions=sessions)).totals
    assert (totals.avg_hr, totals.max_hr, totals.avg_power) == (177, None, None)
    assert (totals.distance_m, totals.calories, totals.elevation_gain_m) == (None, 41, 0)


def test_laps_lie_on_the_grid_without_holes() -> None:
    laps = [
        session(START, 99.6, intensity=0, lap_trigger=2, total_distance=800.5),
        session(START + 100, 100.7, intensity=1, swim_stroke=2, num_active_lengths=4),
        session(START + 201, 99.4),
    ]
    found = one(activity(hour(300), laps=laps)).laps
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
    workout = one(activity(records, sport=10, sub_sport=20, sessions=sessions))
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

    workout = one(fit(body))
    _equal(workout.streams.channels["distance"], [second * 2.5 for second in range(20)])
    _equal(workout.streams.channels["speed"][:19], [2.5] * 19)
    assert (workout.sport, workout.sub_sport) == ("other", "rowing")


def test_positions_alone_give_distance_and_speed() -> None:
    records = {"time": seconds(30), "lat": 47 + np.arange(30) * 1e-4, "lon": np.full(30, 8.0)}
    channels = one(activity(records)).streams.channels
    np.testing.assert_allclose(channels["distance"], np.arange(30) * 11.1195, rtol=1e-3)
    np.testing.assert_allclose(channels["speed"][:29], 11.1195, rtol=1e-3)


def test_a_clock_that_was_never_set_is_said() -> None:
    time = seconds(10, 631_065_600 + 500)
    workout = one(activity({"time": time}, sessions=[session(631_065_600 + 500, 10)]))
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
        workout = one(activity({"time": seconds(5)}, sport=sport, sub_sport=sub_sport))
        assert (workout.sport, workout.sub_sport) == ours, (sport, sub_sport)
