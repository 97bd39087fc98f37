"""Import, end to end, against the decoding alone; and what an hour of streams takes in the mirror.

    uv run python -m benchmarks.import_ [--files N] [FOLDER]

Without FOLDER it generates N rides and runs of 20 to 150 minutes. Both sides are timed on the same
files in the same run; the ratio is what counts.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from mirror.database import open_mirror
from sync.fit import activities, decode
from sync.fit.writer import write_activity
from sync.sources.files.importer import Importer

_BIKE, _RUN = 2, 1
_START = 1_700_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--files", type=int, default=400)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.folder or Path(scratch, "fit")
        if args.folder is None:
            generate(folder, args.files)
        measure(folder, Path(scratch))


def measure(folder: Path, scratch: Path) -> None:
    """Prints the table."""
    files = sorted(folder.rglob("*.fit"))
    contents = [file.read_bytes() for file in files]
    decoding = min(timed(lambda: [decode(content) for content in contents]) for _ in range(2))
    gridding = timed(lambda: [activities(decode(content)) for content in contents])
    home = scratch / "home"

    def importing() -> None:
        with open_mirror(home / "mirror.db") as mirror:
            result = Importer(mirror).run([folder])
            assert result.aborted is None, result.aborted

    whole = timed(importing)
    again = timed(importing)
    with open_mirror(home / "mirror.db") as mirror:
        hours = mirror.db.execute("SELECT sum(sample_count) / 3600.0 FROM workout_streams")
        streamed = float(hours.fetchone()[0])
        workouts = mirror.db.execute("SELECT count(*) FROM workouts_executed").fetchone()[0]
    size = (home / "mirror.db").stat().st_size
    originals = sum(file.stat().st_size for file in (home / "originals").rglob("*.gz"))
    print(f"{len(files):,} files, {workouts:,} workouts, {streamed:,.0f} h of streams")
    print(
        f"{'':24}{'wall ms/file':>14}{'CPU ms/file':>14}"
        f"{'wall ratio':>12}{'CPU ratio':>12}{'to 1 Hz':>12}"
    )
    for name, (wall, cpu) in (
        ("decode alone", decoding),
        ("decode to 1 Hz", gridding),
        ("import", whole),
        ("import once more", again),
    ):
        per = 1000 / len(files)
        print(
            f"{name:24}{wall * per:14.2f}{cpu * per:14.2f}"
            f"{wall / decoding[0]:12.2f}{cpu / decoding[1]:12.2f}{cpu / gridding[1]:12.2f}"
        )
    print(f"mirror {size / 1024 / streamed:.1f} KB an hour of streams, all tables included")
    print(f"ten years x 600 h: {size / streamed * 6000 / 1e6:.0f} MB")
    print(f"originals {originals / 1024 / streamed:.1f} KB an hour")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """(wall, CPU) seconds; CPU of all threads and finished children."""
    wall, cpu = time.perf_counter(), _cpu()
    work()
    return time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    import resource

    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def generate(folder: Path, count: int) -> None:
    """`count` recordings, one or two a day, as a device writes them."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(7)
    for number in range(count):
        start = _START + number * 60_000
        sport = _RUN if number % 3 == 2 else _BIKE
        data = recording(random, start, int(random.integers(20, 150)) * 60, sport)
        (folder / f"{number:05}.fit").write_bytes(data)


def recording(random: np.random.Generator, start: int, seconds: int, sport: int) -> bytes:
    """One outing with believable noise."""
    clock = np.arange(seconds)
    noise = random.normal(size=(6, seconds))
    effort = 0.75 + 0.2 * np.sin(clock / random.integers(200, 900))
    speed = np.clip((3.2 if sport == _RUN else 9.0) * effort + 0.3 * noise[0], 0.0, None)
    turn = np.cumsum(noise[1]) * 0.02
    metres = np.cumsum(speed)
    records = {
        "time": start + clock.astype(float),
        "hr": np.rint(105 + 50 * effort + np.cumsum(noise[2]) * 0.05),
        "cadence": np.rint((85 if sport == _RUN else 88) + 2 * noise[3]),
        "speed": np.round(speed, 3),
        "distance": np.round(metres, 2),
        "altitude": np.round((120 + 40 * np.sin(metres / 3000)) * 5) / 5,
        "lat": 47.0 + np.cumsum(speed * np.cos(turn)) / 111_000,
        "lon": 8.0 + np.cumsum(speed * np.sin(turn)) / 76_000,
        "temperature": np.rint(18 + clock / 3600),
    }
    if sport == _BIKE:
        records["power"] = np.clip(np.rint(230 * effort + 35 * noise[4]), 0, None)
    laps = [
        {"start_time": start + at, "timestamp": min(start + at + 600, start + seconds)}
        | {"total_timer_time": min(600, seconds - at), "lap_trigger": 0}
        for at in range(0, seconds, 600)
    ]
    session = {
        "start_time": start,
        "timestamp": start + seconds,
        "total_timer_time": seconds,
        "total_elapsed_time": seconds,
        "total_distance": float(metres[-1]),
        "sport": sport,
    }
    return write_activity(
        time_created=start,
        serial=3_900_000_001,
        sport=sport,
        sub_sport=0,
        records=records,
        laps=laps,
        sessions=[session],
        utc_offset_s=3600,
    )


if __name__ == "__main__":
    main()
