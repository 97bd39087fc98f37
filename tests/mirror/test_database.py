"""Opening: what is made, what is refused, and how each refusal reads."""

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mirror import settings
from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror, open_mirror
from mirror.errors import (
    MirrorBusyError,
    MirrorCorruptError,
    MirrorError,
    MirrorTooNewError,
    MirrorUnwritableError,
)
from mirror.first_run import ATHLETE_ID, machine_timezone
from tests.mirror import unprivileged


def one_line(error: BaseException, path: Path) -> str:
    text = str(error)
    assert "\n" not in text
    assert str(path) in text
    return text


def test_a_fresh_mirror_is_private_and_has_its_athlete(tmp_path: Path) -> None:
    path = tmp_path / "home" / "mirror.db"
    with open_mirror(path) as mirror:
        me = athlete(mirror)
        assert me.id == ATHLETE_ID
        assert me.timezone == machine_timezone()
        assert mirror.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert mirror.db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_no_mirror_and_none_wanted(tmp_path: Path) -> None:
    path = tmp_path / "mirror.db"
    with pytest.raises(MirrorError) as caught:
        open_mirror(path, create=False)
    assert "import" in one_line(caught.value, path)
    assert not path.exists()


def test_a_newer_mirror_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mirror.db"
    open_mirror(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version=99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(MirrorTooNewError) as caught:
        open_mirror(path)
    assert "upgrade" in one_line(caught.value, path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"no database at all\n" * 300, b"SQLite format 3\0" + b"\xff" * 900]
)
def test_a_corrupt_mirror_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mirror.db"
    path.write_bytes(content)
    with pytest.raises(MirrorCorruptError) as caught:
        open_mirror(path)
    assert "move it away" in one_line(caught.value, path)
    assert path.read_bytes() == content


def test_damage_found_while_writing_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "mirror.db"
    open_mirror(path).close()
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)  # the first page, with the version, stays
    path.write_bytes(data)
    with pytest.raises(MirrorCorruptError) as caught, open_mirror(path) as mirror:
        settings.put(mirror, "a", "b")
    one_line(caught.value, path)


def test_a_second_writer_is_told_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mirror.db"
    monkeypatch.setattr("mirror.database.BUSY_TIMEOUT_S", 0.05)
    with open_mirror(path) as first, open_mirror(path) as second:
        with first.transaction():
            settings.put(first, "a", "1")
            with pytest.raises(MirrorBusyError) as caught:
                settings.put(second, "a", "2")
            one_line(caught.value, path)
            assert settings.get(second, "a") is None  # readers are never blocked
        assert settings.get(second, "a") == "1"


def test_a_full_disk_undoes_the_transaction_alone(tmp_path: Path) -> None:
    path = tmp_path / "mirror.db"
    with open_mirror(path) as mirror:
        settings.put(mirror, "kept", "yes")
        pages = mirror.db.execute("PRAGMA page_count").fetchone()[0]
        mirror.db.execute(f"PRAGMA max_page_count={pages + 1}")
        with pytest.raises(MirrorUnwritableError) as caught:
            _put_both(mirror, "x" * 100_000)
        assert "no space" in one_line(caught.value, path)
        assert settings.get(mirror, "kept") == "yes"
        assert settings.get(mirror, "half") is None
        settings.put(mirror, "small", "fits")


def _put_both(mirror: Mirror, second: object) -> None:
    with mirror.transaction():
        settings.put(mirror, "half", "done")
        if not isinstance(second, str):
            raise TypeError
        settings.put(mirror, "large", second)


def test_first_starts_at_once_make_one_mirror(tmp_path: Path) -> None:
    path = tmp_path / "home" / "mirror.db"
    command = [sys.executable, "-c", _OPEN, str(path)]
    starts = [
        subprocess.Popen(command, cwd=unprivileged.REPO, stdout=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    said = [process.communicate(timeout=60)[0] for process in starts]
    assert said == [f"read {ATHLETE_ID} False\n"] * 5
    with open_mirror(path) as mirror:
        assert mirror.db.execute("SELECT count(*) FROM athletes").fetchone() == (1,)
    assert sorted(file.name for file in path.parent.iterdir()) == ["mirror.db"]


def test_transactions_nest_as_savepoints(tmp_path: Path) -> None:
    with open_mirror(tmp_path / "mirror.db") as mirror:
        with mirror.transaction():
            settings.put(mirror, "outer", "1")
            with pytest.raises(TypeError):
                _put_both(mirror, object())
        assert settings.get(mirror, "outer") == "1"
        assert settings.get(mirror, "half") is None


def test_readonly_refuses_writes(tmp_path: Path) -> None:
    path = tmp_path / "mirror.db"
    open_mirror(path).close()
    with open_mirror(path, readonly=True) as mirror:
        assert athlete(mirror).id == ATHLETE_ID
        with pytest.raises(MirrorUnwritableError):
            settings.put(mirror, "a", "b")


_OPEN = """
import sys
from pathlib import Path
from mirror.athlete import athlete
from mirror.database import open_mirror
from mirror.errors import MirrorError
try:
    with open_mirror(Path(sys.argv[1])) as mirror:
        print("read", athlete(mirror).id, mirror.readonly)
        with mirror.transaction():
            mirror.db.execute("INSERT OR REPLACE INTO settings VALUES ('a', 'b')")
except MirrorError as error:
    print(type(error).__name__, error)
"""


def _said(path: Path) -> str:
    done = unprivileged.run(["-c", _OPEN, str(path)])
    return done.stdout + done.stderr


def test_a_read_only_home_can_still_be_read(tmp_path: Path) -> None:
    path = tmp_path / "home" / "mirror.db"
    open_mirror(path).close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    said = _said(path)
    path.parent.chmod(0o755)
    assert f"read {ATHLETE_ID} True" in said
    assert "MirrorUnwritableError" in said


def test_a_read_only_home_beside_a_live_writer_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "home" / "mirror.db"
    with open_mirror(path) as writer:
        settings.put(writer, "a", "b")
        for file in path.parent.iterdir():
            file.chmod(0o444)
        path.parent.chmod(0o555)
        said = _said(path)
        path.parent.chmod(0o755)
    assert f"read {ATHLETE_ID} True" in said


def test_a_read_only_home_without_a_mirror_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    said = _said(home / "mirror.db")
    assert said.startswith("MirrorUnwritableError")
    assert "TRAINING_BRAIN_HOME" in said
    assert said.count("\n") == 1
    assert list(home.iterdir()) == []


def test_a_mirror_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "home" / "mirror.db"
    open_mirror(path).close()
    path.chmod(0o000)
    said = _said(path)
    assert said.startswith("MirrorUnwritableError")
    assert "no permission" in said
    assert said.count("\n") == 1


def test_the_athlete_is_editable_and_zones_are_checked(tmp_path: Path) -> None:
    with open_mirror(tmp_path / "mirror.db") as mirror:
        me = athlete(mirror)._replace(name="Ada", timezone="Pacific/Auckland", weight_kg=61.5)
        save_athlete(mirror, me)
        assert athlete(mirror) == me
        with pytest.raises(ValueError, match="Mars/Olympus"):
            save_athlete(mirror, me._replace(timezone="Mars/Olympus"))
        assert mirror.db.execute("SELECT kind, key FROM outbox").fetchall() == [("athlete", me.id)]


@pytest.mark.parametrize(
    ("link", "zone"),
    [
        ("/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
        ("/usr/share/zoneinfo/posix/America/New_York", "America/New_York"),
        ("/usr/share/zoneinfo/Etc/UTC", "UTC"),
        ("/usr/share/zoneinfo/Not/AZone", "UTC"),
        ("/somewhere/else", "UTC"),
    ],
)
def test_the_machine_s_zone_is_read_from_its_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: str, zone: str
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    (tmp_path / "localtime").symlink_to(link)
    assert machine_timezone(tmp_path / "localtime", tmp_path / "none") == zone


def test_tz_goes_before_the_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert machine_timezone(tmp_path / "none", tmp_path / "none") == "Asia/Tokyo"
