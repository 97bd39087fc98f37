"""What the screens ask, and the one place that asks the reports for it.

Screens get a `Reader`, never a mirror: tests hand them another one, and a day later a face in a
browser may too. Reports are imported when first asked for, so that the first paint pays for the
calendar and the briefing alone.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mirror.athlete import athlete
from mirror.database import Mirror, open_mirror
from tui.units import Units

if TYPE_CHECKING:
    from mirror.rows import Athlete, Workout
    from reports.analyze import Analysis
    from reports.briefing import Briefing
    from reports.calendar import Calendar
    from reports.day import DayNumbers
    from reports.fitness import Fitness
    from reports.partners import Partners
    from reports.plan_edits import PlanNews
    from reports.power_curve import CurvePair
    from reports.recovery import Recovery
    from reports.search import Search
    from reports.season_curve import SeasonCurve
    from reports.sources import Completeness, Sources
    from reports.streams import Lanes, Track
    from reports.thresholds import Thresholds
    from reports.zone_time import ZoneTime
    from reports.zones import Zones
    from sync.engine.overview import GarminOverview
    from sync.engine.plan_overview import PlanOverview

type Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class Who(NamedTuple):
    """The athlete, as far as the screens care."""

    name: str
    timezone: str
    week_start: int
    units: Units


class SourcesView(NamedTuple):
    """All that the sources screen shows. now: on the athlete's clock."""

    now: datetime
    report: "Sources"
    garmin: "GarminOverview"
    plan: "PlanOverview"
    completeness: "Completeness"


class Reader:
    """Questions to one mirror. Every answer comes from a report; nothing is computed here."""

    def __init__(self, path: Path, clock: Clock = utc_now) -> None:
        self._path, self._clock = path, clock
        self.mirror: Mirror = open_mirror(path)
        self._file = self._file_id()
        self._version = self._data_version()
        self._who: Who | None = None
        self._day = self.today()

    def close(self) -> None:
        self.mirror.close()

    def aside(self) -> "Reader":
        """A reader of one's own for another thread; a context manager."""
        return Reader(self._path, self._clock)

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def changed(self) -> bool:
        """True once after another connection has written, another file stands in the mirror's
        place, or a new day has begun for the athlete."""
        written, aged = self._is_written(), self._is_another_day()
        return written or aged

    def _is_written(self) -> bool:
        found = self._file_id()
        if found != self._file and found is not None:
            self.mirror.close()
            self.mirror, self._file, self._who = open_mirror(self._path), found, None
            self._version = self._data_version()
            return True
        version = self._data_version()
        if version == self._version:
            return False
        self._version = version
        self._who = None
        return True

    def _is_another_day(self) -> bool:
        seen, self._day = self._day, self.today()
        return self._day != seen

    def _file_id(self) -> int | None:
        try:
            return self._path.stat().st_ino
        except OSError:
            return None

    def _data_version(self) -> int:
        return int(self.mirror.db.execute("PRAGMA data_version").fetchone()[0])

    def who(self) -> Who:
        if self._who is None:
            row = athlete(self.mirror)
            self._who = Who(row.name, row.timezone, row.week_start, Units(row.units == "metric"))
        return self._who

    def today(self) -> date:
        """The athlete's local date."""
        if self.who().timezone == "UTC":  # zone data are not read for it
            return self._clock().astimezone(UTC).date()
        return self.now().date()

    def now(self) -> datetime:
        """This moment on the athlete's clock."""
        from reports.clock import zone

        return self._clock().astimezone(zone(self.who().timezone))

    def empty(self) -> bool:
        """Nothing planned and nothing done is stored."""
        query = (
            "SELECT EXISTS (SELECT 1 FROM workouts_executed)"
            " OR EXISTS (SELECT 1 FROM workouts_planned)"
        )
        return not self.mirror.db.execute(query).fetchone()[0]

    def calendar(self, start: date, end: date) -> "Calendar":
        from reports.calendar import calendar

        return calendar(self.mirror, start, end, self.today())

    def day(self, day: date) -> "DayNumbers":
        from reports.day import day_numbers

        return day_numbers(self.mirror, day, self.today())

    def search(self, words: str, sport: str | None) -> "Search":
        from reports.search import search

        return search(self.mirror, words, sport)

    def partners(self, workout_id: str) -> "Partners":
        from reports.partners import partners

        return partners(self.mirror, workout_id)

    def sports(self) -> list[str]:
        """Those that the athlete has or plans."""
        from reports.search import sports

        return sports(self.mirror)

    def briefing(self) -> "Briefing":
        from reports.briefing import briefing

        return briefing(self.mirror, self.today())

    def plan_news(self) -> "PlanNews":
        from reports.plan_edits import plan_news

        return plan_news(self.mirror, self.today())

    def analysis(self, ident: str | None) -> "Analysis | None":
        from reports.analyze import analyze

        return analyze(self.mirror, ident, self.today())

    def lanes(self, workout_id: str) -> "Lanes | None":
        from reports.streams import lanes

        return lanes(self.mirror, workout_id)

    def bests_of_others(self, workout: "Workout", metric: str, window: str) -> "SeasonCurve":
        """What the sport's other workouts reached: until this one's day, or at any time."""
        from reports.season_curve import season_curve

        until = self.today() if window == "all" else date.fromisoformat(workout.local_date)
        return season_curve(self.mirror, metric, until, window, workout.sport, workout.id)

    def beside(self, ident: str, step: int, *, same_sport: bool) -> str | None:
        from reports.beside import beside

        return beside(self.mirror, ident, step, same_sport=same_sport)

    def track(self, workout_id: str) -> "Track | None":
        from reports.streams import track

        return track(self.mirror, workout_id)

    def recovery(self, days: int) -> "Recovery":
        from reports.recovery import recovery

        return recovery(self.mirror, self.today(), days)

    def fitness(self, days: int) -> "Fitness":
        from reports.fitness import fitness

        return fitness(self.mirror, self.today(), days)

    def zone_time(self, days: int) -> "ZoneTime":
        from reports.zone_time import zone_time

        return zone_time(self.mirror, self.today(), days)

    def curve_pair(
        self, kind: tuple[str | None, str | None], windows: tuple[str, str]
    ) -> "CurvePair":
        from reports.power_curve import curve_pair

        return curve_pair(self.mirror, self.today(), kind, windows)

    def sources(self, step: str, columns: int) -> SourcesView:
        """step: `week` or `month`, so many of them for the completeness."""
        from reports.sources import completeness, sources
        from sync.engine.overview import garmin
        from sync.engine.plan_overview import plan

        now = self.now()
        return SourcesView(
            now,
            sources(self.mirror),
            garmin(self.mirror, self._clock()),
            plan(self.mirror),
            completeness(self.mirror, self.today(), "garmin", step=step, columns=columns),
        )

    def person(self) -> "Athlete":
        """The athlete's own settings."""
        return athlete(self.mirror)

    def thresholds(self) -> "Thresholds":
        from reports.thresholds import thresholds

        return thresholds(self.mirror, self.today())

    def zones(self) -> "Zones":
        from reports.zones import zones

        return zones(self.mirror, self.today())

    def newest_day(self) -> date | None:
        """The local date of the latest workout."""
        from reports.last import last

        found = last(self.mirror).workout
        return None if found is None else date.fromisoformat(found.local_date)
