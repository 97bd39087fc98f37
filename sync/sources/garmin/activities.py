"""Activities: the list of a window, each recording, renames and deletions."""

import io
import json
import zipfile
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np

from analytics.streams import Streams
from mirror import ledger, raw, workouts
from mirror.athlete import athlete
from mirror.home import originals_path
from mirror.ledger import Entry
from sync import originals
from sync.activity import Activity, ActivityFile, Totals
from sync.archives import DAMAGED
from sync.decode import UnreadableFileError, read_file
from sync.engine.contract import Session
from sync.engine.errors import MissingError, ShapeError
from sync.ingest import SourceRef, ingest_activity_file
from sync.sources.garmin.asking import confirmed
from sync.sources.garmin.client import GarminClient
from sync.sources.garmin.extract.activity import Listed, listed, quiet
from sync.sources.garmin.wellness import SOURCE, packed
from sync.sources.garmin.window import days, settles_at

LIST, ORIGINAL = "activities", "originals"
_ROW = "activity"
_NO_RECORDING = "Garmin has no recording of it, only the summary"
_KINDS = ("fit", "tcx", "gpx")
_PAGE = 100
_MOST_UNPACKED = 200_000_000


class ListUnit:
    """The activities of start..end: new ones become due, changed ones are taken over, and those
    that Garmin does not know any more go."""

    dataset = LIST

    def __init__(self, session: Session, client: GarminClient, start: date, end: date) -> None:
        self.label = f"activities {start} to {end}"
        self.items = [day.isoformat() for day in days(start, end)]
        self._session = session
        self._client = client
        self._span = (start, end)

    def run(self) -> None:
        session, mirror = self._session, self._session.mirror
        rows = confirmed(self._pages)
        found = {one.ident: (one, row) for row in rows if (one := listed(row)) is not None}
        gone = self._gone(set(found))
        now = session.now()
        known = ledger.entries(mirror, SOURCE, ORIGINAL)
        session.tally.fetched += len(found)
        with mirror.transaction():
            due = []
            for ident, (one, row) in found.items():
                new = raw.keep(
                    mirror, SOURCE, _ROW, ident, packed(quiet(row)), fetched_at=now.isoformat()
                )
                if one.parent and (one.parent in found or one.parent in known):
                    reason = f"part of the multisport activity {one.parent}"
                    due.append(Entry(ident, "absent", reason=reason))
                elif ident not in known or known[ident].state == "absent":
                    due.append(Entry(ident, "pending"))
                elif new and known[ident].state in ("full", "summary"):
                    self._take_over(ident, known[ident])
            for ident in gone:
                self._drop(ident)
            ledger.put(
                mirror,
                SOURCE,
                ORIGINAL,
                [*due, *(Entry(ident, "absent", reason="deleted at Garmin") for ident in gone)],
                now=_seconds(now),
            )
            ledger.put(
                mirror,
                SOURCE,
                LIST,
                self._entries([o for o, _ in found.values()], now),
                now=_seconds(now),
            )

    def _pages(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        while True:
            page = self._client.get(
                "/activitylist-service/activities/search/activities",
                {
                    "startDate": self._span[0].isoformat(),
                    "endDate": self._span[1].isoformat(),
                    "start": str(len(rows)),
                    "limit": str(_PAGE),
                },
            )
            if page and not (isinstance(page, list) and all(isinstance(r, dict) for r in page)):
                raise ShapeError("Garmin's list of activities has a form not known here.")
            fresh = [row for row in page or [] if row not in rows]
            rows += fresh
            if len(page or []) < _PAGE or not fresh:  # the last page, or the same one again
                return rows

    def _gone(self, seen: set[str]) -> list[str]:
        """Ours of these days that the list does not have and that Garmin, asked for each, does not
        know. Both, because a list can be short by accident."""
        rows = self._session.mirror.db.execute(
            "SELECT s.source_id FROM workout_sources AS s JOIN workouts_executed AS w"
            " ON w.id = s.workout_id WHERE s.source = ? AND w.parent_id IS NULL"
            " AND w.local_date BETWEEN ? AND ?",
            (SOURCE, self._span[0].isoformat(), self._span[1].isoformat()),
        ).fetchall()
        missing = [row[0] for row in rows if row[0] not in seen and row[0].isdigit()]
        return [ident for ident in missing if self._is_unknown(ident)]

    def _is_unknown(self, ident: str) -> bool:
        try:
            confirmed(lambda: self._client.get(f"/activity-service/activity/{ident}"))
        except MissingError:
            return True
        return False

    def _drop(self, ident: str) -> None:
        """The workout goes, unless another source knows it too."""
        mirror = self._session.mirror
        row = mirror.db.execute(
            "SELECT workout_id FROM workout_sources WHERE source = ? AND source_id = ?",
            (SOURCE, ident),
        ).fetchone()
        others = mirror.db.execute(
            "SELECT count(*) FROM workout_sources WHERE workout_id = ? AND source NOT IN (?, ?)",
            (row[0], SOURCE, "athlete"),
        ).fetchone()[0]
        if others:
            mirror.db.execute(
                "DELETE FROM workout_sources WHERE source = ? AND source_id = ?", (SOURCE, ident)
            )
        else:
            workouts.delete(mirror, row[0])
        self._session.tally.written += 1

    def _take_over(self, ident: str, entry: Entry) -> None:
        """Title, notes or type were edited at Garmin: the kept recording is read once more."""
        data = _kept_original(self._session, ident)
        if data is None and entry.state == "full":
            return
        _store(self._session, ident, data)
        self._session.tally.written += 1

    def _entries(self, found: list[Listed], now: datetime) -> list[Entry]:
        timezone = athlete(self._session.mirror).timezone
        busy = {_local_day(one) for one in found}
        entries = []
        for item in self.items:
            final = settles_at(date.fromisoformat(item), timezone)
            again = None if final <= now else _seconds(final.astimezone(now.tzinfo))
            state = Entry(item, "full") if item in busy else Entry(item, "absent")
            reason = None if item in busy else "no activity that day"
            entries.append(state._replace(reason=reason, next_try_at=again))
        return entries


class OriginalUnit:
    """One recording: downloaded, decoded, analysed, merged, stored."""

    dataset = ORIGINAL

    def __init__(self, session: Session, client: GarminClient, ident: str) -> None:
        self.label = f"activity {ident}"
        self.items = [ident]
        self._session = session
        self._client = client
        self._ident = ident

    def run(self) -> None:
        session = self._session
        data, reason = self._download()
        now = session.now()
        with session.mirror.transaction():
            outcome = _store(session, self._ident, data)
            if outcome.reason is not None:
                reason = outcome.reason
            entry = Entry(self._ident, "full" if reason is None else "summary", reason=reason)
            ledger.put(session.mirror, SOURCE, ORIGINAL, [entry], now=_seconds(now))
        session.tally.fetched += 1
        session.tally.written += outcome.new
        session.tally.skipped += not outcome.new

    def _download(self) -> tuple[bytes | None, str | None]:
        path = f"/download-service/files/activity/{self._ident}"
        try:
            content = confirmed(lambda: self._client.download(path))
            return (unzipped(content), None) if content else (None, _NO_RECORDING)
        except MissingError:
            return None, _NO_RECORDING
        except UnreadableFileError as error:
            return None, f"the recording cannot be read: {error}"


class Stored(NamedTuple):
    """new: the mirror did not know the workout. reason: why only the summary was stored."""

    new: bool
    reason: str | None = None


def _store(session: Session, ident: str, data: bytes | None) -> Stored:
    """The recording if it can be read, else the summary of the list. `data` is the file itself."""
    text = raw.newest(session.mirror, SOURCE, _ROW, ident)
    one = listed(json.loads(text)) if text else None
    reason = None
    file = None
    if data is not None:
        try:
            file = read_file(f"{ident}.fit", data)
        except UnreadableFileError as error:
            reason = f"the recording cannot be read: {error}"
    if file is None or not file.activities:
        data = None
        if one is None:
            raise ShapeError("Garmin's list says neither when this activity was nor what it was.")
        file = _summary(one)
    ref = SourceRef(SOURCE, ident, _seconds(session.now()), f"{ident}.fit" if data else None)
    if one is not None:
        ref = ref._replace(title=one.title, notes=one.notes, sport=one.sport)
        ref = ref._replace(sub_sport=None if data else one.sub_sport)
        for activity in file.activities:
            if activity.utc_offset_s is None:
                activity.utc_offset_s = one.utc_offset_s
    done = ingest_activity_file(session.mirror, file, ref, data, refresh=False)
    return Stored(new=done.outcome == "imported", reason=reason)


def _summary(one: Listed) -> ActivityFile:
    """A workout without streams; its load follows from heart rate or duration."""
    totals = Totals(
        timer_s=one.timer_s,
        elapsed_s=one.elapsed_s or one.timer_s,
        distance_m=one.distance_m,
        calories=one.calories,
        elevation_gain_m=one.elevation_gain_m,
        avg_hr=one.avg_hr,
        max_hr=one.max_hr,
        avg_power=one.avg_power,
        max_power=one.max_power,
    )
    activity = Activity(
        started_at=int(one.started_at.timestamp()),
        sport=one.sport,
        streams=Streams({}, np.zeros(0, dtype=np.bool_)),
        sub_sport=one.sub_sport,
        utc_offset_s=one.utc_offset_s,
        title=one.title,
        totals=totals,
    )
    return ActivityFile("summary", [activity])


def unzipped(content: bytes) -> bytes:
    """The recording inside of what Garmin sends: a zip with one file, or the file itself."""
    if not content.startswith(b"PK"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = sorted(
                archive.infolist(), key=lambda m: ("ACTIVITY" not in m.filename, m.filename)
            )
            if not members or members[0].file_size > _MOST_UNPACKED:
                raise UnreadableFileError("an empty or an enormous archive")
            return archive.read(members[0])
    except (OSError, *DAMAGED):
        raise UnreadableFileError("a damaged archive") from None


def _kept_original(session: Session, ident: str) -> bytes | None:
    row = session.mirror.db.execute(
        "SELECT w.fit_file_path, s.sha256 FROM workout_sources AS s JOIN workouts_executed AS w"
        " ON w.id = s.workout_id WHERE s.source = ? AND s.source_id = ?",
        (SOURCE, ident),
    ).fetchone()
    if row is None or row[1] is None:
        return None
    folder = originals_path(session.mirror.path.parent)
    found = (originals.load(folder, originals.relative_path(row[1], kind)) for kind in _KINDS)
    return next((content for content in found if content is not None), None)


def _local_day(one: Listed) -> str:
    seconds = one.started_at.timestamp() + (one.utc_offset_s or 0)
    return date.fromordinal(719_163 + int(seconds // 86_400)).isoformat()


def _seconds(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
