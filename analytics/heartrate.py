"""Heart rate of one workout: cleaning, and recovery after the hardest moment."""

import numpy as np

from analytics.meanmax import fill_short_gaps
from analytics.streams import Floats

RECOVERY_S = 60


def clean(hr: Floats) -> Floats:
    """0 and less = missing; gaps up to 10 s between two readings are filled by a straight line."""
    return fill_short_gaps(np.where(hr > 0, hr, np.nan))


def recovery_60(hr: Floats, end: int) -> float | None:
    """HRR60: beats lost in the 60 s after second `end`; None where either reading is missing."""
    if not 0 <= end < len(hr) - RECOVERY_S:
        return None
    lost = float(hr[end] - hr[end + RECOVERY_S])
    return None if np.isnan(lost) else lost


def best_recovery_60(hr: Floats, from_bpm: float) -> float | None:
    """The largest 60 s drop that starts at `from_bpm` or higher; None when there is none."""
    if len(hr) <= RECOVERY_S:
        return None
    drops = (hr[:-RECOVERY_S] - hr[RECOVERY_S:])[hr[:-RECOVERY_S] >= from_bpm]
    drops = drops[~np.isnan(drops)]
    best = float(drops.max()) if len(drops) else 0.0
    return best if best > 0 else None
