"""A recording as workouts: sessions split into legs, everything on the 1 Hz grid."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.streams import Streams
from sync.activity import CLOCKS_SET, Activity, ActivityFile, Totals
from sync.fit.devices import device_name
from sync.fit.heart_rate import Beats, beats, per_second
from sync.fit.laps import device_laps, row_span
from sync.fit.legs import Leg, split
from sync.fit.pool import channels as pool_channels
from sync.fit.pool import pool_length_m
from sync.fit.recording import CHANNELS, Floats, Recording, Row, number
from sync.fit.sports import counts_strides, sport_of
from sync.fit.timer import Span, gaps, stops, timer_of
from sync.grid import Grid, along, never_falling, speed_from_distance
from sync.plausible import clean, mean_steps_per_minute, steps_per_minute

_QUARTER_HOUR, _LARGEST_OFFSET = 900, 14 * 3600
#: Channels that are not averaged when several records share a second.
_LAST_WINS = ("distance", "lat", "lon")


class _File(NamedTuple):
    """What the legs of a file share."""

    recording: Recording
    pauses: list[Span]
    beats: Beats | None
    utc_offset_s: int | None
    device: str | None


def activities(recording: Recording) -> ActivityFile:
    """The workouts of an activity file, one for each session; none for other kinds of file."""
    result = ActivityFile("fit", [], _identity(recording.file_id), list(recording.warnings))
    if recording.file_type not in ("activity", None):
        return result
    times = recording.records["time"]
    known = times[~np.isnan(times)]
    if len(known) and (np.diff(known) < 0).any():
        known = np.sort(known)
    file = _File(
        recording,
        stops(recording.events, known),
        beats(recording.hr_messages) if recording.hr_messages else None,
        _utc_offset(recording.activity),
        device_name(recording),
    )
    sessions = recording.sessions or _lone_session(recording)
    for leg in split(sessions, times, _ends(recording)) if sessions else ():
        result.activities.append(_activity(file, leg))
    return result


def _identity(file_id: Row) -> str | None:
    """Serial number and time of creation; apps have no serial number, so their own number."""
    serial, created = file_id.get("serial_number"), file_id.get("time_created")
    if not created:
        return None
    maker = f"{file_id.get('manufacturer')}.{file_id.get('product')}"
    return f"{serial or maker}-{created}"


def _ends(recording: Recording) -> Floats:
    """When laps and lengths end."""
    spans = [row_span(row) for row in (*recording.laps, *recording.lengths)]
    return np.array([begins + lasts for begins, lasts in spans if begins and lasts], np.float64)


def _lone_session(recording: Recording) -> list[Row]:
    """Stands in for the session that a crashed recorder did not write."""
    if not len(recording.records["time"]):
        return []
    kind = recording.sport or next((lap for lap in recording.laps if "sport" in lap), {})
    return [{key: kind[key] for key in ("sport", "sub_sport") if key in kind}]


def _utc_offset(activity: Row) -> int | None:
    """local_timestamp is garbage in one file of nine: only offsets that a time zone can have."""
    utc, local = number(activity, "timestamp"), number(activity, "local_timestamp")
    if utc is None or local is None:
        return None
    offset = int(local - utc)
    return offset if abs(offset) <= _LARGEST_OFFSET and offset % _QUARTER_HOUR == 0 else None


def _activity(file: _File, leg: Leg) -> Activity:
    session = leg.session
    fit_sport, fit_sub_sport = _integer(session, "sport"), _integer(session, "sub_sport")
    sport, sub_sport = sport_of(fit_sport, fit_sub_sport)
    strides = counts_strides(fit_sport)
    columns = _columns(file.recording.records, leg, strides)
    columns, dropped = clean(columns, sport)
    lengths = file.recording.lengths if sport == "swim" else []
    streams = _streams(file, leg, columns, [row for row in lengths if _within(row, leg)])
    return Activity(
        started_at=leg.start,
        sport=sport,
        sub_sport=sub_sport,
        streams=streams,
        utc_offset_s=file.utc_offset_s,
        totals=_totals(session, strides),
        laps=device_laps(file.recording.laps, leg.start, leg.n, strides),
        device=file.device,
        warnings=_clock(leg.start) + leg.warnings + dropped,
    )


def _clock(start: int) -> list[str]:
    """Devices count from 1989-12-31 until their clock is set."""
    if start >= CLOCKS_SET:
        return []
    return ["the device's clock was not set: the date is wrong"]


def _columns(records: dict[str, Floats], leg: Leg, strides: bool) -> dict[str, Floats]:
    """The leg's records by channel, with developer fields where there is no native value."""
    mine = dict(records)
    if not leg.records.all():
        rows = np.flatnonzero(leg.records)
        together = len(rows) > 0 and int(rows[-1] - rows[0]) == len(rows) - 1
        picked = slice(int(rows[0]), int(rows[-1]) + 1) if together else rows
        mine = {name: column[picked] for name, column in records.items()}
    if (np.diff(mine["time"]) < 0).any():  # the clock went back a second at a change of session
        rows = np.argsort(mine["time"], kind="stable")
        mine = {name: column[rows] for name, column in mine.items()}
    for name in ("power", "distance"):
        developer = mine.get(f"developer_{name}")
        if developer is not None and not (mine[name] > 0).any():
            mine[name] = developer
    cadence = mine["cadence"]
    if (fraction := mine.get("fractional_cadence")) is not None:
        cadence = cadence + np.nan_to_num(fraction)
    mine["cadence"] = steps_per_minute(cadence) if strides else cadence
    mine["distance"] = never_falling(mine["distance"], first_leg=leg.first)
    return {name: mine[name] for name in CHANNELS}


def _streams(file: _File, leg: Leg, columns: dict[str, Floats], lengths: list[Row]) -> Streams:
    times = columns.pop("time", np.empty(0))
    seconds = np.floor(times - leg.start).astype(np.int64)
    timer = _timer(file.pauses, leg, seconds)
    grid = Grid(seconds, timer)
    placed = {
        name: grid.place(
            column, average=name not in _LAST_WINS, period=360.0 if name == "lon" else None
        )
        for name, column in columns.items()
    }
    if file.beats is not None:
        strap = grid.fill(per_second(file.beats, leg.start, leg.n))
        if not np.isnan(strap).all():
            wrist = placed.get("hr")
            placed["hr"] = strap if wrist is None else np.where(np.isnan(strap), wrist, strap)
    pool_m = pool_length_m(leg.session, lengths)
    if pool_m and any(row.get("length_type") == 1 for row in lengths):
        placed |= pool_channels(lengths, pool_m, leg.start, leg.n)
    by_position = "lat" in placed and not {"distance", "speed"} & set(placed)
    if by_position:
        placed["distance"] = along(placed["lat"], placed["lon"])
    if "distance" in placed and "speed" not in placed:
        placed["speed"] = speed_from_distance(placed["distance"], by_position)
    return Streams(placed, timer)


def _timer(pauses: list[Span], leg: Leg, seconds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Timer events where the device wrote stops, else gaps. seconds: of the records, ascending."""
    spans = [(start - leg.start, end - leg.start) for start, end in pauses]
    last = int(seconds[-1]) if len(seconds) else 0
    if not any(start < last and end > 0 for start, end in spans):
        elapsed = number(leg.session, "total_elapsed_time")
        running = number(leg.session, "total_timer_time")
        missing = None if elapsed is None or running is None else elapsed - running
        spans += gaps(seconds, missing)
    return timer_of(spans, leg.n)


def _within(row: Row, leg: Leg) -> bool:
    time = number(row, "start_time", "timestamp")
    return time is not None and leg.start <= time < leg.start + leg.n


def _integer(row: Row, name: str) -> int | None:
    value = row.get(name)
    return value if isinstance(value, int) else None


def _totals(session: Row, strides: bool) -> Totals:
    """The device's own sums; 0 where that can only mean "not measured" is left out."""
    timer, elapsed = number(session, "total_timer_time"), number(session, "total_elapsed_time")
    cadence = number(session, "avg_cadence") or None
    if strides:
        cadence = mean_steps_per_minute(cadence, number(session, "avg_fractional_cadence"))
    return Totals(
        timer_s=timer,
        elapsed_s=elapsed if timer is None or elapsed is None else max(elapsed, timer),
        distance_m=number(session, "total_distance") or None,
        calories=number(session, "total_calories") or None,
        elevation_gain_m=number(session, "total_ascent"),
        avg_hr=number(session, "avg_heart_rate") or None,
        max_hr=number(session, "max_heart_rate") or None,
        avg_power=number(session, "avg_power") or None,
        max_power=number(session, "max_power") or None,
        avg_cadence=cadence,
    )
