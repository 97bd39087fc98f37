"""What the lengths of a pool swim tell."""

from mirror.rows import Lap


def swolf(lap: Lap) -> float | None:
    """Seconds and strokes of a mean length (as the watch counts strokes, one arm); None without."""
    if not lap.swim_lengths or not lap.duration_s or not lap.avg_cadence:
        return None
    seconds = lap.duration_s / lap.swim_lengths
    return seconds + seconds * lap.avg_cadence / 60
