"""gzip as fast as this machine can: Intel's ISA-L where it is installed (six times zlib, sizes
within 3 %), else the standard library. What either writes, any zlib reads.

For original files alone: under memory pressure ISA-L now and then writes other bytes for the same
content, and the rows of the mirror shall be equal where their values are (sync/pack.py).
"""

import gzip
from collections.abc import Callable

#: The standard library's level. Measured on FIT files: higher ones cost more than a tenth of the
#: time for a percent of size.
_LEVEL = 1

#: ISA-L's default; its 0 is a fifth larger, its 3 twice as slow for nothing.
_ISAL_LEVEL = 2


def _fastest() -> Callable[[bytes], bytes]:
    try:
        from isal import igzip
    except ImportError:  # no wheel for this platform
        return lambda data: gzip.compress(data, _LEVEL, mtime=0)
    return lambda data: igzip.compress(data, _ISAL_LEVEL, mtime=0)


#: A file's bytes -> a gzip file without a time stamp.
gzip_file = _fastest()
