"""The one shape in which all math receives a workout: 1 Hz channels and the timer's state."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Streams:
    """A workout on a 1 Hz grid; sample i covers [i, i + 1) s from the start.

    channels: name -> float64 of length n, NaN where missing. Names and units: hr bpm, power W,
        cadence rpm (running: steps/min, both feet), speed m/s, altitude m, lat and lon degrees,
        distance m from the start (never falling), temperature °C.
    timer: bool of length n, False while the timer was stopped (a pause).
    """

    channels: dict[str, Floats]
    timer: Bools

    @property
    def n(self) -> int:
        """Seconds from the first to the last sample, pauses included."""
        return len(self.timer)

    def get(self, name: str) -> Floats | None:
        """The channel, or None where the device recorded none."""
        return self.channels.get(name)
