"""Writing thresholds and zones: dated rows, so that an old workout keeps the values of its day."""

from collections.abc import Sequence

from mirror.database import Mirror
from mirror.outbox import mark
from mirror.rows import Threshold, Zone

_THRESHOLD = (
    "INSERT INTO thresholds (athlete_id, sport, metric, value, valid_from, source)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (athlete_id, sport, metric, valid_from)"
    " DO UPDATE SET value = excluded.value, source = excluded.source"
)


def save_threshold(mirror: Mirror, row: Threshold) -> None:
    """Adds the threshold, or replaces the one of the same sport, metric and day."""
    with mirror.transaction():
        mirror.db.execute(_THRESHOLD, row)
        mark(mirror, "threshold", _key(row.sport, row.metric, row.valid_from))


def delete_threshold(mirror: Mirror, sport: str, metric: str, valid_from: str) -> bool:
    """Removes it; False where there was none."""
    with mirror.transaction():
        gone = mirror.db.execute(
            "DELETE FROM thresholds WHERE sport = ? AND metric = ? AND valid_from = ?",
            (sport, metric, valid_from),
        ).rowcount
        if gone:
            mark(mirror, "threshold", _key(sport, metric, valid_from))
    return gone > 0


def replace_zones(
    mirror: Mirror, sport: str, metric: str, valid_from: str, zones: Sequence[Zone]
) -> None:
    """The zones of a sport and metric from a day on, in place of those of the same day; an empty
    sequence takes them away, so that the earlier ones (or the defaults) hold again."""
    with mirror.transaction():
        mirror.db.execute(
            "DELETE FROM training_zones WHERE sport = ? AND metric = ? AND valid_from = ?",
            (sport, metric, valid_from),
        )
        mirror.db.executemany("INSERT INTO training_zones VALUES (?, ?, ?, ?, ?, ?, ?, ?)", zones)
        mark(mirror, "zones", _key(sport, metric, valid_from))


def _key(sport: str, metric: str, valid_from: str) -> str:
    return f"{sport}/{metric}/{valid_from}"
