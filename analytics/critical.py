"""Critical power: CP2 in its two linear forms, CP3 (Morton) by a one-dimensional search."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from analytics.streams import Floats

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
        w_prime, cp = _line(times, powers * times)
    elif method == "inverse-time":
        cp, w_prime = _line(1.0 / times, powers)
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
    low, high = 0.01, 600.0
    for _ in range(6):
        shifts = np.geomspace(low, high, 200)
        errors = [_misfit(times, powers, shift) for shift in shifts]
        best = int(np.argmin(errors))
        low, high = shifts[max(0, best - 1)], shifts[min(199, best + 1)]
    k = float((low * high) ** 0.5)
    cp, w_prime = _line(1.0 / (times + k), powers)
    return CriticalPower(cp, w_prime, cp + w_prime / k, "morton") if cp > 0 < w_prime else None


def _misfit(times: Floats, powers: Floats, k: float) -> float:
    x = 1.0 / (times + k)
    cp, w_prime = _line(x, powers)
    return float(np.square(powers - cp - w_prime * x).sum())


def _efforts(bests: Mapping[int, float], shortest: int, longest: int) -> tuple[Floats, Floats]:
    kept = sorted((s, p) for s, p in bests.items() if shortest <= s <= longest and p > 0)
    return np.array([s for s, _ in kept], float), np.array([p for _, p in kept], float)


def _line(x: Floats, y: Floats) -> tuple[float, float]:
    """(intercept, slope) of the least squares line."""
    middle = x.mean()
    spread = x - middle
    slope = float((spread * y).sum() / np.square(spread).sum())
    return float(y.mean() - slope * middle), slope
