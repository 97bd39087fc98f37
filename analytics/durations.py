"""The durations at which bests are kept. Pure Python: read paths use them too."""

#: The standard windows (s), facts of the field: 1 s to 5 h.
STANDARD: tuple[int, ...] = (
    1, 5, 10, 15, 20, 30,
    60, 120, 180, 300, 480, 600, 720, 1200, 1800, 2700,
    3600, 5400, 7200, 10800, 14400, 18000,
)  # fmt: skip

#: Raise it when GRID changes: stored curves are then computed anew.
GRID_VERSION = 1


def _grid(longest: int = 36 * 3600) -> tuple[int, ...]:
    """Every second to a minute, then +3 % a step: energy interpolated between points errs < 1 %."""
    points = list(range(1, 61))
    while points[-1] < longest:
        points.append(max(points[-1] + 1, round(points[-1] * 1.03)))
    return tuple(points)


GRID: tuple[int, ...] = _grid()
