"""Fills the demo mirror, newest first: plan and nights of four weeks, then their recordings."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mirror import settings
from mirror.athlete import athlete, save_athlete
from mirror.database import Mirror, open_mirror
from mirror.errors import MirrorBusyError, MirrorError
from mirror.home import mirror_path
from mirror.plan import save_pull
from mirror.rows import Threshold
from mirror.thresholds import save_threshold
from mirror.wipe import holds_training, wipe
from sync import fit, matching
from sync.ingest import SourceRef, ingest_activity_file, ingest_wellness, refresh_stale
from sync.lock import AlreadyRunningError, only_one
from sync.sources.demo import athlete as robin
from sync.sources.demo import coach, life, nights, plan, words
from sync.sources.demo.days import GENERATION, STATE, Progress, covers, read_state
from sync.sources.demo.life import Outing
from sync.sources.demo.recording import record

#: The plan may still change this long after its day (moved in the evening, removed in illness).
_PLAN_SETTLES = timedelta(8)
_CHUNK = timedelta(28)
#: Longer than any fill on a slow machine.
_WAIT_S = 600.0
_STARTED = "demo_generation"
_DAY = timedelta(1)


class _Stopped(Exception):  # noqa: N818 - a signal, no error
    """The caller asked to stop; what is missing is made by the next call."""


def fill(
    home: Path,
    first: date,
    today: date,
    *,
    progress: Progress | None,
    wait: bool,
    stop: Callable[[], bool] | None,
) -> None:
    """See `ensure`. What is already there is not made again."""
    with _alone(home, wait=wait) as alone:
        if not alone or covers(home, first, today):
            return
        _discard_other_generation(mirror_path(home))
        before = read_state(mirror_path(home))
        if before is not None:
            first, today = min(first, before[0]), max(today, before[1])
        with open_mirror(mirror_path(home)) as mirror, contextlib.suppress(_Stopped):
            _prepare(mirror, first, today)
            _write(mirror, first, today, before, progress, stop)
            settings.put(mirror, STATE, f"{GENERATION} {first} {today}")


@contextlib.contextmanager
def _alone(home: Path, *, wait: bool) -> Iterator[bool]:
    """Whether nobody else fills it (any more)."""
    try:
        with only_one(home, "the demo athlete's maker", wait_s=_WAIT_S if wait else 0.0):
            yield True
    except AlreadyRunningError as error:
        if wait:
            raise MirrorBusyError(str(error)) from error
        yield False


def _discard_other_generation(path: Path) -> None:
    """What another version of the generator made does not fit to what this one would add.

    Raises MirrorError rather than touch a mirror that holds anybody's real training.
    """
    if not path.exists():
        return
    with open_mirror(path) as mirror:
        made_by = settings.get(mirror, _STARTED)
        if made_by == str(GENERATION):
            return
        if made_by is None and holds_training(mirror):
            raise MirrorError(
                f"{path}: holds real training, the demo athlete stays out of it; "
                "move the file away or set TRAINING_BRAIN_HOME to another folder"
            )
        wipe(mirror)  # and not a new file: a dashboard may have this one open


def _prepare(mirror: Mirror, first: date, today: date) -> None:
    """The athlete and the dated thresholds, before the first workout is analysed with them."""
    with mirror.transaction():
        settings.put(mirror, _STARTED, str(GENERATION))
        me = athlete(mirror)
        if me.name != robin.NAME:
            changed = me._replace(
                name=robin.NAME,
                timezone=robin.TIMEZONE,
                birth_year=robin.BIRTH_YEAR,
                sex=robin.SEX,
                weight_kg=round(robin.fitness(today).weight_kg, 1),
            )
            save_athlete(mirror, changed)
        for row in thresholds(me.id, first, today):
            save_threshold(mirror, row)


def thresholds(athlete_id: str, first: date, today: date) -> list[Threshold]:
    """What the tests gave, from the last ones before `first` on; heart rates never change."""
    start = min(robin.last_test(first, sport) for sport in ("bike", "run", "swim")).isoformat()
    rows = [
        Threshold(athlete_id, "all", "max_hr_bpm", robin.MAX_HR, start, "athlete"),
        Threshold(athlete_id, "all", "resting_hr_bpm", 48.0, start, "garmin"),
        Threshold(athlete_id, "bike", "lthr_bpm", robin.LTHR_BIKE, start, "athlete"),
        Threshold(athlete_id, "run", "lthr_bpm", robin.LTHR_RUN, start, "athlete"),
        Threshold(athlete_id, "swim", "lthr_bpm", robin.LTHR_SWIM, start, "athlete"),
    ]
    for sport, metric in (
        ("bike", "ftp_w"),
        ("run", "threshold_pace_s_per_km"),
        ("swim", "css_s_per_100m"),
    ):
        day = robin.last_test(first, sport)
        while day <= today:
            if robin.test_day(day, sport):
                value = _tested(day, metric)
                rows.append(Threshold(athlete_id, sport, metric, value, str(day), "athlete"))
            day += timedelta(7)
    return rows


def _tested(day: date, metric: str) -> float:
    found = robin.tested(day)
    if metric == "ftp_w":
        return found.ftp_w
    if metric == "css_s_per_100m":
        return round(100 / found.css_m_s, 1)
    return float(round(1000 / found.threshold_speed_m_s))


def _missing(first: date, today: date, before: tuple[date, date] | None) -> list[tuple[date, date]]:
    """Spans of days to be made, both ends included, newest first, none longer than a chunk."""
    spans = [(first, today)]
    if before is not None:
        spans = [(before[1], today)]
        if first < before[0]:
            spans.append((first, before[0] - _DAY))
    chunks = []
    for start, end in spans:
        while end >= start:
            begin = max(start, end - _CHUNK + _DAY)
            chunks.append((begin, end))
            end = begin - _DAY
    return chunks


def _write(
    mirror: Mirror,
    first: date,
    today: date,
    before: tuple[date, date] | None,
    progress: Progress | None,
    stop: Callable[[], bool] | None,
) -> None:
    present = {
        row[0]
        for row in mirror.db.execute("SELECT source_id FROM workout_sources WHERE source = 'demo'")
    }
    chunks = _missing(first, today, before)
    me, total, done = athlete(mirror).id, sum((b - a).days + 1 for a, b in chunks), 0
    for start, end in chunks:
        ahead = timedelta(coach.DAYS_AHEAD) if end == today else timedelta(0)
        save_pull(mirror, *plan.rows(me, max(start - _PLAN_SETTLES, first), end + ahead, today))
        days = [end - timedelta(k) for k in range((end - start).days + 1)]
        found = (nights.wellness(me, day, complete=day < today) for day in days)
        ingest_wellness(mirror, [row for row in found if row is not None])
        for day in days:
            for outing in reversed(life.outings(day)) if day < today else ():
                if stop is not None and stop():
                    raise _Stopped
                if outing.key not in present:
                    take_in(mirror, outing)
            done += 1
            if progress is not None:
                progress(done, total)
        refresh_stale(mirror)
        matching.refresh(mirror, start.isoformat(), end.isoformat(), today=today.isoformat())


def take_in(mirror: Mirror, outing: Outing) -> None:
    """One recording, by the way every FIT file takes. The bytes themselves are not kept: they can
    be made again at any time."""
    file = fit.activities(fit.decode(record(outing)))
    ended = datetime.fromtimestamp(file.activities[-1].ended_at, UTC) + timedelta(minutes=4)
    ref = SourceRef(
        plan.SOURCE,
        outing.key,
        ended.isoformat(timespec="seconds"),
        title=words.title(outing),
        notes=words.note(outing),
        rpe=words.rpe(outing),
    )
    ingest_activity_file(mirror, file, ref, None, refresh=False)
