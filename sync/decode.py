"""A training file of any kind, by its content, to workouts at 1 Hz."""

import zlib
from xml.etree.ElementTree import Element

from sync.activity import ActivityFile
from sync.fit import activities, decode, is_fit
from sync.xmlfiles.gpx import read_gpx
from sync.xmlfiles.safe import UnsafeXmlError, parse
from sync.xmlfiles.tcx import read_tcx

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
#: A day of 1 Hz TCX has some 50 MB; gzip can make 1 GB of 1 MB.
LARGEST_UNPACKED = 256 * 1024 * 1024
_READERS = {"gpx": read_gpx, "TrainingCenterDatabase": read_tcx}


class UnreadableFileError(Exception):
    """No workout can be had from this file; `str(error)` is one line that says why."""


class NoWorkoutError(UnreadableFileError):
    """The file is sound, but holds something else: a day's monitoring, a course, settings."""


def read_file(name: str, data: bytes) -> ActivityFile:
    """The workouts of a FIT, GPX or TCX file, gzipped or not; `name` is not looked at for its kind.

    Raises UnreadableFileError when there is none, with the reason.
    """
    if data[:2] == _GZIP:
        data = _unpacked(data)
    if not data:
        raise UnreadableFileError("empty file")
    if is_fit(data):
        return _fit(data)
    if data.lstrip()[:1] == b"<" or data.startswith(_BYTE_ORDER_MARKS):
        return _xml(data)
    if data.startswith(_ZIP):
        raise UnreadableFileError("a zip archive, not a training file")
    if name.lower().removesuffix(".gz").endswith(".fit"):
        raise UnreadableFileError("named .fit, but the bytes are no FIT file")
    raise UnreadableFileError("no training file: neither FIT, GPX nor TCX")


def _unpacked(data: bytes) -> bytes:
    """The content of a gzip file, of all its members, up to LARGEST_UNPACKED."""
    content = bytearray()
    while data[:2] == _GZIP:
        member = zlib.decompressobj(wbits=31)
        try:
            content += member.decompress(data, LARGEST_UNPACKED + 1 - len(content))
        except zlib.error:
            raise UnreadableFileError("damaged gzip file") from None
        if len(content) > LARGEST_UNPACKED:
            limit = LARGEST_UNPACKED // (1024 * 1024)
            raise UnreadableFileError(f"gzip file that unpacks to more than {limit} MB")
        if not member.eof:
            raise UnreadableFileError("gzip file that is cut")
        data = member.unused_data
    return bytes(content)


def _fit(data: bytes) -> ActivityFile:
    recording = decode(data)
    if recording.file_type not in ("activity", None):
        raise NoWorkoutError(f"FIT {recording.file_type} file, no workout in it")
    result = activities(recording)
    if not result.activities:
        reason = f" ({result.warnings[0]})" if result.warnings else ""
        raise UnreadableFileError(f"FIT file without a workout in it{reason}")
    return result


def _xml(data: bytes) -> ActivityFile:
    root = _root(data)
    reader = _READERS.get(root.tag)
    if reader is None:
        raise UnreadableFileError(f"XML, but neither GPX nor TCX: its root is <{root.tag[:40]}>")
    result = reader(root)
    if not result.activities:
        what = "GPX" if root.tag == "gpx" else "TCX"
        raise UnreadableFileError(f"{what} without a timed track, no workout in it")
    return result


def _root(data: bytes) -> Element:
    try:
        return parse(data)
    except UnsafeXmlError as error:
        raise UnreadableFileError(str(error)) from None
