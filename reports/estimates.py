"""What do my efforts say about my thresholds, and does that agree with those in force?"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from analytics import critical, estimate
from analytics.thresholds import convert
from mirror.database import Mirror
from mirror.reads import curves as reads
from mirror.reads import thresholds as stored
from mirror.rows import Threshold
from reports.jsonable import document
from reports.season_curve import Best, span
from reports.thresholds import UNITS, ThresholdInForce, in_words


class Estimate(NamedTuple):
    """One method's answer. value, unit: as the `thresholds` table has them.

    method: in words. efforts: what it rests on, shortest first. reserve: W' (J) or D' (m), p_max_w:
    the model's other parameters. difference: value minus the threshold in force.
    """

    method: str
    value: float
    difference: float | None
    reserve: float | None
    reserve_unit: str | None
    p_max_w: float | None
    efforts: list[Best]


class Estimated(NamedTuple):
    """A threshold. in_force: what the zones and loads of today use. note: why there is no
    estimate."""

    sport: str
    metric: str
    unit: str
    in_force: ThresholdInForce | None
    estimates: list[Estimate]
    note: str | None


class Estimates(NamedTuple):
    """window, start, end: the period whose efforts were looked at."""

    window: str
    start: str | None
    end: str
    thresholds: list[Estimated]

    def to_json(self) -> dict[str, Any]:
        return document(self)


class _Wanted(NamedTuple):
    sport: str
    metric: str
    curve: str
    missing: str


_WANTED = (
    _Wanted("bike", "ftp_w", "power", "no ride of 20 minutes with power"),
    _Wanted("run", "threshold_pace_s_per_km", "speed", "no run of 20 minutes with pace"),
    _Wanted("swim", "css_s_per_100m", "speed", "no swim of 20 minutes with pace"),
    _Wanted("bike", "lthr_bpm", "hr", "no long and hard ride with heart rate"),
    _Wanted("run", "lthr_bpm", "hr", "no long and hard run with heart rate"),
)


def estimates(mirror: Mirror, today: date, window: str = "12w") -> Estimates:
    """Estimates from the bests of a period (`season_curve.WINDOWS`) beside what is in force."""
    start, end = span(today, window)
    rows = stored.until(mirror, today.isoformat())
    found = []
    for wanted in _WANTED:
        bests = _bests(mirror, wanted, start or "", end)
        ruling = stored.in_force(rows, wanted.sport).get(wanted.metric)
        if not bests and ruling is None:
            continue
        highest = stored.threshold_set(mirror, today.isoformat(), wanted.sport).max_hr_bpm
        made = list(_estimates(wanted, bests, ruling, highest or 0.0))
        found.append(
            Estimated(
                wanted.sport,
                wanted.metric,
                UNITS[wanted.metric],
                in_words(ruling) if ruling else None,
                made,
                None if made else wanted.missing,
            )
        )
    return Estimates(window, start, end, found)


type _Bests = dict[int, Best]


def _bests(mirror: Mirror, wanted: _Wanted, start: str, end: str) -> _Bests:
    rows = reads.bests(mirror, wanted.curve, start, end, wanted.sport)
    return {row.seconds: Best(*row) for row in rows}


def _estimates(
    wanted: _Wanted, bests: _Bests, ruling: Threshold | None, highest: float
) -> Iterator[Estimate]:
    values = {seconds: best.value for seconds, best in bests.items() if best.value}
    if wanted.metric == "lthr_bpm":
        heart = estimate.lthr_effort(values, highest)
        if heart:
            share = f"{heart.value / values[heart.seconds] * 100:.0f} %"
            method = f"{share} of the best {heart.seconds // 60} min"
            yield _made(wanted, method, heart.value, [bests[heart.seconds]], ruling)
        return
    if wanted.metric == "ftp_w":
        watts = estimate.ftp(values)
        if watts:
            yield _made(wanted, "95 % of the best 20 min", watts, [bests[1200]], ruling)
    else:
        running = wanted.sport == "run"
        pace = estimate.run_effort(values) if running else estimate.swim_effort(values)
        if pace:
            goal = "1 h" if running else "30 min"
            method = f"best {pace.seconds // 60} min, Riegel to {goal}"
            yield _made(wanted, method, pace.value, [bests[pace.seconds]], ruling)
    yield from _models(wanted, bests, values, ruling)


def _models(
    wanted: _Wanted, bests: _Bests, values: dict[int, float], ruling: Threshold | None
) -> Iterator[Estimate]:
    """Critical power; of speeds the same lines give critical speed and D'."""
    power = wanted.curve == "power"
    named = (
        ("CP2, work over time" if power else "critical speed", critical.cp2(values)),
        ("CP2, power over 1/time", critical.cp2(values, "inverse-time") if power else None),
        ("CP3 with the sprint", critical.cp3(values) if power else None),
    )
    for method, model in named:
        if model is not None:
            used = [bests[seconds] for seconds in critical.efforts(values, model)]
            made = _made(wanted, method, model.cp_w, used, ruling)
            yield made._replace(
                reserve=model.w_prime_j, reserve_unit="J" if power else "m", p_max_w=model.p_max_w
            )


def _made(
    wanted: _Wanted, method: str, value: float, efforts: list[Best], ruling: Threshold | None
) -> Estimate:
    """value: W, bpm or m/s."""
    shown = convert(wanted.metric, value)
    difference = None if ruling is None else shown - ruling.value
    return Estimate(method, shown, difference, None, None, None, efforts)
