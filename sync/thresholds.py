"""Thresholds and zones: setting them, and computing anew exactly what they touch.

A workout's load follows from the thresholds in force on its day and from numbers stored with it
(analytics/load.py), so no stream is read and ten years take a second.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from analytics.sports import SPORTS
from analytics.thresholds import FIELDS, LIMITS, ThresholdSet
from analytics.zones import ZoneBound
from mirror import thresholds as writes
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.reads import thresholds as reads
from mirror.rows import Threshold, Zone
from sync import season
from sync.estimates import ESTIMATED, estimated_rows
from sync.reload import Change, changes, store

_LAST_DAY = "9999-12-31"

#: Metrics that belong to one sport; heart rates may hold for one or for all.
ONE_SPORT = {"threshold_pace_s_per_km": "run", "css_s_per_100m": "swim"}


class ThresholdError(ValueError):
    """A value that cannot be right; `str(error)` is one line that says what to give instead."""


class Moved(NamedTuple):
    """A workout whose load changes."""

    workout_id: str
    title: str | None
    day: str
    before: float | None
    after: float | None


class Effect(NamedTuple):
    """What a change does to the loads. ctl_*: of the last stored day, None without any workout.
    days: so many days have another load. largest: the workouts that change most."""

    workouts: int
    first_day: str | None
    load_before: float
    load_after: float
    ctl_before: float | None
    ctl_after: float | None
    days: int = 0
    largest: tuple[Moved, ...] = ()


def current(mirror: Mirror, sport: str, day: str) -> ThresholdSet:
    """The thresholds in force for a sport on a day, each with its source.

    The athlete's or Garmin's latest, else an estimate, else for heart rates a default by age.
    """
    return reads.threshold_set(mirror, day, sport)


def set_threshold(
    mirror: Mirror,
    sport: str,
    metric: str,
    value: float,
    valid_from: str,
    source: str = "athlete",
    *,
    instead_of: str | None = None,
) -> Effect:
    """Stores a threshold from a day on and computes anew what it touches, in one transaction.

    sport: one of ours or "all". instead_of: the first day of the entry that this one replaces.
    Raises ThresholdError for a value that cannot be.
    """
    row = _checked(mirror, sport, metric, value, valid_from, source)
    with mirror.transaction():
        found = _with(mirror, row, instead_of)
        effect = _effect(mirror, found)
        if instead_of is not None:
            writes.delete_threshold(mirror, sport, metric, instead_of)
        writes.save_threshold(mirror, row)
        store(mirror, found)
    return effect


def remove_threshold(mirror: Mirror, sport: str, metric: str, valid_from: str) -> Effect | None:
    """Takes a threshold away, so that the earlier one holds again; None where there was none."""
    rows = reads.until(mirror, _LAST_DAY)
    left = [row for row in rows if _key(row) != (valid_from, sport, metric)]
    if len(left) == len(rows):
        return None
    with mirror.transaction():
        found = changes(mirror, left, valid_from)
        effect = _effect(mirror, found)
        writes.delete_threshold(mirror, sport, metric, valid_from)
        store(mirror, found)
    return effect


def preview(
    mirror: Mirror,
    sport: str,
    metric: str,
    value: float,
    valid_from: str,
    *,
    instead_of: str | None = None,
) -> Effect:
    """What `set_threshold` would do; nothing is written."""
    row = _checked(mirror, sport, metric, value, valid_from)
    return _effect(mirror, _with(mirror, row, instead_of))


def preview_removal(mirror: Mirror, sport: str, metric: str, valid_from: str) -> Effect:
    """What `remove_threshold` would do; nothing is written."""
    rows = reads.until(mirror, _LAST_DAY)
    left = [row for row in rows if _key(row) != (valid_from, sport, metric)]
    return _effect(mirror, changes(mirror, left, valid_from))


def estimate(mirror: Mirror) -> list[Threshold]:
    """Thresholds out of what the athlete has done, where nobody gave any; returns them.

    The same data gives the same rows, whatever came before; values of the athlete and of Garmin
    stay and rule. Loads that this touches are computed anew.
    """
    before = reads.until(mirror, _LAST_DAY)
    given = [row for row in before if row.source != ESTIMATED]
    wanted = estimated_rows(mirror, given)
    with mirror.transaction():
        for row in before:
            if row.source == ESTIMATED and _key(row) not in {_key(new) for new in wanted}:
                writes.delete_threshold(mirror, row.sport, row.metric, row.valid_from)
        for row in wanted:
            if row not in before:
                writes.save_threshold(mirror, row)
        recompute(mirror)
    return wanted


def recompute(mirror: Mirror, *, every: bool = False) -> int:
    """Brings each load up to the thresholds in force on its day; returns how many changed.

    every: those too whose thresholds are the same, after a change of the athlete's sex for one.
    """
    with mirror.transaction():
        found = changes(mirror, reads.until(mirror, _LAST_DAY), every=every)
        store(mirror, found)
    return len(found)


def set_zones(
    mirror: Mirror, sport: str, metric: str, zones: Sequence[ZoneBound], valid_from: str
) -> None:
    """Stores the athlete's own zone table from a day on; no zones = the defaults hold again.

    Loads do not hang on zones, and time in zone is read from histograms: nothing to compute anew.
    Raises ThresholdError unless the zones follow on each other without gap or overlap.
    """
    _day(valid_from)
    pace = metric == "pace_s_per_km"
    for lower, higher in pairwise(zones):
        edge, next_edge = (lower.lower, higher.upper) if pace else (lower.upper, higher.lower)
        if edge is None or edge != next_edge:
            raise ThresholdError(
                f"zones {lower.zone} and {higher.zone}: one must end where the next begins"
            )
        far = higher.lower if pace else higher.upper
        if far is not None and (far >= edge if pace else far <= edge):
            raise ThresholdError(f"zone {higher.zone}: its bounds are the wrong way round")
    owner = athlete(mirror).id
    rows = [Zone(owner, sport, metric, *zone, valid_from) for zone in zones]
    writes.replace_zones(mirror, sport, metric, valid_from, rows)


def _checked(
    mirror: Mirror,
    sport: str,
    metric: str,
    value: float,
    valid_from: str,
    source: str = "athlete",
) -> Threshold:
    if metric not in FIELDS:
        raise ThresholdError(f"metric {metric!r}: give one of {', '.join(FIELDS)}")
    if sport != reads.ALL and sport not in SPORTS:
        raise ThresholdError(f"sport {sport!r}: give one of {', '.join(SPORTS)} or {reads.ALL}")
    only = ONE_SPORT.get(metric)
    if only is not None and sport != only:
        raise ThresholdError(f"{metric}: belongs to {only}, not to {sport}")
    if metric == "ftp_w" and sport == reads.ALL:
        raise ThresholdError("ftp_w: watts differ between sports; give the sport, bike as a rule")
    low, high = LIMITS[metric]
    if not low <= value <= high:
        raise ThresholdError(f"{metric}: {value:g} is out of range, {low:g} to {high:g}")
    _day(valid_from)
    return Threshold(athlete(mirror).id, sport, metric, float(value), valid_from, source)


def _day(text: str) -> None:
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        parsed = None
    if parsed is None or parsed.isoformat() != text:
        raise ThresholdError(f"day {text!r}: give it as YYYY-MM-DD")


def _key(row: Threshold) -> tuple[str, str, str]:
    """The order in which `reads.until` gives them."""
    return row.valid_from, row.sport, row.metric


def _with(mirror: Mirror, row: Threshold, instead_of: str | None = None) -> list[Change]:
    """What changes with `row` among the stored ones, in place of the one of its own day and of
    the one of `instead_of`."""
    gone = {_key(row), (instead_of, row.sport, row.metric)}
    others = [r for r in reads.until(mirror, _LAST_DAY) if _key(r) not in gone]
    first = min(row.valid_from, instead_of or row.valid_from)
    return changes(mirror, sorted([*others, row], key=_key), first)


def _effect(mirror: Mirror, found: Sequence[Change]) -> Effect:
    moved = [change for change in found if change.before.load != change.after.load]
    days = sorted(change.day for change in moved)
    row = mirror.db.execute("SELECT ctl FROM daily_load ORDER BY local_date DESC LIMIT 1")
    last = row.fetchone()
    before = after = None if last is None else float(last[0])
    if days:
        future = season.projected(mirror, {c.workout_id: c.after.load for c in moved}, days[0])
        after = future[-1].ctl if future else before
    return Effect(
        len(moved),
        days[0] if days else None,
        sum(change.before.load or 0.0 for change in moved),
        sum(change.after.load or 0.0 for change in moved),
        before,
        after,
        len(set(days)),
        _largest(mirror, moved),
    )


def _largest(mirror: Mirror, moved: Sequence[Change], most: int = 5) -> tuple[Moved, ...]:
    def size(change: Change) -> float:
        return abs((change.after.load or 0.0) - (change.before.load or 0.0))

    found = []
    for change in sorted(moved, key=lambda change: (-size(change), change.day))[:most]:
        query = "SELECT title FROM workouts_executed WHERE id = ?"
        (title,) = mirror.db.execute(query, (change.workout_id,)).fetchone()
        loads = (change.before.load, change.after.load)
        found.append(Moved(change.workout_id, title, change.day, *loads))
    return tuple(found)
