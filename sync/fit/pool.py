"""Pool swims: speed, distance and cadence from the `length` messages.

Watches write no records between two walls, or one a length, or records without a time.
"""

import numpy as np
from numpy.typing import NDArray

from sync.fit.laps import row_span
from sync.fit.recording import Row, number

Floats = NDArray[np.float64]

_ACTIVE = 1


def pool_length_m(session: Row, lengths: list[Row]) -> float | None:
    """The pool's length: as set, else the distance by the active lengths."""
    if length := number(session, "pool_length"):
        return length
    active = sum(row.get("length_type") == _ACTIVE for row in lengths)
    distance = number(session, "total_distance")
    return distance / active if distance and active else None


def channels(lengths: list[Row], pool_m: float, start: int, n: int) -> dict[str, Floats]:
    """speed (0 at rest), distance and cadence (strokes/min) on the grid."""
    speed, cadence, distance = (np.full(n, np.nan) for _ in range(3))
    swum = 0.0
    for row in lengths:
        begins, lasts = row_span(row)
        if begins is None or not lasts or not 0 <= begins - start < n:
            continue
        first, last = round(begins - start), min(round(begins + lasts - start), n)
        seconds = np.arange(first, last)
        active = row.get("length_type") == _ACTIVE
        speed[first:last] = pool_m / lasts if active else 0.0
        distance[first:last] = swum + (pool_m / lasts * (seconds - first) if active else 0.0)
        if active:
            swum += pool_m
            if rate := number(row, "avg_swimming_cadence"):
                cadence[first:last] = rate
            elif strokes := number(row, "total_strokes"):
                cadence[first:last] = strokes * 60 / lasts
        if last < n:
            distance[last] = swum
    # Lengths that overlap (a damaged file) must not make the distance fall.
    risen = np.where(np.isnan(distance), np.nan, np.fmax.accumulate(distance))
    found = {"speed": speed, "distance": risen, "cadence": cadence}
    return {name: values for name, values in found.items() if not np.isnan(values).all()}
