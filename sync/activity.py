"""What every decoder (FIT, GPX, TCX) and the demo yield: one file as activities on a 1 Hz grid."""

from dataclasses import dataclass, field

from analytics.streams import Streams

#: 2001-09-09. FIT is younger: devices count from 1989 or 2000 until their clock is set.
CLOCKS_SET = 1_000_000_000


@dataclass(slots=True)
class DeviceLap:
    """A lap as the device marked it; `start` and `end` are seconds on the activity's grid.

    Totals are the device's own, None where it gave none (analytics then reads the streams).
    """

    start: int
    end: int
    duration_s: float | None = None
    distance_m: float | None = None
    avg_hr: float | None = None
    max_hr: float | None = None
    avg_power: float | None = None
    max_power: float | None = None
    avg_cadence: float | None = None
    elevation_gain_m: float | None = None
    intensity: str | None = None
    trigger: str | None = None
    swim_stroke: str | None = None
    swim_lengths: int | None = None


@dataclass(slots=True)
class Totals:
    """The device's own sums for the session; None = not given."""

    timer_s: float | None = None
    elapsed_s: float | None = None
    distance_m: float | None = None
    calories: float | None = None
    elevation_gain_m: float | None = None
    avg_hr: float | None = None
    max_hr: float | None = None
    avg_power: float | None = None
    max_power: float | None = None
    avg_cadence: float | None = None


@dataclass(slots=True)
class Activity:
    """One workout, or one leg of a multisport file.

    started_at: Unix seconds of sample 0. utc_offset_s: the device's, None when it gave none or
    nonsense. sport: swim bike run strength mobility brick other; sub_sport: the device's finer
    word.
    """

    started_at: int
    sport: str
    streams: Streams
    sub_sport: str | None = None
    utc_offset_s: int | None = None
    title: str | None = None
    totals: Totals = field(default_factory=Totals)
    laps: list[DeviceLap] = field(default_factory=list)
    device: str | None = None
    notes: str | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def ended_at(self) -> int:
        return self.started_at + self.streams.n


@dataclass(slots=True)
class ActivityFile:
    """One decoded file. More than one activity = a multisport file, in order, transitions kept
    (sport "other", sub_sport "transition").

    identity: what makes two copies of a recording the same even if bytes differ
    (FIT: "<serial>-<time created>"), None where the format has none.
    """

    kind: str
    activities: list[Activity]
    identity: str | None = None
    warnings: list[str] = field(default_factory=list)
