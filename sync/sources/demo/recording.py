"""From an outing to the bytes its watch would have written."""

import math
from collections.abc import Sequence

import numpy as np

from sync.fit.writer import Row, write_activity
from sync.sources.demo import gym, multisport, ride, run, swim
from sync.sources.demo.athlete import DEVICE_SERIAL, fitness
from sync.sources.demo.life import Outing
from sync.sources.demo.models import Floats, Mark, Track
from sync.sources.demo.seeds import normal, rng

DEVICE = "Forerunner 965"

SPORT = {
    "run": 1, "bike": 2, "transition": 3, "swim": 5, "strength": 10, "mobility": 10, "hiking": 17,
}  # fmt: skip
SUB_SPORT = {
    "generic": 0, "street": 2, "trail": 3, "track": 4, "indoor": 6, "road": 7,
    "lap_swimming": 17, "open_water": 18, "flexibility_training": 19, "strength_training": 20,
}  # fmt: skip
INTENSITY = {"active": 0, "rest": 1, "warmup": 2, "cooldown": 3}
TRIGGER = {"manual": 0, "time": 1, "distance": 2, "session_end": 7}
STROKE = {"freestyle": 0, "backstroke": 1, "drill": 4}
_TIMER, _START, _STOP_ALL = 0, 0, 4
_KCAL_PER_MINUTE = {"swim": 9.5, "strength": 6.0, "mobility": 2.5, "transition": 8.0, "hiking": 6.5}


def temperature(outing: Outing) -> float:
    """Air at the hour: the place's season, the day's weather, cooler mornings; °C."""
    day, place = outing.day, outing.place
    season = -math.cos(2 * math.pi * (day.timetuple().tm_yday - 20) / 365.25)
    hour = (outing.starts_at + outing.utc_offset_s) % 86_400 / 3600
    daily = -3.0 * math.cos(2 * math.pi * (hour - 4) / 24)
    mean = place.mean_temperature_c + place.yearly_swing_c * season
    return mean + daily + 3.0 * normal(day, "weather")


def record(outing: Outing) -> bytes:
    """The outing as FIT bytes; the same outing gives the same bytes."""
    tracks = simulate(outing)
    return encode(outing, tracks)


def simulate(outing: Outing) -> list[Track]:
    """One track, or the legs of a multisport recording in order."""
    random, now, session = rng(outing.day, outing.key), fitness(outing.day), outing.session
    air = temperature(outing)
    if session.venue == "race":
        return multisport.race(outing, now, random, air)
    if session.sport == "brick":
        return multisport.brick(outing, now, random, air)
    if session.sport == "bike":
        if session.venue == "indoor":
            return [ride.indoor(outing, now, random)]
        return [ride.road(outing, now, random, air)]
    if session.sport in ("run", "other"):
        return [run.run(outing, now, random, air)]
    if session.sport == "swim":
        if session.venue == "open_water":
            return [swim.open_water(outing, now, random, max(air - 2, 14.0))]
        return [swim.pool(outing, now, random)]
    return [gym.gym(outing, random)]


class _Clock:
    """Timer seconds of one leg to Unix seconds, its stops counted in."""

    def __init__(self, start: int, track: Track) -> None:
        self.start = start
        self.at = np.array([at for at, _ in track.stops], dtype=float)
        self.gone = np.cumsum([0.0] + [length for _, length in track.stops])

    def unix(self, timer: Floats | float, *, side: str = "right") -> Floats:
        passed = np.searchsorted(self.at, timer, side="right" if side == "right" else "left")
        return np.asarray(self.start + np.asarray(timer) + self.gone[passed])


def encode(outing: Outing, tracks: Sequence[Track]) -> bytes:
    """Tracks one after the other as one FIT activity."""
    start = outing.starts_at
    records: list[dict[str, Floats]] = []
    laps: list[Row] = []
    sessions: list[Row] = []
    events: list[Row] = []
    lengths: list[Row] = []
    weight = fitness(outing.day).weight_kg
    for track in tracks:
        clock = _Clock(start, track)
        end = int(clock.unix(float(track.seconds)))
        columns = {"time": clock.unix(np.arange(track.seconds, dtype=float)), **track.columns}
        records.append(columns)
        events += _events(start, end, track, clock)
        first_lap = len(laps)
        for number, mark in enumerate(track.marks):
            laps.append(_lap(mark, track, clock, weight, first_lap + number))
        lengths += _lengths(track, clock)
        sessions.append(_session(track, start, end, weight, first_lap, len(track.marks)))
        start = end
    kind = tracks[0]
    return write_activity(
        time_created=outing.starts_at,
        serial=DEVICE_SERIAL,
        sport=SPORT[kind.sport],
        sub_sport=SUB_SPORT[kind.sub_sport],
        records=_joined(records),
        laps=laps,
        sessions=sessions,
        events=events,
        lengths=lengths,
        utc_offset_s=outing.utc_offset_s,
        product_name=DEVICE,
    )


def _joined(parts: list[dict[str, Floats]]) -> dict[str, Floats]:
    names = list(dict.fromkeys(name for part in parts for name in part))
    return {
        name: np.concatenate([part.get(name, np.full(len(part["time"]), np.nan)) for part in parts])
        for name in names
    }


def _events(start: int, end: int, track: Track, clock: _Clock) -> list[Row]:
    rows: list[Row] = [_event(start, _START)]
    for number, (at, length) in enumerate(track.stops):
        stopped = int(start + at + clock.gone[number])
        rows += [_event(stopped, _STOP_ALL), _event(stopped + length, _START)]
    return [*rows, _event(end, _STOP_ALL)]


def _event(when: int, what: int) -> Row:
    return {"timestamp": when, "event": _TIMER, "event_type": what}


def _sums(track: Track, start: float, end: float, weight: float) -> dict[str, float | int | None]:
    """What a device sums over timer seconds [start, end)."""
    part = slice(int(start), max(int(end), int(start) + 1))
    found: dict[str, float | int | None] = {"total_timer_time": end - start}
    columns = track.columns
    if "distance" in columns:
        before = float(columns["distance"][part.start - 1]) if part.start else 0.0
        found["total_distance"] = max(float(columns["distance"][part][-1]) - before, 0.0)
    beats = columns["hr"][part]
    found["avg_heart_rate"], found["max_heart_rate"] = round(float(beats.mean())), int(beats.max())
    if "power" in columns:
        power = columns["power"][part]
        found["avg_power"], found["max_power"] = round(float(power.mean())), int(power.max())
    if "cadence" in columns:
        turning = columns["cadence"][part]
        turning = turning[turning > 0]
        found["avg_cadence"] = round(float(turning.mean())) if len(turning) else None
    found["total_calories"] = _calories(track, found, weight)
    return found


def _calories(track: Track, sums: dict[str, float | int | None], weight: float) -> int:
    seconds = float(sums["total_timer_time"] or 0.0)
    if track.sport == "bike":
        return round(float(sums["avg_power"] or 0.0) * seconds / 1000 * 1.03)
    if track.sport == "run":
        return round(weight * float(sums["total_distance"] or 0.0) / 1000 * 1.02)
    return round(_KCAL_PER_MINUTE[track.sport] * seconds / 60)


def _lap(mark: Mark, track: Track, clock: _Clock, weight: float, index: int) -> Row:
    begin = float(clock.unix(mark.start))
    end = float(clock.unix(mark.end, side="left"))
    row: dict[str, float | int | str | bytes | None] = {
        "message_index": index,
        "start_time": begin,
        "timestamp": round(end),
        "total_elapsed_time": end - begin,
        "intensity": INTENSITY[mark.kind],
        "lap_trigger": TRIGGER[mark.trigger],
        "event": 9,
        "event_type": 1,
        "sport": SPORT[track.sport],
        "sub_sport": SUB_SPORT[track.sub_sport],
        **_sums(track, mark.start, mark.end, weight),
    }
    if track.pool_length_m is not None:
        row |= _lap_lengths(track, index)
    return row


def _lap_lengths(track: Track, lap: int) -> dict[str, float | int | None]:
    own = [k for k, length in enumerate(track.lengths) if length.lap == lap]
    active = [track.lengths[k] for k in own if track.lengths[k].stroke]
    strokes = {length.stroke for length in active}
    return {
        "first_length_index": own[0] if own else None,
        "num_lengths": len(own),
        "num_active_lengths": len(active),
        "total_cycles": sum(length.strokes for length in active) or None,
        "total_distance": len(active) * (track.pool_length_m or 0.0),
        "swim_stroke": STROKE[str(strokes.pop())] if len(strokes) == 1 else None,
    }


def _session(track: Track, start: int, end: int, weight: float, first_lap: int, laps: int) -> Row:
    row: dict[str, float | int | str | bytes | None] = {
        "start_time": start,
        "timestamp": end,
        "total_elapsed_time": end - start,
        "sport": SPORT[track.sport],
        "sub_sport": SUB_SPORT[track.sub_sport],
        "first_lap_index": first_lap,
        "num_laps": laps,
        "event": 8,
        "event_type": 1,
        "trigger": 0,
        **_sums(track, 0.0, float(track.seconds), weight),
    }
    if track.pool_length_m is not None:
        active = [length for length in track.lengths if length.stroke]
        row["pool_length"] = track.pool_length_m
        row["num_lengths"] = len(track.lengths)
        row["num_active_lengths"] = len(active)
        row["total_distance"] = len(active) * track.pool_length_m
    return row


def _lengths(track: Track, clock: _Clock) -> list[Row]:
    rows: list[Row] = []
    for index, length in enumerate(track.lengths):
        seconds = length.end - length.start
        active = length.stroke is not None
        rows.append(
            {
                "message_index": index,
                "start_time": float(clock.unix(length.start)),
                "timestamp": round(float(clock.unix(length.end))),
                "total_elapsed_time": seconds,
                "total_timer_time": seconds,
                "length_type": int(active),
                "total_strokes": length.strokes if active else None,
                "swim_stroke": STROKE[str(length.stroke)] if active else None,
                "avg_speed": (track.pool_length_m or 0.0) / seconds if active else None,
                "avg_swimming_cadence": round(length.strokes / seconds * 60) if active else None,
                "event": 28,
                "event_type": 1,
            }
        )
    return rows
