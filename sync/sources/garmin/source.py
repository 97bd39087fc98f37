"""What is due at Garmin for an order, as units of work, newest first."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from mirror import ledger, settings
from mirror.athlete import athlete
from mirror.ledger import Entry
from mirror.reads import wellness as stored
from sync.credentials import NoStoreError, Secret
from sync.engine.contract import Order, Session, Unit
from sync.engine.errors import NotSetUpError, SignInNeededError, ThrottledError
from sync.engine.trouble import is_due
from sync.ingest import refresh_stale
from sync.sources.garmin import account
from sync.sources.garmin.activities import LIST, ORIGINAL, ListUnit, OriginalUnit
from sync.sources.garmin.client import SIGN_IN, GarminClient
from sync.sources.garmin.datasets import CHUNK, DATASETS, Dataset
from sync.sources.garmin.extract.values import moment
from sync.sources.garmin.fitness import DATASET as FITNESS
from sync.sources.garmin.fitness import ITEM, FitnessUnit
from sync.sources.garmin.signin import TOKENS
from sync.sources.garmin.wellness import SOURCE, DaysUnit
from sync.sources.garmin.window import days, spans, unsettled_from, windows

PACE_VARIABLE, PACE = "TRAINING_BRAIN_GARMIN_PACE", 1.0
_UNCHANGED_FOR = timedelta(hours=1)
_CHECKED = "garmin.checked"
_EMPTY_YEAR = 364


class GarminSource:
    """Opens with the stored tokens; never with a password.

    Raises SignInNeededError or ThrottledError when there is no point in asking.
    """

    name = SOURCE

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tokens = _tokens(session)
        known = account.read(session.mirror)
        self._client = GarminClient(
            self._tokens, session.requester, self._keep, known.name if known else ""
        )
        self._profile = known.profile if known else ""
        self._by_hand = False
        self._expected = 0

    def expected(self) -> int:
        return self._expected

    def units(self, order: Order) -> Iterator[Unit]:
        for unit in self._units(order):
            self._expected = max(0, self._expected - 1)
            yield unit

    def close(self) -> None:
        self._client.close()
        if self._client.save_trouble:
            self._session.tally.error(self._client.save_trouble)
        if self._client.grant_is_dead:
            account.reject(self._session.mirror, self._tokens)

    def _keep(self, tokens: str) -> None:
        self._session.credentials.write(TOKENS, tokens)
        self._tokens = Secret(tokens)
        account.note_renewal(self._session.mirror, self._session.now())

    def _units(self, order: Order) -> Iterator[Unit]:
        self._by_hand = order.asked_by_hand
        self._forget_the_future()
        self._know_the_account()
        if order.profile != "intraday" and self._fitness_is_due():
            # before any workout: it is analysed with the thresholds in force
            yield FitnessUnit(self._session, self._client, order.today, self._profile)
        yield from self._originals(by_hand=order.asked_by_hand)
        if order.profile == "backfill":
            assert order.since is not None
            yield from self._history(order.since, order.today)
            return
        count = 2 if order.profile == "intraday" else order.days_back
        start = order.today - timedelta(days=count - 1)
        uploaded = self._uploaded_at()
        yield from self._listed(start, order.today)
        if self._is_unchanged(uploaded, order):
            return
        failed = self._session.tally.failed
        yield from self._recent(start, order)
        if self._session.tally.failed == failed:
            self._remember_check(uploaded, order)

    def _forget_the_future(self) -> None:
        """A clock that was ahead took days for final, or for empty, that were still to come."""
        mirror, now = self._session.mirror, self._session.now()
        young = unsettled_from(now, athlete(mirror).timezone)
        ledger.forget_days(mirror, SOURCE, since=young, said_after=_seconds(now))

    def _recent(self, start: date, order: Order) -> Iterator[Unit]:
        stamp = "intraday_updated_at" if order.profile == "intraday" else "daily_updated_at"
        self._expected += sum(1 for dataset in DATASETS if not dataset.spare)
        for dataset in _ordered():
            if order.profile == "intraday" and not dataset.intraday:
                continue
            for first, last in windows(start, order.today, dataset.days):
                if dataset.spare and self._has(dataset.spare, first, last):
                    continue
                yield DaysUnit(self._session, self._client, dataset, first, last, stamp)

    def _history(self, since: date, today: date) -> Iterator[Unit]:
        """Window by window back to `since`: wellness, then the activities of the same weeks."""
        due = {dataset.name: self._due(dataset.name, since, today) for dataset in DATASETS}
        lists = self._due(LIST, since, today)
        self._expected += self._count(since, today, due, lists)
        for first, last in windows(since, today, CHUNK):
            for dataset in _ordered():
                reach = max(since, last - timedelta(days=dataset.days - 1))
                wanted = due[dataset.name] & set(days(reach, last))
                due[dataset.name] -= wanted
                for start, end in spans(wanted, dataset.days):
                    if dataset.spare and not self._spare_is_needed(dataset.spare, start, end):
                        self._expected -= 1
                        continue
                    if self._is_before_the_first(dataset.name, start, end):
                        continue
                    yield DaysUnit(
                        self._session, self._client, dataset, start, end, "daily_updated_at"
                    )
            for start, end in spans(lists & set(days(first, last)), CHUNK):
                yield from self._listed(start, end)
            refresh_stale(self._session.mirror)

    def _listed(self, start: date, end: date) -> Iterator[Unit]:
        yield ListUnit(self._session, self._client, start, end)
        yield from self._originals()

    def _originals(self, *, by_hand: bool = False) -> Iterator[Unit]:
        """The recordings that are due, the newest first (ids grow with time). by_hand: also those
        that were put off or given up; once a run, or one that fails would come up for ever."""
        entries = ledger.entries(self._session.mirror, SOURCE, ORIGINAL, ("pending", "failed"))
        now = _seconds(self._session.now())
        due = [e.item for e in entries.values() if is_due(e, now, by_hand=by_hand)]
        self._expected += len(due)
        for ident in sorted(due, key=int, reverse=True):
            yield OriginalUnit(self._session, self._client, ident)

    def _due(self, dataset: str, since: date, today: date) -> set[date]:
        known = ledger.entries(self._session.mirror, SOURCE, dataset)
        now = _seconds(self._session.now())
        return {
            day
            for day in days(since, today)
            if is_due(known.get(day.isoformat()), now, by_hand=self._by_hand)
        }

    def _fitness_is_due(self) -> bool:
        entry = ledger.entries(self._session.mirror, SOURCE, FITNESS).get(ITEM)
        return is_due(entry, _seconds(self._session.now()), by_hand=False)

    def _count(self, since: date, today: date, due: dict[str, set[date]], lists: set[date]) -> int:
        """Units of a history, as far as known before the lists are read."""
        total = sum(len(spans(due[d.name], d.days)) for d in DATASETS)
        return total + sum(
            bool(lists & set(days(first, last))) for first, last in windows(since, today, CHUNK)
        )

    def _has(self, column: str, start: date, end: date) -> bool:
        rows = stored.between(self._session.mirror, start.isoformat(), end.isoformat())
        return any(getattr(row, column) is not None for row in rows)

    def _spare_is_needed(self, column: str, start: date, end: date) -> bool:
        """Only where the summary has spoken for every day and knows nothing of the column."""
        known = ledger.entries(self._session.mirror, SOURCE, "summary", ("full", "absent"))
        spoken = all(day.isoformat() in known for day in days(start, end))
        return spoken and not self._has(column, start, end)

    def _is_before_the_first(self, dataset: str, start: date, end: date) -> bool:
        """A whole year without a single value lies after these days: the watch, or the account,
        began later. They are entered as such and not asked for."""
        later = (end + timedelta(days=1), end + timedelta(days=_EMPTY_YEAR))
        if ledger.count(self._session.mirror, SOURCE, dataset, "absent", *map(str, later)) < (
            _EMPTY_YEAR
        ):
            return False
        reason = "not asked for: Garmin has nothing in the year after it"
        entries = [Entry(day.isoformat(), "absent", reason=reason) for day in days(start, end)]
        now = _seconds(self._session.now())
        ledger.put(self._session.mirror, SOURCE, dataset, entries, now=now)
        self._expected -= 1
        return True

    def _know_the_account(self) -> None:
        if self._client.name:
            return
        profile = self._client.get("/userprofile-service/socialProfile")
        known = account.from_profile(profile)
        if known is None:
            raise SignInNeededError(f"Garmin does not tell whose sign-in this is. {SIGN_IN}")
        account.remember(self._session.mirror, known)
        self._client.name, self._profile = known.name, known.profile

    def _uploaded_at(self) -> str | None:
        """When a device last reached Garmin: how old the freshest data can be."""
        answer = self._client.get("/device-service/deviceservice/mylastused")
        found = moment(answer.get("lastUsedDeviceUploadTime")) if isinstance(answer, dict) else None
        if found is None:
            return None
        text = _seconds(found)
        settings.put(self._session.mirror, account.DATA_AS_OF, text)
        return text

    def _is_unchanged(self, uploaded: str | None, order: Order) -> bool:
        """Nothing came in since the same question was answered, less than an hour ago."""
        text = settings.get(self._session.mirror, _CHECKED)
        before = json.loads(text).get(order.profile) if text else None
        if before is None or uploaded is None or order.profile == "auto":
            return False
        at, seen, reach = before
        age = self._session.now() - datetime.fromisoformat(at)
        return (
            seen == uploaded
            and reach >= order.days_back
            and timedelta(0) <= age < _UNCHANGED_FOR
            and at[:10] == _seconds(self._session.now())[:10]
        )

    def _remember_check(self, uploaded: str | None, order: Order) -> None:
        mirror = self._session.mirror
        before = json.loads(settings.get(mirror, _CHECKED) or "{}")
        entry = [_seconds(self._session.now()), uploaded, order.days_back]
        settings.put(mirror, _CHECKED, json.dumps({**before, order.profile: entry}))


def _ordered() -> list[Dataset]:
    """Spare datasets last: whether they are needed shows when the summary has been read."""
    return sorted(DATASETS, key=lambda dataset: dataset.spare is not None)


def _tokens(session: Session) -> Secret:
    mirror, now = session.mirror, session.now()
    paused = account.paused_until(mirror, now)
    if paused:
        raise ThrottledError(
            "Garmin asked for a pause.", retry_after_s=(paused - now).total_seconds()
        )
    try:
        tokens = session.credentials.read(TOKENS)
    except NoStoreError:
        tokens = None
    if tokens is None and account.read(mirror) is None:
        raise NotSetUpError("Not signed in to Garmin; training-brain login garmin does that.")
    if tokens is None:
        raise SignInNeededError(f"The sign-in to Garmin is not in the store any more. {SIGN_IN}")
    if account.is_rejected(mirror, tokens):
        raise SignInNeededError(f"The sign-in to Garmin is over. {SIGN_IN}")
    return tokens


def _seconds(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")
