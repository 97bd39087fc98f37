"""The zip around a recording: whole, with company, damaged anywhere."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.decode import UnreadableFileError
from sync.sources.garmin.activities import unzipped


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


WHOLE = archive(**{"1_ACTIVITY.fit": bytes(range(256)) * 8})


def test_the_recording_among_others() -> None:
    content = archive(**{"0_METADATA.fit": b"meta", "1_ACTIVITY.fit": b"recording"})
    assert unzipped(content) == b"recording"
    assert unzipped(b"a file as it is") == b"a file as it is"


def test_an_empty_archive() -> None:
    with pytest.raises(UnreadableFileError, match="empty"):
        unzipped(archive())


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_damaged_anywhere_it_is_read_or_refused(at: int, change: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[at] ^= change
    refusal = ""
    try:
        unzipped(bytes(damaged))
    except UnreadableFileError as error:
        refusal = str(error)
    assert refusal in ("", "a damaged archive", "an empty or an enormous archive")


@given(st.integers(2, len(WHOLE) - 1))
def test_cut_anywhere_it_is_refused(length: int) -> None:
    with pytest.raises(UnreadableFileError, match="archive"):
        unzipped(WHOLE[:length])
