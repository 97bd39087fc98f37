"""What a sensor cannot have measured becomes "missing"."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Inclusive bounds. Power: the best track sprinters stay below 2,600 W; crank and pedal meters
#: have been seen to report 20,000 to 50,000 W for a second.
_BOUNDS = {
    "hr": (1.0, 250.0),
    "power": (0.0, 3000.0),
    "cadence": (0.0, 300.0),
    "altitude": (-499.0, 12_000.0),
    "temperature": (-60.0, 80.0),
    "distance": (0.0, 5e6),
}
_FASTEST_M_S = {"swim": 10.0, "run": 20.0, "bike": 45.0, "other": 400.0}
_UNBOUNDED = (-np.inf, np.inf)
_UNITS = {"power": "W", "speed": "m/s", "hr": "bpm"}
#: Sensors that write 0 for "none": a channel of nothing but zeros was not measured.
_ZERO_IS_NONE = ("hr", "power", "cadence", "speed", "distance")


def clean(columns: dict[str, Floats], sport: str) -> tuple[dict[str, Floats], list[str]]:
    """The columns without impossible values and without empty channels, and what was dropped.

    Heart rate 0 and coordinates of exactly 0 mean "none".
    """
    bounds = {**_BOUNDS, "speed": (0.0, _FASTEST_M_S.get(sport, _FASTEST_M_S["other"]))}
    kept: dict[str, Floats] = {}
    warnings = []
    for name, column in columns.items():
        if not len(column) or (most := float(np.fmax.reduce(column))) != most:
            continue  # nothing, or nothing but NaN
        values = column
        low, high = bounds.get(name, _UNBOUNDED)
        if most > high or float(np.fmin.reduce(column)) < low:
            wrong = (values < low) | (values > high)
            if name in _UNITS and (spikes := int((values > high).sum())):
                worst = f"{most:.0f} {_UNITS[name]}"
                warnings.append(f"{name}: {spikes} impossible values dropped (up to {worst})")
            values = np.where(wrong, np.nan, values)
            most = float(np.fmax.reduce(values))
        if most > 0 or (most == most and name not in _ZERO_IS_NONE):
            kept[name] = values
    return _clean_position(kept), warnings


def _clean_position(columns: dict[str, Floats]) -> dict[str, Floats]:
    lat, lon = columns.pop("lat", None), columns.pop("lon", None)
    if lat is None or lon is None:
        return columns
    known = (np.abs(lat) <= 90) & (np.abs(lon) <= 180) & (lat != 0) & (lon != 0)
    if known.any():
        columns["lat"] = np.where(known, lat, np.nan)
        columns["lon"] = np.where(known, lon, np.nan)
    return columns


#: Nobody takes so many strides a minute: the device wrote steps.
_MOST_STRIDES = 120


def steps_per_minute(strides: Floats) -> Floats:
    """Cadence on foot: files count one foot, except those of a few apps that count both."""
    moving = strides[strides > 0]
    if len(moving) and float(np.median(moving)) > _MOST_STRIDES:
        return strides
    return strides * 2


def mean_steps_per_minute(strides: float | None, fraction: float | None = None) -> float | None:
    """The same for a device's own average; 0 is "not measured"."""
    if not strides:
        return None
    return strides if strides > _MOST_STRIDES else (strides + (fraction or 0.0)) * 2
