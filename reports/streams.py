"""The seconds of one workout, made ready for charts: any zoom costs O(width) a frame.

No NumPy: the screen draws from `array` prefix sums. Column [a, b) of a lane has the mean
(sums[b] - sums[a]) / (counts[b] - counts[a]) / scale.
"""

import json
from array import array
from datetime import date, datetime
from itertools import accumulate
from typing import NamedTuple

from mirror.codec import CHANNELS, MISSING, unpack
from mirror.database import Mirror
from mirror.reads import streams as stored
from mirror.reads import workouts
from mirror.rows import Workout
from reports.zones import lane_bounds, zones

#: The lanes a screen draws, from the top.
ORDER = ("power", "hr", "speed", "cadence", "altitude", "temperature")
_LANE_OF = {"power": "power", "hr": "hr", "pace_s_per_km": "speed"}


class Lane(NamedTuple):
    """One channel. samples: stored int32, `mirror.codec.MISSING` where there is none.

    sums, counts: prefix sums of the present samples, length n + 1. value = stored / scale.
    lowest, highest: over the whole lane, in `unit`; None when every second is missing.
    """

    channel: str
    unit: str
    scale: float
    samples: array[int]
    sums: array[int]
    counts: array[int]
    lowest: float | None
    highest: float | None

    def mean(self, start: int, end: int) -> float | None:
        """Mean over seconds [start, end), None where nothing was recorded."""
        count = self.counts[end] - self.counts[start]
        return (self.sums[end] - self.sums[start]) / count / self.scale if count else None


class Lanes(NamedTuple):
    """lanes: in the order a screen shows them (power, hr, speed, cadence, altitude, temperature).

    pauses: [start, end) seconds with the timer stopped. bounds: metric (power | hr | speed) ->
    ascending lower bounds of the zones in force that day, in the lane's unit (speed: m/s),
    empty when no threshold is known. laps: first second of each lap. distance: metres so far.
    """

    workout_id: str
    sport: str
    started_at: str
    n: int
    pauses: list[tuple[int, int]]
    lanes: dict[str, Lane]
    bounds: dict[str, list[float]]
    laps: list[int]
    distance: Lane | None = None


class Track(NamedTuple):
    """Positions in degrees, one a second, seconds without a fix left out."""

    lat: array[float]
    lon: array[float]
    second: array[int]


def lanes(mirror: Mirror, workout_id: str) -> Lanes | None:
    """The workout's lanes; None when no stream is stored."""
    info = workouts.stream_info(mirror, workout_id)
    workout = workouts.by_id(mirror, workout_id)
    if info is None or workout is None:
        return None
    blobs = stored.blobs(mirror, workout_id, (*ORDER, "distance"))
    tables = zones(mirror, date.fromisoformat(workout.local_date), workout.sport).tables
    bounds = {
        _LANE_OF[table.metric]: [lower or 0.0 for lower in lane_bounds(table)] for table in tables
    }
    masks: dict[bytes, array[int]] = {}
    return Lanes(
        workout_id=workout_id,
        sport=workout.sport,
        started_at=workout.started_at,
        n=info.sample_count,
        pauses=[(start, end) for start, end in json.loads(info.pauses)],
        lanes={
            channel: lane(channel, blob, masks)
            for channel, blob in blobs.items()
            if channel != "distance"
        },
        bounds=bounds,
        laps=_lap_starts(mirror, workout),
        distance=lane("distance", blobs["distance"], masks) if "distance" in blobs else None,
    )


def lane(channel: str, blob: bytes, known: dict[bytes, array[int]] | None = None) -> Lane:
    """Unpacks one channel and sums it up.

    known: counts by mask of what is recorded, kept from lane to lane: the channels of a workout
    mostly miss the same seconds.
    """
    samples = unpack(blob)
    kind = CHANNELS[channel]
    values = samples.tolist()
    mask = bytes([value != MISSING for value in values])
    counts = None if known is None else known.get(mask)
    if counts is None:
        counts = array("i", list(accumulate(mask, initial=0)))
        if known is not None:
            known[mask] = counts
    kept = values if counts[-1] == len(values) else [v for v in values if v != MISSING]
    summed = values if kept is values else [0 if v == MISSING else v for v in values]
    return Lane(
        channel=channel,
        unit=kind.unit,
        scale=kind.scale,
        samples=samples,
        sums=array("q", list(accumulate(summed, initial=0))),
        counts=counts,
        lowest=min(kept) / kind.scale if kept else None,
        highest=max(kept) / kind.scale if kept else None,
    )


def _lap_starts(mirror: Mirror, workout: Workout) -> list[int]:
    start = datetime.fromisoformat(workout.started_at)
    return [
        round((datetime.fromisoformat(lap.started_at) - start).total_seconds())
        for lap in workouts.laps(mirror, workout.id)
        if lap.started_at is not None
    ]


def track(mirror: Mirror, workout_id: str) -> Track | None:
    """The GPS track; None when there is none (indoor)."""
    blobs = stored.blobs(mirror, workout_id, ("lat", "lon"))
    if len(blobs) < 2:
        return None
    lat, lon = unpack(blobs["lat"]), unpack(blobs["lon"])
    fixes = [
        (second, a, b)
        for second, (a, b) in enumerate(zip(lat, lon, strict=True))
        if MISSING not in (a, b)
    ]
    if not fixes:
        return None
    scale = CHANNELS["lat"].scale
    return Track(
        lat=array("d", [a / scale for _, a, _ in fixes]),
        lon=array("d", [b / scale for _, _, b in fixes]),
        second=array("i", [second for second, _, _ in fixes]),
    )
