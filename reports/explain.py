"""Where a workout's numbers come from: formula, inputs, threshold in force, source."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from analytics.sports import usual_intensity
from reports.analyze import Analysis, ThresholdUsed
from reports.jsonable import document


class Input(NamedTuple):
    """What goes into a number. unit: as in `Explained`."""

    name: str
    value: float
    unit: str


class Explained(NamedTuple):
    """key: the column of `workouts_executed`. unit: s | m | climb_m | W | bpm | s/km | kJ | kcal |
    % | rpm | 1 (a bare number, two digits) | points.

    formula: how value comes from the inputs. thresholds: those in force that it rests on. why: what
    else one should know, "" if nothing.
    """

    key: str
    label: str
    value: float | None
    unit: str
    formula: str
    inputs: list[Input]
    thresholds: list[ThresholdUsed]
    why: str


class Explanation(NamedTuple):
    """source: the device and file that the seconds came from. numbers: those the workout has."""

    workout_id: str
    sport: str
    title: str | None
    source: str
    numbers: list[Explained]

    def to_json(self) -> dict[str, Any]:
        return document(self)


def explain(analysis: Analysis) -> Explanation:
    """Every number at the head of an analysis."""
    w = analysis.workout
    numbers = list(_numbers(analysis))
    if not analysis.stream_rows:
        told = _OF_LEGS if analysis.legs else _GIVEN
        numbers = [n._replace(formula=told) if n.key in _RECORDED else n for n in numbers]
    return Explanation(w.id, w.sport, w.title, source_of(analysis), numbers)


def source_of(analysis: Analysis) -> str:
    """`Edge 840, garmin, 123.fit`."""
    first = analysis.sources[0] if analysis.sources else None
    parts = [analysis.workout.device]
    if first is not None:
        parts += [first.source, first.file_name if first.source == "file" else None]
    return ", ".join(part for part in parts if part) or "not known"


_OF_STREAM = "mean of the seconds recorded, pauses left out"
_GIVEN = "given by the source; no seconds are stored to check it with"
_OF_LEGS = "over all legs; each leg tells its own"
_RECORDED = {
    *("avg_hr", "max_hr", "avg_power", "max_power", "normalized_power"),
    *("avg_cadence", "elevation_gain_m", "work_kj"),
}
_NP = "4th root of the mean of (30 s rolling mean)⁴, over all full windows"
_NGP = "NP's formula over speed corrected for grade (Minetti's cost of running)"

#: column -> (label, unit, formula) of the numbers that need no more words.
_PLAIN = {
    "duration_s": ("Duration", "s", "seconds with the timer running, by the device"),
    "distance_m": ("Distance", "m", "the device's total, else the end of its distance channel"),
    "moving_s": ("Moving", "s", "seconds faster than 0.5 m/s"),
    "max_hr": ("Max HR", "bpm", "the highest second"),
    "max_power": ("Max power", "W", "the highest second"),
    "elevation_gain_m": (
        "Climb",
        "climb_m",
        "sum of all rises between turns of at least 3 m in the recorded altitude",
    ),
    "avg_cadence": ("Cadence", "rpm", "mean of the seconds above zero"),
    "calories": ("Calories", "kcal", "the device's own estimate"),
    "rpe": ("RPE", "points", "how hard it felt, as you said"),
}


def _numbers(a: Analysis) -> Iterator[Explained]:
    for key, make in _ORDER:
        if getattr(a.workout, key) is None:
            continue
        if make is not None:
            yield make(a)
        else:
            label, unit, formula = _PLAIN[key]
            yield _number(a, key, (label, unit), formula)
    if a.workout.decoupling_pct is None and a.decoupling_withheld:
        yield _drift(a)


def _number(
    a: Analysis,
    key: str,
    shown: tuple[str, str],
    formula: str,
    inputs: tuple[Input | None, ...] = (),
    thresholds: tuple[str, ...] = (),
    why: str = "",
) -> Explained:
    used = [row for row in a.thresholds_used if row.metric in thresholds]
    known = [row for row in inputs if row is not None]
    return Explained(key, *shown[:1], getattr(a.workout, key), shown[1], formula, known, used, why)


def _input(name: str, value: float | None, unit: str) -> Input | None:
    return None if value is None else Input(name, value, unit)


# Load


def _load(a: Analysis) -> Explained:
    w = a.workout
    formula, inputs, thresholds = _load_parts(a)
    why = _why_method(a)
    if w.excluded_reason:
        why = f"{why} It does not count: {w.excluded_reason}".strip()
    return _number(a, "load", ("Load", "points"), formula, inputs, thresholds, why)


def _load_parts(a: Analysis) -> tuple[str, tuple[Input | None, ...], tuple[str, ...]]:
    w = a.workout
    match w.load_method:
        case "power":
            seconds = sum((a.time_in_power_zone_s or {}).values()) or w.duration_s
            return (
                "TSS: hours with power × (NP / FTP)² × 100",
                (_input("Time with power", seconds, "s"), _np_input(a)),
                ("ftp_w",),
            )
        case "pace" if w.sport == "swim":
            return (
                "sTSS: hours swum × (CSS pace / pace)³ × 100, rest at the wall left out",
                (
                    _input("Time swum", w.moving_s or w.duration_s, "s"),
                    _input("Distance", w.distance_m, "m"),
                ),
                ("css_s_per_100m",),
            )
        case "pace":
            return (
                "rTSS: hours × (threshold pace / graded pace)² × 100",
                (_input("Duration", w.duration_s, "s"), _graded_input(a)),
                ("threshold_pace_s_per_km",),
            )
        case "heart_rate":
            return (
                "hrTSS: TRIMP / TRIMP of an hour at LTHR × 100; TRIMP weighs each second by how "
                "much of the reserve (rest to max) it took",
                (_input("Mean HR", w.avg_hr, "bpm"), _input("Duration", w.duration_s, "s")),
                ("lthr_bpm", "max_hr_bpm", "resting_hr_bpm"),
            )
        case "duration":
            usual = usual_intensity(w.sport)
            return (
                "hours × (usual intensity)² × 100",
                (_input("Duration", w.duration_s, "s"), Input("Usual intensity", usual, "1")),
                (),
            )
        case _ if a.legs:
            loads = tuple(
                _input(f"{leg.local_start} {leg.sport}", leg.load, "points") for leg in a.legs
            )
            return ("sum of the legs' loads", loads, ())
        case _:
            return ("given by the source", (), ())


def _why_method(a: Analysis) -> str:
    """Why none of the better methods."""
    w, known = a.workout, {row.metric for row in a.thresholds_used}
    reasons = []
    if w.load_method in ("pace", "heart_rate", "duration"):
        if w.normalized_power is None:
            reasons.append("no power recorded" if w.sport == "bike" else "")
        elif "ftp_w" not in known:
            reasons.append(f"no FTP known for {w.sport}")
        else:
            reasons.append("power in under 80 % of the time")
    if w.load_method in ("heart_rate", "duration") and w.sport in ("run", "swim"):
        metric = "css_s_per_100m" if w.sport == "swim" else "threshold_pace_s_per_km"
        reasons.append("no usable pace" if metric in known else "no threshold pace known")
    if w.load_method == "duration":
        missing = {"lthr_bpm", "max_hr_bpm", "resting_hr_bpm"} - known
        if w.avg_hr is None:
            reasons.append("no heart rate recorded")
        elif missing:
            names = [_THRESHOLD_NAMES[name] for name in sorted(missing)]
            reasons.append(f"not known: {', '.join(names)}")
    told = ", ".join(reason for reason in reasons if reason)
    return f"Not by a better method: {told}." if told else ""


_THRESHOLD_NAMES = {"lthr_bpm": "LTHR", "max_hr_bpm": "max HR", "resting_hr_bpm": "resting HR"}


# Power and pace


def _np_input(a: Analysis) -> Input | None:
    return _input("NP", a.workout.normalized_power, "W")


def _graded_input(a: Analysis) -> Input | None:
    return _input("Graded pace", a.workout.normalized_pace_s_per_km, "s/km")


def _np(a: Analysis) -> Explained:
    short = (a.workout.duration_s or 0) < 1200
    why = "Under 20 minutes it means little." if short else ""
    inputs = (_input("Mean power", a.workout.avg_power, "W"),)
    return _number(a, "normalized_power", ("NP", "W"), _NP, inputs, (), why)


def _intensity(a: Analysis) -> Explained:
    shown = ("IF", "1")
    match a.workout.load_method, a.workout.sport:
        case "power", _:
            return _number(a, "intensity_factor", shown, "NP / FTP", (_np_input(a),), ("ftp_w",))
        case _, "swim":
            inputs = (
                _input("Distance", a.workout.distance_m, "m"),
                _input("Time swum", a.workout.moving_s or a.workout.duration_s, "s"),
            )
            formula = "CSS pace / pace swum, rest at the wall left out"
            return _number(a, "intensity_factor", shown, formula, inputs, ("css_s_per_100m",))
        case _:
            graded, needs = (_graded_input(a),), ("threshold_pace_s_per_km",)
            formula = f"threshold pace / graded pace; graded pace: {_NGP}"
            return _number(a, "intensity_factor", shown, formula, graded, needs)


def _tss(a: Analysis) -> Explained:
    formula, inputs, thresholds = _load_parts(a)
    if a.legs and a.workout.load_method is None:
        formula, inputs = "sum of the TSS of the legs that have one", ()
    why = "Only power and pace give a TSS; heart rate and time give a load that estimates it."
    return _number(a, "tss", ("TSS", "points"), formula, inputs, thresholds, why)


def _vi(a: Analysis) -> Explained:
    inputs = (_np_input(a), _input("Mean power", a.workout.avg_power, "W"))
    return _number(a, "variability_index", ("VI", "1"), "NP / mean power", inputs)


def _pace(a: Analysis) -> Explained:
    w = a.workout
    label = "Pace" if w.sport in ("run", "swim") else "Speed"
    formula = "duration / distance" if label == "Pace" else "distance / duration"
    inputs = (_input("Duration", w.duration_s, "s"), _input("Distance", w.distance_m, "m"))
    return _number(a, "avg_pace_s_per_km", (label, "s/km"), formula, inputs)


def _graded(a: Analysis) -> Explained:
    inputs = (_input("Pace", a.workout.avg_pace_s_per_km, "s/km"),)
    return _number(a, "normalized_pace_s_per_km", ("Graded pace", "s/km"), _NGP, inputs)


def _work(a: Analysis) -> Explained:
    inputs = (_input("Mean power", a.workout.avg_power, "W"),)
    return _number(a, "work_kj", ("Work", "kJ"), "sum of all watts, a second each, / 1000", inputs)


def _power(a: Analysis) -> Explained:
    return _number(a, "avg_power", ("Power", "W"), f"{_OF_STREAM}, coasting as 0")


# Heart


def _hr(a: Analysis) -> Explained:
    inputs = (_input("Highest", a.workout.max_hr, "bpm"),)
    return _number(a, "avg_hr", ("HR", "bpm"), _OF_STREAM, inputs)


def _efficiency(a: Analysis) -> Explained:
    run = a.workout.sport == "run"
    output = _graded_input(a) if run else _np_input(a)
    formula = "graded speed in yards a minute / mean HR" if run else "NP / mean HR"
    inputs = (output, _input("Mean HR", a.workout.avg_hr, "bpm"))
    why = "Over the seconds that have both. Higher is better; compare like with like only."
    return _number(a, "efficiency_factor", ("EF", "1"), formula, inputs, (), why)


def _drift(a: Analysis) -> Explained:
    output = "graded speed" if a.workout.sport == "run" else "NP"
    formula = f"(EF₁ − EF₂) / EF₁ × 100, EF = {output} / mean HR of the first and second half"
    why = "Positive = the heart drifted up against the output; under 5 % is well coupled."
    if a.decoupling_withheld:
        why = f"Withheld: {a.decoupling_withheld}."
    return _number(a, "decoupling_pct", ("Drift", "%"), formula, (), (), why)


#: In the order of the workout screen's head; None: `_PLAIN` says all.
_ORDER: tuple[tuple[str, Callable[[Analysis], Explained] | None], ...] = (
    ("duration_s", None),
    ("distance_m", None),
    ("load", _load),
    ("avg_pace_s_per_km", _pace),
    ("normalized_pace_s_per_km", _graded),
    ("normalized_power", _np),
    ("intensity_factor", _intensity),
    ("tss", _tss),
    ("avg_hr", _hr),
    ("max_hr", None),
    ("avg_power", _power),
    ("max_power", None),
    ("elevation_gain_m", None),
    ("decoupling_pct", _drift),
    ("work_kj", _work),
    ("avg_cadence", None),
    ("efficiency_factor", _efficiency),
    ("variability_index", _vi),
    ("moving_s", None),
    ("calories", None),
    ("rpe", None),
)
