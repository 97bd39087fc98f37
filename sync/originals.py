"""Originals, kept for good: gzipped, named by the sha256 of their content, never changed."""

import gzip
import hashlib
import os
import tempfile
import zlib
from pathlib import Path

from mirror.database import explain_os
from sync.deflate import gzip_file


def sha256(data: bytes) -> str:
    """The name of a content."""
    return hashlib.sha256(data).hexdigest()


def relative_path(digest: str, kind: str) -> str:
    """Where in the folder it lies, e.g. `3f/3f…c2.fit.gz`."""
    return f"{digest[:2]}/{digest}.{kind}.gz"


def store(folder: Path, data: bytes, kind: str, digest: str | None = None) -> str:
    """Keeps the content and returns its relative path. When it returns, a power cut does not lose
    the file any more; so the row that names it may be written. Raises MirrorError."""
    name = relative_path(digest or sha256(data), kind)
    target = folder / name
    try:
        if target.exists():
            return name
        for made in (folder, target.parent):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(compress(data))
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(target)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
    except OSError as error:
        raise explain_os(error, target) from error
    return name


def sweep(folder: Path) -> None:
    """Removes what a killed process left half written. Only for the holder of the lock."""
    for unfinished in folder.glob("*/.*.tmp"):
        unfinished.unlink(missing_ok=True)


def compress(data: bytes) -> bytes:
    """gzip without a time stamp."""
    return gzip_file(data)


def load(folder: Path, name: str) -> bytes | None:
    """The content, None where the file is gone or damaged."""
    try:
        return gzip.decompress((folder / name).read_bytes())
    except (OSError, EOFError, zlib.error):
        return None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
