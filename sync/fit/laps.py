"""The device's laps on the grid of a leg."""

from itertools import pairwise

from sync.activity import DeviceLap
from sync.fit.recording import Row, number
from sync.fit.sports import INTENSITIES, LAP_TRIGGERS, STROKES
from sync.plausible import mean_steps_per_minute

#: Laps follow each other; the device's start and duration disagree by up to this much.
_ROUNDING_S = 2


def device_laps(rows: list[Row], start: int, n: int, strides: bool) -> list[DeviceLap]:
    """The laps of the leg that begins at `start` (Unix s) and lasts `n` seconds, in order.

    A lap belongs to the leg in which its middle lies. strides: cadence is half of steps/min.
    """
    found = []
    for row in rows:
        begins, lasts = row_span(row)
        if begins is None or lasts is None or not start <= begins + lasts / 2 < start + n:
            continue
        first = min(max(round(begins - start), 0), n)
        last = min(max(round(begins + lasts - start), first), n)
        found.append((first, last, row))
    found.sort(key=lambda lap: lap[:2])
    laps = [_lap(first, last, row, strides) for first, last, row in found]
    for lap, following in pairwise(laps):
        if abs(following.start - lap.end) <= _ROUNDING_S:
            lap.end = following.start
    return laps


def row_span(row: Row) -> tuple[float | None, float | None]:
    """When a lap or length begins (Unix s) and how long it lasts."""
    lasts = number(row, "total_elapsed_time", "total_timer_time")
    begins, ends = number(row, "start_time"), number(row, "timestamp")
    if begins is None and ends is not None and lasts is not None:
        begins = ends - lasts
    elif lasts is None and ends is not None and begins is not None:
        lasts = ends - begins
    return begins, lasts


def _lap(first: int, last: int, row: Row, strides: bool) -> DeviceLap:
    cadence = number(row, "avg_cadence") or None
    if strides:
        cadence = mean_steps_per_minute(cadence, number(row, "avg_fractional_cadence"))
    lengths = number(row, "num_active_lengths", "num_lengths")
    return DeviceLap(
        start=first,
        end=last,
        duration_s=number(row, "total_timer_time", "total_elapsed_time"),
        distance_m=number(row, "total_distance"),
        avg_hr=number(row, "avg_heart_rate") or None,
        max_hr=number(row, "max_heart_rate") or None,
        avg_power=number(row, "avg_power") or None,
        max_power=number(row, "max_power") or None,
        avg_cadence=cadence,
        elevation_gain_m=number(row, "total_ascent"),
        intensity=_word(row, "intensity", INTENSITIES),
        trigger=_word(row, "lap_trigger", LAP_TRIGGERS),
        swim_stroke=_word(row, "swim_stroke", STROKES),
        swim_lengths=int(lengths) if lengths else None,
    )


def _word(row: Row, name: str, words: dict[int, str]) -> str | None:
    value = row.get(name)
    return words.get(value) if isinstance(value, int) else None
