"""W' balance: what is left of the work above critical power. Missing samples count as 0 W.

No floor at 0: a negative balance says that CP or W' is set too low. Every recurrence is affine in
D = W' - W, D_t = a_t D_{t-1} + b_t, and is solved in chunks by cumulative sums of logarithms.
"""

import numpy as np

from analytics.streams import Floats

_CHUNK = 4096
#: exp() of more than this in either direction leaves float64.
_LOG_LIMIT = 600.0


def differential(power: Floats, cp_w: float, w_prime_j: float) -> Floats:
    """Froncioni/Clarke: below CP W += (CP - P)(W' - W) / W', else W += CP - P. J at each second."""
    above = np.nan_to_num(power) - cp_w
    decay = np.where(above < 0, above / w_prime_j, 0.0)
    return w_prime_j - _recur(np.log1p(np.maximum(decay, -0.999)), np.maximum(above, 0.0))


def exact(power: Floats, cp_w: float, w_prime_j: float) -> Floats:
    """The same differential equation solved exactly over each second (Skiba 2015/2021)."""
    above = np.nan_to_num(power) - cp_w
    return w_prime_j - _recur(np.minimum(above, 0.0) / w_prime_j, np.maximum(above, 0.0))


def bartram(power: Floats, cp_w: float, w_prime_j: float) -> Floats:
    """Recovery with tau = 2287.2 D^-0.688, D = CP - P (Bartram 2018, elite riders)."""
    above = np.nan_to_num(power) - cp_w
    short = np.maximum(-above, 0.0)
    tau = np.full(len(short), np.inf)
    np.power(short, -0.688, out=tau, where=short > 0)
    return w_prime_j - _recur(
        np.where(short > 0, -1.0 / (2287.2 * tau), 0.0), np.maximum(above, 0.0)
    )


def integral(power: Floats, cp_w: float, w_prime_j: float) -> tuple[Floats, float]:
    """Skiba 2012 with the static D of the whole ride: (balance, tau in s)."""
    watts = np.nan_to_num(power)
    below = watts[watts < cp_w]
    tau = tau_2012(cp_w - float(below.mean()) if len(below) else 0.0)
    spent = np.maximum(watts - cp_w, 0.0)
    return w_prime_j - _recur(np.full(len(watts), -1.0 / tau), spent), tau


def tau_2012(deficit_w: float) -> float:
    """Time constant of recovery (s) from the mean watts below CP."""
    return float(546.0 * np.exp(-0.01 * deficit_w) + 316.0)


def _recur(log_decay: Floats, gain: Floats) -> Floats:
    """D_t = e^(log_decay_t) D_{t-1} + gain_t from 0."""
    spent = np.empty(len(gain))
    level, start = 0.0, 0
    while start < len(gain):
        logs = np.cumsum(log_decay[start : start + _CHUNK])
        fits = int(np.searchsorted(-logs, _LOG_LIMIT)) or 1
        logs = logs[:fits]
        chunk = slice(start, start + fits)
        spent[chunk] = np.exp(logs) * (level + np.cumsum(gain[chunk] * np.exp(-logs)))
        level = float(spent[start + fits - 1])
        start += fits
    return spent
