"""The import: every file that the PATHs lead to becomes an outcome with its reason."""

import time
import zlib
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from mirror.database import Mirror
from mirror.errors import MirrorBusyError, MirrorError
from mirror.home import originals_path
from sync import progress as events
from sync.decode import NoWorkoutError, UnreadableFileError, read_file
from sync.ingest import SourceRef, ingest_activity_file, refresh_stale
from sync.originals import sha256, sweep
from sync.progress import Progress, silent
from sync.reanalysis import reanalyse
from sync.sources.files import strava
from sync.sources.files.limits import LIMITS, Limits, RefusedError
from sync.sources.files.walk import TABLE, Item, count, reason, walk
from sync.unit import utc

#: A device in a zone ahead of ours is no device with a wrong clock.
_AHEAD_S = 2 * 86_400

_GZIP = b"\x1f\x8b"

Outcome = Literal["imported", "duplicate", "skipped", "failed"]


class FileResult(NamedTuple):
    """What became of one file. reason: one line, None for a plain import."""

    path: str
    outcome: Outcome
    workout_id: str | None = None
    reason: str | None = None
    warnings: tuple[str, ...] = ()


class ImportResult(NamedTuple):
    """stopped: Ctrl-C came between two files. aborted: why no further file could be stored;
    busy: because another process was writing."""

    files: list[FileResult]
    seconds: float
    stopped: bool = False
    aborted: str | None = None
    busy: bool = False

    def count(self, outcome: Outcome) -> int:
        return sum(1 for file in self.files if file.outcome == outcome)


class Importer:
    """Imports into an open mirror. The caller holds the lock (sync/lock.py).

    stop: asked between two files; True ends the run cleanly, running it again goes on.
    """

    def __init__(
        self,
        mirror: Mirror,
        *,
        progress: Progress = silent,
        stop: Callable[[], bool] = lambda: False,
        limits: Limits = LIMITS,
    ) -> None:
        self._mirror = mirror
        self._progress = progress
        self._stop = stop
        self._limits = limits
        self._presser: Executor | None = None
        self._named: dict[str, dict[str, strava.Entry]] = {}  # archive or folder -> Strava's table

    def run(self, paths: list[Path]) -> ImportResult:
        """Every file of the paths. Never raises for what a file holds; a mirror that cannot be
        written ends the run with `aborted`."""
        began = time.monotonic()
        results: list[FileResult] = []
        stopped, busy, aborted = False, False, None
        try:
            # A run killed earlier may have left both to us.
            sweep(originals_path(self._mirror.path.parent))
            refresh_stale(self._mirror)
            reanalyse(self._mirror, progress=self._progress, stop=self._stop)
            expected = count(paths)
            self._progress(events.Started("import", expected))
            with ThreadPoolExecutor(1, "presser") as self._presser:
                for item in walk(paths, self._limits):
                    if self._stop():
                        stopped = True
                        break
                    results.append(self._one(item))
                    if len(results) > expected:  # an archive inside of an archive
                        self._progress(events.Found(1))
                    self._progress(events.Done(item.path, results[-1].outcome))
            refresh_stale(self._mirror)
        except MirrorError as error:
            aborted, busy = str(error), isinstance(error, MirrorBusyError)
        return ImportResult(results, time.monotonic() - began, stopped, aborted, busy)

    def _one(self, item: Item) -> FileResult:
        if item.read is None:
            if item.refused:
                return FileResult(item.path, "failed", reason=item.refused)
            return FileResult(item.path, "skipped", reason=item.skipped)
        try:
            data = unpacked(item.read(), self._limits)
        except (OSError, RefusedError) as error:
            return FileResult(item.path, "failed", reason=reason(error))
        if item.path.endswith("/" + TABLE):
            self._named[item.path.removesuffix(TABLE)] = strava.entries(data)
            return FileResult(item.path, "skipped", reason="names of the recordings beside it")
        return self._store(item, data)

    def _store(self, item: Item, data: bytes) -> FileResult:
        digest = sha256(data)
        known = self._mirror.db.execute(
            "SELECT workout_id FROM workout_sources WHERE source = 'file' AND source_id = ?",
            (digest,),
        ).fetchone()
        if known is not None:
            return FileResult(item.path, "duplicate", known[0], "imported before")
        name = item.path.rsplit("/", 1)[-1]
        try:
            file = read_file(name, data)
        except NoWorkoutError as error:
            return FileResult(item.path, "skipped", reason=str(error))
        except UnreadableFileError as error:
            return FileResult(item.path, "failed", reason=str(error))
        late = max(activity.started_at for activity in file.activities)
        if late > time.time() + _AHEAD_S:
            clock = f"its clock says {utc(late)[:10]}, a day to come"
            return FileResult(item.path, "failed", reason=f"{clock}; the device's clock was wrong")
        ref = self._ref(item, digest, name)
        done = ingest_activity_file(
            self._mirror, file, ref, data, refresh=False, digest=digest, presser=self._presser
        )
        return FileResult(
            item.path, done.outcome, done.workout_ids[0], done.reason, tuple(done.warnings)
        )

    def _ref(self, item: Item, digest: str, name: str) -> SourceRef:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        ref = SourceRef("file", digest, now, name)
        for where, table in self._named.items():
            entry = table.get(item.path.removeprefix(where))
            if entry is not None:
                return ref._replace(
                    title=entry.title,
                    notes=entry.notes,
                    sport=entry.sport,
                    relative_effort=entry.relative_effort,
                    strava_activity_id=entry.activity_id,
                )
        return ref


def unpacked(data: bytes, limits: Limits = LIMITS) -> bytes:
    """The content itself where `data` is gzip. Raises RefusedError for damaged gzip and bombs."""
    if data[:2] != _GZIP:
        return data
    content = bytearray()
    while data[:2] == _GZIP:  # a gzip file may have several members
        member = zlib.decompressobj(wbits=31)
        try:
            content += member.decompress(data, limits.file_bytes + 1 - len(content))
        except zlib.error as error:
            raise RefusedError(f"damaged gzip ({error})") from error
        if len(content) > limits.file_bytes:
            raise RefusedError("unpacks to more than any workout; refused as a gzip bomb")
        if not member.eof:
            raise RefusedError("gzip cut off; download or copy the file again")
        data = member.unused_data
    return bytes(content)
