"""Strength and mobility: time and heart rate, nothing else."""

import numpy as np

from sync.sources.demo.athlete import MAX_HR
from sync.sources.demo.life import Outing
from sync.sources.demo.models import Mark, Track, heart_rate, lowpass


def gym(outing: Outing, random: np.random.Generator) -> Track:
    """Sets and rests as bumps of heart rate (strength), or a quiet line (mobility)."""
    seconds = int(outing.session.duration_s)
    sets = outing.session.sport == "strength"
    clock = np.arange(seconds)
    effort = np.full(seconds, 0.30)
    if sets:
        cycle = 165.0 + 25 * np.sin(clock / 700.0)
        effort = np.where((clock % cycle) < 50, 0.78, 0.42)
        effort[:360] = 0.45  # warming up
    else:
        effort = effort + 0.05 * np.sin(clock / 90.0)
    beats = heart_rate(
        lowpass(effort, 4.0),
        random,
        at_threshold=160.0,
        slope=108.0 if sets else 110.0,
        max_hr=MAX_HR,
        start=78.0,
        drift_per_hour=0.05 if sets else 0.0,
        offset=float(random.normal(0, 3.0)),
    )
    columns = {"hr": beats, "temperature": np.full(seconds, 24.0)}
    kind = "strength_training" if sets else "flexibility_training"
    sport = "strength" if sets else "mobility"
    marks = [Mark(0.0, float(seconds), "active", "session_end")]
    return Track(sport, kind, columns, marks, [], [])
