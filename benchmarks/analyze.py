"""Compute time of one workout: `uv run python -m benchmarks.analyze [--json]`.

A generated 5 h ride in memory, CPU time of the thread (another job on the machine does not count),
and beside it in the same run what a plain Python loop needs for the same figures. Targets: the
whole of `analyse` under 10 ms, mean-max at the stored durations under 2 ms.
"""

import argparse
import json
import sys
from collections.abc import Callable
from statistics import median
from time import thread_time

import numpy as np

from analytics.curves import envelope
from analytics.durations import GRID, STANDARD
from analytics.fitness import pmc
from analytics.histogram import seconds_in_zones
from analytics.meanmax import best_means
from analytics.streams import Floats, Streams
from analytics.thresholds import ThresholdSet
from analytics.workout import analyse

HOURS = 5
WINDOWS = (5, 30, 60, 300, 1200, 3600)
ZONES: tuple[float | None, ...] = (None, 143.0, 195.0, 234.0, 273.0, 312.0, 390.0)
ATHLETE = ThresholdSet(
    ftp_w=260.0,
    lthr_bpm=168.0,
    max_hr_bpm=188.0,
    resting_hr_bpm=48.0,
    threshold_speed_m_s=3.7,
    sex="m",
)
TARGETS = {"analyse 5 h ride": 10.0, "mean-max, 22 stored durations": 2.0}


def ride(hours: float = HOURS) -> Streams:
    """Hills, noise, coasting, a few pauses: what makes data-dependent shortcuts lose."""
    rng = np.random.default_rng(20_260_101)
    n = int(hours * 3600)
    t = np.arange(n)
    effort = 190 + 70 * np.sin(t / 310) + 30 * np.sin(t / 47)
    power = np.clip(np.rint(effort + rng.normal(0, 55, n)), 0, None)
    power[rng.random(n) < 0.05] = 0
    hr = np.rint(np.clip(95 + 0.25 * effort + 6 * t / n + rng.normal(0, 1.5, n), 60, 188))
    speed = np.clip(8 + 3 * np.sin(t / 180) + rng.normal(0, 0.4, n), 0, None).round(3)
    altitude = (300 + 120 * np.sin(t / 900) + rng.normal(0, 0.3, n)).round(1)
    timer = np.ones(n, bool)
    for start in (4000, 9100, 15000):
        timer[start : start + 240] = False
    channels: dict[str, Floats] = {
        "power": power,
        "hr": hr,
        "speed": speed,
        "altitude": altitude,
        "cadence": np.clip(np.rint(rng.normal(86, 8, n)), 0, None),
    }
    for values in channels.values():
        values[~timer] = np.nan
    channels["distance"] = np.cumsum(np.nan_to_num(speed))
    return Streams(channels, timer)


def naive_curve(values: list[float], windows: tuple[int, ...]) -> dict[int, float]:
    """A running sum per window, sample by sample."""
    best = {}
    for window in windows:
        total = top = sum(values[:window])
        for i in range(window, len(values)):
            total += values[i] - values[i - window]
            top = max(top, total)
        best[window] = top / window
    return best


def naive_slices(values: list[float], window: int) -> float:
    """The first thing one writes: sum every slice."""
    return max(sum(values[i : i + window]) for i in range(len(values) - window + 1)) / window


def naive_zones(values: list[float]) -> list[int]:
    """Sample by sample, zone by zone."""
    counts = [0] * len(ZONES)
    for value in values:
        for k in range(len(ZONES) - 1, -1, -1):
            lower = ZONES[k]
            if lower is None or value >= lower:
                counts[k] += 1
                break
    return counts


def cpu_ms(work: Callable[[], object], repeats: int) -> float:
    """Median CPU time of this thread."""
    work()
    times = []
    for _ in range(repeats):
        start = thread_time()
        work()
        times.append(thread_time() - start)
    return 1000 * median(times)


def measure() -> dict[str, dict[str, float]]:
    """name -> {"ms", and where there is a plain version "plain_ms" and "ratio"}."""
    streams = ride()
    power = streams.channels["power"]
    plain: list[float] = np.nan_to_num(power).tolist()
    long_power = ride(24).channels["power"]
    curves = [np.full(len(GRID), 200 + i % 90, "<u2").tobytes() for i in range(3000)]
    assert naive_curve(plain, WINDOWS) == best_means(power, WINDOWS)
    assert naive_zones(plain) == seconds_in_zones(np.nan_to_num(power), ZONES)

    results = {
        "analyse 5 h ride": {"ms": cpu_ms(lambda: analyse(streams, "bike", ATHLETE), 41)},
        "analyse 5 h run": {"ms": cpu_ms(lambda: analyse(streams, "run", ATHLETE), 41)},
        "mean-max, 22 stored durations": {"ms": cpu_ms(lambda: best_means(power, STANDARD), 101)},
        "mean-max, curve grid": {"ms": cpu_ms(lambda: best_means(power, GRID), 41)},
        "mean-max, curve grid, 24 h": {"ms": cpu_ms(lambda: best_means(long_power, GRID), 11)},
        "season envelope, 3,000 curves": {"ms": cpu_ms(lambda: envelope(curves), 11)},
        "CTL and ATL, ten years": {"ms": cpu_ms(lambda: pmc([70.0] * 3652), 21)},
    }
    pairs: list[tuple[str, Callable[[], object], Callable[[], object], int]] = [
        (
            "power curve, 6 windows",
            lambda: best_means(power, WINDOWS),
            lambda: naive_curve(plain, WINDOWS),
            5,
        ),
        (
            "power curve, 60 s, slices summed",
            lambda: best_means(power, (60,)),
            lambda: naive_slices(plain, 60),
            5,
        ),
        (
            "power zones",
            lambda: seconds_in_zones(power, ZONES),
            lambda: naive_zones(plain),
            11,
        ),
    ]
    for name, ours, theirs, repeats in pairs:
        ms, plain_ms = cpu_ms(ours, 101), cpu_ms(theirs, repeats)
        results[name] = {"ms": ms, "plain_ms": plain_ms, "ratio": plain_ms / ms}
    return results


def main() -> int:
    """Prints the table; exit code 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    arguments = parser.parse_args()
    results = measure()
    if arguments.json:
        print(json.dumps(results, indent=2))
    else:
        print(f"{'5 h ride, CPU time':36}{'ms':>9}{'plain Python':>15}{'ratio':>9}  target")
        for name, row in results.items():
            plain = f"{row['plain_ms']:.1f} ms" if "plain_ms" in row else ""
            ratio = f"{row['ratio']:.0f}x" if "ratio" in row else ""
            target = f"< {TARGETS[name]:g} ms" if name in TARGETS else ""
            print(f"{name:36}{row['ms']:9.2f}{plain:>15}{ratio:>9}  {target}")
    missed = [name for name, limit in TARGETS.items() if results[name]["ms"] >= limit]
    if missed:
        print(f"missed: {', '.join(missed)}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
