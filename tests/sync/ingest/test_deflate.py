"""Whatever compresses, the standard library reads it."""

import gzip
import sys
import zlib
from importlib import reload

import pytest

from sync import deflate

CONTENTS = [b"", b"a", bytes(range(256)) * 400, b"\x00" * 100_000]


@pytest.mark.parametrize("content", CONTENTS, ids=len)
@pytest.mark.parametrize("library", ["fastest", "standard"])
def test_what_is_written_is_read_by_any_zlib(
    library: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    if library == "standard":
        monkeypatch.setitem(sys.modules, "isal", None)
    module = reload(deflate)
    try:
        assert gzip.decompress(module.gzip_file(content)) == content
        assert zlib.decompress(module.gzip_file(content), wbits=31) == content
        assert len(module.gzip_file(content)) < len(content) // 50 + 64
    finally:
        monkeypatch.undo()
        reload(deflate)
