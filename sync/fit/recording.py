"""What a FIT file holds, as it was recorded: columns of records, rows of everything else."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: One message: the profile's field names; a field without a value is absent. Times are Unix
#: seconds, enumerations stay numbers, arrays are bytes (`hr` messages only).
type Row = dict[str, object]

#: The columns that every recording has, in this order.
CHANNELS = (
    "time",
    "hr",
    "power",
    "cadence",
    "speed",
    "altitude",
    "lat",
    "lon",
    "distance",
    "temperature",
)


#: Not `int | float` in the call: that would build a union each time.
_NUMBERS = (int, float)


def number(row: Row, name: str, instead: str | None = None) -> float | None:
    """The value of a field if it is a number, else that of the field to take instead."""
    value = row.get(name)
    if isinstance(value, _NUMBERS):
        return value
    return None if instead is None else number(row, instead)


@dataclass(slots=True)
class Recording:
    """A decoded FIT file.

    file_type: file_id.type in words ("activity", "monitoring", …), None when there is no file_id.
    records: float64 columns of one length, NaN for missing: `CHANNELS` (time Unix s, hr bpm,
        power W, cadence rpm, speed m/s, altitude m, lat and lon degrees, distance m,
        temperature °C), and where the file has them fractional_cadence, left_right_balance
        (right %), developer_power, developer_distance. Nothing is merged or repaired.
    """

    file_type: str | None = None
    records: dict[str, Floats] = field(default_factory=dict)
    sessions: list[Row] = field(default_factory=list)
    laps: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    lengths: list[Row] = field(default_factory=list)
    hr_messages: list[Row] = field(default_factory=list)
    file_id: Row = field(default_factory=dict)
    activity: Row = field(default_factory=dict)
    sport: Row = field(default_factory=dict)
    devices: list[Row] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
