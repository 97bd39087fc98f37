"""Critical power: CP2 in its two linear forms, CP3 (Morton) by a one-dimensional search.

Pure Python: a fit is over a dozen efforts at most, and read paths use it.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

#: Efforts from two to twenty minutes carry the two-parameter model; they must be well apart.
SHORTEST_S, LONGEST_S = 120, 1200
APART = 3.0
SPRINT_S = 15


class CriticalPower(NamedTuple):
    """cp_w, w_prime_j; p_max_w only from CP3. method: the fit, since they differ by some watts."""

    cp_w: float
    w_prime_j: float
    p_max_w: float | None
    method: str


def cp2(bests: Mapping[int, float], method: str = "work-time") -> CriticalPower | None:
    """Two parameters by least squares: "work-time" (W = W' + CP t) or "inverse-time" (P over 1/t).

    None without two efforts of 2-20 min at least a factor 3 apart, or when nothing sensible fits.
    """
    times, powers = _efforts(bests, SHORTEST_S, LONGEST_S)
    if len(times) < 2 or times[-1] < APART * times[0]:
        return None
    if method == "work-time":
        w_prime, cp = _line(times, [p * t for p, t in zip(powers, times, strict=True)])
    elif method == "inverse-time":
        cp, w_prime = _line([1.0 / t for t in times], powers)
    else:
        raise ValueError(f'method is "work-time" or "inverse-time", not {method!r}')
    return CriticalPower(cp, w_prime, None, method) if cp > 0 and w_prime > 0 else None


def cp3(bests: Mapping[int, float]) -> CriticalPower | None:
    """P = CP + W' / (t + k), k = W' / (Pmax - CP). For a fixed k a line, so only k is searched.

    Least squares on power over efforts of 1 s to 20 min. None without a sprint of 15 s or less or
    without the efforts CP2 needs.
    """
    times, powers = _efforts(bests, 1, LONGEST_S)
    if len(times) < 4 or times[0] > SPRINT_S or cp2(bests) is None:
        return None
    low, high, points = math.log(0.01), math.log(600.0), 60
    for _ in range(12):  # the second and every later round narrows the bracket to a quarter
        step = (high - low) / (points - 1)
        errors = [_misfit(times, powers, math.exp(low + step * n)) for n in range(points)]
        best = min(range(points), key=errors.__getitem__)
        low, high = low + step * max(0, best - 1), low + step * min(points - 1, best + 1)
        points = 9
    k = math.exp((low + high) / 2)
    cp, w_prime = _line([1.0 / (t + k) for t in times], powers)
    return CriticalPower(cp, w_prime, cp + w_prime / k, "morton") if cp > 0 < w_prime else None


def efforts(bests: Mapping[int, float], model: CriticalPower) -> list[int]:
    """The durations (s) that a fit rests on, shortest first."""
    shortest = 1 if model.method == "morton" else SHORTEST_S
    return [int(t) for t in _efforts(bests, shortest, LONGEST_S)[0]]


def _misfit(times: Sequence[float], powers: Sequence[float], k: float) -> float:
    x = [1.0 / (t + k) for t in times]
    cp, w_prime = _line(x, powers)
    return sum((p - cp - w_prime * a) ** 2 for p, a in zip(powers, x, strict=True))


def _efforts(
    bests: Mapping[int, float], shortest: int, longest: int
) -> tuple[list[float], list[float]]:
    kept = sorted((s, p) for s, p in bests.items() if shortest <= s <= longest and p > 0)
    return [float(s) for s, _ in kept], [p for _, p in kept]


def _line(x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """(intercept, slope) of the least squares line."""
    middle, level = sum(x) / len(x), sum(y) / len(y)
    spread = [a - middle for a in x]
    slope = sum(s * b for s, b in zip(spread, y, strict=True)) / sum(s * s for s in spread)
    return level - slope * middle, slope
