"""GPX tracks with Garmin's, Strava's and other makers' sensor extensions."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sync.activity import Activity, ActivityFile, Totals
from sync.xmlfiles.points import float_of, leaves, moment, streams, track
from sync.xmlfiles.sports import sport_of

_CHANNELS = {
    "ele": "altitude",
    "hr": "hr",
    "heartrate": "hr",
    "cad": "cadence",
    "cadence": "cadence",
    "atemp": "temperature",
    "temp": "temperature",
    "temperature": "temperature",
    "power": "power",
    "watts": "power",
    "PowerInWatts": "power",
    "speed": "speed",
}


def read_gpx(root: Element) -> ActivityFile:
    """Each track with times is an activity; routes and way points are none."""
    result = ActivityFile("gpx", [])
    for element in root.iter("trk"):
        found = track(_points(element))
        if not len(found.times):
            continue
        sport, sub_sport = sport_of(element.findtext("type"))
        built = streams(found, sport)
        first = moment(element.findtext("trkseg/trkpt/time"))
        result.activities.append(
            Activity(
                started_at=built.start,
                sport=sport,
                sub_sport=sub_sport,
                streams=built.streams,
                utc_offset_s=first.utc_offset_s if first else None,
                title=(element.findtext("name") or "").strip() or None,
                totals=Totals(
                    timer_s=float(built.streams.timer.sum()), elapsed_s=float(built.streams.n)
                ),
                device=root.get("creator"),
                notes=(element.findtext("desc") or "").strip() or None,
                warnings=built.warnings,
            )
        )
    return result


def _points(element: Element) -> Iterator[tuple[float, int, dict[str, float]]]:
    for segment, piece in enumerate(element.iter("trkseg")):
        for point in piece.iter("trkpt"):
            time = moment(point.findtext("time"))
            if time is not None:
                values = leaves(point, _CHANNELS)
                values["lat"] = float_of(point.get("lat"))
                values["lon"] = float_of(point.get("lon"))
                yield time.unix, segment, values
