import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from sync.activity import ActivityFile
from sync.decode import UnreadableFileError, read_file

START = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)


def _time(second: float) -> str:
    return (START + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _point(second: int, cadence: str = "<Cadence>85</Cadence>") -> str:
    return (
        f"<Trackpoint><Time>{_time(second)}</Time><Position>"
        f"<LatitudeDegrees>{47 + second * 1e-4:.4f}</LatitudeDegrees>"
        "<LongitudeDegrees>8.5</LongitudeDegrees></Position>"
        f"<AltitudeMeters>500</AltitudeMeters><DistanceMeters>{second * 9}</DistanceMeters>"
        f"<HeartRateBpm><Value>150</Value></HeartRateBpm>{cadence}"
        "<Extensions><ns3:TPX><ns3:Speed>9.0</ns3:Speed><ns3:Watts>222</ns3:Watts></ns3:TPX>"
        "</Extensions></Trackpoint>"
    )


def _lap(start: int, timer_s: float, *tracks: str, more: str = "") -> str:
    pieces = "".join(f"<Track>{track}</Track>" for track in tracks)
    return (
        f'<Lap StartTime="{_time(start)}"><TotalTimeSeconds>{timer_s}</TotalTimeSeconds>'
        f"<DistanceMeters>{timer_s * 9}</DistanceMeters><Calories>10</Calories>"
        "<AverageHeartRateBpm><Value>149</Value></AverageHeartRateBpm>"
        "<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod>"
        f"{pieces}{more}</Lap>"
    )


def _activity(*laps: str, sport: str = "Biking") -> str:
    return (
        f'<Activity Sport="{sport}"><Id>{_time(0)}</Id>{"".join(laps)}'
        "<Notes>windy</Notes><Creator><Name>Edge 1040</Name></Creator></Activity>"
    )


def _tcx(*activities: str, session: bool = False) -> bytes:
    body = "".join(activities)
    if session:
        body = f"<MultiSportSession>{body}</MultiSportSession>"
    return (
        '  <?xml version="1.0"?><TrainingCenterDatabase xmlns:ns3="urn:x"><Activities>'
        f"{body}</Activities></TrainingCenterDatabase>"
    ).encode()


def _points(start: int, end: int) -> str:
    return "".join(_point(second) for second in range(start, end))


def _read(data: bytes) -> ActivityFile:
    return read_file("ride.tcx", data)


def test_a_ride_with_two_laps() -> None:
    watts = "<Extensions><ns3:LX><ns3:AvgWatts>221</ns3:AvgWatts></ns3:LX></Extensions>"
    data = _tcx(_activity(_lap(0, 30, _points(0, 30)), _lap(30, 20, _points(30, 50), more=watts)))
    (ride,) = _read(data).activities
    assert (ride.sport, ride.started_at) == ("bike", int(START.timestamp()))
    assert (ride.device, ride.notes) == ("Edge 1040", "windy")
    channels = ride.streams.channels
    for name, value in {
        "power": 222, "hr": 150, "cadence": 85, "speed": 9, "altitude": 500, "lon": 8.5,
    }.items():  # fmt: skip
        assert channels[name].tolist() == [value] * 50, name
    assert channels["distance"].tolist() == [second * 9 for second in range(50)]
    assert (ride.totals.timer_s, ride.totals.distance_m, ride.totals.calories) == (50, 450, 20)
    first, second = ride.laps
    assert (first.start, first.end, second.start, second.end) == (0, 30, 30, 50)
    assert (first.avg_hr, first.trigger, first.intensity, first.avg_power) == (
        149, "manual", "active", None,
    )  # fmt: skip
    assert second.avg_power == 221


def test_tracks_of_one_lap_are_broken_by_a_pause() -> None:
    data = _tcx(_activity(_lap(0, 20, _points(0, 10), _points(16, 26))))
    (ride,) = _read(data).activities
    assert np.flatnonzero(~ride.streams.timer).tolist() == list(range(10, 16))


@pytest.mark.parametrize(("timer_s", "paused"), [(70, 0), (30, 40)])
def test_a_silence_is_a_pause_if_the_timer_time_says_so(timer_s: int, paused: int) -> None:
    data = _tcx(_activity(_lap(0, timer_s, _points(0, 15) + _points(55, 70))))
    (ride,) = _read(data).activities
    assert int((~ride.streams.timer).sum()) == paused
    assert np.isnan(ride.streams.channels["hr"][15:55]).all()


def test_running_cadence_from_the_extension_is_in_steps() -> None:
    cadence = "<Extensions><ns3:TPX><ns3:RunCadence>88</ns3:RunCadence></ns3:TPX></Extensions>"
    points = "".join(_point(second, cadence) for second in range(5))
    lap = "<Extensions><ns3:LX><ns3:AvgRunCadence>87</ns3:AvgRunCadence></ns3:LX></Extensions>"
    data = _tcx(_activity(_lap(0, 5, points, more=lap), sport="Running"))
    (run,) = _read(data).activities
    assert run.streams.channels["cadence"].tolist() == [176] * 5
    assert run.laps[0].avg_cadence == 174


def test_legs_of_a_multisport_session() -> None:
    swim = _activity(_lap(0, 20, _points(0, 20)), sport="Other")
    ride = _activity(_lap(20, 20, _points(20, 40)))
    found = _read(_tcx(swim, ride, session=True)).activities
    assert [leg.sport for leg in found] == ["other", "bike"]
    assert [leg.started_at - int(START.timestamp()) for leg in found] == [0, 20]
    # The second leg's distance goes on from the first's 180 m: it starts at 0 all the same.
    assert found[1].streams.channels["distance"][-1] == 19 * 9


def test_laps_without_track_points_are_a_workout_without_channels() -> None:
    (workout,) = _read(_tcx(_activity(_lap(0, 1200), _lap(1200, 600), sport="Other"))).activities
    assert (workout.started_at, workout.streams.n) == (int(START.timestamp()), 1800)
    assert workout.streams.channels == {}
    assert (workout.totals.timer_s, workout.totals.distance_m) == (1800, 16_200)


def test_neither_laps_nor_points_no_workout() -> None:
    with pytest.raises(UnreadableFileError, match="TCX without a timed track"):
        _read(_tcx(_activity()))


def test_damaged_files_are_read_or_refused() -> None:
    rng = random.Random(11)
    whole = _tcx(_activity(_lap(0, 30, _points(0, 30)), _lap(30, 20, _points(30, 50))))
    digits = [at for at, byte in enumerate(whole) if chr(byte) in "0123456789.:-"]
    reasons: list[str | None] = []
    for _ in range(400):
        mutant = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            at = rng.choice(digits) if rng.random() < 0.95 else rng.randrange(len(mutant))
            mutant[at] = rng.choice(b"0123456789eE-+.<>/&;nNaif \x00\xff")
        reasons.append(_reason(bytes(mutant)))
    assert reasons.count(None) > 40
    refused = {reason for reason in reasons if reason}
    assert len(refused) > 1
    assert not any("\n" in reason for reason in refused)


def _reason(data: bytes) -> str | None:
    try:
        read_file("a.tcx", data)
    except UnreadableFileError as error:
        return str(error)
    return None
