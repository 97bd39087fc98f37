"""Thresholds and zones, dated. Both tables hold a row a change: small for ever."""

from analytics.estimate import with_defaults
from analytics.thresholds import FIELDS, ThresholdSet, convert
from mirror.database import Mirror
from mirror.rows import Threshold, Zone

#: The `sport` of a threshold that holds for every sport.
ALL = "all"

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


def in_force(rows: list[Threshold], sport: str) -> dict[str, Threshold]:
    """metric -> the threshold that rules `sport`, out of `until(...)`.

    The latest the athlete or Garmin gave; an estimate rules only where neither said anything.
    A value of the sport's own goes before one for all sports.
    """
    found: dict[str, Threshold] = {}
    for row in rows:
        if row.sport not in (sport, ALL):
            continue
        rival = found.get(row.metric)
        if rival is None or _strength(row, sport) >= _strength(rival, sport):
            found[row.metric] = row
    return found


def _strength(row: Threshold, sport: str) -> tuple[bool, bool, str]:
    return (row.source != "estimated", row.sport == sport, row.valid_from)


def threshold_set(mirror: Mirror, day: str, sport: str) -> ThresholdSet:
    """What the math needs for a workout of `sport` on `day`: what is in force, and defaults by age
    for heart rates that nobody gave, marked so."""
    sex, birth_year = mirror.db.execute("SELECT sex, birth_year FROM athletes").fetchone()
    return complete(until(mirror, day), sport, day, sex, birth_year)


def complete(
    rows: list[Threshold], sport: str, day: str, sex: str | None, birth_year: int | None
) -> ThresholdSet:
    """The same out of rows already read."""
    age = None if birth_year is None else int(day[:4]) - birth_year
    return with_defaults(as_set(in_force(rows, sport), sex), age)


def as_set(rows: dict[str, Threshold], sex: str | None) -> ThresholdSet:
    """Rows of the table as the record of analytics, paces as speeds."""
    known = {metric: row for metric, row in rows.items() if metric in FIELDS}
    values = {FIELDS[metric]: convert(metric, row.value) for metric, row in known.items()}
    sources = {metric: row.source for metric, row in known.items()}
    return ThresholdSet(**values, sex=sex, sources=sources)


def zones_until(mirror: Mirror, day: str) -> list[Zone]:
    """Every zone of the athlete's own tables set for `day` or before, oldest table first."""
    rows = mirror.db.execute(
        f"SELECT {_ZONE} FROM training_zones "
        "WHERE athlete_id = (SELECT id FROM athletes) AND valid_from <= ? "
        "ORDER BY valid_from, sport, metric, zone",
        (day,),
    )
    return [Zone._make(row) for row in rows]
