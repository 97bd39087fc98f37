"""One run of a sync: takes the lock, goes through the sources, and says how it ended.

    result = run(base, "daily", progress=listen, cancel=event)

It never prompts and never signs in. Whatever ends it, what was fetched is stored, and the next
run goes on from there.
"""

import json
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from mirror import ledger
from mirror.database import Mirror, open_mirror
from mirror.home import mirror_path, originals_path
from sync import progress as events
from sync.credentials import CredentialError, Credentials
from sync.engine import schedule
from sync.engine.contract import Order, Profile, Session, Source, Tally, Unit
from sync.engine.errors import (
    CancelledError,
    NotSetUpError,
    OfflineError,
    SignInNeededError,
    SourceError,
    ThrottledError,
)
from sync.engine.feeds import NAME as PLAN
from sync.engine.feeds import PlanSource
from sync.engine.pace import Pace, chosen_rate
from sync.engine.requester import Requester
from sync.engine.result import RunResult, SourceResult, State, worst
from sync.engine.trouble import put_off
from sync.ingest import refresh_stale
from sync.lock import AlreadyRunningError, only_one
from sync.originals import sweep
from sync.progress import Progress, silent
from sync.reanalysis import reanalyse
from sync.sources.garmin import account
from sync.sources.garmin.source import PACE, PACE_VARIABLE, GarminSource
from sync.sources.garmin.wellness import SOURCE as GARMIN

#: Without Retry-After: how long the service is left alone.
_PAUSE_S = 900.0
#: What `auto` spends on an unfinished backfill in one run.
AUTO_UNITS = 250
#: So many refusals one after the other are no matter of single items any more.
_IN_A_ROW = 8
HUB = "supabase"


def run(
    base: Path,
    profile: Profile,
    *,
    since: date | None = None,
    days_back: int | None = None,
    progress: Progress = silent,
    cancel: threading.Event | None = None,
    credentials: Credentials | None = None,
    now: Callable[[], datetime] = account.utc_now,
) -> RunResult:
    """Carries out the profile. Raises MirrorError; everything else is in the result."""
    started, began = now(), time.monotonic()
    run_id = str(uuid4())

    def result(state: State, message: str, sources: dict[str, SourceResult]) -> RunResult:
        return RunResult(
            run_id, profile, state, message, started, time.monotonic() - began, sources
        )

    try:
        with only_one(base, f"sync {profile}"), open_mirror(mirror_path(base)) as mirror:
            _tidy_up(base, mirror)
            wanted = schedule.orders(mirror, profile, started, since=since, days_back=days_back)
            ledger.start_run(mirror, run_id, profile, started.isoformat(timespec="seconds"))
            runner = _Runner(
                mirror, credentials or Credentials(base), progress, cancel or threading.Event(), now
            )
            sources = {}
            if wanted:
                sources[PLAN] = runner.run(PlanSource, PLAN, wanted[:1])
                sources[GARMIN] = runner.run(GarminSource, GARMIN, wanted)
            if all(source.state == "not_set_up" for source in sources.values()):
                sources.pop(PLAN, None)
            refresh_stale(mirror)
            hub = runner.run_hub(base)
            told = {**sources, HUB: hub} if hub is not None else sources
            state = worst(told)
            done = result(state, _message(state, told, mirror), sources)._replace(hub=hub)
            ledger.finish_run(
                mirror,
                run_id,
                state,
                json.dumps(done.to_json()),
                now().isoformat(timespec="seconds"),
            )
            return done
    except AlreadyRunningError as error:
        return result("busy", str(error), {})


def _tidy_up(base: Path, mirror: Mirror) -> None:
    """What a killed run or an upgrade left to us: workouts analysed by an older program, loads not
    yet computed, and files begun (only the holder of the lock writes any)."""
    reanalyse(mirror)  # refreshes the season too
    sweep(originals_path(base))


class _Runner:
    def __init__(
        self,
        mirror: Mirror,
        credentials: Credentials,
        progress: Progress,
        cancel: threading.Event,
        now: Callable[[], datetime],
    ) -> None:
        self._mirror = mirror
        self._credentials = credentials
        self._progress = progress
        self._cancel = cancel
        self._now = now
        self._known = 0

    def run(
        self, make: Callable[[Session], Source], name: str, wanted: list[Order]
    ) -> SourceResult:
        """Every order of one source. Never raises a SourceError or CredentialError."""
        tally = Tally()
        requester: Requester | None = None
        until: datetime | None = None
        state: State
        try:
            pace = Pace(chosen_rate(PACE_VARIABLE, PACE), self._cancel)
            requester = Requester(pace, on_wait=self._waiting)
            session = Session(
                self._mirror,
                self._credentials,
                requester,
                tally,
                self._cancel,
                self._now,
                lambda text: self._progress(events.Note(text)),
            )
            source = make(session)
            try:
                for order in wanted:
                    self._carry_out(source, order, tally)
            finally:
                source.close()
            state = "partly" if tally.failed or tally.errors else "done"
        except CancelledError:
            state = "cancelled"
            tally.error("Stopped; what was fetched is stored, and the next run goes on from there.")
        except ThrottledError as error:
            state = "throttled"
            tally.error(str(error))
            seconds = error.retry_after_s or _PAUSE_S
            until = self._now() + timedelta(seconds=seconds)
            if name == GARMIN:
                account.pause(self._mirror, until)
        except OfflineError as error:
            state = "offline"
            tally.error(str(error))
        except NotSetUpError as error:
            state = "not_set_up"
            tally.error(str(error))
        except (SignInNeededError, CredentialError) as error:
            state = "sign_in"
            tally.error(str(error))
        except SourceError as error:
            state = "partly"
            tally.error(str(error))
        return SourceResult(
            state,
            tally.fetched,
            tally.written,
            tally.skipped,
            tally.failed,
            requester.requests if requester else 0,
            requester.seconds if requester else 0.0,
            tuple(tally.errors),
            until,
        )

    def run_hub(self, base: Path) -> SourceResult | None:
        """What changed goes to the athlete's own Postgres, what others changed comes from there;
        None where there is none."""
        if self._cancel.is_set():
            return None
        from sync.hub.round import run as exchange

        return exchange(
            base,
            self._mirror,
            self._credentials,
            progress=self._progress,
            cancel=self._cancel,
            now=self._now,
        )

    def _carry_out(self, source: Source, order: Order, tally: Tally) -> None:
        """Unit by unit. What concerns one unit alone is entered and the next one follows."""
        began, in_a_row, failed = time.monotonic(), 0, tally.failed
        for done, unit in enumerate(source.units(order), start=1):
            if done == 1:
                self._progress(events.Started(f"{source.name} {order.profile}", 1))
                self._known = 1
            if self._cancel.is_set():
                raise CancelledError("Stopped.")
            outcome = "stored"
            try:
                unit.run()
                in_a_row = 0
            except (CancelledError, ThrottledError, OfflineError, SignInNeededError):
                raise
            except SourceError as error:
                outcome = "failed"
                self._put_off(source.name, unit, error, tally)
                in_a_row += 1
                if in_a_row >= _IN_A_ROW:
                    raise
            self._tell(unit.label, outcome, done, source.expected(), time.monotonic() - began)
            if order.profile == "backfill" and not order.asked_by_hand and done >= AUTO_UNITS:
                self._progress(events.Note("The backfill goes on with the next run."))
                return
        if source.name == GARMIN and tally.failed == failed:
            schedule.note_done(self._mirror, order, self._now())

    def _put_off(self, source: str, unit: Unit, error: SourceError, tally: Tally) -> None:
        tally.failed += len(unit.items)
        tally.error(f"{unit.label}: {error}")
        put_off(self._mirror, source, unit.dataset, unit.items, str(error), self._now())

    def _tell(self, label: str, outcome: str, done: int, expected: int, seconds: float) -> None:
        total = done + expected
        if total > self._known:
            self._progress(events.Found(total - self._known))
            self._known = total
        self._progress(events.Done(label, outcome))
        self._progress(events.Left(expected, expected * seconds / done))

    def _waiting(self, seconds: float, why: str) -> None:
        self._progress(events.Note(f"{why} Waiting {timedelta(seconds=round(seconds))}."))


def _message(state: State, sources: dict[str, SourceResult], mirror: Mirror) -> str:
    from mirror.athlete import athlete

    for result in sources.values():
        if result.state == state and state not in ("done", "partly"):
            if result.until is not None:
                clock = account.clock(result.until, athlete(mirror).timezone)
                return f"{result.errors[0]} The next run can be at {clock}."
            return result.errors[0]
    written = sum(result.written for result in sources.values())
    failed = sum(result.failed for result in sources.values())
    if state == "done":
        return f"Up to date; {written} written." if written else "Up to date; nothing new."
    return f"{written} written, {failed} put off: {_first_error(sources)}"


def _first_error(sources: dict[str, SourceResult]) -> str:
    errors = (r.errors[0] for r in sources.values() if r.errors and r.state == "partly")
    return next(errors, "see the log")
