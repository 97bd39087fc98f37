"""Import, end to end, against the decoding alone; and what an hour of streams takes in the mirror.

    uv run python -m benchmarks.import_ [--files N] [--copies N] [FOLDER]

With FOLDER the files in it, each `--copies` times on other days. Without FOLDER it generates N
rides and runs of 20 to 150 minutes, with one definition of ten fields and nothing else in them:
the kindest there is to the decoder, so the ratios are the worst there are. Everything is timed on
the same files in the same run; the ratios are what counts.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from analytics.thresholds import ThresholdSet
from benchmarks.shifted import shifted
from mirror.database import open_mirror
from sync import originals
from sync.decode import UnreadableFileError, read_file
from sync.fit import activities, decode
from sync.fit.writer import write_activity
from sync.ingest import SourceRef, ingest_ready
from sync.pack import stream_row
from sync.ready import Order, ReadyFile, analysed, book_of, make_ready
from sync.sources.files.crew import workers_for
from sync.sources.files.importer import Importer

TARGET = 5.0

_BIKE, _RUN = 2, 1
_START = 1_700_000_000
#: So many files are enough to tell the parts.
_SAMPLE = 300
_NOW = "2026-01-01T00:00:00+00:00"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--copies", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "fit")
        if args.folder is None:
            generate(folder, args.files)
        else:
            copy(workouts_in(args.folder), folder, args.copies)
        measure(folder, Path(scratch))


def measure(folder: Path, scratch: Path) -> None:
    """Prints the tables."""
    files = workouts_in(folder)
    contents = [file.read_bytes() for file in files]
    decoding = min(timed(lambda: [decode(content) for content in contents]) for _ in range(2))
    gridding = min(
        timed(lambda: [activities(decode(content)) for content in contents]) for _ in range(2)
    )
    workers = workers_for(len(files))
    rows = [("decode alone", decoding), ("decode to 1 Hz", gridding)]
    rows.append(("import, one process", timed(lambda: run(scratch / "alone", files, 0))))
    if workers:
        crew = timed(lambda: run(scratch / "crew", files, workers))
        rows.append((f"import, {workers} workers", crew))
    rows.append(("import once more", timed(lambda: run(scratch / "alone", files, 0))))
    print(
        f"{'':24}{'wall ms/file':>14}{'CPU ms/file':>14}{'to decode:':>14}{'wall':>8}{'CPU':>8}"
        f"{'to 1 Hz:':>12}{'wall':>8}{'CPU':>8}"
    )
    for name, (wall, cpu) in rows:
        per = 1000 / len(files)
        print(
            f"{name:24}{wall * per:14.2f}{cpu * per:14.2f}"
            f"{wall / decoding[0]:22.2f}{cpu / decoding[1]:8.2f}"
            f"{wall / gridding[0]:20.2f}{cpu / gridding[1]:8.2f}"
        )
    best = rows[3 if workers else 2][1][0]
    print(
        f"target: an import takes at most {TARGET:.0f}x its decoding; in wall time it takes "
        f"{best / gridding[0]:.2f}x decoding to 1 Hz, {best / decoding[0]:.2f}x plain decoding\n"
    )
    sizes(scratch / "alone", len(files))
    parts(contents[:: max(1, len(contents) // _SAMPLE)], scratch / "parts")


def workouts_in(folder: Path) -> list[Path]:
    """The files that hold a workout; the others cost a decoding and no more."""
    found = []
    for file in sorted(folder.rglob("*.fit")):
        try:
            read_file(file.name, file.read_bytes())
        except UnreadableFileError:
            continue
        found.append(file)
    return found


def run(home: Path, files: list[Path], workers: int) -> None:
    with open_mirror(home / "mirror.db") as mirror:
        result = Importer(mirror, workers=workers).run(files)
        assert result.aborted is None, result.aborted


def sizes(home: Path, files: int) -> None:
    """What the mirror and the originals take."""
    with open_mirror(home / "mirror.db") as mirror:
        hours = mirror.db.execute("SELECT sum(sample_count) / 3600.0 FROM workout_streams")
        streamed = float(hours.fetchone()[0])
        workouts = mirror.db.execute("SELECT count(*) FROM workouts_executed").fetchone()[0]
    size = (home / "mirror.db").stat().st_size
    kept = sum(file.stat().st_size for file in (home / "originals").rglob("*.gz"))
    print(f"{files:,} files, {workouts:,} workouts, {streamed:,.0f} h of streams")
    print(
        f"mirror {size / 1024 / streamed:.1f} KB an hour of streams, all tables included; "
        f"ten years x 600 h: {size / streamed * 6000 / 1e6:.0f} MB; "
        f"originals {kept / 1024 / streamed:.1f} KB an hour\n"
    )


def parts(contents: list[bytes], home: Path) -> None:
    """Where the CPU of an import in one process goes, each part by itself."""
    spent: dict[str, float] = {}

    def part[**P, T](name: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        began = time.process_time()
        result = work(*args, **kwargs)
        spent[name] = spent.get(name, 0.0) + time.process_time() - began
        return result

    with open_mirror(home / "mirror.db") as mirror:
        book = book_of(mirror)
        for content in contents:
            digest = part("sha256", originals.sha256, content)
            recording = part("decode", decode, content)
            file = part("1 Hz", activities, recording)
            for activity in file.activities:
                thresholds = ThresholdSet()
                part("analysis", analysed, activity, activity.sport, thresholds)
                part("packing of streams", stream_row, "", activity.streams)
            part("gzip of the original", originals.compress, content)
            ready = part("all of it", make_ready, Order("a.fit", content, digest), book)
            if isinstance(ready, ReadyFile):
                ref = SourceRef("file", digest, _NOW)
                part("merge and commit", ingest_ready, mirror, ready, ref, digest, list)
    named = ("decode", "1 Hz", "analysis", "packing of streams", "gzip of the original")
    spent["rows, file and fsync"] = spent.pop("all of it") - sum(spent[name] for name in named)
    total = sum(spent.values())
    print(f"{'the parts, one by one':24}{'CPU ms/file':>14}{'share':>8}{'to 1 Hz':>10}")
    ours = spent["decode"] + spent["1 Hz"]
    for name, seconds in spent.items():
        print(
            f"{name:24}{seconds / len(contents) * 1000:14.2f}{seconds / total:8.0%}"
            f"{seconds / ours:10.2f}"
        )
    print(f"{'sum':24}{total / len(contents) * 1000:14.2f}{1:8.0%}{total / ours:10.2f}")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """(wall, CPU) seconds; CPU of all threads and finished children."""
    wall, cpu = time.perf_counter(), _cpu()
    work()
    return time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def copy(files: list[Path], folder: Path, copies: int) -> None:
    """Real files, each on `copies` days a week apart."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(files):
        content = file.read_bytes()
        for weeks in range(copies):
            (folder / f"{weeks:04}-{number:03}.fit").write_bytes(shifted(content, weeks))


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
