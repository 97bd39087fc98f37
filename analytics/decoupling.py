"""Aerobic decoupling and efficiency: how much heart rate drifts from power or pace."""

from typing import NamedTuple

import numpy as np

from analytics.power import normalized, present
from analytics.streams import Floats

SHORTEST_S = 1200
STEADY_VI = 1.1
#: Share of the samples with output that must have a heart rate.
HR_COVERAGE = 0.8


class Decoupling(NamedTuple):
    """percent: (EF1 - EF2) / EF1 x 100, positive = drift. Else `withheld` says why not."""

    percent: float | None
    basis: str | None
    withheld: str | None


def efficiency(output: Floats, hr: Floats) -> float | None:
    """EF: normalised output / mean heart rate over the samples that have both."""
    work, beats = _paired(output, hr)
    weighted = normalized(work)
    return weighted / float(beats.mean()) if weighted is not None else None


def drift_percent(output: Floats, hr: Floats) -> float | None:
    """(EF1 - EF2) / EF1 x 100 over the halves of the kept samples (both present, HR > 0).

    Zero output is kept: coasting is part of the ride. None when a half is under 30 s or has no
    output.
    """
    work, beats = _paired(output, hr)
    middle = len(work) // 2
    first, second = normalized(work[:middle]), normalized(work[middle:])
    if first is None or second is None or first <= 0:
        return None
    before = first / float(beats[:middle].mean())
    after = second / float(beats[middle:].mean())
    return (before - after) / before * 100.0


def decoupling(output: Floats | None, hr: Floats | None, basis: str) -> Decoupling:
    """The figure, or the reason to withhold it. basis: "power" (W) or "pace" (graded m/s)."""
    reason = _unfit(output, hr, basis)
    if reason is not None or output is None or hr is None:
        return Decoupling(None, None, reason)
    percent = drift_percent(output, hr)
    if percent is None:
        return Decoupling(None, None, f"no {basis} in the first half")
    return Decoupling(percent, basis, None)


def _unfit(output: Floats | None, hr: Floats | None, basis: str) -> str | None:
    if output is None or not len(present(output)):
        return f"no {basis} recorded"
    if hr is None or not len(present(hr)):
        return "no heart rate recorded"
    work, _ = _paired(output, hr)
    if len(work) < SHORTEST_S:
        return "under 20 minutes with heart rate"
    known = present(output)
    if len(work) < HR_COVERAGE * len(known):
        return f"heart rate in only {100 * len(work) / len(known):.0f} % of the time"
    mean = float(known.mean())
    weighted = normalized(known)
    if weighted is None or mean <= 0:
        return f"no {basis} recorded"
    if weighted / mean > STEADY_VI:
        return f"not steady (variability {weighted / mean:.2f}, limit {STEADY_VI})"
    return None


def _paired(output: Floats, hr: Floats) -> tuple[Floats, Floats]:
    both = ~np.isnan(output) & (hr > 0)
    return output[both], hr[both]
