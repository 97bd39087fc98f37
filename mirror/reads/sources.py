"""What the sources have given, what they still owe, and the runs that asked them."""

from typing import NamedTuple

from mirror.database import Mirror

#: How days are put together; the week's last day is a parameter (SQLite: 0 = Sunday).
_PERIODS = {
    "week": "date({day}, 'weekday ' || :last_day, '-6 days')",
    "month": "substr({day}, 1, 7) || '-01'",
}
_IS_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"


class Given(NamedTuple):
    """Workouts of one source: how many, the days of the first and the last, last one fetched."""

    source: str
    workouts: int
    first: str
    last: str
    fetched_at: str


class Standing(NamedTuple):
    """Items of one source in one state of the ledger."""

    source: str
    state: str
    items: int
    updated_at: str
    next_try_at: str | None
    reason: str | None


class Group(NamedTuple):
    """Items of one dataset in one period and state. period: its first day, None where the item
    belongs to no day known here."""

    dataset: str
    period: str | None
    state: str
    items: int
    reason: str | None
    next_try_at: str | None


class WaitingItem(NamedTuple):
    source: str
    dataset: str
    item: str
    state: str
    attempts: int
    reason: str | None
    next_try_at: str | None
    day: str | None


class RunRow(NamedTuple):
    """result: the JSON document of the run, None while it runs or when it was killed."""

    id: str
    profile: str
    started_at: str
    finished_at: str | None
    outcome: str | None
    result: str | None


class Extent(NamedTuple):
    """Rows of something, and its first and last day."""

    rows: int
    first: str | None
    last: str | None


def given(mirror: Mirror) -> list[Given]:
    """By source, what stands behind the workouts."""
    rows = mirror.db.execute(
        "SELECT source, count(DISTINCT workout_id), substr(min(started_at), 1, 10),"
        " substr(max(started_at), 1, 10), max(fetched_at) FROM workout_sources"
        " GROUP BY source ORDER BY source"
    )
    return [Given._make(row) for row in rows]


def wellness(mirror: Mirror) -> Extent:
    """Days with physiology."""
    row = mirror.db.execute("SELECT count(*), min(date), max(date) FROM wellness_daily").fetchone()
    return Extent._make(row)


def planned(mirror: Mirror) -> dict[str, Extent]:
    """Sessions of the plan by where they come from; removed ones left out."""
    rows = mirror.db.execute(
        "SELECT source, count(*), min(date), max(date) FROM workouts_planned"
        " WHERE status <> 'removed' GROUP BY source ORDER BY source"
    )
    return {row[0]: Extent._make(row[1:]) for row in rows}


def standings(mirror: Mirror) -> list[Standing]:
    """The ledger by source and state."""
    rows = mirror.db.execute(
        "SELECT source, state, count(*), max(updated_at), min(next_try_at),"
        " CASE WHEN state IN ('failed', 'pending') THEN max(reason) END"
        " FROM sync_ledger GROUP BY source, state ORDER BY source, state"
    )
    return [Standing._make(row) for row in rows]


def groups(
    mirror: Mirror, source: str, first: str, last: str, *, step: str, last_day: int = 0
) -> list[Group]:
    """The days first..last of a source, by dataset, period and state.

    step: `week` or `month`. An item that is no day belongs to the day of its workout.
    """
    own, workout = (_PERIODS[step].format(day=day) for day in ("l.item", "w.local_date"))
    rows = mirror.db.execute(
        f"SELECT l.dataset, {own}, l.state, count(*), max(l.reason), min(l.next_try_at)"
        f" FROM sync_ledger AS l WHERE l.source = :source AND l.item {_IS_DAY}"
        " AND l.item BETWEEN :first AND :last GROUP BY 1, 2, 3"
        f" UNION ALL SELECT l.dataset, {workout}, l.state, count(*), max(l.reason),"
        " min(l.next_try_at) FROM sync_ledger AS l"
        " LEFT JOIN workout_sources AS s ON s.source = l.source AND s.source_id = l.item"
        " LEFT JOIN workouts_executed AS w ON w.id = s.workout_id"
        f" WHERE l.source = :source AND NOT l.item {_IS_DAY}"
        " AND (w.id IS NULL OR w.local_date BETWEEN :first AND :last) GROUP BY 1, 2, 3",
        {"source": source, "first": first, "last": last, "last_day": str(last_day)},
    )
    return [Group._make(row) for row in rows]


def first_item(mirror: Mirror, source: str) -> str | None:
    """The oldest day that was asked for."""
    row = mirror.db.execute(
        f"SELECT min(item) FROM sync_ledger WHERE source = ? AND item {_IS_DAY}", (source,)
    ).fetchone()
    found: str | None = row[0]
    return found


def waiting(mirror: Mirror, limit: int) -> list[WaitingItem]:
    """What was put off or given up, given up first, then the newest."""
    rows = mirror.db.execute(
        "SELECT l.source, l.dataset, l.item, l.state, l.attempts, l.reason, l.next_try_at,"
        f" CASE WHEN l.item {_IS_DAY} THEN l.item ELSE w.local_date END"
        " FROM sync_ledger AS l"
        " LEFT JOIN workout_sources AS s ON s.source = l.source AND s.source_id = l.item"
        " LEFT JOIN workouts_executed AS w ON w.id = s.workout_id"
        " WHERE l.state = 'failed'"
        " ORDER BY l.next_try_at IS NOT NULL, l.item DESC, l.dataset LIMIT ?",
        (limit,),
    )
    return [WaitingItem._make(row) for row in rows]


def runs(mirror: Mirror, limit: int) -> list[RunRow]:
    """The newest runs first."""
    rows = mirror.db.execute(
        "SELECT id, profile, started_at, finished_at, outcome, result FROM sync_runs"
        " ORDER BY started_at DESC, rowid DESC LIMIT ?",
        (limit,),
    )
    return [RunRow._make(row) for row in rows]


def conflicts(mirror: Mirror) -> int:
    """Values that did not hold when two devices changed the same thing."""
    count: int = mirror.db.execute("SELECT count(*) FROM hub_conflicts").fetchone()[0]
    return count
