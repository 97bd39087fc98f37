"""The season's daily load and fitness, derived from the workouts that are stored.

Days before the first changed one are never read again but for the last of them, whose CTL and ATL
are the start: an incremental run gives the same numbers as one from scratch, to the last bit.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from analytics.fitness import pmc
from mirror import load
from mirror.database import Mirror
from mirror.rows import LoadDay

#: What counts: all that is not excluded (itself or as a part), legs in place of their whole.
_COUNTED = """
FROM workouts_executed AS w
WHERE w.excluded_reason IS NULL
  AND NOT EXISTS (SELECT 1 FROM workouts_executed AS leg WHERE leg.parent_id = w.id)
  AND NOT EXISTS (
      SELECT 1 FROM workouts_executed AS whole
      WHERE whole.id = w.parent_id AND whole.excluded_reason IS NOT NULL)
"""

type SportTotals = dict[str, dict[str, float]]


def refresh(mirror: Mirror, from_date: str | None = None) -> int:
    """Computes `daily_load` anew from a day on, in the caller's transaction if there is one.

    from_date: the first day that changed; None = the day marked as stale, if any. Rows reach from
    the athlete's first workout to the last one, rest days included. Returns how many were written.
    """
    with mirror.transaction():
        since = from_date if from_date is not None else load.stale_from(mirror)
        if since is None:
            return 0
        start, days = _computed(mirror, since, {})
        load.replace_from(mirror, min(start, since), days)
        return len(days)


def projected(mirror: Mirror, loads: Mapping[str, float | None], from_date: str) -> list[LoadDay]:
    """The same days if these workouts (by id) had these loads; nothing is written."""
    return _computed(mirror, from_date, loads)[1]


def _computed(
    mirror: Mirror, since: str, loads: Mapping[str, float | None]
) -> tuple[str, list[LoadDay]]:
    """(first day to replace, the days from there to the last workout)."""
    first, last = _span(mirror)
    if first is None or last is None:
        return since, []
    day, ctl, atl = _seed(mirror, since, first)
    if day > last:
        return _after(last), []
    totals = _totals(mirror, day, loads)
    dates = list(_dates(day, last))
    sums = [_load(totals.get(iso, {})) for iso in dates]
    form = pmc(sums, ctl, atl)
    return day, [
        LoadDay(iso, total, *state, json.dumps(totals.get(iso, {}), sort_keys=True))
        for iso, total, state in zip(dates, sums, form, strict=True)
    ]


def _span(mirror: Mirror) -> tuple[str | None, str | None]:
    first, last = mirror.db.execute(
        f"SELECT min(w.local_date), max(w.local_date) {_COUNTED}"
    ).fetchone()
    return first, last


def _seed(mirror: Mirror, since: str, first: str) -> tuple[str, float, float]:
    """(first day to compute, CTL and ATL of the evening before): the day after the last good row.

    Rows may end before `since` when a workout comes in after some days of rest.
    """
    row = mirror.db.execute(
        "SELECT local_date, ctl, atl FROM daily_load WHERE local_date >= ? AND local_date < ?"
        " ORDER BY local_date DESC LIMIT 1",
        (first, since),
    ).fetchone()
    return (first, 0.0, 0.0) if row is None else (_after(row[0]), row[1], row[2])


def _totals(
    mirror: Mirror, since: str, loads: Mapping[str, float | None]
) -> dict[str, SportTotals]:
    """local date -> sport -> seconds, metres, load and number, in a fixed order of summing."""
    rows = mirror.db.execute(
        f"SELECT w.id, w.local_date, w.sport, w.duration_s, w.distance_m, w.load {_COUNTED}"
        " AND w.local_date >= ? ORDER BY w.local_date, w.started_at, w.id",
        (since,),
    )
    days: dict[str, SportTotals] = {}
    for workout_id, day, sport, seconds, metres, stored in rows:
        value = loads.get(workout_id, stored)
        total = days.setdefault(day, {}).setdefault(sport, {"s": 0, "m": 0, "load": 0, "n": 0})
        total["s"] = round(total["s"] + (seconds or 0.0), 3)
        total["m"] = round(total["m"] + (metres or 0.0), 3)
        total["load"] = round(total["load"] + (value or 0.0), 3)
        total["n"] += 1
    return days


def _load(sports: SportTotals) -> float:
    return float(sum(sports[name]["load"] for name in sorted(sports)))


def _dates(start: str, last: str) -> Iterator[str]:
    day, end = date.fromisoformat(start), date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
