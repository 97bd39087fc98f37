"""One door for every training file: by content, with a reason when there is no workout."""

import gzip
import subprocess
import sys

import pytest

from sync import decode as door
from sync.decode import UnreadableFileError, read_file
from sync.fit.writer import FitWriter
from tests.sync.fit.build import START, activity, fit, hour, seconds, session


def test_fit_by_content_whatever_its_name() -> None:
    for name in ("a.fit", "a.bin", "a.gpx", ""):
        assert read_file(name, activity(hour(20))).kind == "fit"


def test_gzip_of_several_members() -> None:
    data = activity(hour(200))
    packed = gzip.compress(data[:1000]) + gzip.compress(data[1000:])
    found = read_file("a.fit.gz", packed)
    assert found.activities[0].streams.n == 200
    assert found.warnings == []


def test_gzip_of_xml() -> None:
    time = "2026-03-01T07:00:0"
    points = "".join(f'<trkpt lat="47" lon="8"><time>{time}{i}Z</time></trkpt>' for i in range(3))
    packed = gzip.compress(f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>".encode())
    assert read_file("a.gpx.gz", packed).kind == "gpx"


def _kind(number: int) -> bytes:
    def body(writer: FitWriter) -> None:
        writer.message("session", session(START, 60))

    return fit(body, kind=number)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.fit", b"", "empty file"),
        ("a.fit", gzip.compress(b""), "empty file"),
        ("a.fit", _kind(32), "FIT monitoring file, no workout in it"),
        ("a.fit", _kind(2), "FIT settings file, no workout in it"),
        ("a.fit", _kind(6), "FIT course file, no workout in it"),
        ("a.fit", _kind(99), "FIT type 99 file, no workout in it"),
        ("a.fit", fit(lambda _: None), "FIT file without a workout in it"),
        (
            "a.fit",
            fit(lambda _: None)[:20],
            "FIT file without a workout in it (the file is cut: 6 of 35 bytes of data)",
        ),
        ("a.fit", b"hello", "named .fit, but the bytes are no FIT file"),
        ("a.fit.gz", gzip.compress(b"hello"), "named .fit, but the bytes are no FIT file"),
        ("a.txt", b"hello", "no training file: neither FIT, GPX nor TCX"),
        ("a.zip", b"PK\x03\x04....", "a zip archive, not a training file"),
        ("a.gz", gzip.compress(b"x" * 1000)[:-9], "gzip file that is cut"),
        ("a.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 30, "damaged gzip file"),
    ],
    # gzip writes the second it ran in: bytes in a name, and two workers collect different tests.
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}-bytes",
)
def test_the_reason_is_one_true_line(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_file(name, data)
    assert str(caught.value) == reason


def test_a_gzip_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LARGEST_UNPACKED", 3 * 1024 * 1024)
    bomb = gzip.compress(bytes(2 * 1024 * 1024))
    with pytest.raises(UnreadableFileError, match="no training file"):
        read_file("a.gz", bomb)
    with pytest.raises(UnreadableFileError, match="unpacks to more than 3 MB"):
        read_file("a.gz", bomb + bomb)


def test_importing_the_decoder_loads_numpy_and_little_else() -> None:
    code = (
        "import sys; import numpy; before = set(sys.modules); import sync.fit; "
        "new = {name.split('.')[0] for name in set(sys.modules) - before}; "
        "print(sorted(new - set(sys.stdlib_module_names) - {'numpy'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['analytics', 'sync']"


def test_times_only_is_still_a_workout() -> None:
    found = read_file("a.fit", activity({"time": seconds(90)})).activities[0]
    assert (found.streams.n, found.streams.channels) == (90, {})
