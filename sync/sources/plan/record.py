"""What a plan feed yields, whoever published it."""

from datetime import date
from typing import NamedTuple


class Completed(NamedTuple):
    """The publisher's evidence that a session was done. started_at: UTC ISO-8601 or None."""

    started_at: str | None = None
    duration_s: float | None = None
    distance_m: float | None = None


class PlannedRecord(NamedTuple):
    """One session of the plan as the feed tells it now.

    date: the athlete's local day, ISO. starts_at: UTC ISO-8601 of a planned time of day, None for
    all-day events. uid: the feed's own, at most a hint. kind: workout | rest | race.
    planned: False for a session the feed shows only because it was done (no row of the plan).
    series: an occurrence of a repeating event, of which we read some months ahead only.
    """

    date: str
    sport: str
    title: str
    duration_s: float | None = None
    distance_m: float | None = None
    load: float | None = None
    intensity: float | None = None
    description: str | None = None
    starts_at: str | None = None
    uid: str | None = None
    kind: str = "workout"
    completed: Completed | None = None
    planned: bool = True
    cancelled: bool = False
    series: bool = False
    structure: str | None = None


class Window(NamedTuple):
    """The days a fetch speaks about: from its oldest to its newest event, races left out."""

    oldest: date
    newest: date


class Feed(NamedTuple):
    """A parsed feed. window: None when it holds no event but races."""

    records: list[PlannedRecord]
    window: Window | None
    dialect: str
    warnings: list[str]
