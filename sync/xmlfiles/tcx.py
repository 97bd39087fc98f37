"""TCX activities: laps, track points, and Garmin's extensions for power, speed and run cadence."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import numpy as np

from analytics.streams import Streams
from sync.activity import Activity, ActivityFile, DeviceLap, Totals
from sync.plausible import mean_steps_per_minute
from sync.xmlfiles.points import LONGEST_S, Built, float_of, leaves, moment, streams, track
from sync.xmlfiles.sports import sport_of

_CHANNELS = {
    "LatitudeDegrees": "lat",
    "LongitudeDegrees": "lon",
    "AltitudeMeters": "altitude",
    "DistanceMeters": "distance",
    "Cadence": "cadence",
    "RunCadence": "cadence",
    "Speed": "speed",
    "Watts": "power",
}
_TRIGGERS = {"Manual": "manual", "Distance": "distance", "Time": "time", "Location": "position_lap"}
_INTENSITIES = {"Active": "active", "Resting": "rest"}


def read_tcx(root: Element) -> ActivityFile:
    """The activities of the file, legs of a multisport session in order."""
    result = ActivityFile("tcx", [])
    for element in root.iter("Activity"):
        if activity := _activity(element, first_leg=not result.activities):
            result.activities.append(activity)
    return result


def _activity(element: Element, *, first_leg: bool) -> Activity | None:
    laps = list(element.iter("Lap"))
    timer_s = _total(laps, "TotalTimeSeconds")
    found = track(_points(laps))
    sport, sub_sport = sport_of(element.get("Sport"))
    identifier = moment(element.findtext("Id"))
    if len(found.times):
        built = streams(found, sport, timer_s, first_leg=first_leg)
    elif timer_s and (begin := moment(laps[0].get("StartTime")) or identifier):
        built = Built(int(begin.unix), Streams({}, np.ones(_seconds(timer_s), np.bool_)), [])
    else:
        return None
    return Activity(
        started_at=built.start,
        sport=sport,
        sub_sport=sub_sport,
        streams=built.streams,
        utc_offset_s=identifier.utc_offset_s if identifier else None,
        totals=Totals(
            timer_s=timer_s,
            elapsed_s=float(built.streams.n),
            distance_m=_total(laps, "DistanceMeters"),
            calories=_total(laps, "Calories"),
        ),
        laps=list(_laps(laps, built, sport)),
        device=(element.findtext("Creator/Name") or "").strip() or None,
        notes=(element.findtext("Notes") or "").strip() or None,
        warnings=built.warnings,
    )


def _seconds(timer_s: float) -> int:
    return max(1, round(min(timer_s, LONGEST_S)))


def _points(laps: list[Element]) -> Iterator[tuple[float, int, dict[str, float]]]:
    """Tracks are not broken at a lap, but between the tracks of one lap."""
    segment = 0
    for lap in laps:
        for place, piece in enumerate(lap.findall("Track")):
            segment += place > 0
            for point in piece.iter("Trackpoint"):
                time = moment(point.findtext("Time"))
                if time is not None:
                    values = leaves(point, _CHANNELS)
                    values["hr"] = float_of(point.findtext("HeartRateBpm/Value"))
                    yield time.unix, segment, values


def _total(laps: list[Element], name: str) -> float | None:
    values = [float_of(lap.findtext(name)) for lap in laps]
    total = sum(value for value in values if 0 < value < float("inf"))
    return total or None


def _laps(laps: list[Element], built: Built, sport: str) -> Iterator[DeviceLap]:
    n = built.streams.n
    begins = [moment(lap.get("StartTime")) for lap in laps]
    starts = [
        None if begin is None else min(max(round(begin.unix - built.start), 0), n)
        for begin in begins
    ]
    for i, lap in enumerate(laps):
        start, following = starts[i], starts[i + 1] if i + 1 < len(starts) else n
        if start is None or following is None:
            continue
        extension = leaves(lap, {"AvgWatts": "avg", "MaxWatts": "max", "AvgRunCadence": "steps"})
        cadence = extension.get("steps") or _number(lap, "Cadence")
        yield DeviceLap(
            start=start,
            end=max(start, following),
            duration_s=_number(lap, "TotalTimeSeconds"),
            distance_m=_number(lap, "DistanceMeters"),
            avg_hr=_number(lap, "AverageHeartRateBpm/Value"),
            max_hr=_number(lap, "MaximumHeartRateBpm/Value"),
            avg_power=extension.get("avg"),
            max_power=extension.get("max"),
            avg_cadence=mean_steps_per_minute(cadence) if sport == "run" else cadence,
            intensity=_INTENSITIES.get(lap.findtext("Intensity") or ""),
            trigger=_TRIGGERS.get(lap.findtext("TriggerMethod") or ""),
        )


def _number(element: Element, path: str) -> float | None:
    value = float_of(element.findtext(path))
    return value if 0 < value < float("inf") else None
