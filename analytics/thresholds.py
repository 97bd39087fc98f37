"""The athlete's thresholds in force on one day for one sport. Pure Python: read paths use it."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_NONE: Mapping[str, str] = MappingProxyType({})

#: The metrics of the `thresholds` table, with the field of `ThresholdSet` that carries each.
FIELDS: dict[str, str] = {
    "ftp_w": "ftp_w",
    "lthr_bpm": "lthr_bpm",
    "max_hr_bpm": "max_hr_bpm",
    "resting_hr_bpm": "resting_hr_bpm",
    "threshold_pace_s_per_km": "threshold_speed_m_s",
    "css_s_per_100m": "css_m_s",
}

#: What a value can be at all, in the table's unit: beyond it is a slip of the keyboard or a sensor.
LIMITS: dict[str, tuple[float, float]] = {
    "ftp_w": (30, 700),
    "lthr_bpm": (80, 220),
    "max_hr_bpm": (100, 240),
    "resting_hr_bpm": (25, 110),
    "threshold_pace_s_per_km": (150, 900),
    "css_s_per_100m": (52, 300),
}


class ThresholdSet(NamedTuple):
    """None = not known. Paces are kept as speeds (m/s), since all math runs on speed.

    sources: metric of the `thresholds` table -> 'athlete' | 'garmin' | 'estimated' | 'default'.
    """

    ftp_w: float | None = None
    lthr_bpm: float | None = None
    max_hr_bpm: float | None = None
    resting_hr_bpm: float | None = None
    threshold_speed_m_s: float | None = None
    css_m_s: float | None = None
    sex: str | None = None
    sources: Mapping[str, str] = _NONE

    def value(self, metric: str) -> float | None:
        """The threshold in the unit of its `thresholds` row (pace metrics: seconds)."""
        value: float | None = getattr(self, FIELDS[metric])
        return None if value is None else convert(metric, value)

    def used(self) -> str:
        """`to_json` as the text that is stored with a workout."""
        return json.dumps(self.to_json(), sort_keys=True)

    def to_json(self) -> dict[str, dict[str, float | str]]:
        """metric -> {"value", "source"} of what is known, in the table's units."""
        known: dict[str, dict[str, float | str]] = {}
        for metric in FIELDS:
            value = self.value(metric)
            if value is not None:
                source = self.sources.get(metric, "default")
                known[metric] = {"value": round(value, 3), "source": source}
        return known


def convert(metric: str, value: float) -> float:
    """Table unit <-> the set's unit; its own inverse (s/km <-> m/s, s/100 m <-> m/s)."""
    if metric == "threshold_pace_s_per_km":
        return 1000.0 / value
    return 100.0 / value if metric == "css_s_per_100m" else value
