"""Power of one workout: NP, xPower, IF, TSS, VI.

All take the kept samples or drop missing ones (NaN) themselves: time base is the timer's.
"""

import numpy as np

from analytics.streams import Floats

NP_WINDOW_S = 30
#: Seconds under which NP is arithmetic without meaning (Coggan: from 20 min).
NP_SHOWN_FROM_S = 1200
_BLOCK = 512


def present(values: Floats) -> Floats:
    """The samples that are not missing."""
    mask = np.isnan(values)
    return values[~mask] if mask.any() else values


def rolling_mean(values: Floats, window: int) -> Floats:
    """Means of all full windows; values without NaN. Empty when there is no full window."""
    if len(values) < window:
        return np.empty(0)
    sums = np.cumsum(values, dtype=np.float64)
    rolled = sums[window - 1 :].copy()
    rolled[1:] -= sums[:-window]
    rolled /= window
    return rolled


def normalized(values: Floats, window: int = NP_WINDOW_S) -> float | None:
    """Fourth-power mean of the rolling mean over full windows (Coggan's NP when values are watts).

    None under one full window of present samples.
    """
    rolled = rolling_mean(present(values), window)
    if not len(rolled):
        return None
    np.square(rolled, out=rolled)
    np.square(rolled, out=rolled)
    return float(rolled.mean() ** 0.25)


def normalized_power(power: Floats) -> float | None:
    """NP (W); missing samples dropped, None under 30 s."""
    return normalized(power)


def ewma(values: Floats, decay: float, start: float = 0.0) -> Floats:
    """y = decay * y + (1 - decay) * x, vectorised in blocks; values without NaN."""
    blocks = -(-len(values) // _BLOCK)
    padded = np.zeros(blocks * _BLOCK)
    padded[: len(values)] = values
    powers = decay ** np.arange(1, _BLOCK + 1)
    scans = np.cumsum(padded.reshape(blocks, _BLOCK) * ((1 - decay) / powers), axis=1)
    level = start
    carried = np.empty(blocks)
    for block in range(blocks):
        carried[block] = level
        level = float(powers[-1] * (level + scans[block, -1]))
    scans += carried[:, None]
    scans *= powers
    smoothed: Floats = scans.reshape(-1)[: len(values)]
    return smoothed


def x_power(power: Floats) -> float | None:
    """Skiba's xPower (W): fourth-power mean of a 25 s exponential average from 0 W."""
    kept = present(power)
    if not len(kept):
        return None
    smoothed = ewma(kept, 25 / 26)
    return float(np.square(np.square(smoothed)).mean() ** 0.25)


def intensity_factor(normalized_w: float | None, ftp_w: float | None) -> float | None:
    """NP / FTP."""
    if normalized_w is None or ftp_w is None or ftp_w <= 0:
        return None
    return normalized_w / ftp_w


def training_stress(seconds: float, intensity: float | None) -> float | None:
    """Hours x IF^2 x 100 (Coggan's TSS), seconds of timer time."""
    return None if intensity is None else seconds / 36.0 * intensity * intensity


def variability_index(normalized_w: float | None, mean_w: float | None) -> float | None:
    """NP / mean power; None when the mean is 0."""
    return normalized_w / mean_w if normalized_w is not None and mean_w else None
