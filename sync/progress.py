"""What a running import or sync tells whoever watches; the faces draw it."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Started(NamedTuple):
    """total: how many items there are to do, as far as known."""

    what: str
    total: int


class Found(NamedTuple):
    """More items turned up (an archive inside of an archive)."""

    more: int


class Done(NamedTuple):
    """One item is done; outcome as in its result, name fit to be shown."""

    name: str
    outcome: str


class Note(NamedTuple):
    """Something worth a line: waiting for another, computing the season."""

    text: str


class Left(NamedTuple):
    """What is still to come: items, and seconds at the pace so far (None before it is known)."""

    items: int
    seconds: float | None


type Event = Started | Found | Done | Note | Left
type Progress = Callable[[Event], None]


_KINDS: dict[str, type[Started | Found | Done | Note | Left]] = {
    kind.__name__.lower(): kind for kind in (Started, Found, Done, Note, Left)
}


def to_json(event: Event) -> dict[str, Any]:
    """`{"event": "done", "name": …, "outcome": …}`: a line of a log for machines."""
    return {"event": type(event).__name__.lower(), **event._asdict()}


def from_json(line: dict[str, Any]) -> Event:
    """What `to_json` made. Raises KeyError or TypeError for something else."""
    fields = dict(line)
    return _KINDS[fields.pop("event")](**fields)


def silent(event: Event) -> None:
    """For those who do not watch."""
