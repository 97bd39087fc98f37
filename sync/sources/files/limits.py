"""Bounds for what others packed, so that no archive can fill memory or disk."""

from typing import NamedTuple

MEGABYTE = 1024 * 1024


class Limits(NamedTuple):
    """file_bytes: one unpacked file. nested_bytes: one archive inside of another. ratio, and for
    archives nested_ratio: unpacked to packed, beyond `ratio_from` bytes. archive_bytes: everything
    unpacked from one archive, the nested ones included. entries: files of one archive. depth:
    archives inside of archives."""

    file_bytes: int = 128 * MEGABYTE
    nested_bytes: int = 8192 * MEGABYTE
    ratio: int = 250
    nested_ratio: int = 20
    ratio_from: int = 8 * MEGABYTE
    archive_bytes: int = 65_536 * MEGABYTE
    entries: int = 1_000_000
    depth: int = 3


LIMITS = Limits()


class RefusedError(Exception):
    """`str(error)` is the reason, one line."""


def megabytes(size: int) -> str:
    """For reasons shown to the athlete."""
    return f"{size / MEGABYTE:,.0f} MB"
