"""Executed workouts: by date, by name, and the parts of one. Every query walks an index."""

from collections.abc import Iterator
from typing import NamedTuple

from mirror.database import Mirror
from mirror.rows import Curve, Histogram, Lap, Source, Workout

_WORKOUT = ", ".join(Workout._fields)
_LAP = ", ".join(Lap._fields)
_CHANNELS = (
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


class StreamInfo(NamedTuple):
    """What is stored of the seconds, without decoding them. pauses: JSON [[start, end), ...]."""

    sample_count: int
    pauses: str
    channels: list[str]


def between(mirror: Mirror, start: str, end: str) -> list[Workout]:
    """Workouts of local days [start, end], oldest first; the legs of a multisport day left out."""
    rows = mirror.db.execute(
        f"SELECT {_WORKOUT} FROM workouts_executed "
        "WHERE local_date BETWEEN ? AND ? AND parent_id IS NULL ORDER BY local_date, started_at",
        (start, end),
    )
    return [Workout._make(row) for row in rows]


def latest(mirror: Mirror, sport: str | None = None) -> Workout | None:
    """The workout that started last; with a sport named, a leg of a multisport day counts too."""
    if sport is None:
        row = mirror.db.execute(
            f"SELECT {_WORKOUT} FROM workouts_executed INDEXED BY workouts_executed_by_start "
            "WHERE parent_id IS NULL ORDER BY started_at DESC LIMIT 1"
        ).fetchone()
    else:
        row = mirror.db.execute(
            f"SELECT {_WORKOUT} FROM workouts_executed INDEXED BY workouts_executed_by_sport "
            "WHERE sport = ? ORDER BY started_at DESC LIMIT 1",
            (sport,),
        ).fetchone()
    return Workout._make(row) if row else None


def beside(mirror: Mirror, workout: Workout, step: int, sport: str | None = None) -> Workout | None:
    """The one that started next after (step 1) or before (-1) `workout`, of `sport` or of any.

    Legs of a multisport day are passed over, except from leg to leg of one sport.
    """
    sign, order = (">", "ASC") if step > 0 else ("<", "DESC")
    legs = sport is not None and workout.parent_id is not None
    row = mirror.db.execute(
        f"SELECT {_WORKOUT} FROM workouts_executed "
        f"WHERE (started_at, id) {sign} (?, ?) AND (? IS NULL OR sport = ?) "
        f"AND (? OR parent_id IS NULL) ORDER BY started_at {order}, id {order} LIMIT 1",
        (workout.started_at, workout.id, sport, sport, legs),
    ).fetchone()
    return Workout._make(row) if row else None


def by_id(mirror: Mirror, workout_id: str) -> Workout | None:
    row = mirror.db.execute(
        f"SELECT {_WORKOUT} FROM workouts_executed WHERE id = ?", (workout_id,)
    ).fetchone()
    return Workout._make(row) if row else None


def by_prefix(mirror: Mirror, prefix: str, limit: int) -> list[Workout]:
    """Workouts whose id begins with `prefix` (lower-case hex), at most `limit`."""
    rows = mirror.db.execute(
        f"SELECT {_WORKOUT} FROM workouts_executed WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
        (prefix, prefix + "g", limit),  # ids hold 0-9 a-f and "-": all sort before "g"
    )
    return [Workout._make(row) for row in rows]


def by_garmin_id(mirror: Mirror, garmin_activity_id: str) -> Workout | None:
    """The workout with this Garmin id; of a multisport day's legs the first."""
    row = mirror.db.execute(
        f"SELECT {_WORKOUT} FROM workouts_executed WHERE garmin_activity_id = ?",
        (garmin_activity_id,),
    ).fetchone()
    return Workout._make(row) if row else None


def by_plan(mirror: Mirror, planned_id: str) -> list[Workout]:
    """The workouts matched with a planned one."""
    rows = mirror.db.execute(
        f"SELECT {_WORKOUT} FROM workouts_executed WHERE planned_workout_id = ? "
        "ORDER BY started_at",
        (planned_id,),
    )
    return [Workout._make(row) for row in rows]


def legs(mirror: Mirror, workout_id: str) -> list[Workout]:
    """The legs of a multisport workout in their order."""
    rows = mirror.db.execute(
        f"SELECT {_WORKOUT} FROM workouts_executed WHERE parent_id = ? ORDER BY started_at",
        (workout_id,),
    )
    return [Workout._make(row) for row in rows]


def laps(mirror: Mirror, workout_id: str) -> list[Lap]:
    rows = mirror.db.execute(
        f"SELECT {_LAP} FROM workout_laps WHERE workout_id = ? ORDER BY lap_index", (workout_id,)
    )
    return [Lap._make(row) for row in rows]


def curves(mirror: Mirror, workout_id: str) -> dict[str, Curve]:
    """metric -> mean-max curve."""
    rows = mirror.db.execute(
        "SELECT workout_id, metric, grid_version, curve, bests FROM workout_curves "
        "WHERE workout_id = ?",
        (workout_id,),
    )
    return {row[1]: Curve._make(row) for row in rows}


def histograms(mirror: Mirror, workout_id: str) -> dict[str, Histogram]:
    """metric -> seconds per bin."""
    rows = mirror.db.execute(
        "SELECT workout_id, metric, bin_width, first_bin, counts FROM workout_histograms "
        "WHERE workout_id = ?",
        (workout_id,),
    )
    return {row[1]: Histogram._make(row) for row in rows}


def sources(mirror: Mirror, workout_id: str) -> list[Source]:
    """Who knows this workout, the one that gave the streams first."""
    columns = ", ".join(Source._fields)
    rows = mirror.db.execute(
        f"SELECT {columns} FROM workout_sources WHERE workout_id = ? "
        "ORDER BY rank DESC, source, source_id",
        (workout_id,),
    )
    return [Source._make(row) for row in rows]


def stream_info(mirror: Mirror, workout_id: str) -> StreamInfo | None:
    """None when no stream is stored."""
    present = ", ".join(f"{channel} IS NOT NULL" for channel in _CHANNELS)
    row = mirror.db.execute(
        f"SELECT sample_count, pauses, {present} FROM workout_streams WHERE workout_id = ?",
        (workout_id,),
    ).fetchone()
    if row is None:
        return None
    stored = [channel for channel, there in zip(_CHANNELS, row[2:], strict=True) if there]
    return StreamInfo(row[0], row[1], stored)


def originals(mirror: Mirror) -> Iterator[tuple[str, str, str]]:
    """(local day, sport, path in the folder of originals) of every workout that has one."""
    return mirror.db.execute(
        "SELECT local_date, sport, fit_file_path FROM workouts_executed "
        "WHERE fit_file_path IS NOT NULL AND parent_id IS NULL ORDER BY local_date, started_at"
    )
