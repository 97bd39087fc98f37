"""Thirty hours on foot, second by second: a recording a hundred times the usual length is as easy
to look at as any other."""

from pathlib import Path

import numpy as np
import pytest
from rich.cells import cell_len

from mirror.database import open_mirror
from sync.fit.writer import write_activity
from sync.sources.files.importer import Importer
from tests.tui.conftest import check, picture, shown

SIZES = ((80, 24), (120, 40), (200, 50))
_RUN, _TRAIL = 1, 3
#: Friday 20 November 2026, 06:00 UTC: it ends on Saturday noon.
_START = 1_795_154_400
_HOURS = 30


def _recording() -> bytes:
    """Twenty passes, slower by night; a quarter of an hour at each of five aid stations."""
    clock = np.arange(_HOURS * 3600)
    hours = clock / 3600
    resting = (hours % 6 > 5.75) & (hours < 29)
    climb = np.sin(hours * 2 * np.pi / 1.5)
    night = ((hours > 14) & (hours < 24)).astype(float)
    speed = np.where(resting, 0.0, 2.6 - 0.9 * climb - 0.02 * hours - 0.3 * night)
    metres = np.cumsum(speed)
    turn = metres / 9000
    records = {
        "time": _START + clock.astype(float),
        "hr": np.rint(np.where(resting, 98, 138 + 14 * climb - 0.7 * hours)),
        "cadence": np.rint(np.where(resting, 0, 78 - 6 * climb)),
        "speed": np.round(speed, 3),
        "distance": np.round(metres, 2),
        "altitude": np.round((1400 - 450 * np.cos(hours * 2 * np.pi / 1.5)) * 5) / 5,
        "lat": 45.9 + 0.11 * np.sin(turn),
        "lon": 6.9 + 0.2 * np.sin(turn / 2),
        "temperature": np.rint(14 - 9 * night),
    }
    parts = range(0, len(clock), 5400)
    laps = [
        {"start_time": _START + at, "timestamp": _START + at + 5400, "total_timer_time": 5400}
        | {"total_distance": float(metres[at + 5399] - metres[at])}
        for at in parts
    ]
    session = {
        "start_time": _START,
        "timestamp": _START + len(clock),
        "total_timer_time": len(clock),
        "total_elapsed_time": len(clock),
        "total_distance": float(metres[-1]),
    }
    return write_activity(
        time_created=_START,
        serial=3_900_000_077,
        sport=_RUN,
        sub_sport=_TRAIL,
        records=records,
        laps=laps,
        sessions=[session],
        utc_offset_s=3600,
    )


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ultra") / "ultra.fit"
    path.write_bytes(_recording())
    return path


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("calendar", ()),
        ("workout", ("2",)),
        ("cursor", ("2", "L", "L", "plus", "plus")),
        ("parts", ("2", "tab", "down", "down")),
    ],
)
async def test_pictures(
    empty: Path, recorded: Path, name: str, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    with open_mirror(empty / "mirror.db") as mirror:
        (found,) = Importer(mirror).run([recorded]).files
    assert found.outcome == "imported"
    assert not found.warnings
    async with shown(empty, size, *keys) as pilot:
        text = picture(pilot)
    assert all(cell_len(line) <= size[0] for line in text.splitlines())
    check(f"thirty-hours-{name}-{size[0]}x{size[1]}", text)
