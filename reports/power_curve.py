"""How do two periods' bests compare, and which thresholds do they speak for?"""

from datetime import date
from typing import Any, NamedTuple

from mirror.database import Mirror
from mirror.reads import curves as reads
from reports.errors import ReportError
from reports.estimates import Estimates, estimates
from reports.jsonable import document
from reports.season_curve import SeasonCurve, season_curve

#: In the order they are offered: a sport's own measure before its heart rate.
KINDS: tuple[tuple[str, str], ...] = (
    ("bike", "power"),
    ("run", "speed"),
    ("swim", "speed"),
    ("run", "power"),
    ("bike", "hr"),
    ("run", "hr"),
    ("swim", "hr"),
    ("bike", "speed"),
)
UNITS = {"power": "W", "hr": "bpm", "speed": "m/s"}


class NoCurveError(ReportError):
    """No workout of the sport has that measure."""


class CurvePair(NamedTuple):
    """metric: power | speed | hr. one, other: the two periods' bests; None without any curve.

    kinds: every (sport, metric) that has curves. estimates: from the first period's efforts.
    """

    sport: str | None
    metric: str | None
    unit: str | None
    kinds: list[tuple[str, str]]
    one: SeasonCurve | None
    other: SeasonCurve | None
    estimates: Estimates

    def to_json(self) -> dict[str, Any]:
        return document(self)


def curve_pair(
    mirror: Mirror,
    today: date,
    kind: tuple[str | None, str | None] = (None, None),
    windows: tuple[str, str] = ("12w", "season"),
) -> CurvePair:
    """kind: (sport, metric), each None for the first there is. windows: `season_curve.WINDOWS`.

    Raises NoCurveError for a kind that no workout has.
    """
    stored = set(reads.kinds(mirror))
    kinds = [known for known in KINDS if known in stored]
    kinds += sorted(stored.difference(KINDS))
    made = estimates(mirror, today, windows[0])
    chosen = next((known for known in kinds if _fits(kind, known)), None)
    if chosen is None:
        if kind != (None, None):
            wanted = " ".join(part for part in kind if part)
            raise NoCurveError(f"no workout with a curve of {wanted} is stored")
        return CurvePair(None, None, None, [], None, None, made)
    sport, metric = chosen
    one, other = (season_curve(mirror, metric, today, window, sport) for window in windows)
    return CurvePair(sport, metric, UNITS[metric], kinds, one, other, made)


def _fits(wanted: tuple[str | None, str | None], known: tuple[str, str]) -> bool:
    return wanted[0] in (None, known[0]) and wanted[1] in (None, known[1])
