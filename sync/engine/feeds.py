"""The plan's feed as a source of the engine."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from mirror import ledger, settings
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.ledger import Entry
from sync.credentials import CredentialError, NoStoreError
from sync.engine.contract import Order, Session, Unit
from sync.engine.errors import NotSetUpError

NAME = "trainingpeaks"
CREDENTIAL = "plan-url"
#: Set once an address was given here: then a store that is locked is a trouble worth telling.
GIVEN = "plan.given"


class PlanSource:
    """One unit: one pull."""

    name = NAME

    def __init__(self, session: Session) -> None:
        try:
            url = session.credentials.read(CREDENTIAL)
        except NoStoreError:
            url = None
        except CredentialError as error:
            if settings.get(session.mirror, GIVEN) is None:
                raise NotSetUpError(str(error)) from None
            raise
        if url is None:
            raise NotSetUpError(
                "No plan feed is set; training-brain login trainingpeaks takes its address."
            )
        self._session = session
        self._url = url

    def units(self, order: Order) -> Iterator[Unit]:  # noqa: ARG002 - any order pulls the plan
        yield PullUnit(self._session, self._url.reveal())

    def expected(self) -> int:
        return 0

    def close(self) -> None:
        """Nothing is held open."""


class PullUnit:
    dataset = "plan"
    label = "training plan"
    items = ("feed",)

    def __init__(self, session: Session, url: str) -> None:
        self._session = session
        self._url = url

    def run(self) -> None:
        from sync.sources.plan.pull import pull

        session = self._session
        now = session.now()
        done = session.requester(lambda: pull(session.mirror, NAME, self._url, now=now))
        session.tally.fetched += done.fetched
        session.tally.written += done.written
        session.tally.skipped += done.fetched if done.unchanged else 0
        stamp = now.isoformat(timespec="seconds")
        ledger.put(session.mirror, NAME, self.dataset, [Entry("feed", "full")], now=stamp)
        for warning in done.warnings:
            session.note(f"training plan: {warning}")


def remember_given(mirror: Mirror) -> None:
    settings.put(mirror, GIVEN, "1")


def probe(mirror: Mirror, url: str, now: datetime) -> str:
    """What a feed holds, in words; nothing is stored. Raises SourceError, without the address."""
    from sync.sources.plan.address import usable
    from sync.sources.plan.fetch import fetch
    from sync.sources.plan.parse import parse, text_of

    zone = ZoneInfo(athlete(mirror).timezone)
    answer = fetch(usable(url))
    feed = parse(text_of(answer.body or b""), zone, now.astimezone(zone).date())
    planned = sum(record.planned and not record.cancelled for record in feed.records)
    events = f"{len(feed.records)} event" + "s" * (len(feed.records) != 1)
    return f"{events}, {planned} of them planned"
