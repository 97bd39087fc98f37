"""Everything that PATHs lead to: files, folders, archives and archives in archives.

Nothing is ever unpacked to a path that an archive names: members are read by name into memory.
"""

import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from sync.archives import DAMAGED
from sync.sources.files.limits import LIMITS, Limits, RefusedError, megabytes

_TRAINING = frozenset({"fit", "gpx", "tcx"})
_ARCHIVES = frozenset({"zip"})

#: Strava's archive names its recordings in here.
TABLE = "activities.csv"


class Item(NamedTuple):
    """One thing found. path: as shown (`export.zip/activities/1.fit.gz`).

    read: the content, or None where `refused` or `skipped` already says why it is not read. It
    raises OSError or RefusedError. archive: the archive it lies in, "" outside of any.
    """

    path: str
    read: Callable[[], bytes] | None
    refused: str | None = None
    skipped: str | None = None
    archive: str = ""


def training_kind(name: str) -> str | None:
    """fit, gpx or tcx by the name's end, packed or not; None for what macOS puts beside a file."""
    last = name.lower().rsplit("/", 1)[-1]
    if last.startswith("._"):
        return None
    parts = last.split(".")
    if len(parts) > 2 and parts[-1] == "gz":
        parts.pop()
    return parts[-1] if len(parts) > 1 and parts[-1] in _TRAINING else None


def walk(paths: list[Path], limits: Limits = LIMITS) -> Iterator[Item]:
    """Every item of the paths in their order, folders sorted. A file named outright is read
    whatever its name; in folders and archives only training files are."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path, limits, set())
        else:
            yield from _file(path, limits, named=True)


def _folder(folder: Path, limits: Limits, above: set[tuple[int, int]]) -> Iterator[Item]:
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Item(str(folder), None, refused=_reason(error))
        return
    here = (status.st_dev, status.st_ino)
    if here in above:  # a symbolic link that leads back up
        return
    # Strava's table stands first: it names the recordings beside it.
    for entry in sorted(entries, key=lambda entry: entry.name != TABLE):
        if entry.is_dir():
            yield from _folder(entry, limits, above | {here})
        else:
            yield from _file(entry, limits, named=False)


def _file(path: Path, limits: Limits, *, named: bool) -> Iterator[Item]:
    if path.suffix.lower().removeprefix(".") in _ARCHIVES:
        yield from _archive_file(path, limits)
    elif not named and training_kind(path.name) is None and path.name != TABLE:
        yield Item(str(path), None, skipped=_not_training(path.name))
    else:
        yield Item(str(path), lambda: _read_file(path, limits))


def _read_file(path: Path, limits: Limits) -> bytes:
    if not path.exists():
        raise FileNotFoundError(2, "no such file or folder", str(path))
    if not path.is_file():
        raise RefusedError("neither a file nor a folder")
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise RefusedError(f"{megabytes(size)}: larger than any workout")
    return path.read_bytes()


def _archive_file(path: Path, limits: Limits) -> Iterator[Item]:
    try:
        with path.open("rb") as file:
            yield from _archive(file, str(path), limits, _Budget(limits), depth=1)
    except OSError as error:
        yield Item(str(path), None, refused=_reason(error))


class _Budget:
    """What may still be unpacked from one archive, the nested ones included."""

    def __init__(self, limits: Limits) -> None:
        self.left = limits.archive_bytes

    def take(self, size: int) -> None:
        if size > self.left:
            raise RefusedError("the archive unpacks to more than any export; refused as a zip bomb")
        self.left -= size


def _archive(
    file: IO[bytes], shown: str, limits: Limits, budget: _Budget, depth: int
) -> Iterator[Item]:
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGED as error:
        yield Item(shown, None, refused=f"a damaged zip archive ({error})")
        return
    with archive:
        members = sorted(
            (member for member in archive.infolist() if not member.is_dir()),
            key=lambda member: (not member.filename.endswith(TABLE), member.filename),
        )
        if len(members) > limits.entries:
            yield Item(shown, None, refused=f"{len(members):,} files in one archive; refused")
            return
        for member in members:
            yield from _member(archive, member, shown, limits, budget, depth)


def _member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    shown: str,
    limits: Limits,
    budget: _Budget,
    depth: int,
) -> Iterator[Item]:
    path = f"{shown}/{member.filename}"
    name = PurePosixPath(member.filename).name
    nested = name.lower().endswith(".zip")
    if not nested and training_kind(name) is None and name != TABLE:
        yield Item(path, None, skipped=_not_training(name), archive=shown)
        return
    refused = _refusal(member, limits, depth if nested else 0)
    if refused:
        yield Item(path, None, refused=refused, archive=shown)
    elif not nested:
        read = lambda: _read_member(archive, member, limits.file_bytes, budget)  # noqa: E731
        yield Item(path, read, archive=shown)
    else:
        yield from _nested(archive, member, path, limits, budget, depth)


def _nested(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    path: str,
    limits: Limits,
    budget: _Budget,
    depth: int,
) -> Iterator[Item]:
    """An archive in an archive goes to a nameless temporary file: they can be gigabytes."""
    with TemporaryFile() as copy:
        try:
            _copy_member(archive, member, copy, limits.nested_bytes, budget)
        except (OSError, RefusedError) as error:
            yield Item(path, None, refused=_reason(error))
            return
        copy.seek(0)
        yield from _archive(copy, path, limits, budget, depth + 1)


def _refusal(member: zipfile.ZipInfo, limits: Limits, depth: int) -> str | None:
    """Why a member is not even opened."""
    if member.flag_bits & 0x1:
        return "encrypted; unpack it with its password first"
    if depth >= limits.depth:
        return f"archives {depth} deep in each other; refused"
    bound = limits.nested_bytes if depth else limits.file_bytes
    if member.file_size > bound:
        return f"unpacks to {megabytes(member.file_size)}: larger than any workout"
    if member.file_size > limits.ratio_from:
        packed = max(member.compress_size, 1)
        if member.file_size / packed > (limits.nested_ratio if depth else limits.ratio):
            return f"unpacks to {member.file_size // packed} times its size; refused as a zip bomb"
    return None


def _read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, bound: int, budget: _Budget
) -> bytes:
    budget.take(member.file_size)
    try:
        with archive.open(member) as file:
            data = file.read(bound + 1)
    except DAMAGED as error:
        raise RefusedError(f"damaged in the archive ({error})") from error
    if len(data) > bound:
        raise RefusedError("unpacks to more than it says; refused as a zip bomb")
    return data


def _copy_member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    target: IO[bytes],
    bound: int,
    budget: _Budget,
) -> None:
    budget.take(member.file_size)
    copied = 0
    try:
        with archive.open(member) as file:
            while chunk := file.read(1 << 20):
                copied += len(chunk)
                if copied > bound:
                    raise RefusedError("unpacks to more than it says; refused as a zip bomb")
                target.write(chunk)
    except DAMAGED as error:
        raise RefusedError(f"damaged in the archive ({error})") from error


def _not_training(name: str) -> str:
    return "no training file (FIT, GPX, TCX or zip)" if "." in name else "no training file"


def _reason(error: OSError | RefusedError) -> str:
    if isinstance(error, OSError):
        words = error.strerror or str(error)
        return words[:1].lower() + words[1:]
    return str(error)


def reason(error: OSError | RefusedError) -> str:
    """The error as a reason of one line, without the path that stands beside it anyway."""
    return _reason(error)


def count(paths: list[Path]) -> int:
    """How many items there will be, archives counted by their directories (nested ones as one)."""
    total = 0
    for path in paths:
        if not path.is_dir():
            total += _weight(path)
            continue
        for folder, _, names in os.walk(path):
            total += sum(_weight(Path(folder, name)) for name in names)
    return total


def _weight(path: Path) -> int:
    if path.suffix.lower() != ".zip":
        return 1
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(1 for member in archive.infolist() if not member.is_dir())
    except (OSError, *DAMAGED):
        return 1
