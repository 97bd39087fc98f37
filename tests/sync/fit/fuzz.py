"""Damaged files by the thousand: nothing may raise, hang or swell.

`python -m tests.sync.fit.fuzz 100000 [seed]` runs many and prints the worst.
"""

import random
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sync.fit import activities, decode
from tests import recorded
from tests.sync.fit.build import RUN, START, SWIM, activity, hour, seconds, session, timer

_LARGEST_SEED = 120_000
_MEMORY_LIMIT = 3 << 30


@dataclass
class Outcome:
    count: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    worst_s: float = 0.0

    @property
    def peak_mb(self) -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seeds() -> list[bytes]:
    """Generated files of several kinds, and small real ones where they are."""
    run = {"time": seconds(200), "cadence": np.full(200, 85.0), "hr": np.full(200, 150.0)}
    lengths = [
        {"start_time": START + 30 * i, "total_elapsed_time": 28.0, "length_type": 1}
        for i in range(10)
    ]
    generated = [
        activity(hour(300), events=[timer(START, True), timer(START + 300, False)]),
        activity(run, sport=RUN, laps=[session(START, 100), session(START + 100, 100)]),
        activity(
            {"time": seconds(2)}, sport=SWIM, sub_sport=17, lengths=lengths,
            sessions=[session(START, 300, pool_length=25.0)],
        ),
    ]  # fmt: skip
    generated.append(generated[0] + generated[1])
    real = [path.read_bytes() for path in sorted(recorded.FIT.glob("*.fit"))]
    return generated + [data for data in real if len(data) <= _LARGEST_SEED]


def mutate(data: bytes, rng: random.Random) -> bytes:
    """A few bytes changed (half of them near the start, where definitions are), moved or lost."""
    mutant = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        near = min(len(mutant), 600) if rng.random() < 0.5 else len(mutant)
        mutant[rng.randrange(near)] = rng.choice((0, 255, rng.randrange(256)))
    if rng.random() < 0.2:
        del mutant[rng.randrange(len(mutant)) :]
    if rng.random() < 0.1 and len(mutant) > 50:
        start = rng.randrange(len(mutant))
        chunk = mutant[start : start + rng.randrange(200)]
        at = rng.randrange(len(mutant))
        mutant[at:at] = chunk
    return bytes(mutant)


def check(data: bytes) -> None:
    """Decodes and asserts what must hold for any bytes."""
    recording = decode(data)
    lengths = {len(column) for column in recording.records.values()}
    assert len(lengths) == 1
    for workout in activities(recording).activities:
        streams = workout.streams
        assert all(len(column) == streams.n for column in streams.channels.values())
        assert all(0 <= lap.start <= lap.end <= streams.n for lap in workout.laps)
        distance = streams.get("distance")
        if distance is not None:
            assert not (np.diff(distance[~np.isnan(distance)]) < -1e-6).any()


def run(count: int, seed: int, pool: Sequence[bytes], check: Callable[[bytes], None]) -> Outcome:
    rng, outcome = random.Random(seed), Outcome()
    for _ in range(count):
        mutant = mutate(rng.choice(pool), rng)
        begin = time.process_time()
        try:
            check(mutant)
        except Exception:  # the point of it: whatever comes out is a failure
            outcome.failures["\n".join(traceback.format_exc().splitlines()[-5:])] += 1
        outcome.worst_s = max(outcome.worst_s, time.process_time() - begin)
        outcome.count += 1
    return outcome


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT, _MEMORY_LIMIT))
    np.seterr(all="raise", under="ignore")
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    outcome = run(count, seed, seeds(), check)
    sys.stdout.write(
        f"{outcome.count} mutants, {outcome.failures.total()} failures, "
        f"worst {outcome.worst_s * 1e3:.0f} ms CPU, peak {outcome.peak_mb:.0f} MB\n"
    )
    for text, times in outcome.failures.most_common():
        sys.stdout.write(f"--- {times} times\n{text}\n")
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
