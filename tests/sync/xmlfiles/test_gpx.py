from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from sync.activity import ActivityFile
from sync.decode import UnreadableFileError, read_file

START = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
#: One ten-thousandth of a degree of latitude on a sphere of the Earth's mean radius.
STEP_M = 11.1195


def _point(second: float, lat: float, extensions: str = "", zone: str = "Z") -> str:
    time = (START + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%S") + zone
    return (
        f'<trkpt lat="{lat:.4f}" lon="8.0"><ele>500.5</ele><time>{time}</time>'
        f"<extensions>{extensions}</extensions></trkpt>"
    )


def _gpx(*segments: str, kind: str = "cycling", head: str = "") -> bytes:
    tracks = "".join(f"<trkseg>{segment}</trkseg>" for segment in segments)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}'
        '<gpx creator="Edge 1040" version="1.1" xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
        f"<trk><name>Over the pass</name><type>{kind}</type>{tracks}</trk></gpx>"
    ).encode()


def _read(data: bytes) -> ActivityFile:
    return read_file("ride.gpx", data)


def test_a_ride_with_sensors() -> None:
    sensors = (
        "<power>231</power><gpxtpx:TrackPointExtension><gpxtpx:atemp>17</gpxtpx:atemp>"
        "<gpxtpx:hr>148</gpxtpx:hr><gpxtpx:cad>88</gpxtpx:cad></gpxtpx:TrackPointExtension>"
    )
    points = "".join(_point(i, 47 + i * 1e-4, sensors) for i in range(20))
    result = _read(_gpx(points))
    assert (result.kind, result.identity) == ("gpx", None)
    (ride,) = result.activities
    assert (ride.sport, ride.sub_sport, ride.title) == ("bike", None, "Over the pass")
    assert (ride.device, ride.started_at, ride.utc_offset_s) == (
        "Edge 1040", int(START.timestamp()), None,
    )  # fmt: skip
    channels = ride.streams.channels
    for name, value in {
        "power": 231, "hr": 148, "cadence": 88, "temperature": 17, "altitude": 500.5,
    }.items():  # fmt: skip
        assert channels[name].tolist() == [value] * 20, name
    np.testing.assert_allclose(channels["distance"], np.arange(20) * STEP_M, rtol=1e-5)
    np.testing.assert_allclose(channels["speed"][:19], STEP_M, rtol=1e-5)
    assert (ride.totals.elapsed_s, ride.totals.timer_s) == (20, 20)


def test_a_break_between_segments_is_a_pause_without_distance() -> None:
    first = "".join(_point(i, 47 + i * 1e-4) for i in range(10))
    second = "".join(_point(i, 47.01 + i * 1e-4) for i in range(15, 25))
    (ride,) = _read(_gpx(first, second)).activities
    assert np.flatnonzero(~ride.streams.timer).tolist() == [10, 11, 12, 13, 14]
    distance = ride.streams.channels["distance"]
    assert distance[15] == pytest.approx(distance[9])
    assert np.isnan(distance[10:15]).all()


def test_a_silence_is_a_pause_sparse_points_are_not() -> None:
    seconds = [0, 5, 10, 18, 60, 65]
    points = "".join(_point(second, 47 + second * 1e-5) for second in seconds)
    (ride,) = _read(_gpx(points)).activities
    assert np.flatnonzero(~ride.streams.timer).tolist() == list(range(19, 60))
    assert not np.isnan(ride.streams.channels["lat"][:19]).any()


@pytest.mark.parametrize(
    ("word", "sport", "sub_sport"),
    [
        ("running", "run", None),
        ("trail_running", "run", "trail_running"),
        ("9", "run", None),
        ("1", "bike", None),
        ("Mountain Biking", "bike", "mountain_biking"),
        ("VirtualRide", "bike", "virtualride"),
        ("open_water_swimming", "swim", "open_water_swimming"),
        ("Hiking", "other", "hiking"),
        ("Weight Training", "strength", "weight_training"),
        ("yoga", "mobility", "yoga"),
        ("", "other", None),
    ],
)
def test_sports(word: str, sport: str, sub_sport: str | None) -> None:
    (activity,) = _read(_gpx(_point(0, 47) + _point(1, 47.0001), kind=word)).activities
    assert (activity.sport, activity.sub_sport) == (sport, sub_sport)


def test_running_cadence_is_in_steps() -> None:
    cadence = "<gpxtpx:cad>86</gpxtpx:cad>"
    points = "".join(_point(i, 47 + i * 1e-5, cadence) for i in range(5))
    (run,) = _read(_gpx(points, kind="running")).activities
    assert run.streams.channels["cadence"].tolist() == [172] * 5


def test_a_time_zone_in_the_times_is_kept() -> None:
    points = _point(0, 47, zone="+02:00") + _point(1, 47.0001, zone="+02:00")
    (ride,) = _read(_gpx(points)).activities
    assert ride.utc_offset_s == 7200
    assert ride.started_at == START.timestamp() - 7200


def test_a_point_with_a_wrong_clock_is_left_out() -> None:
    points = "".join(_point(i, 47 + i * 1e-4) for i in range(10)) + _point(9e8, 47.001)
    (ride,) = _read(_gpx(points)).activities
    assert ride.streams.n == 10


@pytest.mark.parametrize("value", ["", "nan", "inf", "-1e999", "12,5", "abc"])
def test_numbers_that_are_none(value: str) -> None:
    points = "".join(
        _point(i, 47 + i * 1e-4, f"<power>{value}</power><hr>150</hr>") for i in range(5)
    )
    (ride,) = _read(_gpx(points)).activities
    assert "power" not in ride.streams.channels
    assert ride.streams.channels["hr"].tolist() == [150] * 5


def test_a_route_holds_no_workout() -> None:
    route = b'<gpx><trk><trkseg><trkpt lat="47" lon="8"/></trkseg></trk></gpx>'
    with pytest.raises(UnreadableFileError, match="GPX without a timed track"):
        _read(route)


_BOMB = (
    '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
_FILE = '<!DOCTYPE gpx [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [_BOMB, _FILE])
def test_entities_are_refused(head: str) -> None:
    with pytest.raises(UnreadableFileError, match="entity declarations, refused"):
        _read(_gpx(_point(0, 47), head=head))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<gpx><trk></gpx>", "damaged XML: mismatched tag, line 1"),
        (b"<gpx>" + b"<a>" * 100, "nested too deeply"),
        (b"<?xml version='1.0' encoding='klingon'?><gpx/>", "unknown encoding"),
        (b"<?xml version='1.0' encoding='utf-7'?><gpx/>", "unknown encoding"),
        (b"<gpx>\xff\xfe</gpx>", "damaged XML"),
        (b"<kml><Document/></kml>", "neither GPX nor TCX: its root is <kml>"),
    ],
)
def test_damaged_xml_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason) as caught:
        _read(data)
    assert "\n" not in str(caught.value)


def test_every_cut_of_a_file_is_refused_in_one_line() -> None:
    whole = _gpx(_point(0, 47) + _point(1, 47.0001))
    for size in range(1, len(whole)):
        with pytest.raises(UnreadableFileError):
            _read(whole[:size])
