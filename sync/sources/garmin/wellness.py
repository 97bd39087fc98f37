"""Wellness days: a range of one dataset is fetched, kept raw by day, and made canonical."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from mirror import ledger, raw
from mirror.athlete import athlete
from mirror.database import Mirror
from mirror.ledger import Entry
from mirror.rows import Wellness
from sync.engine.contract import Session
from sync.ingest import ingest_wellness
from sync.sources.garmin.asking import ask
from sync.sources.garmin.client import GarminClient
from sync.sources.garmin.datasets import BY_NAME, DATASETS, Dataset, Row, canonical
from sync.sources.garmin.window import days, settles_at

SOURCE = "garmin"


class DaysUnit:
    """One dataset over start..end. stamp: the column that says which kind of run changed a day."""

    def __init__(
        self,
        session: Session,
        client: GarminClient,
        dataset: Dataset,
        start: date,
        end: date,
        stamp: str,
    ) -> None:
        self.dataset = dataset.name
        self.label = f"{dataset.name} {start} to {end}"
        self.items: Sequence[str] = [day.isoformat() for day in days(start, end)]
        self._session = session
        self._client = client
        self._dataset = dataset
        self._span = (start, end)
        self._stamp = stamp

    def run(self) -> None:
        session, mirror = self._session, self._session.mirror
        found = ask(self._client, self._dataset, *self._span)
        now = session.now()
        session.tally.fetched += len(found)
        changed = []
        with mirror.transaction():
            for day, row in sorted(found.items()):
                if raw.keep(
                    mirror, SOURCE, self.dataset, day, packed(row), fetched_at=now.isoformat()
                ):
                    changed.append(day)
            written = write_days(mirror, changed, {self._stamp: _seconds(now)})
            ledger.put(mirror, SOURCE, self.dataset, self._entries(found, now), now=_seconds(now))
        session.tally.written += written
        session.tally.skipped += len(found) - written

    def _entries(self, found: dict[str, Row], now: datetime) -> Iterable[Entry]:
        timezone = athlete(self._session.mirror).timezone
        for item in self.items:
            row = found.get(item)
            final = settles_at(date.fromisoformat(item), timezone)
            again = None if final <= now else _seconds(final.astimezone(now.tzinfo))
            if row is not None and self._dataset.values(row):
                yield Entry(item, "full", next_try_at=again)
            else:
                reason = "Garmin has nothing for this day" if row is None else "no values in it"
                yield Entry(item, "absent", reason=reason, next_try_at=again)


def write_days(mirror: Mirror, changed: Iterable[str], stamp: dict[str, str]) -> int:
    """Makes the days anew from all of their raw rows. Returns how many rows came out different;
    only those get the stamp."""
    owner = athlete(mirror).id
    written = 0
    for day in changed:
        kept = {
            dataset.name: json.loads(text)
            for dataset in DATASETS
            if (text := raw.newest(mirror, SOURCE, dataset.name, day)) is not None
        }
        values: dict[str, Any] = dict(canonical(kept))
        if values and ingest_wellness(mirror, [Wellness(owner, day, **values)]):
            ingest_wellness(mirror, [Wellness(owner, day, **stamp)])  # type: ignore[arg-type]
            written += 1
    return written


def replay(mirror: Mirror) -> int:
    """Every wellness day anew from what is kept, without asking Garmin."""
    rows = mirror.db.execute(
        "SELECT DISTINCT key FROM raw_payloads WHERE source = ? AND kind IN"
        f" ({', '.join('?' * len(BY_NAME))}) ORDER BY key",
        (SOURCE, *BY_NAME),
    ).fetchall()
    with mirror.transaction():
        return write_days(mirror, [row[0] for row in rows], {})


def packed(row: Any) -> bytes:
    """The same content gives the same bytes, whatever the order of its keys."""
    return json.dumps(row, sort_keys=True, separators=(",", ":")).encode()


def _seconds(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
