"""Finding files: order, names, bounds."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.sources.files.importer import unpacked
from sync.sources.files.limits import Limits, RefusedError
from sync.sources.files.walk import Item, count, training_kind, walk

SMALL = Limits(
    file_bytes=1000, nested_bytes=4000, ratio=10, ratio_from=400, archive_bytes=3000, entries=3
)


def zipped(members: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


TWO = zipped({"a.fit": b"payload", "b/c.fit": b"p" * 200}, zipfile.ZIP_DEFLATED)


def found(path: Path, limits: Limits = SMALL) -> dict[str, str]:
    """Last part of the shown path -> what became of it."""
    return {item.path.rsplit("/", 1)[-1]: _fate(item) for item in walk([path], limits)}


def _fate(item: Item) -> str:
    if item.read is None:
        return item.refused or item.skipped or ""
    try:
        return f"{len(item.read())} bytes"
    except (OSError, RefusedError) as error:
        return str(error)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.fit", "fit"),
        ("A.FIT", "fit"),
        ("x/y.tcx.gz", "tcx"),
        ("a.b.gpx", "gpx"),
        ("a.gz", None),
        ("fit", None),
        (".fit", "fit"),
        ("a.fit/readme", None),
        ("a.fit.txt", None),
        ("__MACOSX/._a.fit", None),
    ],
)
def test_the_kind_by_name(name: str, kind: str | None) -> None:
    assert training_kind(name) == kind


def test_folders_are_walked_in_order_and_loops_end(tmp_path: Path) -> None:
    for name in ("b/2.fit", "a/9.gpx", "a/1.fit", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "b" / "gone.fit").symlink_to(tmp_path / "nowhere")
    shown = [str(Path(item.path).relative_to(tmp_path)) for item in walk([tmp_path])]
    assert shown == ["a/1.fit", "a/9.gpx", "b/2.fit", "b/gone.fit", "c.txt"]
    assert count([tmp_path]) == 5


def test_a_file_larger_than_any_workout(tmp_path: Path) -> None:
    (tmp_path / "a.fit").write_bytes(bytes(1001))
    assert "larger than any workout" in found(tmp_path)["a.fit"]


def test_bounds_of_one_member(tmp_path: Path) -> None:
    members = {"large.fit": bytes(1001), "dense.fit": bytes(900), "fine.fit": b"abc"}
    (tmp_path / "x.zip").write_bytes(zipped(members, zipfile.ZIP_DEFLATED))
    fates = found(tmp_path / "x.zip")
    assert "larger than any workout" in fates["large.fit"]
    assert "zip bomb" in fates["dense.fit"]
    assert fates["fine.fit"] == "3 bytes"
    inner = zipped({"zeros.fit": bytes(900)}, zipfile.ZIP_DEFLATED)
    packed = zipped({"in.zip": inner + bytes(3000)}, zipfile.ZIP_DEFLATED)
    (tmp_path / "y.zip").write_bytes(packed)
    assert "zip bomb" in found(tmp_path / "y.zip")["in.zip"]


def test_the_whole_archive_has_a_budget_nested_ones_included(tmp_path: Path) -> None:
    inner = zipped({f"{n}.fit": bytes([n]) * 700 for n in range(2)})
    (tmp_path / "x.zip").write_bytes(zipped({"a.fit": b"a" * 900, "in.zip": inner}))
    fates = found(tmp_path / "x.zip")
    assert fates["a.fit"] == "900 bytes"
    assert fates["0.fit"] == "the archive unpacks to more than any export; refused as a zip bomb"


def test_too_many_entries(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(zipped({f"{n}.fit": b"" for n in range(4)}))
    assert list(found(tmp_path / "x.zip").values()) == ["4 files in one archive; refused"]


def test_a_member_whose_bytes_are_damaged(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.fit": b"payload-payload", "b.fit": b"fine"}))
    data[data.index(b"payload")] ^= 0xFF
    (tmp_path / "x.zip").write_bytes(data)
    fates = found(tmp_path / "x.zip")
    assert "damaged in the archive" in fates["a.fit"]
    assert fates["b.fit"] == "4 bytes"


@given(st.integers(0, len(TWO) - 1), st.integers(1, 255))
@example(at=len(TWO) - 6, change=TWO[-6] ^ (TWO[-6] + 1))  # its directory: a byte too late
def test_damaged_anywhere_each_member_has_a_fate(
    tmp_path_factory: pytest.TempPathFactory, at: int, change: int
) -> None:
    data = bytearray(TWO)
    data[at] ^= change
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    path.write_bytes(data)
    assert found(path)
    assert count([path]) >= 0


def test_strava_s_table_comes_before_what_it_names(tmp_path: Path) -> None:
    members = {"activities/1.fit": b"x", "activities.csv": b"id", "0.fit": b"y"}
    (tmp_path / "x.zip").write_bytes(zipped(members))
    assert list(found(tmp_path / "x.zip")) == ["activities.csv", "0.fit", "1.fit"]
    for name, data in members.items():
        (tmp_path / "open" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "open" / name).write_bytes(data)
    assert next(iter(found(tmp_path / "open"))) == "activities.csv"


def test_gzip_with_several_members_is_one_content() -> None:
    assert unpacked(gzip.compress(b"one") + gzip.compress(b"two")) == b"onetwo"
    with pytest.raises(RefusedError, match="bomb"):
        unpacked(gzip.compress(bytes(600)) + gzip.compress(bytes(600)), SMALL)
