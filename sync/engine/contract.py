"""What the engine asks of a source, and what it hands it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol

from mirror.database import Mirror
from sync.credentials import Credentials
from sync.engine.requester import Requester

Profile = Literal["auto", "intraday", "daily", "backfill"]
#: The days that `daily` asks again for what changed since: late uploads, edits, deletions.
DAYS_BACK = 7


class Order(NamedTuple):
    """since: the first day of a backfill. days_back: how many days, today included, are asked
    whatever is known of them. asked_by_hand: what was put off is tried again now."""

    profile: Profile
    today: date
    since: date | None = None
    days_back: int = DAYS_BACK
    asked_by_hand: bool = False


@dataclass
class Tally:
    """What one source did in this run. errors: sentences, each once."""

    fetched: int = 0
    written: int = 0
    skipped: int = 0
    failed: int = 0
    errors: list[str] = field(default_factory=list)

    def error(self, sentence: str) -> None:
        if sentence not in self.errors:
            self.errors.append(sentence)


class Session(NamedTuple):
    """What a source works with. note: a line for whoever watches."""

    mirror: Mirror
    credentials: Credentials
    requester: Requester
    tally: Tally
    cancel: threading.Event
    now: Callable[[], datetime]
    note: Callable[[str], None]


class Unit(Protocol):
    """A piece of work that is stored whole or not at all: one request or a few, one transaction.

    `run` stores the data together with its ledger entries; what it raises is entered by the engine
    for all of `items`.
    """

    @property
    def dataset(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def items(self) -> Sequence[str]: ...

    def run(self) -> None: ...


class Source(Protocol):
    """Made for one run. `units` is lazy: what one unit finds may make further ones."""

    name: str

    def units(self, order: Order) -> Iterator[Unit]: ...

    def expected(self) -> int:
        """How many units are still to come, as far as known."""
        ...

    def close(self) -> None: ...
