"""FIT to 1 Hz streams: ours, fitparse, pyfitparsernative and a plain walk in C, in one run.

    python -m benchmarks.fit [--files DIR] [--quick]

CPU time of this process, the best of several passes (fitparse: one) as timeit counts it, because
other work on the machine only ever adds.
Only files that all three read take part; without real files, generated ones do.
"""

import argparse
import ctypes
import io
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import fitparse
import numpy as np
import pyfitparsernative
from numpy.typing import NDArray

from sync.fit import Recording, activities, decode
from sync.fit.writer import write_activity
from tests import recorded

Floats = NDArray[np.float64]
#: What is done with a file, and how many passes over all files make a round.
type Work = tuple[Callable[[bytes], object], int]

REAL_FILES = recorded.FIT
WALK = Path(__file__).with_name("fit_walk.c")
FITPARSE_TARGET, NATIVE_TARGET, WALK_TARGET = 250, 15, 4

_NAMES = {
    "hr": ("heart_rate",),
    "power": ("power",),
    "cadence": ("cadence",),
    "speed": ("enhanced_speed", "speed"),
    "altitude": ("enhanced_altitude", "altitude"),
    "lat": ("position_lat",),
    "lon": ("position_long",),
    "distance": ("distance",),
    "temperature": ("temperature",),
}


def ours(data: bytes) -> int:
    return sum(leg.streams.n for leg in activities(decode(data)).activities)


def by_fitparse(data: bytes) -> int:
    """As its documentation shows, then the same way to 1 Hz as ours."""
    rows, sessions = [], 0
    for message in fitparse.FitFile(io.BytesIO(data)).get_messages():
        values = message.get_values()
        if message.name == "record":
            rows.append(values)
        sessions += message.name == "session"
    return _streams(rows, np.array([row.get("timestamp") for row in rows], "datetime64[s]"))


def by_native(data: bytes) -> int:
    rows = [
        row for row in pyfitparsernative.parse_fit_bytes(data) if row["message_type"] == "record"
    ]
    return _streams(rows, np.array([row.get("timestamp") for row in rows], "datetime64[s]"))


def native_decode_only(data: bytes) -> int:
    return len(pyfitparsernative.parse_fit_bytes(data))


def _streams(rows: list[dict[str, object]], times: NDArray[np.datetime64]) -> int:
    """Rows of a peer on the 1 Hz grid by our second half."""
    unix = times.astype(np.float64)
    unix[np.isnat(times)] = np.nan
    columns = {"time": unix}
    for name, fields in _NAMES.items():
        for field in fields:
            column = np.array([_scalar(row.get(field)) for row in rows], np.float64)
            if name not in columns or np.isnan(columns[name]).all():
                columns[name] = column
    found = activities(Recording("activity", columns)).activities
    return sum(leg.streams.n for leg in found)


def _scalar(value: object) -> object:
    return value[0] if isinstance(value, list | tuple) else value


def cpu(works: dict[str, Work], files: list[bytes], rounds: int) -> dict[str, float]:
    """CPU seconds of each one's best pass over the files; in turns, for a machine is not equally
    quick at all times."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, (work, passes) in works.items():
            for _ in range(passes):
                begin = time.process_time()
                for data in files:
                    work(data)
                best[name] = min(best[name], time.process_time() - begin)
    return best


def real_files(folder: Path) -> list[bytes]:
    """Those that every peer reads."""
    readable = []
    for path in sorted(folder.glob("*.fit")):
        data = path.read_bytes()
        try:
            pyfitparsernative.parse_fit_bytes(data)
            for _ in fitparse.FitFile(io.BytesIO(data)).get_messages("file_id"):
                pass
            by_native(data)
        except Exception as error:  # whatever a peer raises, the file is not for comparing
            sys.stdout.write(f"  left out: {path.name} ({type(error).__name__})\n")
            continue
        readable.append(data)
    return readable


def generated_files() -> list[bytes]:
    files = []
    for n in (1800, 3600, 3600, 5400, 10_800):
        second = np.arange(n, dtype=np.float64)
        records = {
            "time": 1_770_000_000 + second,
            "hr": np.round(140 + 15 * np.sin(second / 100)),
            "power": np.round(200 + 50 * np.sin(second / 17)),
            "cadence": np.round(88 + 4 * np.sin(second / 40)),
            "speed": np.round(8 + np.sin(second / 60), 3),
            "altitude": np.round(400 + 50 * np.sin(second / 600), 1),
            "lat": 47 + second * 5e-5,
            "lon": 8 + second * 5e-5,
            "distance": np.round(second * 8, 2),
            "temperature": np.full(n, 19.0),
        }
        all_of_it = {"start_time": 1_770_000_000, "total_elapsed_time": n, "total_timer_time": n}
        files.append(
            write_activity(
                time_created=1_770_000_000,
                serial=1,
                sport=2,
                sub_sport=0,
                records=records,
                laps=[all_of_it],
                sessions=[all_of_it],
            )
        )
    return files


def c_walk() -> Callable[[bytes], int] | None:
    """The walk in C, None without a compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "fit_walk.so"
        subprocess.run(
            [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(WALK), "-lm"], check=True
        )
        walk = ctypes.CDLL(str(library)).fit_walk
    walk.restype = ctypes.c_long
    walk.argtypes = [
        ctypes.c_char_p,
        ctypes.c_long,
        ctypes.c_void_p,
        ctypes.c_long,
        ctypes.POINTER(ctypes.c_uint16),
    ]
    checksum = ctypes.c_uint16()

    def run(data: bytes) -> int:
        capacity = len(data) // 8 + 16
        out = np.empty((10, capacity))
        return int(walk(data, len(data), out.ctypes.data, capacity, ctypes.byref(checksum)))

    return run


def main() -> int:
    options = argparse.ArgumentParser(description="FIT to 1 Hz streams against other decoders.")
    options.add_argument("--files", type=Path, default=REAL_FILES, help="folder of .fit files")
    options.add_argument("--quick", action="store_true", help="smaller files only")
    chosen = options.parse_args()
    warnings.simplefilter("ignore", DeprecationWarning)
    files = real_files(chosen.files) if chosen.files.is_dir() else generated_files()
    if chosen.quick:
        files = [data for data in files if len(data) < 100_000]
    records = sum(len(decode(data).records["time"]) for data in files)
    megabytes = sum(map(len, files)) / 1e6
    sys.stdout.write(f"{len(files)} files, {megabytes:.1f} MB, {records} records\n")
    works: dict[str, Work] = {
        "ours": (ours, 10),
        "decode": (decode, 10),
        "native": (by_native, 1),
        "native_decode": (native_decode_only, 1),
    }
    if walk := c_walk():
        works["walk"] = (walk, 10)
    best = cpu(works, files, 5)
    mine = best["ours"]
    sys.stdout.write(f"ours, to 1 Hz streams     {mine:8.3f} s\n")
    sys.stdout.write(f"ours, decode alone        {best['decode']:8.3f} s\n")
    _line("pyfitparsernative, to 1 Hz", best["native"], mine, NATIVE_TARGET)
    _line("pyfitparsernative, decode", best["native_decode"], best["decode"], None)
    if walk:
        sys.stdout.write(
            f"plain walk in C           {best['walk']:8.3f} s   ours takes "
            f"{mine / best['walk']:.1f}x of it (target {WALK_TARGET}x)\n"
        )
    peer = cpu({"fitparse": (by_fitparse, 1)}, files, 1)["fitparse"]
    _line("fitparse, to 1 Hz", peer, mine, FITPARSE_TARGET)
    return 0


def _line(name: str, seconds: float, ours_s: float, target: int | None) -> None:
    aim = f" (target {target}x)" if target else ""
    sys.stdout.write(f"{name:26}{seconds:8.3f} s   ours is {seconds / ours_s:.0f}x as fast{aim}\n")


if __name__ == "__main__":
    raise SystemExit(main())
