"""What a feed's next pull has to know of the last one; kept in the mirror's settings."""

import json
from datetime import date, timedelta
from typing import Any, NamedTuple

from mirror import settings
from mirror.database import Mirror
from sync.sources.plan.record import Window

#: Raised whenever the same feed would be read differently: the next pull then reads it anew.
READER_VERSION = 1


class State(NamedTuple):
    """address: the address's fingerprint. horizon_days: how far ahead of a pull's day the feed was
    ever seen to reach. known_until: the last day that the pulls so far could see. pulled_on: the
    athlete's day of the last pull."""

    address: str
    zone: str
    reader: int
    etag: str | None = None
    last_modified: str | None = None
    content: str | None = None
    horizon_days: int | None = None
    known_until: str | None = None
    pulled_on: str | None = None


def load(mirror: Mirror, name: str) -> State | None:
    """The state after the last pull; None before the first one."""
    text = settings.get(mirror, _key(name))
    if text is None:
        return None
    found: Any = json.loads(text)
    return State(**{field: found.get(field) for field in State._fields})


def save(mirror: Mirror, name: str, state: State) -> None:
    """Keeps the state, in the caller's transaction."""
    settings.put(mirror, _key(name), json.dumps(state._asdict()))


def forget(mirror: Mirror, name: str) -> None:
    """The feed is no longer followed; its sessions stay."""
    settings.drop(mirror, _key(name))


def seen(state: State, window: Window | None, today: date) -> State:
    """The state with what this pull could see: at least to its newest event, and at least as far
    ahead as the feed ever reached."""
    state = state._replace(pulled_on=today.isoformat())
    horizon = state.horizon_days
    if window is not None:
        horizon = max((window.newest - today).days, horizon or 0, 0)
    if horizon is None:
        return state
    until = max((today + timedelta(days=horizon)).isoformat(), state.known_until or "")
    return state._replace(horizon_days=horizon, known_until=until)


def _key(name: str) -> str:
    return f"plan.{name}"
