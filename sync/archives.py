"""Damaged zip archives."""

import zipfile
import zlib

#: What `zipfile` raises for one; ValueError where a directory points before the file's beginning.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
