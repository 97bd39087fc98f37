"""DEFLATE as fast as this machine can: Intel's ISA-L where it is installed (six times zlib, sizes
within 3 %), else the standard library. What either writes, any zlib reads."""

import gzip
import zlib
from collections.abc import Callable

#: The standard library's levels. Measured on FIT files and on packed channels: higher ones cost
#: more than a tenth of time for a percent of size.
_FILE_LEVEL, _CHANNEL_LEVEL = 1, 4

#: ISA-L's default; its 0 is a fifth larger, its 3 twice as slow for nothing.
_ISAL_LEVEL = 2


def _plain() -> tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]:
    return (
        lambda data: gzip.compress(data, _FILE_LEVEL, mtime=0),
        lambda data: zlib.compress(data, _CHANNEL_LEVEL),
    )


def _fastest() -> tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]:
    try:
        from isal import igzip, isal_zlib
    except ImportError:  # no wheel for this platform
        return _plain()
    return (
        lambda data: igzip.compress(data, _ISAL_LEVEL, mtime=0),
        lambda data: isal_zlib.compress(data, _ISAL_LEVEL),
    )


#: gzip: a file's bytes -> a gzip file without a time stamp. deflate: bytes -> a zlib stream.
gzip_file, deflate = _fastest()
