"""Thresholds and zones, dated. Both tables hold a row a change: small for ever."""

from mirror.database import Mirror
from mirror.rows import Threshold, Zone

_THRESHOLD = ", ".join(Threshold._fields)
_ZONE = ", ".join(Zone._fields)


def until(mirror: Mirror, day: str) -> list[Threshold]:
    """Every threshold set for `day` or before, oldest first."""
    rows = mirror.db.execute(
        f"SELECT {_THRESHOLD} FROM thresholds "
        "WHERE athlete_id = (SELECT id FROM athletes) AND valid_from <= ? "
        "ORDER BY valid_from, sport, metric",
        (day,),
    )
    return [Threshold._make(row) for row in rows]


def zones_until(mirror: Mirror, day: str) -> list[Zone]:
    """Every zone of the athlete's own tables set for `day` or before, oldest table first."""
    rows = mirror.db.execute(
        f"SELECT {_ZONE} FROM training_zones "
        "WHERE athlete_id = (SELECT id FROM athletes) AND valid_from <= ? "
        "ORDER BY valid_from, sport, metric, zone",
        (day,),
    )
    return [Zone._make(row) for row in rows]
