"""A coach's target in watts, beats, metres a second: what it asks of this athlete on that day."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from analytics.thresholds import ThresholdSet
from analytics.zones import ZoneBound

#: How far off a target still counts as met (ours): of a single figure, and of a span's ends.
_SINGLE = {"power": 0.05, "hr": 0.03, "speed": 0.03, "cadence": 0.05}
_SPAN = {"power": 0.02, "hr": 0.01, "speed": 0.01, "cadence": 0.02}


class Measured(Protocol):
    """What an effort must tell to be compared; None = not measured."""

    @property
    def duration_s(self) -> float: ...
    @property
    def distance_m(self) -> float | None: ...
    @property
    def power(self) -> float | None: ...
    @property
    def hr(self) -> float | None: ...
    @property
    def speed(self) -> float | None: ...
    @property
    def cadence(self) -> float | None: ...


class References(NamedTuple):
    """The thresholds and zone tables in force on the day. zones: hr | power | pace_s_per_km ->
    rows; sport decides what an unnamed zone is of."""

    sport: str
    thresholds: ThresholdSet
    zones: Mapping[str, Sequence[ZoneBound]]


class Band(NamedTuple):
    """metric: power W | hr bpm | speed m/s | cadence rpm; None = open at that end."""

    metric: str
    low: float | None
    high: float | None
    assumed: bool = False

    def holds(self, value: float) -> bool:
        """Whether the value is within, give or take the tolerance."""
        single = self.low == self.high
        tolerance = (_SINGLE if single else _SPAN)[self.metric]
        above = self.low is None or value >= self.low * (1 - tolerance)
        return above and (self.high is None or value <= self.high * (1 + tolerance))


def band(
    target: Mapping[str, Any] | None, references: References, *, has_power: bool
) -> Band | None:
    """The target of a step; None where nothing can be measured against it (effort, RPE), or where
    the threshold or table that it hangs on is unknown."""
    if not target:
        return None
    kind, unit = target.get("kind"), target.get("unit")
    low, high, assumed = target.get("low"), target.get("high"), bool(target.get("assumed"))
    if kind == "zone":
        return _zone(target, references, has_power=has_power)
    if unit in {"w", "bpm", "rpm"}:
        return Band({"w": "power", "bpm": "hr", "rpm": "cadence"}[unit], low, high, assumed)
    if unit in {"s_per_km", "s_per_100m"}:
        metres = 1000.0 if unit == "s_per_km" else 100.0
        return Band("speed", _over(metres, high), _over(metres, low), assumed)
    metric, threshold = _threshold(str(unit), references)
    if threshold is None:
        return None
    return Band(metric, _share(low, threshold), _share(high, threshold), assumed)


def actual(metric: str, effort: Measured) -> float | None:
    """What was done, in the metric's unit."""
    if metric == "speed" and effort.speed is None:
        metres = effort.distance_m
        return metres / effort.duration_s if metres and effort.duration_s > 0 else None
    value: float | None = getattr(effort, metric)
    return value


def _threshold(unit: str, references: References) -> tuple[str, float | None]:
    known = references.thresholds
    if unit == "%threshold_pace":
        speed = known.css_m_s if references.sport == "swim" else known.threshold_speed_m_s
        return "speed", speed
    return {
        "%ftp": ("power", known.ftp_w),
        "%lthr": ("hr", known.lthr_bpm),
        "%max_hr": ("hr", known.max_hr_bpm),
    }.get(unit, ("", None))


def _share(percent: float | None, threshold: float) -> float | None:
    return None if percent is None else percent / 100.0 * threshold


def _over(metres: float, seconds: float | None) -> float | None:
    return metres / seconds if seconds else None


def _zone(target: Mapping[str, Any], references: References, *, has_power: bool) -> Band | None:
    """`Z3`: of power on a bike that measured it, else of heart rate, unless the coach named it."""
    named = target.get("metric")
    metric = {"power": "power", "hr": "hr", "pace": "pace_s_per_km"}.get(str(named))
    if metric is None:
        by_power = references.sport == "bike" and has_power and references.zones.get("power")
        metric = "power" if by_power else "hr"
    rows = references.zones.get(metric, ())
    wanted = range(int(target.get("low") or 0), int(target.get("high") or 0) + 1)
    chosen = [row for row in rows if _number(row) in wanted]
    if not chosen:
        return None
    lowers, uppers = [row.lower for row in chosen], [row.upper for row in chosen]
    low = None if None in lowers else min(value for value in lowers if value is not None)
    high = None if None in uppers else max(value for value in uppers if value is not None)
    if metric == "pace_s_per_km":
        return Band("speed", _over(1000.0, high), _over(1000.0, low), named is None)
    return Band(metric, low, high, named is None)


def _number(row: ZoneBound) -> int:
    """The zone's number as a coach says it: Friel's 5a, 5b and 5c are all zone 5."""
    digits = row.label[1:2] if row.label[:1].upper() == "Z" else ""
    return int(digits) if digits.isdigit() else row.zone
