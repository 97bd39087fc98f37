"""The import: every file that the PATHs lead to becomes an outcome with its reason."""

import time
import zlib
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from mirror.database import Mirror
from mirror.errors import MirrorBusyError, MirrorError, MirrorUnwritableError
from mirror.home import originals_path
from sync import progress as events
from sync.activity import Activity
from sync.decode import read_file
from sync.ingest import SourceRef, ingest_ready, refresh_stale
from sync.originals import sha256, sweep
from sync.progress import Progress, silent
from sync.ready import Answer, Order, Refused, Stopped, book_of
from sync.reanalysis import reanalyse
from sync.sources.files import strava
from sync.sources.files.crew import Alone, Crew, Hands, workers_for
from sync.sources.files.limits import LIMITS, Limits, RefusedError
from sync.sources.files.walk import TABLE, Item, count, reason, walk

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

    def skips(self) -> list[tuple[str, int]]:
        """Why files were skipped, and how many: the commonest five reasons, the first first."""
        found = Counter(file.reason or "" for file in self.files if file.outcome == "skipped")
        return found.most_common(5)


class _Job(NamedTuple):
    """A file under way."""

    item: Item
    ref: SourceRef
    order: Order
    answer: Future[Answer]


class Importer:
    """Imports into an open mirror. The caller holds the lock (sync/lock.py).

    stop: asked between two files; True ends the run cleanly, running it again goes on.
    workers: processes that decode and analyse; None = by the number of files and cores, 0 = none.
    """

    def __init__(
        self,
        mirror: Mirror,
        *,
        progress: Progress = silent,
        stop: Callable[[], bool] = lambda: False,
        limits: Limits = LIMITS,
        workers: int | None = None,
    ) -> None:
        self._mirror = mirror
        self._progress = progress
        self._stop = stop
        self._limits = limits
        self._workers = workers
        self._expected = 0
        self._results: list[FileResult] = []
        self._named: dict[str, dict[str, strava.Entry]] = {}  # archive or folder -> Strava's table

    def run(self, paths: list[Path]) -> ImportResult:
        """Every file of the paths. Never raises for what a file holds; a mirror that cannot be
        written ends the run with `aborted`."""
        began = time.monotonic()
        self._results = []
        stopped, busy, aborted = False, False, None
        try:
            # A run killed earlier may have left both to us.
            sweep(originals_path(self._mirror.path.parent))
            refresh_stale(self._mirror)
            reanalyse(self._mirror, progress=self._progress, stop=self._stop)
            self._expected = count(paths)
            self._progress(events.Started("import", self._expected))
            workers = workers_for(self._expected) if self._workers is None else self._workers
            book = book_of(self._mirror)
            with Crew(book, workers) if workers else Alone(book) as hands:
                stopped = self._walk(paths, hands)
            refresh_stale(self._mirror)
        except MirrorError as error:
            aborted, busy = str(error), isinstance(error, MirrorBusyError)
        return ImportResult(self._results, time.monotonic() - began, stopped, aborted, busy)

    def _walk(self, paths: list[Path], hands: Hands) -> bool:
        """Files are begun and ended in the order of the walk; some lie between the two while
        workers are at them. Whether it was stopped."""
        line: deque[FileResult | _Job] = deque()
        for item in walk(paths, self._limits):
            if self._stop():
                return True
            line.append(self._begin(item, hands))
            while line and not _has_room(line, hands):
                self._end(line.popleft())
        while line:
            if self._stop():
                return True
            self._end(line.popleft())
        return False

    def _end(self, begun: FileResult | _Job) -> None:
        result = begun if isinstance(begun, FileResult) else self._store(begun)
        self._results.append(result)
        if len(self._results) > self._expected:  # an archive inside of an archive
            self._progress(events.Found(1))
        self._progress(events.Done(result.path, result.outcome))

    def _begin(self, item: Item, hands: Hands) -> FileResult | _Job:
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
        digest = sha256(data)
        known = self._known(item, digest)
        if known is not None:
            return known
        name = item.path.rsplit("/", 1)[-1]
        ref = self._ref(item, digest, name)
        order = Order(name, data, digest, ref.sport)
        return _Job(item, ref, order, hands.submit(order))

    def _known(self, item: Item, digest: str) -> FileResult | None:
        row = self._mirror.db.execute(
            "SELECT workout_id FROM workout_sources WHERE source = 'file' AND source_id = ?",
            (digest,),
        ).fetchone()
        return FileResult(item.path, "duplicate", row[0], "imported before") if row else None

    def _store(self, job: _Job) -> FileResult:
        path, digest = job.item.path, job.order.digest
        answer = job.answer.result()
        if isinstance(answer, Stopped):
            raise MirrorUnwritableError(answer.reason)
        if isinstance(answer, Refused):
            return FileResult(path, answer.outcome, reason=answer.reason)
        known = self._known(job.item, digest)  # its copy may have been under way
        if known is not None:
            return known

        def again() -> list[Activity]:
            return read_file(job.order.name, job.order.data).activities

        done = ingest_ready(self._mirror, answer, job.ref, digest, again)
        return FileResult(path, done.outcome, done.workout_ids[0], done.reason, (*done.warnings,))

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


def _has_room(line: Sequence[FileResult | _Job], hands: Hands) -> bool:
    """Whether to hand out more files before the oldest one is waited for."""
    if isinstance(line[0], FileResult) or line[0].answer.done():
        return False
    jobs = [begun for begun in line if isinstance(begun, _Job)]
    return not hands.full(len(jobs), sum(len(job.order.data) for job in jobs))


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
