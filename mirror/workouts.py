"""Writing workouts: one unit, in one transaction, with its mark for the hub."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mirror.database import Mirror
from mirror.load import mark_stale
from mirror.outbox import mark
from mirror.rows import Curve, Histogram, Lap, Source, Stream, Workout


class WorkoutUnit(NamedTuple):
    """A workout with all its parts; they are stored, and travel to the hub, together."""

    workout: Workout
    laps: Sequence[Lap] = ()
    stream: Stream | None = None
    curves: Sequence[Curve] = ()
    histograms: Sequence[Histogram] = ()
    sources: Sequence[Source] = ()


def _insert(table: str, fields: Sequence[str]) -> str:
    marks = ", ".join("?" * len(fields))
    return f"INSERT INTO {table} ({', '.join(fields)}) VALUES ({marks})"


_UPSERT = (
    _insert("workouts_executed", Workout._fields)
    + " ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in Workout._fields[1:])
)
_LAP = _insert("workout_laps", Lap._fields)
_STREAM = _insert("workout_streams", Stream._fields)
_CURVE = _insert("workout_curves", Curve._fields)
_HISTOGRAM = _insert("workout_histograms", Histogram._fields)
_SOURCE = (
    _insert("workout_sources", Source._fields)
    + " ON CONFLICT (source, source_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in Source._fields[2:])
)


def save(mirror: Mirror, unit: WorkoutUnit) -> None:
    """Stores the unit in place of what its id held before, in the caller's transaction if there is
    one. Sources are added or updated, never dropped. Raises MirrorError."""
    with mirror.transaction():
        save_row(mirror, unit.workout)
        replace_parts(mirror, unit)
        save_sources(mirror, unit.sources)


def save_row(mirror: Mirror, workout: Workout) -> None:
    """The workout's own row alone; its parts stay. Marks the days whose load it touches."""
    with mirror.transaction():
        mark_day_stale(mirror, workout.id)
        mirror.db.execute(_UPSERT, workout)
        mark_stale(mirror, workout.local_date)
        mark(mirror, "workout", workout.id)


def save_load(
    mirror: Mirror,
    workout_id: str,
    *,
    load: float | None,
    load_method: str | None,
    tss: float | None,
    intensity_factor: float | None,
    thresholds_used: str,
) -> None:
    """The columns that hang on thresholds, after those changed. Marks the day as stale."""
    with mirror.transaction():
        mirror.db.execute(
            "UPDATE workouts_executed SET load = ?, load_method = ?, tss = ?,"
            " intensity_factor = ?, thresholds_used = ? WHERE id = ?",
            (load, load_method, tss, intensity_factor, thresholds_used, workout_id),
        )
        mark_day_stale(mirror, workout_id)
        mark(mirror, "workout", workout_id)


def save_sources(mirror: Mirror, sources: Iterable[Source]) -> None:
    """Adds or updates who knows the workout."""
    mirror.db.executemany(_SOURCE, sources)


def replace_parts(mirror: Mirror, unit: WorkoutUnit) -> None:
    """Laps, stream, curves and histograms of the unit in place of the stored ones."""
    db, key = mirror.db, (unit.workout.id,)
    for table in ("workout_laps", "workout_streams", "workout_curves", "workout_histograms"):
        db.execute(f"DELETE FROM {table} WHERE workout_id = ?", key)
    db.executemany(_LAP, unit.laps)
    if unit.stream is not None:
        db.execute(_STREAM, unit.stream)
    db.executemany(_CURVE, unit.curves)
    db.executemany(_HISTOGRAM, unit.histograms)


def mark_day_stale(mirror: Mirror, workout_id: str) -> None:
    """Marks the day on which the stored workout lies, if it is stored."""
    row = mirror.db.execute(
        "SELECT local_date FROM workouts_executed WHERE id = ?", (workout_id,)
    ).fetchone()
    if row is not None:
        mark_stale(mirror, row[0])


def rename(mirror: Mirror, old: str, new: str) -> None:
    """Gives a workout another id; parts, legs and sources follow by foreign key."""
    mirror.db.execute("UPDATE workouts_executed SET id = ? WHERE id = ?", (new, old))
    mark(mirror, "workout", old, new)


def absorb(mirror: Mirror, gone: str, into: str) -> None:
    """Two rows were one real workout: sources and legs move over, the row `gone` goes."""
    db = mirror.db
    mark_day_stale(mirror, gone)
    db.execute("UPDATE workout_sources SET workout_id = ? WHERE workout_id = ?", (into, gone))
    db.execute("UPDATE workouts_executed SET parent_id = ? WHERE parent_id = ?", (into, gone))
    db.execute("DELETE FROM workouts_executed WHERE id = ?", (gone,))
    mark(mirror, "workout", gone, into)


def delete(mirror: Mirror, workout_id: str) -> None:
    """Removes the workout with all its parts and legs."""
    with mirror.transaction():
        mark_day_stale(mirror, workout_id)
        mirror.db.execute("DELETE FROM workouts_executed WHERE id = ?", (workout_id,))
        mark(mirror, "workout", workout_id)
