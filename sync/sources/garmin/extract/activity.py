"""A row of the activity list: who, when, what, and a workout of its own where no file is."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sync.sources.garmin.extract.values import at, moment, number

_SPORTS = (
    ("swim", "swim"),
    ("multi_sport", "brick"),
    ("triathlon", "brick"),
    ("duathlon", "brick"),
    ("cycling", "bike"),
    ("biking", "bike"),
    ("virtual_ride", "bike"),
    ("bmx", "bike"),
    ("running", "run"),
    ("run", "run"),
    ("strength", "strength"),
    ("yoga", "mobility"),
    ("pilates", "mobility"),
    ("mobility", "mobility"),
    ("breathwork", "mobility"),
)
#: Of the row, what says nothing about the workout but changes, or concerns other people.
_NOISE = (
    "userRoles",
    "ownerProfileImageUrlSmall",
    "ownerProfileImageUrlMedium",
    "ownerProfileImageUrlLarge",
    "activityLikeDisplayNames",
    "activityLikeFullNames",
    "activityLikeProfileImageUrls",
    "numberOfActivityLikes",
    "numberOfActivityComments",
    "likedByUser",
    "commentedByUser",
    "ownerFullName",
)
_LONGEST_S = 8 * 86_400


class Listed(NamedTuple):
    """started_at: UTC. utc_offset_s: of the place, None where Garmin does not tell both clocks."""

    ident: str
    started_at: datetime
    utc_offset_s: int | None
    sport: str
    sub_sport: str | None
    title: str | None
    notes: str | None
    parent: str | None
    timer_s: float | None
    elapsed_s: float | None
    distance_m: float | None
    avg_hr: float | None
    max_hr: float | None
    avg_power: float | None
    max_power: float | None
    elevation_gain_m: float | None
    calories: float | None


def listed(row: Any) -> Listed | None:
    """The row, None where it has no id or no start."""
    if not isinstance(row, dict):
        return None
    ident = _ident(row.get("activityId"))
    begun = moment(row.get("startTimeGMT")) or moment(row.get("beginTimestamp"))
    if ident is None or begun is None:
        return None
    kind = at(row, "activityType", "typeKey")
    kind = kind if isinstance(kind, str) else None
    return Listed(
        ident,
        begun,
        _offset(begun, row.get("startTimeLocal")),
        sport(kind),
        kind,
        _words(row.get("activityName")),
        _words(row.get("description")),
        _ident(row.get("parentId")),
        number(row.get("duration"), 1, _LONGEST_S),
        number(row.get("elapsedDuration"), 1, _LONGEST_S),
        number(row.get("distance"), 1, 5e6),
        number(row.get("averageHR"), 30, 240),
        number(row.get("maxHR"), 30, 250),
        number(row.get("avgPower"), 1, 2500),
        number(row.get("maxPower"), 1, 4000),
        number(row.get("elevationGain"), 0, 50_000),
        number(row.get("calories"), 1, 50_000),
    )


def sport(kind: str | None) -> str:
    """Garmin's type key as one of ours."""
    for part, ours in _SPORTS:
        if kind and part in kind:
            return ours
    return "other"


def quiet(row: dict[str, Any]) -> dict[str, Any]:
    """The row without noise and without nulls, so that only a real change looks like one."""
    return {k: v for k, v in row.items() if k not in _NOISE and v is not None}


def _ident(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    return value if isinstance(value, str) and value.isdigit() else None


def _words(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _offset(begun: datetime, local: Any) -> int | None:
    """Local wall time minus UTC, to the quarter of an hour."""
    wall = moment(local) if isinstance(local, str) else None
    if wall is None:
        return None
    seconds = round((wall - begun.astimezone(UTC)).total_seconds() / 900) * 900
    return int(seconds) if abs(seconds) <= 14 * 3600 else None
