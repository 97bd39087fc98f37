"""Dates and workouts in the words of the printed tables."""

from collections.abc import Sequence
from datetime import date

from cli.output import Block, Cell, Column, Line, Table
from mirror.rows import Athlete, Workout
from reports.parts import Compliance, ExecutedPart, PlannedPart
from tui.units import NONE, Units, clock, hours, whole

_GLYPHS = {
    ("completed", "green"): ("● on plan", "good"),
    ("completed", "yellow"): ("◐ off plan", "warn"),
    ("completed", "orange"): ("○ far off", "bad"),
    ("completed", None): ("● done", ""),
    ("missed", "red"): ("✗ missed", "bad"),
    ("missed", None): ("- not done", "dim"),
    ("rest", None): ("· rest", "dim"),
    ("unplanned", "grey"): ("+ unplanned", "dim"),
    ("upcoming", None): ("· planned", "dim"),
}


def units_of(owner: Athlete) -> Units:
    return Units(metric=owner.units == "metric")


def day(iso: str, today: date) -> str:
    """`Mon 23 Nov`, with the year where it is another one."""
    value = date.fromisoformat(iso)
    short = f"{value:%a} {value.day:2} {value:%b}"
    return short if value.year == today.year else f"{short} {value.year}"


def compliance(found: Compliance | None) -> Cell:
    """`● on plan 97 %`: the glyph, the word and the colour say the same."""
    if found is None:
        return Cell("", "")
    text, style = _GLYPHS.get((found.status, found.level), (found.status, ""))
    shown = found.percent is not None and found.status == "completed"
    return Cell(f"{text} {found.percent:.0f} %" if shown else text, style)


def workout_table(parts: Sequence[ExecutedPart], units: Units, today: date) -> Table:
    """One line a workout; the first column is what `analyze` takes."""
    columns = (
        Column("id", optional=2),
        Column("day"),
        Column("start", optional=3),
        Column("sport"),
        Column("title", flexible=True),
        Column("time", right=True),
        Column("distance", right=True),
        Column("pace", right=True, optional=1),
        Column("load", right=True),
        Column("HR", right=True),
        Column("W", right=True),
    )
    rows = [
        (
            Cell(part.id[:8], "dim"),
            day(part.local_date, today),
            part.local_start,
            part.sport,
            part.title or "",
            hours(part.duration_s),
            units.distance(part.distance_m, part.sport),
            pace(part, units),
            whole(part.load),
            whole(part.avg_hr),
            whole(part.normalized_power or part.avg_power),
        )
        for part in parts
    ]
    return Table(columns, rows)


def pace(part: ExecutedPart, units: Units) -> str:
    """`4:52 /km`, `1:45 /100m`, `31.2 km/h`."""
    if not part.distance_m or not part.duration_s:
        return NONE
    speed = part.distance_m / part.duration_s
    if part.avg_pace_s_per_km:
        speed = 1000 / part.avg_pace_s_per_km
    return f"{units.rate(speed, part.sport)} {units.rate_name(part.sport).removeprefix('min')}"


def plan_table(parts: Sequence[PlannedPart], units: Units, today: date) -> Table:
    columns = (
        Column("day"),
        Column("sport"),
        Column("title", flexible=True),
        Column("time", right=True),
        Column("distance", right=True),
        Column("load", right=True),
    )
    rows = [
        (
            day(part.date, today),
            part.sport,
            part.title,
            hours(part.duration_planned_s),
            units.distance(part.distance_planned_m, part.sport),
            whole(part.tss_planned),
        )
        for part in parts
    ]
    return Table(columns, rows)


def workout_facts(row: Workout, start: str, units: Units, today: date) -> list[Block]:
    """The header of one workout: what, when, and every number that is known."""
    rate = None
    if row.avg_pace_s_per_km:
        rate = 1000 / row.avg_pace_s_per_km
    elif row.distance_m and row.duration_s:
        rate = row.distance_m / row.duration_s
    facts = {
        "time": clock(row.duration_s),
        "elapsed": clock(row.elapsed_s),
        "distance": units.distance(row.distance_m, row.sport),
        units.rate_name(row.sport): units.rate(rate, row.sport),
        "climb": units.height(row.elevation_gain_m),
        "HR": _pair(row.avg_hr, row.max_hr, "bpm"),
        "power": _pair(row.avg_power, row.max_power, "W"),
        "NP": whole(row.normalized_power, "W"),
        "IF": NONE if row.intensity_factor is None else f"{row.intensity_factor:.2f}",
        "TSS": whole(row.tss),
        "load": f"{whole(row.load)} by {(row.load_method or 'unknown').replace('_', ' ')}",
        "cadence": whole(row.avg_cadence, "spm" if row.sport == "run" else "rpm"),
        "work": whole(row.work_kj, "kJ"),
        "RPE": whole(row.rpe),
        "device": row.device or NONE,
        "id": row.id,
        "file": row.fit_file_path or NONE,
    }
    if row.load is None:
        facts["load"] = NONE
    if row.elapsed_s == row.duration_s:
        facts["elapsed"] = NONE
    kind = f"{row.sport}, {row.sub_sport.replace('_', ' ')}" if row.sub_sport else row.sport
    known = [(Cell(name, "dim"), text) for name, text in facts.items() if text != NONE]
    return [
        Line(row.title or row.sport.capitalize(), "title"),
        Line(f"{day(row.local_date, today)} {start}, {kind}", "dim"),
        Table((Column(""), Column("")), known),
    ]


def _pair(mean: float | None, top: float | None, unit: str) -> str:
    if mean is None:
        return NONE
    return f"{whole(mean, unit)}, max {whole(top)}" if top is not None else whole(mean, unit)
